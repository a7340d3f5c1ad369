"""What happens to volunteers in the directory; see :mod:`.events`."""

from __future__ import annotations

from dataclasses import dataclass

from .event import Event

__all__ = [
    "ClaimCodeMade",
    "ClaimFailed",
    "ConsentRecorded",
    "VolunteerClaimed",
    "VolunteerEdited",
    "VolunteerImportChecked",
    "VolunteerImportRefused",
    "VolunteerImportRequested",
    "VolunteerImportUploaded",
    "VolunteerJoined",
    "VolunteerLeft",
    "VolunteerLinked",
    "VolunteerRefused",
    "VolunteerRegistered",
    "VolunteersImported",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerRegistered(Event):
    """A volunteer joined the directory, by themselves or by an organization (its code)."""

    subject = "volunteer"
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerEdited(Event):
    """A volunteer's name, phone, month of birth or area changed."""

    subject = "volunteer"
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerJoined(Event):
    """A volunteer became a member of an organization (its code)."""

    subject = "volunteer"
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerLeft(Event):
    """A volunteer is no longer a member of an organization (its code)."""

    subject = "volunteer"
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecorded(Event):
    """A volunteer agreed to the keeping of the data, on paper or by a tick of their own."""

    subject = "volunteer"
    on_paper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCodeMade(Event):
    """A code was made with which a volunteer can say who they are."""

    subject = "volunteer"


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerClaimed(Event):
    """A signed-in person typed the code of a volunteer and is known as that one since."""

    subject = "volunteer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFailed(Event):
    """A signed-in person (``by``) typed a code that belongs to nobody."""

    subject = "claim_attempt"
    number: int
    """The how manyth of that person on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerLinked(Event):
    """An organization or office said which person of the site a volunteer is."""

    subject = "volunteer"
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerRefused(Event):
    """A person does not want to be registered; nothing new is recorded for them."""

    subject = "volunteer"


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerImportUploaded(Event):
    """A file with volunteers was uploaded to be tried."""

    subject = "volunteer_import"
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerImportChecked(Event):
    """A file with volunteers was read; nobody is registered yet."""

    subject = "volunteer_import"
    new: int
    changed: int
    known: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerImportRefused(Event):
    """A file with volunteers could not be read as a table."""

    subject = "volunteer_import"


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerImportRequested(Event):
    """The good rows of a file were asked to be imported."""

    subject = "volunteer_import"
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteersImported(Event):
    """Some rows of a file were imported; a large file comes in several parts."""

    subject = "volunteer_import"
    new: int
    changed: int
    failed: int
    """What was good when the file was tried and is no longer."""
    done: int
    total: int
