"""What happens in the recording workflow; see :mod:`.events`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .event import Event

__all__ = [
    "NameListSaved",
    "RecordCorrected",
    "RecordVoided",
    "RecordsConfirmed",
    "SignUpCancelled",
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
