"""Activity reports: the working copy, and what was handed in each time."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.statuses import ReportStatus
from ..storage import photo_storage_name
from .activity import Activity
from .area import Area
from .base import TABLE_PREFIX, Base, JSONObject, UUIDKey
from .campaign import Campaign
from .organization import Organization


class ActivityReport(Base):
    """情况表: what an organization reports about one activity."""

    __tablename__ = f"{TABLE_PREFIX}activity_report"
    __table_args__ = (
        CheckConstraint(
            "starts_at IS NULL OR ends_at IS NULL OR ends_at > starts_at", name="in_order"
        ),
        CheckConstraint(
            "status IN ('draft', 'void') OR first_submitted_at IS NOT NULL",
            name="submitted_has_time",
        ),
        CheckConstraint(
            "status <> 'accepted' OR accepted_number IS NOT NULL", name="accepted_has_revision"
        ),
        CheckConstraint("(status = 'void') = (void_reason IS NOT NULL)", name="reason_to_void"),
        Index(
            "uq_volunteer_reports_activity_report_of_activity",
            "activity_id",
            unique=True,
            sqlite_where=text("status <> 'void'"),
            postgresql_where=text("status <> 'void'"),
        ),
        Index(
            "ix_volunteer_reports_activity_report_week", "campaign_id", "week_starts_on", "status"
        ),
    )

    id: Mapped[UUIDKey]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey(Activity.id))
    """None for something that was never published."""
    receiving_area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    """The city or district whose office reviews it."""

    title: Mapped[str] = mapped_column(String(100), default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    week_starts_on: Mapped[date | None]
    """The week that it belongs to, by the campaign's rule; None while the time is unknown."""
    place: Mapped[str] = mapped_column(String(200), default="")
    volunteer_count: Mapped[int | None]
    summary: Mapped[str] = mapped_column(Text, default="")

    status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.DRAFT)
    created_at: Mapped[datetime]
    created_by_id: Mapped[str] = mapped_column(String(64))
    edited_at: Mapped[datetime]
    edited_by: Mapped[str] = mapped_column(String(100))
    first_submitted_at: Mapped[datetime | None]
    """Decides on time or late."""
    accepted_number: Mapped[int | None]
    """The revision that stands in the papers; kept while an edit waits for its review."""
    void_reason: Mapped[str | None] = mapped_column(String(500))

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    campaign: Mapped[Campaign] = relationship(lazy="joined", innerjoin=True)
    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)
    receiving_area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    activity: Mapped[Activity | None] = relationship()
    photos: Mapped[list[ScenePhoto]] = relationship(
        primaryjoin="and_(ScenePhoto.report_id == ActivityReport.id, ScenePhoto.voided_at == None)",
        order_by="ScenePhoto.slot",
        viewonly=True,
    )
    revisions: Mapped[list[ReportRevision]] = relationship(
        back_populates="report", order_by="ReportRevision.number"
    )

    def __repr__(self) -> str:
        return f"<ActivityReport {self.title!r} {self.status}>"


class Outcome(StrEnum):
    """What became of a revision."""

    PENDING = "pending"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class ReportRevision(Base):
    """A report as it was handed in once, with what the office said to it."""

    __tablename__ = f"{TABLE_PREFIX}report_revision"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        CheckConstraint("(outcome = 'pending') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("outcome <> 'returned' OR reason IS NOT NULL", name="reason_to_return"),
    )

    id: Mapped[UUIDKey]
    report_id: Mapped[UUID] = mapped_column(ForeignKey(ActivityReport.id))
    number: Mapped[int]
    facts: Mapped[JSONObject]
    """What Annex 1 says, as JSON (see services/reporting/revisions.py)."""
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[str] = mapped_column(String(64))
    submitted_by: Mapped[str] = mapped_column(String(100))
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.PENDING)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(String(1000))

    report: Mapped[ActivityReport] = relationship(back_populates="revisions")


class ScenePhoto(Base):
    """实景图片: upright, without metadata, scaled for print; the file is named by its digest."""

    __tablename__ = f"{TABLE_PREFIX}scene_photo"
    __table_args__ = (
        CheckConstraint("slot IN (1, 2)", name="slot"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="reason_to_void"),
        Index(
            "uq_volunteer_reports_scene_photo_standing",
            "report_id",
            "slot",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[UUIDKey]
    report_id: Mapped[UUID] = mapped_column(ForeignKey(ActivityReport.id))
    slot: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the stored file; :func:`storage_name` makes its name from it."""
    upload_sha256: Mapped[str] = mapped_column(String(64))
    """Of the file as uploaded."""
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    """Bytes of the stored file."""
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str] = mapped_column(String(64))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None] = mapped_column(String(500))

    @property
    def storage_name(self) -> str:
        """Where the file is kept."""
        return photo_storage_name(self.sha256)
