"""What happens in the recording workflow; see :mod:`.events`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .event import Event

__all__ = [
    "CalendarAddressRenewed",
    "CheckInClosed",
    "CheckInOpened",
    "MonthOfBirthStated",
    "NameListSaved",
    "NoShowRecorded",
    "NoShowUndone",
    "RecordCorrected",
    "RecordVoided",
    "RecordsConfirmed",
    "SignUpAdmitted",
    "SignUpCancelled",
    "SignUpDeclined",
    "SignUpMovedUp",
    "VolunteerCheckedIn",
    "VolunteerCheckedOut",
    "VolunteerSignedUp",
    "VolunteersSignedUp",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteersSignedUp(Event):
    """Volunteers were signed up for an activity by its organization."""

    subject = "activity"
    count: int
    waiting: int = 0
    """How many of them found no place and are on the waiting list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfOneSignUp(Event):
    """Something happened to the sign-up of one volunteer.

    ``person_id`` is the host's id of the volunteer, None where they are not known to each other.
    """

    subject = "activity"
    volunteer_id: UUID
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerSignedUp(_OfOneSignUp):
    """A volunteer signed up for an activity: has a place, asks to be admitted, or waits."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpMovedUp(_OfOneSignUp):
    """A volunteer moved up from the waiting list: has a place now, or asks to be admitted."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpAdmitted(_OfOneSignUp):
    """A volunteer was admitted by the organization."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpDeclined(_OfOneSignUp):
    """A volunteer was not admitted."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpCancelled(_OfOneSignUp):
    """A sign-up was taken back, by the volunteer or by the organization (see ``by``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShowRecorded(_OfOneSignUp):
    """A volunteer had a place and did not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShowUndone(_OfOneSignUp):
    """A no-show was a mistake; the volunteer had a place, and that is all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfBirthStated(Event):
    """A volunteer entered the month of birth, or put it right."""

    subject = "volunteer"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAddressRenewed(Event):
    """A volunteer got a secret address for the own calendar; one from before ended with it."""

    subject = "volunteer"


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
