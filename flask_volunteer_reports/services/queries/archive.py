"""Lists and counts of the archive: documents by class, media coverage, photos of reports."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from ...domain.archiving import DocumentClass, MediaKind
from ...domain.reporting import PHOTOS_TO_SUBMIT
from ...domain.statuses import ReportStatus
from ...models import (
    ActivityReport,
    Area,
    Campaign,
    FiledDocument,
    MediaCoverage,
    Organization,
    Package,
    ReportRevision,
    ScenePhoto,
)
from ..reporting.revisions import RevisionFacts
from ..rows import Rows
from .paging import Page, contains, fetch_page


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of the archive: a campaign, an area with all below it, perhaps one organization."""

    campaign: Campaign
    area: Area
    organization: Organization | None = None

    def of(self, entity: Any, area_column: str = "area_id") -> ColumnElement[bool]:
        """Condition: a row of *entity* belongs to the selection."""
        column = getattr(entity, area_column)
        within = column.in_(select(Area.id).where(Area.within(self.area.path)))
        own = entity.organization_id == self.organization.id if self.organization else true()
        return and_(entity.campaign_id == self.campaign.id, within, own)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFilter:
    """What a list of the archive is narrowed to; None and empty mean all."""

    campaign_id: UUID
    text: str = ""
    document_class: DocumentClass | None = None
    media_kind: MediaKind | None = None
    theme: str = ""
    organization_id: UUID | None = None
    office_id: UUID | None = None
    """The area whose office has it."""
    with_void: bool = False

    def of(self, entity: Any, area_column: str = "area_id") -> ColumnElement[bool]:
        """Condition: a row of *entity* is of the campaign, the organization and the office."""
        conditions = [entity.campaign_id == self.campaign_id]
        if self.organization_id:
            conditions.append(entity.organization_id == self.organization_id)
        if self.office_id:
            conditions.append(getattr(entity, area_column) == self.office_id)
        return and_(*conditions)


def documents(
    session: Session, scope: ColumnElement[bool], wanted: ArchiveFilter, *, number: int, size: int
) -> Page[FiledDocument]:
    """List filed documents in *scope*, newest first."""
    rows: Rows = (
        select(FiledDocument)
        .where(scope, wanted.of(FiledDocument))
        .order_by(FiledDocument.filed_at.desc(), FiledDocument.id)
    )
    if wanted.document_class:
        rows = rows.where(FiledDocument.document_class == wanted.document_class)
    if wanted.theme:
        rows = rows.where(FiledDocument.theme == wanted.theme)
    if wanted.text:
        rows = rows.where(contains(wanted.text, FiledDocument.title, FiledDocument.original_name))
    if not wanted.with_void:
        rows = rows.where(FiledDocument.voided_at.is_(None))
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page([row[0] for row in found], number, size, total)


def class_counts(
    session: Session,
    scope: ColumnElement[bool],
    reports: ColumnElement[bool],
    wanted: ArchiveFilter,
) -> Mapping[DocumentClass, int]:
    """Count what stands in each class; photos of accepted reports are among the photos.

    Args:
        scope: Condition: they are in reach.
        reports: Condition: they are in reach.
    """
    counts = dict.fromkeys(DocumentClass, 0)
    for document_class, count in session.execute(
        select(FiledDocument.document_class, func.count())
        .where(
            scope,
            wanted.of(FiledDocument),
            FiledDocument.voided_at.is_(None),
        )
        .group_by(FiledDocument.document_class)
    ):
        counts[document_class] += count
    accepted = session.scalar(
        select(func.count())
        .select_from(ActivityReport)
        .where(_accepted(reports), wanted.of(ActivityReport, "receiving_area_id"))
    )
    counts[DocumentClass.PHOTO] += PHOTOS_TO_SUBMIT * (accepted or 0)
    return counts


def media_coverage(
    session: Session, scope: ColumnElement[bool], wanted: ArchiveFilter, *, number: int, size: int
) -> Page[MediaCoverage]:
    """List media coverage in *scope*, newest day first."""
    rows: Rows = (
        select(MediaCoverage)
        .where(scope, wanted.of(MediaCoverage))
        .order_by(
            MediaCoverage.published_on.desc(), MediaCoverage.entered_at.desc(), MediaCoverage.id
        )
    )
    if wanted.media_kind:
        rows = rows.where(MediaCoverage.kind == wanted.media_kind)
    if wanted.text:
        rows = rows.where(contains(wanted.text, MediaCoverage.title, MediaCoverage.outlet))
    if not wanted.with_void:
        rows = rows.where(MediaCoverage.voided_at.is_(None))
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page([row[0] for row in found], number, size, total)


