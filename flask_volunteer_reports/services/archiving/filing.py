"""Filed documents: kept, filed, replaced by a newer one, voided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ...domain.archiving import DocumentClass, FileKind
from ...domain.events import DocumentFiled, DocumentVoided
from ...errors import AlreadyDone, Conflict, InvalidEntry, Message
from ...models import Campaign, FiledDocument
from ...ports import Actor, Permission, Storage
from ..reporting.receiving import find_campaign
from ..unit_of_work import UnitOfWork
from .filers import Filer, FilingPlace, find_place
from .uploads import KeptFile, check_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A document to be filed.

    ``file`` was checked and kept by :func:`keep_upload`; ``theme`` is a code of the campaign or
    empty; ``replaces`` is the document that it replaces: that one is voided and stays on record.
    """

    document_class: DocumentClass
    title: str
    file: KeptFile
    theme: str = ""
    replaces: UUID | None = None


def file_document(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    campaign_code: str,
    filer: Filer,
    entry: DocumentEntry,
    *,
    document_id: UUID,
    now: datetime,
) -> FiledDocument:
    """File a document in one of the four classes, perhaps in place of an older one.

    Args:
        document_id: The id that the new row will have: sent twice, it is filed once.

    Raises:
        NotFound: Campaign, organization, area or the replaced document are not there or out of
            reach.
        NotAllowed: *actor* files nothing for the organization or the area.
        InvalidEntry: The theme is none of the campaign, or the file does not suit the class.
        Conflict: The replaced document does not count any more, or the very same file is filed.
        AlreadyDone: It was filed before.
        StorageFailed: The file is not in the storage.

    Source:
        Notice 2017-98, 4(4).
    """
    kept = entry.file
    check_kept(storage, kept)
    with uow.transaction() as session:
        campaign = find_campaign(session, campaign_code)
        place = find_place(uow, actor, campaign, filer, Permission.FILE_DOCUMENT)
        if session.get(FiledDocument, document_id):
            raise AlreadyDone("This document was filed before.")
        _check_entry(campaign, entry)
        if entry.replaces:
            _replace(uow, actor, entry.replaces, campaign, place, now)
        _refuse_double(uow, campaign, place, entry)
        document = FiledDocument(
            id=document_id,
            campaign_id=campaign.id,
            document_class=entry.document_class,
            area_id=place.area.id,
            organization_id=place.organization.id if place.organization else None,
            theme=entry.theme,
            title=entry.title,
            kind=kept.kind,
            sha256=kept.sha256,
            size=kept.size,
            original_name=kept.name,
            filed_at=now,
            filed_by_id=actor.id,
            filed_by=actor.name,
            replaces_id=entry.replaces,
        )
        session.add(document)
        session.flush()
        uow.record(
            actor,
            DocumentFiled(
                subject_id=document.id,
                by=actor.id,
                at=now,
                document_class=entry.document_class.value,
                sha256=kept.sha256,
                replaces=entry.replaces,
            ),
        )
    return document


def void_document(
    uow: UnitOfWork, actor: Actor, document_id: UUID, reason: str, *, now: datetime
) -> FiledDocument:
    """Say that a filed document no longer counts; row and file stay.

    Raises:
        NotFound: It is not there or out of reach.
        NotAllowed: *actor* files nothing for the organization or the area.
        AlreadyDone: It was voided before.
    """
    with uow.transaction():
        document = uow.find(actor, FiledDocument, document_id, lock=True)
        uow.require(actor, Permission.FILE_DOCUMENT, document)
        if document.voided_at is not None:
            raise AlreadyDone("This document was voided before.")
        _void(uow, actor, document, reason, now)
    return document


def _void(
    uow: UnitOfWork, actor: Actor, document: FiledDocument, reason: str, now: datetime
) -> None:
    document.voided_at, document.voided_by, document.void_reason = now, actor.name, reason
    uow.record(actor, DocumentVoided(subject_id=document.id, by=actor.id, at=now, reason=reason))


def _replace(
    uow: UnitOfWork,
    actor: Actor,
    document_id: UUID,
    campaign: Campaign,
    place: FilingPlace,
    now: datetime,
) -> None:
    old = uow.find(actor, FiledDocument, document_id, lock=True)
    uow.require(actor, Permission.FILE_DOCUMENT, old)
    organization_id = place.organization.id if place.organization else None
    same = (old.campaign_id, old.organization_id) == (campaign.id, organization_id)
    if not same or (organization_id is None and old.area_id != place.area.id):
        raise Conflict("A document is replaced by one of the same campaign and the same filer.")
    if old.voided_at is not None:
        raise Conflict(
            "The document that this one should replace does not count any more. Look at it, then "
            "file yours as a new one if it is still needed."
        )
    _void(uow, actor, old, Message("Replaced by a newer document.").text, now)


def _check_entry(campaign: Campaign, entry: DocumentEntry) -> None:
    if entry.theme and campaign.rules.theme(entry.theme) is None:
        raise InvalidEntry("This theme is not in the campaign.", field="theme")
    if entry.document_class is DocumentClass.PHOTO and entry.file.kind is not FileKind.JPEG:
        raise InvalidEntry(
            "Only JPEG photos belong to the scene photos. Choose another class for this file.",
            field="document_class",
        )


def _refuse_double(
    uow: UnitOfWork, campaign: Campaign, place: FilingPlace, entry: DocumentEntry
) -> None:
    uow.session.flush()  # a document that is replaced just now does not count
    double = uow.session.scalars(
        select(FiledDocument).where(
            FiledDocument.campaign_id == campaign.id,
            FiledDocument.document_class == entry.document_class,
            FiledDocument.area_id == place.area.id,
            FiledDocument.organization_id
            == (place.organization.id if place.organization else None),
            FiledDocument.sha256 == entry.file.sha256,
            FiledDocument.voided_at.is_(None),
        )
    ).first()
    if double:
        raise Conflict(
            "This very file is filed already, as “%(title)s”. Nothing was changed.",
            title=double.title,
        )
