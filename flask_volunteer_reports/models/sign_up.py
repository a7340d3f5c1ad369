"""Sign-ups of volunteers for activities."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .activity import Activity
from .base import TABLE_PREFIX, Base, UUIDKey
from .volunteer import Volunteer


class SignUp(Base):
    """报名: a place in an activity, taken by a volunteer."""

    __tablename__ = f"{TABLE_PREFIX}sign_up"
    __table_args__ = (
        Index(
            "uq_volunteer_reports_sign_up_standing",
            "activity_id",
            "volunteer_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
    )

    id: Mapped[UUIDKey]
    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id), index=True)
    signed_up_at: Mapped[datetime]
    signed_up_by: Mapped[str] = mapped_column(String(64))
    cancelled_at: Mapped[datetime | None]

    volunteer: Mapped[Volunteer] = relationship(lazy="joined", innerjoin=True)