def media_counts(session: Session, selection: Selection) -> Mapping[MediaKind, int]:
    """Count the standing media coverage of a selection by kind; for lists and for statistics."""
    rows = session.execute(
        select(MediaCoverage.kind, func.count())
        .where(selection.of(MediaCoverage), MediaCoverage.voided_at.is_(None))
        .group_by(MediaCoverage.kind)
    )
    counted = {kind: count for kind, count in rows}  # noqa: C416 -- rows are no pairs to mypy
    return {kind: counted.get(kind, 0) for kind in MediaKind}


def package_of_job(session: Session, scope: ColumnElement[bool], job_id: UUID) -> Package | None:
    """Return the package that a job made, when its id is in *scope*."""
    return session.scalars(select(Package).where(Package.job_id == job_id, scope)).first()


@dataclass(frozen=True, slots=True)
class ReportPhotos:
    """The photos of one accepted report, with what they show."""

    report_id: UUID
    organization: str
    title: str
    place: str
    starts_at: datetime
    photos: tuple[str, ...]
    """Digests, in the order of the form."""
    photo_ids: Mapping[str, UUID]
    """Ids of the rows by digest, for pages that show them."""


def report_photos(
    session: Session, reports: ColumnElement[bool], wanted: ArchiveFilter, *, number: int, size: int
) -> Page[ReportPhotos]:
    """List the photos of accepted reports in *reports*, newest activity first."""
    rows: Rows = (
        _photo_rows()
        .where(_accepted(reports), wanted.of(ActivityReport, "receiving_area_id"))
        .order_by(ActivityReport.starts_at.desc(), ActivityReport.id)
    )
    if wanted.text:
        rows = rows.where(
            contains(wanted.text, ActivityReport.title, ActivityReport.place, Organization.name)
        )
    found, number, total = fetch_page(session, rows, number=number, size=size)
    ids = _photo_ids(session, [row[0] for row in found])
    return Page([_photos(row, ids) for row in found], number, size, total)


@dataclass(frozen=True, slots=True)
class PackedPhotos:
    """The photos of one accepted report, as a package needs them."""

    organization_code: str
    organization: str
    day: date
    title: str
    place: str
    photos: tuple[str, ...]


def accepted_photos(session: Session, selection: Selection) -> Sequence[PackedPhotos]:
    """List the photos of all accepted reports of a selection, by organization and start."""
    zone = selection.campaign.rules.week.zone
    rows = session.execute(
        _photo_rows().where(_accepted(None), selection.of(ActivityReport, "receiving_area_id"))
    ).all()
    found = []
    for _, code, organization, facts in rows:
        said = RevisionFacts.from_json(facts)
        found.append(
            (
                (code, said.starts_at, said.photos),
                PackedPhotos(
                    code,
                    organization,
                    said.starts_at.astimezone(zone).date(),
                    said.title,
                    said.place,
                    said.photos,
                ),
            )
        )
    return [photos for _, photos in sorted(found, key=lambda pair: pair[0])]


def _photo_rows() -> Rows:
    """Select the accepted revision of each report: id, code, name, facts."""
    return (
        select(ActivityReport.id, Organization.code, Organization.name, ReportRevision.facts)
        .join(
            ReportRevision,
            and_(
                ReportRevision.report_id == ActivityReport.id,
                ReportRevision.number == ActivityReport.accepted_number,
            ),
        )
        .join(Organization, ActivityReport.organization_id == Organization.id)
    )


def _accepted(reports: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """Condition: a report stands as accepted, even while it is being changed."""
    within = reports if reports is not None else true()
    return and_(
        within,
        ActivityReport.accepted_number.is_not(None),
        ActivityReport.status != ReportStatus.VOID,
    )


def _photo_ids(session: Session, report_ids: Collection[UUID]) -> dict[tuple[UUID, str], UUID]:
    rows = session.execute(
        select(ScenePhoto.report_id, ScenePhoto.sha256, ScenePhoto.id).where(
            ScenePhoto.report_id.in_(report_ids)
        )
    )
    return {(report_id, sha256): photo_id for report_id, sha256, photo_id in rows}


def _photos(row: Any, ids: Mapping[tuple[UUID, str], UUID]) -> ReportPhotos:
    report_id, _, organization, facts = row
    said = RevisionFacts.from_json(facts)
    return ReportPhotos(
        report_id,
        organization,
        said.title,
        said.place,
        said.starts_at,
        said.photos,
        {sha256: ids[report_id, sha256] for sha256 in said.photos},
    )
