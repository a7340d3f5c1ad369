"""What happens in the recording workflow; see :mod:`.events`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .event import Event

__all__ = [
    "CheckInClosed",
    "CheckInOpened",
    "NameListSaved",
    "RecordCorrected",
    "RecordVoided",
    "RecordsConfirmed",
    "SignUpCancelled",
    "VolunteerCheckedIn",
    "VolunteerCheckedOut",
    "VolunteersSignedUp",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteersSignedUp(Event):
    """Volunteers were signed up for an activity."""

    subject = "activity"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpCancelled(Event):
    """A volunteer's sign-up was taken back."""

    subject = "activity"
    volunteer_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NameListSaved(Event):
    """The name list of an activity was entered or changed; not yet confirmed."""

    subject = "activity"
    entries: int
    service_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsConfirmed(Event):
    """Service records of an activity were confirmed."""

    subject = "activity"
    records: int
    service_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCorrected(Event):
    """A service record was put right by a further entry."""

    subject = "activity"
    record_id: UUID
    service_minutes: int
    """What it comes to now."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVoided(Event):
    """A service record was voided by a counter-entry."""

    subject = "activity"
    record_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInOpened(Event):
    """The changing codes of an activity were shown for the first time."""

    subject = "activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerCheckedIn(Event):
    """A volunteer checked in, or was checked in, at the place."""

    subject = "activity"
    check_in_id: UUID
    volunteer_id: UUID
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerCheckedOut(Event):
    """A volunteer checked out, or was checked out."""

    subject = "activity"
    check_in_id: UUID
    volunteer_id: UUID
    way: str
    service_minutes: int
    """What counts of the time between."""
    waits: bool
    """It does not count before somebody has confirmed it, or its public notice has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInClosed(Event):
    """A person closed a check-in whose check-out was forgotten."""

    subject = "activity"
    check_in_id: UUID
    volunteer_id: UUID
    service_minutes: int
    """What waits to be confirmed; 0 where nothing is to be recorded."""
    reason: str
