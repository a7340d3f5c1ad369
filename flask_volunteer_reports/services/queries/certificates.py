"""Certificates as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.certificates import CertificateState
from ...models import Job, JobStatus, ServiceCertificate
from ...rendering.certificate import Certificate, certificate_from
from ..rows import Rows
from .paging import Page, fetch_page


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate: what its paper says, whether it holds, how its file gets on."""

    id: UUID
    paper: Certificate
    state: CertificateState
    issued_at: datetime
    superseded_at: datetime | None
    revoked_at: datetime | None
    revoked_reason: str | None
    sha256: str | None
    size: int | None
    job: Job | None

    @property
    def is_made(self) -> bool:
        """The file is there."""
        return self.sha256 is not None

    @property
    def has_failed(self) -> bool:
        """The file could not be made."""
        return not self.is_made and self.job is not None and self.job.status is JobStatus.FAILED


def state_of(certificate: ServiceCertificate) -> CertificateState:
    """Tell whether a certificate holds; what was revoked is never merely superseded."""
    if certificate.revoked_at is not None:
        return CertificateState.REVOKED
    superseded = certificate.superseded_at is not None
    return CertificateState.SUPERSEDED if superseded else CertificateState.CURRENT


def view_of(certificate: ServiceCertificate, job: Job | None = None) -> CertificateView:
    """Return what a page shows of a certificate."""
    return CertificateView(
        certificate.id,
        certificate_from(certificate.facts),
        state_of(certificate),
        certificate.issued_at,
        certificate.superseded_at,
        certificate.revoked_at,
        certificate.revoked_reason,
        certificate.sha256,
        certificate.size,
        job,
    )


def view_with_job(session: Session, certificate: ServiceCertificate) -> CertificateView:
    """Return what a page shows of a certificate, with the job that makes its file."""
    job = session.get(Job, certificate.job_id) if certificate.job_id else None
    return view_of(certificate, job)


def own_certificates(
    session: Session, volunteer_id: UUID, *, number: int, size: int
) -> Page[CertificateView]:
    """List the certificates of a volunteer, the last first."""
    rows: Rows = (
        select(ServiceCertificate, Job)
        .outerjoin(Job, ServiceCertificate.job_id == Job.id)
        .where(ServiceCertificate.volunteer_id == volunteer_id)
        .order_by(ServiceCertificate.issued_at.desc(), ServiceCertificate.certificate_no.desc())
    )
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page([view_of(row[0], row[1]) for row in found], number, size, total)
