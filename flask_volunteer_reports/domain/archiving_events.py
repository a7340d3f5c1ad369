"""What happened in the archive; see :mod:`.events`, which holds them all."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .event import Event

__all__ = [
    "ArchiveHandedOver",
    "DocumentFiled",
    "DocumentVoided",
    "HandOverReceived",
    "HandOverReturned",
    "MediaCoverageEntered",
    "MediaCoverageVoided",
    "PackageProduced",
    "PackageRequested",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFiled(Event):
    """A document was filed in one of the four classes, perhaps in place of another."""

    subject = "filed_document"
    document_class: str
    sha256: str
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVoided(Event):
    """A filed document no longer counts."""

    subject = "filed_document"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaCoverageEntered(Event):
    """A report in the media was entered."""

    subject = "media_coverage"
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaCoverageVoided(Event):
    """A report in the media no longer counts."""

    subject = "media_coverage"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveHandedOver(Event):
    """A district or a unit handed its documents over to the city."""

    subject = "hand_over"
    number: str
    documents: int
    photos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReceived(Event):
    """The city took a hand-over and gave a receipt."""

    subject = "hand_over"
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReturned(Event):
    """The city sent a hand-over back."""

    subject = "hand_over"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRequested(Event):
    """A package of the archive was asked for."""

    subject = "job"
    area: str
    organization: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageProduced(Event):
    """A package of the archive was made."""

    subject = "job"
    files: int
    unreadable: int
    sha256: str
