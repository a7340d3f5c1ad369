"""Check-ins and check-outs at the place of an activity."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .activity import Activity
from .base import TABLE_PREFIX, Base, UUIDKey, checked_text
from .service_record import ServiceRecord
from .volunteer import Volunteer


class CheckWay(StrEnum):
    """How somebody was checked in or out."""

    CODE = "code"
    """By the volunteer, with the code that the organizer shows."""
    TICKED = "ticked"
    """By the organizer, off the list."""
    SCANNED = "scanned"
    """By the organizer, from the volunteer's own code."""
    WALK_IN = "walk_in"
    """By the organizer, without a sign-up."""


OPEN = "checked_out_at IS NULL AND closed_at IS NULL"


class CheckIn(Base):
    """签到 / 签退: one pair. A forgotten check-out stays open until a person closes it."""

    __tablename__ = f"{TABLE_PREFIX}check_in"
    __table_args__ = (
        CheckConstraint(
            "checked_out_at IS NULL OR checked_out_at >= checked_in_at", name="in_order"
        ),
        CheckConstraint("(closed_at IS NULL) = (closed_reason IS NULL)", name="closed_why"),
        CheckConstraint(
            "(checked_out_at IS NULL) = (check_out_way IS NULL)", name="checked_out_how"
        ),
        Index(
            "uq_volunteer_reports_check_in_open",
            "activity_id",
            "volunteer_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(None, "volunteer_id", "checked_in_at"),
    )

    id: Mapped[UUIDKey]
    """Chosen by the telephone or page that sends it, so that the same is taken once."""
    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id))
    checked_in_at: Mapped[datetime]
    """When it happened; with a bad network before it was sent."""
    check_in_way: Mapped[CheckWay]
    check_in_received_at: Mapped[datetime]
    checked_in_by_id: Mapped[str] = mapped_column(String(64))
    checked_in_by: Mapped[str] = mapped_column(String(100))

    checked_out_at: Mapped[datetime | None]
    check_out_way: Mapped[CheckWay | None] = mapped_column(checked_text(CheckWay, "check_out_way"))
    check_out_id: Mapped[UUID | None] = mapped_column(unique=True)
    """As ``id``, of the check-out."""
    check_out_received_at: Mapped[datetime | None]
    checked_out_by_id: Mapped[str | None] = mapped_column(String(64))
    checked_out_by: Mapped[str | None] = mapped_column(String(100))

    closed_at: Mapped[datetime | None]
    """When a person closed a pair whose check-out was forgotten."""
    closed_reason: Mapped[str | None] = mapped_column(String(500))
    closed_by_id: Mapped[str | None] = mapped_column(String(64))
    closed_by: Mapped[str | None] = mapped_column(String(100))

    record_id: Mapped[UUID | None] = mapped_column(ForeignKey(ServiceRecord.id))
    """The record that it became."""

    volunteer: Mapped[Volunteer] = relationship(lazy="joined", innerjoin=True)
    activity: Mapped[Activity] = relationship()


class CheckInSecret(Base):
    """What an activity's changing codes are made from; made when the first is shown."""

    __tablename__ = f"{TABLE_PREFIX}check_in_secret"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))


class CheckInAttempt(Base):
    """How often a person typed a wrong code of an activity lately."""

    __tablename__ = f"{TABLE_PREFIX}check_in_attempt"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    first_at: Mapped[datetime]
    count: Mapped[int]
