"""Scene photos of a report."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ...domain.events import PhotoAdded, PhotoVoided
from ...domain.reporting import PHOTOS_TO_SUBMIT
from ...errors import AlreadyDone, Message, NotFound, StaleVersion
from ...models import ActivityReport, ScenePhoto
from ...ports import Actor, Storage
from ...rendering.photos import PhotoLimits, process_photo
from ...storage import photo_storage_name
from ..unit_of_work import UnitOfWork
from .edit import find_writable, reopen


def add_photo(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    report_id: UUID,
    slot: int,
    upload: bytes,
    *,
    replaces: UUID | None,
    now: datetime,
) -> ScenePhoto:
    """Put a photo into a report, perhaps in place of another.

    The file is checked, turned upright, stripped of metadata and scaled before anything is
    written; then the file is kept, then the row: a crash leaves no row without its file.

    Args:
        slot: 1 or 2, left or right on the form.
        upload: The file as uploaded.
        replaces: The photo that stood in the slot when the form was opened.

    Raises:
        NotFound: The report is not there or out of reach.
        NotAllowed: *actor* writes no reports for the organization.
        Conflict: The report is with the office, or void.
        StaleVersion: Somebody else put another photo there first.
        AlreadyDone: This very photo stands there.
        InvalidEntry: It is no usable JPEG photo.
        StorageFailed: The disk is full; nothing was changed.

    Source:
        Notice 2017-98, 4(4), Annex 1.
    """
    if not 1 <= slot <= PHOTOS_TO_SUBMIT:
        raise NotFound("There is no such place for a photo.")
    find_writable(uow, actor, report_id, lock=False)
    settings = uow.settings
    photo = process_photo(
        upload,
        PhotoLimits(
            settings.photo_max_bytes,
            settings.photo_max_megapixels,
            settings.photo_long_edge,
            settings.photo_quality,
        ),
    )
    storage.save(photo_storage_name(photo.sha256), photo.content)

    with uow.transaction() as session:
        report = find_writable(uow, actor, report_id)
        standing = _standing(report, slot)
        if standing and standing.upload_sha256 == photo.upload_sha256:
            raise AlreadyDone("This photo is in the report already.")
        if (standing.id if standing else None) != replaces:
            raise StaleVersion(
                "Somebody else put another photo here after you opened this page. Look at it, then "
                "choose yours again if it should replace it."
            )
        if standing:
            standing.voided_at = now
            standing.void_reason = Message("Replaced by another photo.").text
            session.flush()  # the place must be free before the next one takes it
        row = ScenePhoto(
            report_id=report.id,
            slot=slot,
            sha256=photo.sha256,
            upload_sha256=photo.upload_sha256,
            width=photo.width,
            height=photo.height,
            size=len(photo.content),
            uploaded_at=now,
            uploaded_by=actor.id,
        )
        session.add(row)
        _reopen(report, actor, now)
        uow.record(
            actor,
            PhotoAdded(subject_id=report.id, by=actor.id, at=now, slot=slot, sha256=photo.sha256),
        )
    return row


def void_photo(
    uow: UnitOfWork,
    actor: Actor,
    report_id: UUID,
    photo_id: UUID,
    reason: str,
    *,
    now: datetime,
) -> None:
    """Take a photo out of a report; the row and the file stay.

    Raises:
        NotFound: Report or photo are not there or out of reach.
        NotAllowed: *actor* writes no reports for the organization.
        Conflict: The report is with the office, or void.
        AlreadyDone: It was taken out before.
    """
    with uow.transaction() as session:
        report = find_writable(uow, actor, report_id)
        photo = session.get(ScenePhoto, photo_id, populate_existing=True)
        if photo is None or photo.report_id != report.id:
            raise NotFound("There is no such photo.")
        if photo.voided_at is not None:
            raise AlreadyDone("This photo was taken out before.")
        photo.voided_at = now
        photo.void_reason = reason
        _reopen(report, actor, now)
        uow.record(
            actor,
            PhotoVoided(subject_id=report.id, by=actor.id, at=now, slot=photo.slot, reason=reason),
        )


def find_photo(uow: UnitOfWork, actor: Actor, photo_id: UUID) -> ScenePhoto:
    """Return a photo of a report that *actor* may see, or raise NotFound."""
    photo = uow.session.get(ScenePhoto, photo_id)
    if photo is None:
        raise NotFound("There is no such photo.")
    uow.find(actor, ActivityReport, photo.report_id)
    return photo


def _standing(report: ActivityReport, slot: int) -> ScenePhoto | None:
    return next((photo for photo in report.photos if photo.slot == slot), None)


def _reopen(report: ActivityReport, actor: Actor, now: datetime) -> None:
    """Send an accepted report back through the review; other reports keep their text's version."""
    if reopen(report):
        report.edited_at, report.edited_by = now, actor.name
