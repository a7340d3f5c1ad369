"""The name list of an activity: who served and for how long, typed or pasted from a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..errors import InvalidEntries, InvalidEntry, Message, Problem
from .directory import refuse_rounded
from .recurrence import Occasion
from .text import clean_text

# Asked in this order, because “volunteer no.” and “志愿者编号” also hold the words for a name.
# Phone and ID-card numbers are no volunteer numbers; their columns are passed over.
_HEADINGS = {
    "passed over": ("手机", "电话", "身份证", "phone", "mobile", "id card"),
    "volunteer_no": ("编号", "号码", "number", "no."),
    "started": ("开始", "start", "from"),
    "duration": ("时长", "分钟", "小时", "minutes", "hours", "duration"),
    "name": ("姓名", "志愿者", "name", "volunteer"),
}
_DURATION = re.compile(
    r"(?:(?P<hours>\d+(?:\.\d+)?)(?:小时|时|h|hours?))?(?:(?P<minutes>\d+)(?:分钟|分|min|m|minutes?)?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_ID_CARD = re.compile(r"\d{17}[\dXx]")
_VOLUNTEER_NO = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as typed: four texts, any of them empty, and the number it has for the person."""

    number: int
    name: str
    volunteer_no: str
    duration: str
    started: str = ""


@dataclass(frozen=True, slots=True)
class ListedVolunteer:
    """One row, read: ``started`` is a local time of day or None for the start of the activity."""

    number: int
    name: str
    volunteer_no: str
    service_minutes: int
    started: time | None = None


