"""Scans of stamped sheets, attached to what was issued."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from uuid import UUID, uuid4

from ...domain.events import ScanAttached
from ...errors import AlreadyDone, InvalidEntry
from ...models import FileFormat, IssuedDocument, IssuedFile
from ...ports import Actor, Permission, Storage
from ...rendering.filed_files import inspect_file
from ...rendering.photos import PhotoLimits, process_photo
from ...storage import paper_storage_name
from ..unit_of_work import UnitOfWork

LONG_EDGE = 3508
"""Pixels: A4 at 300 dpi; a stamp and handwriting stay readable."""


def attach_scan(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    document_id: UUID,
    upload: bytes,
    *,
    now: datetime,
) -> IssuedFile:
    """Attach a scan of the stamped sheet to a document; it may have several.

    Args:
        upload: PDF or JPEG by content.

    Raises:
        NotFound: The document is not there or out of reach.
        NotAllowed: Another office issued it.
        InvalidEntry: The file is neither, too large, damaged, or holds what acts by itself.
        AlreadyDone: This scan is attached.
        StorageFailed: The file cannot be kept.
    """
    document = uow.find(actor, IssuedDocument, document_id)
    uow.require(actor, Permission.PRODUCE_PAPERS, document.office)
    uow.session.rollback()  # no transaction is open while a photo is decoded
    file_format, content = _accept(uow, upload)
    sha256 = hashlib.sha256(content).hexdigest()
    storage.save(paper_storage_name(sha256), content)
    with uow.transaction() as session:
        document = uow.find(actor, IssuedDocument, document_id, lock=True)
        uow.require(actor, Permission.PRODUCE_PAPERS, document.office)
        if any(file.sha256 == sha256 for file in document.files):
            raise AlreadyDone("This scan is attached already.")
        ending = "pdf" if file_format is FileFormat.SCAN_PDF else "jpg"
        number = 1 + sum(file.format in _SCANS for file in document.files)
        row = IssuedFile(
            id=uuid4(),
            document_id=document.id,
            format=file_format,
            filename=f"scan-{document.code}-{number}.{ending}",
            sha256=sha256,
            size=len(content),
            added_at=now,
            added_by_id=actor.id,
            added_by=actor.name,
        )
        session.add(row)
        uow.record(actor, ScanAttached(subject_id=document.id, by=actor.id, at=now, sha256=sha256))
    return row


_SCANS = frozenset({FileFormat.SCAN_PDF, FileFormat.SCAN_JPEG})


def _accept(uow: UnitOfWork, upload: bytes) -> tuple[FileFormat, bytes]:
    settings = uow.settings
    if len(upload) > settings.photo_max_bytes:
        raise InvalidEntry(
            "The scan has %(size)s MB; at most %(most)s MB can be uploaded. Scan it with a "
            "lower resolution.",
            field="scan",
            size=-(-len(upload) // 2**20),
            most=settings.photo_max_bytes // 2**20,
        )
    limits = PhotoLimits(
        max_bytes=settings.photo_max_bytes,
        max_megapixels=settings.photo_max_megapixels,
        long_edge=LONG_EDGE,
        quality=settings.photo_quality,
    )
    try:
        if upload.startswith(b"%PDF-"):
            inspect_file(io.BytesIO(upload), max_bytes=settings.photo_max_bytes)
            return FileFormat.SCAN_PDF, upload
        return FileFormat.SCAN_JPEG, process_photo(upload, limits).content
    except InvalidEntry as error:
        raise InvalidEntry(error.message.text, field="scan", **error.message.values) from error
