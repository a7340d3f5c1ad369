"""Calendars for people's own calendar programs (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class EventStatus(StrEnum):
    """How sure it is that an event takes place, for the owner of the calendar."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event; instants are aware."""

    uid: str
    """The same for ever, so that programs know the event again."""
    sequence: int
    """Grows with each change."""
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    url: str
    status: EventStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A calendar; times are told in its zone."""

    name: str
    zone: ZoneInfo
    events: Sequence[CalendarEvent]

    @property
    def digest(self) -> str:
        """Tells whether two calendars say the same, without rendering them."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def render_calendar(calendar: Calendar) -> bytes:
    """Write a calendar; the same events give the same bytes."""
    from icalendar import Calendar as Component  # noqa: PLC0415 -- slow import

    component = Component()
    component.add("prodid", "-//flask-volunteer-reports//calendar//EN")
    component.add("version", "2.0")
    component.add("x-wr-calname", calendar.name)
    component.add("x-wr-timezone", calendar.zone.key)
    component.add("x-published-ttl", "PT4H")  # ask again after four hours
    for event in calendar.events:
        component.add_component(_component(event, calendar.zone))
    component.add_missing_timezones()
    content: bytes = component.to_ical()
    return content


def _component(event: CalendarEvent, zone: ZoneInfo) -> Any:
    from icalendar import Event  # noqa: PLC0415 -- slow import

    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.changed_at)
    component.add("dtstart", event.starts_at.astimezone(zone))
    component.add("dtend", event.ends_at.astimezone(zone))
    component.add("summary", event.summary)
    component.add("location", event.location)
    component.add("description", event.description)
    component.add("url", event.url)
    component.add("status", event.status.value)
    if event.status is not EventStatus.CONFIRMED:
        component.add("transp", "TRANSPARENT")
    return component
