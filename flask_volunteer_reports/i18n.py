"""Our messages in the reader's language, apart from the host's catalogues.

The key of a message is its English text; ``translations/<locale>/LC_MESSAGES/messages.po`` holds
the others. The files are read as they are, so no compiled catalogue can be out of date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po

from .errors import Message
from .labels import LABELS

_DAY = {"zh_Hans_CN": "{0.year}年{0.month}月{0.day}日", "en": "{0.day} {0:%b} {0.year}"}
_DAY_AND_WEEKDAY = {"zh_Hans_CN": "{day} {weekday}", "en": "{weekday} {day}"}
_WEEKDAY = {
    "zh_Hans_CN": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


@lru_cache(maxsize=8)
def catalogue(locale: str) -> Mapping[str, str]:
    """Return the translations of one locale; English needs none."""
    file = (
        files("flask_volunteer_reports") / "translations" / locale / "LC_MESSAGES" / "messages.po"
    )
    if not file.is_file():
        return {}
    with file.open("rb") as lines:
        return {
            str(entry.id): str(entry.string)
            for entry in read_po(lines)
            if entry.id and entry.string and not entry.fuzzy
        }


def translate(message: Message, locale: str, zone: ZoneInfo) -> str:
    """Say *message* in *locale*; instants in it are told in *zone*."""
    text = catalogue(locale).get(message.text, message.text)
    if not message.values:
        return text
    return text % {key: _say(value, locale, zone) for key, value in message.values.items()}


def label(member: StrEnum, locale: str) -> str:
    """Name a member of one of our enumerations."""
    text = LABELS[type(member)][member].text
    return catalogue(locale).get(text, text)


def format_day(day: date, locale: str, *, weekday: bool = False) -> str:
    """Write a day as 2017年7月5日 周三 or Wed 5 Jul 2017."""
    text = _DAY[locale].format(day)
    if not weekday:
        return text
    return _DAY_AND_WEEKDAY[locale].format(day=text, weekday=_WEEKDAY[locale][day.weekday()])


def format_instant(moment: datetime, locale: str, zone: ZoneInfo, *, weekday: bool = False) -> str:
    """Write an instant in local time to the minute."""
    local = moment.astimezone(zone)
    return f"{format_day(local, locale, weekday=weekday)} {local:%H:%M}"


def _say(value: object, locale: str, zone: ZoneInfo) -> object:
    """Put one value of a message into words; what is not ours is left as it is."""
    match value:
        case Message():
            said: object = translate(value, locale, zone)
        case StrEnum() if type(value) in LABELS:
            said = label(value, locale)
        case StrEnum():
            said = value.value
        case datetime():
            said = format_instant(value, locale, zone)
        case date():
            said = format_day(value, locale)
        case time():
            said = f"{value:%H:%M}"
        case _:
            said = value
    return said
