"""Objections of volunteers to their hours."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .activity import Activity
from .base import TABLE_PREFIX, Base, UUIDKey
from .organization import Organization
from .service_record import ServiceRecord
from .volunteer import Volunteer


class ObjectionGround(StrEnum):
    """What is wrong, as the volunteer sees it."""

    MISSING = "missing"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NOT_ME = "not_me"


class ObjectionStatus(StrEnum):
    """An objection waits for an answer: of the organization, and past the limit of its office."""

    OPEN = "open"
    CORRECTED = "corrected"
    EXPLAINED = "explained"
    WITHDRAWN = "withdrawn"


class Objection(Base):
    """异议: a volunteer says that hours are wrong; the organization verifies and answers."""

    __tablename__ = f"{TABLE_PREFIX}objection"
    __table_args__ = (
        CheckConstraint("(status = 'open') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(ground = 'missing') = (record_id IS NULL)", name="missing_has_no_record"),
        CheckConstraint(
            "(ground = 'missing') = (claimed_starts_at IS NOT NULL)"
            " AND (claimed_starts_at IS NULL) = (claimed_ends_at IS NULL)",
            name="missing_has_time",
        ),
        Index(
            "uq_volunteer_reports_objection_open",
            "activity_id",
            "volunteer_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index(None, "organization_id", "status", "due_at"),
    )

    id: Mapped[UUIDKey]
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id), index=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id))
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey(ServiceRecord.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id))
    ground: Mapped[ObjectionGround]
    text: Mapped[str] = mapped_column(Text)
    claimed_starts_at: Mapped[datetime | None]
    """Of an hour that is missing: when it began, as the volunteer says."""
    claimed_ends_at: Mapped[datetime | None]
    raised_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """Until then the organization answers; afterwards its office is asked to."""
    status: Mapped[ObjectionStatus] = mapped_column(default=ObjectionStatus.OPEN)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[str | None] = mapped_column(String(64))
    answered_by: Mapped[str | None] = mapped_column(String(100))
    answer: Mapped[str] = mapped_column(Text, default="")

    volunteer: Mapped[Volunteer] = relationship(lazy="joined", innerjoin=True)
    activity: Mapped[Activity] = relationship()
    record: Mapped[ServiceRecord | None] = relationship()
    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)
