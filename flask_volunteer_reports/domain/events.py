"""What happened. Each event is written to the audit log with the change and sent as a signal.

Past tense, frozen, of plain values. ``subject_id`` is the id of the thing that changed and
``subject`` its kind; ``changed`` names fields, not values, where the values may be personal.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .archiving_events import *  # noqa: F403 -- all events are found here
from .event import Event as Event  # noqa: PLC0414 -- and their base, too
from .form_events import *  # noqa: F403
from .proof_events import *  # noqa: F403
from .recording_events import *  # noqa: F403
from .volunteer_events import *  # noqa: F403

# --- directory ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAdded(Event):
    """An area joined the directory."""

    subject = "area"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaEdited(Event):
    """An area's name or offices changed."""

    subject = "area"
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRegistered(Event):
    """An organization joined the directory."""

    subject = "organization"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationEdited(Event):
    """An organization's entry changed."""

    subject = "organization"
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingMade(Event):
    """An organization was paired with a community."""

    subject = "organization"
    community: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingEnded(Event):
    """A pairing came to its end."""

    subject = "organization"
    community: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Event):
    """A person received a role."""

    subject = "role_grant"
    person_id: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded(Event):
    """A person's role came to its end."""

    subject = "role_grant"
    person_id: str
    role: str


# --- publishing --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLoaded(Event):
    """A campaign file was loaded, new or changed."""

    subject = "campaign"
    code: str
    source_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDrafted(Event):
    """A project was written down, not yet published."""

    subject = "project"
    copied_from: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEdited(Event):
    """A project's text changed."""

    subject = "project"
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPublished(Event):
    """A project was published, by its organization or on its behalf."""

    subject = "project"
    basis: str
    on_behalf_of: str | None = None
    requested_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectWithdrawn(Event):
    """A published project without sign-ups or records became a draft again."""

    subject = "project"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFinished(Event):
    """A project came to its end."""

    subject = "project"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCancelled(Event):
    """A project was called off."""

    subject = "project"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationCommissioned(Event):
    """An organization asked an office to publish a project for it."""

    subject = "project"
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionDeclined(Event):
    """An office declined to publish a project."""

    subject = "project"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionWithdrawn(Event):
    """An organization no longer asks for publication by an office."""

    subject = "project"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitiesAdded(Event):
    """A project received activities."""

    subject = "project"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEdited(Event):
    """An activity's time, place or capacity changed."""

    subject = "activity"
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCancelled(Event):
    """An activity was called off."""

    subject = "activity"
    reason: str


# --- reporting ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStarted(Event):
    """An activity report was begun."""

    subject = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEdited(Event):
    """An activity report's text changed."""

    subject = "report"
    changed: tuple[str, ...]
    reopened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoAdded(Event):
    """A scene photo was put into a report, perhaps in place of another."""

    subject = "report"
    slot: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoVoided(Event):
    """A scene photo was taken out of a report."""

    subject = "report"
    slot: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSubmitted(Event):
    """An activity report was handed in."""

    subject = "report"
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReturned(Event):
    """An office asked back about a report."""

    subject = "report"
    revision: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAccepted(Event):
    """An office accepted a report."""

    subject = "report"
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVoided(Event):
    """A report was voided."""

    subject = "report"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NilReturnFiled(Event):
    """An organization declared a week without activities (零报告)."""

    subject = "nil_return"
    week: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NilReturnVoided(Event):
    """A nil return no longer holds."""

    subject = "nil_return"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictSummarySubmitted(Event):
    """A district handed in its Annex 2 for a week."""

    subject = "district_summary"
    week: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersRequested(Event):
    """The papers of a week were asked for."""

    subject = "job"
    week: str
    area: str


# --- archiving ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIssued(Event):
    """A paper was issued under its number."""

    subject = "document"
    number: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWithdrawn(Event):
    """An issued document does not hold any more; without a reason, issuing found it out."""

    subject = "document"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAttached(Event):
    """A scan of the stamped sheet was attached to a document."""

    subject = "document"
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRequested(Event):
    """An electronic signature on a document was asked for."""

    subject = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigned(Event):
    """A document was signed electronically."""

    subject = "document"
    sha256: str
