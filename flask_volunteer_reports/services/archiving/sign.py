"""The office's electronic signature on what it issued: asked for on the page, made by a job."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from ...config import Settings
from ...domain.events import DocumentSigned, SignatureRequested
from ...errors import AlreadyDone, InvalidEntry
from ...models import Area, FileFormat, IssuedDocument, IssuedFile, Job, JobStatus
from ...ports import Actor, Permission, Storage
from ...rendering.signature import Certificate, sign_pdf
from ..unit_of_work import UnitOfWork
from .files import keep_paper, temporary_file

SIGN_DOCUMENT = "sign_document"


def certificate_of(settings: Settings, office: Area) -> Certificate | None:
    """Return the certificate with which an office signs, None where it has none.

    It is ``<area code>.p12`` in the folder of the setting; its passphrase, if any, stands beside it
    in ``<area code>.passphrase``.
    """
    if not settings.signing_folder:
        return None
    path = Path(settings.signing_folder) / f"{office.code}.p12"
    return Certificate(path, path.with_suffix(".passphrase")) if path.is_file() else None


def request_signature(uow: UnitOfWork, actor: Actor, document_id: UUID, *, now: datetime) -> UUID:
    """Ask for the signature on a document; asked twice at once, it is made once.

    Returns:
        The id of the job.

    Raises:
        NotFound: The document is not there or out of reach.
        NotAllowed: Another office issued it.
        InvalidEntry: The office has no certificate on this site.
        AlreadyDone: The document is signed.
    """
    with uow.transaction() as session:
        document = uow.find(actor, IssuedDocument, document_id, lock=True)
        uow.require(actor, Permission.PRODUCE_PAPERS, document.office)
        if certificate_of(uow.settings, document.office) is None:
            raise InvalidEntry(
                "The office has no certificate on this site. Give it to the people who run it."
            )
        _refuse_signed(document)
        waiting = session.scalars(
            select(Job).where(
                Job.kind == SIGN_DOCUMENT,
                Job.key == str(document_id),
                Job.status.in_([JobStatus.QUEUED, JobStatus.RUNNING]),
            )
        ).first()
        if waiting:
            uow.queue(waiting)
            return waiting.id
        job = Job(
            id=uuid4(),
            kind=SIGN_DOCUMENT,
            key=str(document_id),
            arguments={"document": str(document_id)},
            area_id=document.office_id,
            created_at=now,
            created_by_id=actor.id,
            created_by=actor.name,
        )
        uow.queue(job)
        uow.record(actor, SignatureRequested(subject_id=document.id, by=actor.id, at=now))
    return job.id


def sign_document(
    uow: UnitOfWork, actor: Actor, storage: Storage, document_id: UUID, *, now: datetime
) -> None:
    """Sign a document's PDF and attach the result; the PDF as issued stays.

    Raises:
        NotFound: The document is not there or out of reach.
        NotAllowed: Another office issued it.
        PaperFailed: The certificate cannot be used.
        StorageFailed: A file cannot be read or kept.
    """
    document = uow.find(actor, IssuedDocument, document_id)
    uow.require(actor, Permission.PRODUCE_PAPERS, document.office)
    if any(file.format is FileFormat.SIGNED_PDF for file in document.files):
        return  # by a worker that was lost before it could say so
    certificate = certificate_of(uow.settings, document.office)
    if certificate is None:
        raise InvalidEntry(
            "The office has no certificate on this site. Give it to the people who run it."
        )
    pdf = next(file for file in document.files if file.format is FileFormat.PDF)
    reason, stored = document.number, pdf.storage_name
    filename = pdf.filename.removesuffix(".pdf") + "-signed.pdf"
    uow.session.rollback()
    with storage.open(stored) as source, temporary_file() as file:
        sign_pdf(source, file, certificate, reason=reason)
        sha256, size = keep_paper(storage, file)
    with uow.transaction() as session:
        document = uow.find(actor, IssuedDocument, document_id, lock=True)
        uow.require(actor, Permission.PRODUCE_PAPERS, document.office)
        _refuse_signed(document)
        session.add(
            IssuedFile(
                id=uuid4(),
                document_id=document.id,
                format=FileFormat.SIGNED_PDF,
                filename=filename,
                sha256=sha256,
                size=size,
                added_at=now,
                added_by_id=actor.id,
                added_by=actor.name,
            )
        )
        uow.record(
            actor, DocumentSigned(subject_id=document.id, by=actor.id, at=now, sha256=sha256)
        )


def _refuse_signed(document: IssuedDocument) -> None:
    if any(file.format is FileFormat.SIGNED_PDF for file in document.files):
        raise AlreadyDone("This document is signed already.")