def split_pasted(text: str) -> list[RawRow]:
    """Cut text copied from a spreadsheet into rows.

    Columns are parted by tabs (or commas, or blanks where there is neither). A heading row may name
    them in any order; without one they are name, volunteer number, duration, start, or name and
    duration.
    """
    lines = [
        (number, _cells(line))
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    headed = _headed_columns(lines[0][1]) if lines else None
    if headed:
        lines = lines[1:]
    return [(headed or _usual_columns(cells)).raw_row(number, cells) for number, cells in lines]


def split_names(text: str) -> list[RawRow]:
    """Cut a list of names, one a line, perhaps with the volunteer number behind, into rows.

    The rows get a duration of one minute, because a row needs one; nobody counts it.
    """
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if cells := [cell for cell in _cells(line) if cell]:
            rows.append(RawRow(number, cells[0], cells[1] if len(cells) > 1 else "", "1"))
    return rows


def read_rows(rows: Iterable[RawRow]) -> list[ListedVolunteer]:
    """Check every row.

    Raises:
        InvalidEntries: Some rows are wrong; every wrong one is named.
    """
    read: list[ListedVolunteer] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            read.append(_read_row(row))
        except InvalidEntry as error:
            problems.append(Problem(row_place(row.number), error.message))
    if problems:
        raise InvalidEntries(
            "%(count)s rows of the name list are wrong. Nothing was saved; mend them and send the "
            "list again.",
            problems,
            count=len(problems),
        )
    return read


def row_place(number: int) -> Message:
    """Name a row of the list."""
    return Message("Row %(row)s", {"row": number})


def time_served(row: ListedVolunteer, activity: Occasion, zone: ZoneInfo) -> Occasion:
    """Place the minutes of one row on the clock, within its activity.

    Raises:
        InvalidEntry: The row begins before the activity or goes on after it.
    """
    starts_at = activity.starts_at
    if row.started is not None:
        local = activity.starts_at.astimezone(zone)
        begins = datetime.combine(local.date(), row.started, zone)
        if begins < local.replace(second=0, microsecond=0):
            begins = datetime.combine(local.date() + timedelta(days=1), row.started, zone)
        starts_at = begins.astimezone(activity.starts_at.tzinfo)
    left = (activity.ends_at - starts_at) // timedelta(minutes=1)
    if not 0 < row.service_minutes <= left:
        raise InvalidEntry(
            "%(name)s: %(minutes)s minutes reach beyond the activity, which ends at %(end)s. "
            "Record only the time actually given.",
            name=row.name,
            minutes=row.service_minutes,
            end=activity.ends_at,
        )
    return Occasion(starts_at, starts_at + timedelta(minutes=row.service_minutes))


def read_duration(text: str) -> int:
    """Read a duration such as ``90``, ``1.5小时``, ``1小时30分`` or ``1:30`` as whole minutes.

    Raises:
        InvalidEntry: It is no duration, not whole minutes, or not more than zero.
    """
    minutes = _as_minutes(text)
    if minutes is None:
        raise InvalidEntry(
            "“%(text)s” is not a duration. Write minutes (90) or hours (1.5h, 1:30).",
            field="duration",
            text=text,
        )
    if minutes != int(minutes) or minutes <= 0:
        raise InvalidEntry(
            "“%(text)s” is not a whole number of minutes above zero.", field="duration", text=text
        )
    return int(minutes)


def _as_minutes(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if clock := re.fullmatch(r"(\d{1,3}):([0-5]\d)", plain):
        return Decimal(int(clock[1]) * 60 + int(clock[2]))
    if plain and (match := _DURATION.fullmatch(plain)):
        return Decimal(match["hours"] or 0) * 60 + Decimal(match["minutes"] or 0)
    return None


def _cells(line: str) -> list[str]:
    for separator in ("\t", ",", "，"):
        if separator in line:
            return [cell.strip().strip('"') for cell in line.split(separator)]
    return line.split()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column stands where, and whether bare durations are hours."""

    places: Mapping[str, int]
    in_hours: bool = False

    def raw_row(self, number: int, cells: Sequence[str]) -> RawRow:
        duration = self._cell(cells, "duration")
        if self.in_hours and re.fullmatch(r"\d+([.．]\d+)?", duration):
            duration += "小时"
        return RawRow(
            number,
            self._cell(cells, "name"),
            self._cell(cells, "volunteer_no"),
            duration,
            self._cell(cells, "started"),
        )

    def _cell(self, cells: Sequence[str], column: str) -> str:
        place = self.places.get(column, len(cells))
        return cells[place] if place < len(cells) else ""


def _headed_columns(cells: Sequence[str]) -> _Columns | None:
    """Read the columns off a heading row; None where *cells* is not one."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for column, words in _HEADINGS.items():
            if any(word in cell.casefold() for word in words):
                places.setdefault(column, place)
                break
    if not {"name", "duration"} <= places.keys():
        return None
    heading = cells[places["duration"]].casefold()
    if _as_minutes(heading) is not None:
        return None
    return _Columns(places, in_hours="小时" in heading or "hour" in heading)


def _usual_columns(cells: Sequence[str]) -> _Columns:
    if len(cells) == 2:
        return _Columns({"name": 0, "duration": 1})
    return _Columns({"name": 0, "volunteer_no": 1, "duration": 2, "started": 3})


def _read_row(row: RawRow) -> ListedVolunteer:
    name = clean_text(row.name, single_line=True)
    volunteer_no = unicodedata.normalize("NFKC", clean_text(row.volunteer_no, single_line=True))
    if not name:
        raise InvalidEntry("The name is missing.")
    if len(name) > 40 or re.search(r"\d{4}|[=<>@]", name):
        raise InvalidEntry(
            "“%(name)s” is not a name. Check the order of the columns.", name=name[:40]
        )
    refuse_rounded(volunteer_no)
    if _ID_CARD.fullmatch(volunteer_no):
        raise InvalidEntry(
            "Do not enter ID-card numbers. Use the volunteer number, or leave it empty."
        )
    if volunteer_no and not _VOLUNTEER_NO.fullmatch(volunteer_no):
        raise InvalidEntry(
            "“%(no)s” is not a volunteer number: letters, digits and “-” only.",
            no=volunteer_no[:40],
        )
    minutes = read_duration(clean_text(row.duration, single_line=True))
    return ListedVolunteer(row.number, name, volunteer_no, minutes, _read_clock(row.started))


def _read_clock(text: str) -> time | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    if match := _CLOCK.fullmatch(plain):
        return time(int(match[1]), int(match[2]))
    raise InvalidEntry("“%(text)s” is not a time of day such as 09:30.", text=text)
