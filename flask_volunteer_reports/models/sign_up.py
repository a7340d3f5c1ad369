"""Sign-ups of volunteers for activities."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .activity import Activity
from .base import TABLE_PREFIX, Base, UUIDKey
from .volunteer import Volunteer


class SignUpStatus(StrEnum):
    """报名, 候补, 录用: from the wish to take part to what became of it."""

    APPLIED = "applied"
    """Asks to be admitted; holds a place meanwhile."""
    WAITING = "waiting"
    """On the waiting list; moves up when a place is free."""
    ADMITTED = "admitted"
    """Has a place."""
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    """Had a place and did not come."""


STANDING = (
    SignUpStatus.APPLIED,
    SignUpStatus.WAITING,
    SignUpStatus.ADMITTED,
    SignUpStatus.NO_SHOW,
)
"""What was neither declined nor taken back; a volunteer has one such sign-up for an activity."""

HOLDING = (SignUpStatus.APPLIED, SignUpStatus.ADMITTED, SignUpStatus.NO_SHOW)
"""What counts as a place that is taken: ``Activity.taken`` is the number of these."""

_ADMITTED = f"status = '{SignUpStatus.ADMITTED.value}'"
_STANDING = text(f"status IN ({', '.join(repr(status.value) for status in STANDING)})")


class SignUp(Base):
    """报名: a volunteer's place in an activity, or the wish for one."""

    __tablename__ = f"{TABLE_PREFIX}sign_up"
    __table_args__ = (
        CheckConstraint(
            "(status IN ('declined', 'cancelled', 'no_show')) = (ended_at IS NOT NULL)",
            name="ended",
        ),
        Index(
            "uq_volunteer_reports_sign_up_standing",
            "activity_id",
            "volunteer_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        # Those few among the sign-ups of years whose people somebody has still to record.
        Index(
            "ix_volunteer_reports_sign_up_open",
            "activity_id",
            sqlite_where=text(f"{_ADMITTED} AND recorded = 0"),
            postgresql_where=text(f"{_ADMITTED} AND NOT recorded"),
        ),
    )

    id: Mapped[UUIDKey]
    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id), index=True)
    status: Mapped[SignUpStatus] = mapped_column(default=SignUpStatus.ADMITTED)
    signed_up_at: Mapped[datetime]
    signed_up_by: Mapped[str] = mapped_column(String(64))
    admitted_at: Mapped[datetime | None]
    admitted_by: Mapped[str | None] = mapped_column(String(64))
    recorded: Mapped[bool] = mapped_column(default=False)
    """A record of the person in this activity stands; kept with the ledger."""
    ended_at: Mapped[datetime | None]
    """When it was declined or taken back, or found to be a no-show."""
    ended_by: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why it was declined."""

    volunteer: Mapped[Volunteer] = relationship(lazy="joined", innerjoin=True)
    activity: Mapped[Activity] = relationship()

    @classmethod
    def is_open(cls) -> ColumnElement[bool]:
        """Condition: the person has a place and no record; in the words of its index."""
        return (cls.status == literal_column("'admitted'")) & ~cls.recorded


class CalendarAddress(Base):
    """The secret in the address of a volunteer's calendar; who knows it reads it."""

    __tablename__ = f"{TABLE_PREFIX}calendar_address"

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id), primary_key=True)
    secret: Mapped[str] = mapped_column(String(43), unique=True)
    """Says nothing about the volunteer; a new one ends the address from before."""
    made_at: Mapped[datetime]
