"""What is handed over: documents chosen from those that are new, photos and media as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ...domain.archiving import Answer, DocumentClass
from ...models import FiledDocument, HandOver, HandOverEntry, HandOverReceipt, MediaCoverage
from ...rendering.snapshot import digest
from ..queries.archive import Selection, accepted_photos


@dataclass(frozen=True, slots=True)
class Standing:
    """The photos and the media coverage of a selection: how many, and their digest."""

    photos: int
    photos_sha256: str
    media: int
    media_sha256: str


def compile_by_class(
    session: Session, selection: Selection
) -> Mapping[DocumentClass, Sequence[FiledDocument]]:
    """Sort what stands in the selection and was not handed over yet into the four classes.

    What was in a hand-over that came back counts as new again.

    Source:
        Notice 2017-98, 4(4).
    """
    handed_over = exists().where(
        HandOverEntry.document_id == FiledDocument.id,
        HandOverEntry.hand_over_id.in_(_standing_hand_overs()),
    )
    rows = session.scalars(
        select(FiledDocument)
        .where(selection.of(FiledDocument), FiledDocument.voided_at.is_(None), ~handed_over)
        .order_by(FiledDocument.filed_at, FiledDocument.id)
    ).all()
    return {each: [row for row in rows if row.document_class is each] for each in DocumentClass}


def as_it_stands(session: Session, selection: Selection) -> Standing:
    """Count the photos of accepted reports and the media coverage; digest what they are."""
    photos = sorted(
        sha256 for report in accepted_photos(session, selection) for sha256 in report.photos
    )
    media = session.execute(
        select(
            MediaCoverage.id,
            MediaCoverage.kind,
            MediaCoverage.published_on,
            MediaCoverage.outlet,
            MediaCoverage.title,
            MediaCoverage.link,
            MediaCoverage.scan_sha256,
        )
        .where(selection.of(MediaCoverage), MediaCoverage.voided_at.is_(None))
        .order_by(MediaCoverage.id)
    ).all()
    lines = [[str(row[0]), *row[1:]] for row in media]
    return Standing(len(photos), digest(photos), len(lines), digest(lines))


def contents_of(documents: Sequence[FiledDocument], standing: Standing) -> dict[str, Any]:
    """Write down what is handed over: counts by class, and digests, as plain data."""
    counts = {each.value: 0 for each in DocumentClass}
    for document in documents:
        counts[document.document_class.value] += 1
    return {
        "classes": counts,
        "documents_sha256": digest(sorted(document.sha256 for document in documents)),
        "photos": standing.photos,
        "photos_sha256": standing.photos_sha256,
        "media": standing.media,
        "media_sha256": standing.media_sha256,
    }


def newest_hand_over(
    session: Session, selection: Selection, organization_id: UUID | None
) -> HandOver | None:
    """Return the last hand-over of a district or a unit that did not come back."""
    return session.scalars(
        select(HandOver)
        .where(
            HandOver.campaign_id == selection.campaign.id,
            HandOver.from_area_id == selection.area.id,
            HandOver.from_organization_id == organization_id,
            HandOver.id.in_(_standing_hand_overs()),
        )
        .order_by(HandOver.handed_over_at.desc(), HandOver.number.desc())
    ).first()


def _standing_hand_overs() -> Any:
    """Select the ids of the hand-overs that did not come back."""
    returned = exists().where(
        HandOverReceipt.hand_over_id == HandOver.id, HandOverReceipt.answer == Answer.RETURNED
    )
    return select(HandOver.id).where(~returned)
