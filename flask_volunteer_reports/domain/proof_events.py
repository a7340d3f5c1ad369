"""What happens with objections, public notices and certificates; see :mod:`.events`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .event import Event

__all__ = [
    "CertificateMade",
    "CertificateRequested",
    "CertificateRevoked",
    "NoticeEnded",
    "NoticeStopped",
    "ObjectionAnswered",
    "ObjectionPassedOn",
    "ObjectionRaised",
    "ObjectionWithdrawn",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRaised(Event):
    """A volunteer objected to hours, or to their absence."""

    subject = "objection"
    activity_id: UUID
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAnswered(Event):
    """An objection was answered: the record was put right, or explained."""

    subject = "objection"
    volunteer_id: UUID
    """Who is to be told."""
    corrected: bool
    """The record was put right; otherwise it was explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionWithdrawn(Event):
    """A volunteer took an objection back."""

    subject = "objection"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionPassedOn(Event):
    """The organization did not answer in time; its office is asked to."""

    subject = "objection"
    volunteer_id: UUID
    """Who is to be told."""
    organization_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStopped(Event):
    """Hours were taken off the public notice; they do not count."""

    subject = "activity"
    volunteer_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEnded(Event):
    """A public notice ended, and the hours became records."""

    subject = "activity"
    records: int
    service_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRequested(Event):
    """A volunteer asked for a certificate; it has its number, and the file is being made."""

    subject = "certificate"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateMade(Event):
    """The file of a certificate is there."""

    subject = "certificate"
    number: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRevoked(Event):
    """An office took a certificate back."""

    subject = "certificate"
    number: str
    reason: str
