"""Who asks, in which language, in which time zone - for one request."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from babel.support import LazyProxy
from flask import request, session

from .. import i18n
from ..config import LOCALES
from ..errors import Message, SignInRequired
from ..ports import Actor
from ..state import current_state

_ACTOR = "volunteer_reports.actor"
_LOCALE = "volunteer_reports_locale"
_NOTICES = "volunteer_reports_notices"


def current_actor() -> Actor | None:
    """Return who is signed in, None for nobody; asked of the host once a request."""
    if _ACTOR not in request.environ:
        ask = current_state().host.current_actor
        request.environ[_ACTOR] = ask() if ask else None
    actor: Actor | None = request.environ[_ACTOR]
    return actor


def require_actor() -> Actor:
    """Return who is signed in, or raise SignInRequired."""
    actor = current_actor()
    if actor is None:
        raise SignInRequired("Sign in to see this page.")
    return actor


def current_locale() -> str:
    """Return the language of this request: the host's word, the person's choice, the setting."""
    state = current_state()
    for wanted in (state.host.locale(), session.get(_LOCALE)):
        if wanted in LOCALES:
            return str(wanted)
    return state.settings.locale


def choose_locale(locale: str) -> None:
    """Remember the person's choice of language."""
    session[_LOCALE] = locale


def zone() -> ZoneInfo:
    """Return the time zone of times on pages that belong to no campaign."""
    return current_state().settings.zone


def today() -> date:
    """Return the local day."""
    return current_state().clock().astimezone(zone()).date()


def say(message: Message) -> str:
    """Put a message into the language of this request."""
    return i18n.translate(message, current_locale(), zone())


def t(text: str, plural: str = "", /, **values: object) -> str:
    """Translate *text* and fill its places; *plural* instead where ``count`` is not 1."""
    return say(Message(plural if plural and values["count"] != 1 else text, values))


def lazy(text: str) -> Any:
    """Translate *text* when it is shown: for labels that are made before any request."""
    return LazyProxy(t, text, enable_cache=False)


def label(member: StrEnum) -> str:
    """Name a member of an enumeration."""
    return i18n.label(member, current_locale())


def notify(text: str, kind: str = "success", **values: object) -> None:
    """Show a notice on the next page; kept apart from the host's own flashed messages.

    Args:
        kind: ``success``, ``info`` or ``warning``.
    """
    show_notice(t(text, **values), kind)


def show_notice(text: str, kind: str) -> None:
    """Show a text that is in the person's language already on the next page."""
    session[_NOTICES] = [*session.get(_NOTICES, []), (kind, text)]


def take_notices() -> list[tuple[str, str]]:
    """Return the notices for this page and forget them."""
    return [(kind, text) for kind, text in session.pop(_NOTICES, [])]


def day(value: date | None, *, weekday: bool = False) -> str:
    """Write a day in the language of this request."""
    return i18n.format_day(value, current_locale(), weekday=weekday) if value else ""


def instant(value: datetime | None, *, weekday: bool = False, at: ZoneInfo | None = None) -> str:
    """Write an instant in local time and the language of this request."""
    if value is None:
        return ""
    return i18n.format_instant(value, current_locale(), at or zone(), weekday=weekday)


def span(starts_at: datetime | None, ends_at: datetime | None) -> str:
    """Write a stretch of time; the second day only where it differs."""
    if starts_at is None or ends_at is None:
        return instant(starts_at or ends_at)
    start, end = starts_at.astimezone(zone()), ends_at.astimezone(zone())
    if start.date() == end.date():
        return f"{instant(start, weekday=True)}–{end:%H:%M}"
    return f"{instant(start, weekday=True)} – {instant(end, weekday=True)}"
