"""The file of a certificate: printed by a job, kept under its digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from ...domain.events import CertificateMade
from ...models import ServiceCertificate
from ...ports import Actor, Permission, Storage
from ...rendering.certificate import certificate_from
from ...rendering.printer import Printer
from ..archiving.files import keep_paper, temporary_file
from ..unit_of_work import UnitOfWork
from .certificates import check_holds

Progress = Callable[[int, int], None]
"""Told how many steps of how many are done."""


def make_certificate(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    printer: Printer,
    certificate_id: UUID,
    *,
    progress: Progress,
    now: datetime,
) -> None:
    """Print a certificate: first the file, then the row; made twice, it is the same file.

    Raises:
        NotFound: There is no such certificate, or it is somebody else's.
        Conflict: It was superseded or revoked meanwhile.
        PaperFailed: It cannot be laid out.
        StorageFailed: The disk is full.
    """
    certificate = uow.find(actor, ServiceCertificate, certificate_id, permission=Permission.SERVE)
    check_holds(certificate)
    facts = certificate_from(certificate.facts)
    uow.session.rollback()  # nothing stays open while it is laid out
    with temporary_file() as file:
        printer.certificate(facts, file, progress=lambda done, total: progress(done, total + 1))
        sha256, size = keep_paper(storage, file)
    with uow.transaction():
        certificate = uow.find(
            actor, ServiceCertificate, certificate_id, lock=True, permission=Permission.SERVE
        )
        if certificate.sha256 is not None:  # another worker was faster
            return
        certificate.sha256, certificate.size = sha256, size
        uow.record(
            actor,
            CertificateMade(
                subject_id=certificate.id, by=actor.id, at=now, number=facts.number, sha256=sha256
            ),
        )
    progress(2, 2)
