"""Service certificates: asked for by the volunteer, numbered at once, printed by a job."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ...domain.certificates import certificate_number
from ...domain.events import CertificateRequested, CertificateRevoked
from ...domain.register import check_code
from ...errors import AlreadyDone, Conflict, InvalidEntry
from ...models import (
    CertifiedRecord,
    Job,
    JobStatus,
    ServiceCertificate,
    Volunteer,
)
from ...ports import Actor, Permission
from ...rendering.certificate import Certificate, CertificateContent
from ...rendering.snapshot import digest, to_plain
from ..serving import require_volunteer
from ..unit_of_work import UnitOfWork
from .certificate_numbers import next_serial
from .certified_service import Span, gather_content
from .overlaps import lock_volunteers

CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a volunteer wants certified: the local days of service, None for no limit."""

    from_on: date | None = None
    until_on: date | None = None
    with_seal: bool = False
    """Leave a place for a seal."""


def request_certificate(
    uow: UnitOfWork, actor: Actor, wish: Wish, *, now: datetime
) -> ServiceCertificate:
    """Give the volunteer a certificate; what says the same as one that holds is that one.

    Nobody is asked, and it costs nothing. The file is made by a job.

    Raises:
        Conflict: *actor* is not known as a volunteer.
        InvalidEntry: The days are in the wrong order, nothing is recorded in them, or too much for
            one paper.

    Source:
        Order 67, art. 14, art. 15.
    """
    if wish.from_on and wish.until_on and wish.until_on < wish.from_on:
        raise InvalidEntry("The last day comes before the first.", field="until_on")
    with uow.transaction() as session:
        volunteer = require_volunteer(uow, actor)
        lock_volunteers(session, [volunteer.id])
        span = Span(wish.from_on, wish.until_on, uow.settings.zone)
        content, record_ids = gather_content(session, volunteer, span, with_seal=wish.with_seal)
        facts_digest = digest(str(volunteer.id), content)
        certificate = _standing(session, volunteer, facts_digest)
        if certificate is None:
            certificate = _issue(uow, volunteer, content, facts_digest, now)
            session.execute(
                insert(CertifiedRecord),
                [{"certificate_id": certificate.id, "record_id": id_} for id_ in record_ids],
            )
        if _see_to_file(uow, actor, certificate, now):
            _tell(uow, actor, certificate, now)
    return certificate


def make_again(
    uow: UnitOfWork, actor: Actor, certificate_id: UUID, *, now: datetime
) -> ServiceCertificate:
    """Have the file of an own certificate made once more, after that failed.

    Raises:
        NotFound: There is no such certificate, or it is somebody else's.
        Conflict: It does not hold any more.
        AlreadyDone: The file is there, or on its way.
    """
    with uow.transaction():
        certificate = uow.find(
            actor, ServiceCertificate, certificate_id, lock=True, permission=Permission.SERVE
        )
        check_holds(certificate)
        if not _see_to_file(uow, actor, certificate, now):
            raise AlreadyDone("The file is there, or is being made.")
        _tell(uow, actor, certificate, now)
    return certificate


def revoke_certificate(
    uow: UnitOfWork, actor: Actor, certificate_id: UUID, reason: str, *, now: datetime
) -> ServiceCertificate:
    """Take a certificate back, with a reason; whoever checks it learns that it was revoked.

    Raises:
        NotFound: There is no such certificate, or its volunteer belongs to another office.
        InvalidEntry: No reason is given.
        AlreadyDone: It was revoked before.
    """
    with uow.transaction():
        certificate = uow.find(
            actor,
            ServiceCertificate,
            certificate_id,
            lock=True,
            permission=Permission.REVOKE_CERTIFICATE,
        )
        if certificate.revoked_at is not None:
            raise AlreadyDone("This certificate was revoked before.")
        if not reason.strip():
            raise InvalidEntry("Give the reason.", field="reason")
        certificate.revoked_at, certificate.revoked_reason = now, reason.strip()
        certificate.revoked_by_id, certificate.revoked_by = actor.id, actor.name
        uow.record(
            actor,
            CertificateRevoked(
                subject_id=certificate.id,
                by=actor.id,
                at=now,
                number=certificate.certificate_no,
                reason=certificate.revoked_reason,
            ),
        )
    return certificate


def check_holds(certificate: ServiceCertificate) -> None:
    """Raise Conflict where a certificate was superseded or revoked."""
    if certificate.superseded_at is not None or certificate.revoked_at is not None:
        raise Conflict("This certificate does not hold any more. Ask for a new one.")


def _standing(
    session: Session, volunteer: Volunteer, facts_digest: str
) -> ServiceCertificate | None:
    """Return the certificate that says just this and holds."""
    return session.scalars(
        select(ServiceCertificate)
        .where(
            ServiceCertificate.volunteer_id == volunteer.id,
            ServiceCertificate.facts_digest == facts_digest,
            ServiceCertificate.superseded_at.is_(None),
            ServiceCertificate.revoked_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).first()


def _issue(
    uow: UnitOfWork,
    volunteer: Volunteer,
    content: CertificateContent,
    facts_digest: str,
    now: datetime,
) -> ServiceCertificate:
    session = uow.session
    issued_on = now.astimezone(uow.settings.zone).date()
    number = certificate_number(issued_on.year, next_serial(session, issued_on.year))
    code = check_code(number, 1, secrets.token_hex(32))  # nobody works it out from the number
    facts = Certificate(
        number=number,
        code=code,
        check_address=uow.settings.certificate_address(number, code),
        issued_on=issued_on,
        content=content,
    )
    _supersede(session, volunteer, content, now)
    certificate = ServiceCertificate(
        id=uuid4(),
        certificate_no=number,
        check_code=code,
        volunteer_id=volunteer.id,
        from_on=content.from_on,
        until_on=content.until_on,
        facts=to_plain(facts),
        facts_digest=facts_digest,
        issued_at=now,
    )
    session.add(certificate)
    session.flush()
    return certificate


def _supersede(
    session: Session, volunteer: Volunteer, content: CertificateContent, now: datetime
) -> None:
    """Let the newer certificate stand for the older ones that speak of the same days."""
    session.execute(
        update(ServiceCertificate)
        .where(
            ServiceCertificate.volunteer_id == volunteer.id,
            ServiceCertificate.from_on == content.from_on,
            ServiceCertificate.until_on == content.until_on,
            ServiceCertificate.superseded_at.is_(None),
        )
        .values(superseded_at=now)
        .execution_options(synchronize_session=False)
    )


def _see_to_file(
    uow: UnitOfWork, actor: Actor, certificate: ServiceCertificate, now: datetime
) -> bool:
    """Queue the job that makes the file, unless it is there or on its way; tell whether it was."""
    if certificate.sha256 is not None:
        return False
    job = uow.session.get(Job, certificate.job_id) if certificate.job_id else None
    if job is not None and job.status in (JobStatus.QUEUED, JobStatus.RUNNING):
        uow.queue(job)  # its worker may have failed to start
        return False
    job = Job(
        id=uuid4(),
        kind=CERTIFICATE,
        key=str(certificate.id),
        arguments={"certificate": str(certificate.id)},
        area_id=certificate.volunteer.area_id,
        created_at=now,
        created_by_id=actor.id,
        created_by=actor.name,
    )
    uow.queue(job)
    uow.session.flush()
    certificate.job_id = job.id
    return True


def _tell(uow: UnitOfWork, actor: Actor, certificate: ServiceCertificate, now: datetime) -> None:
    uow.record(
        actor,
        CertificateRequested(
            subject_id=certificate.id, by=actor.id, at=now, number=certificate.certificate_no
        ),
    )
