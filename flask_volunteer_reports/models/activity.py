"""Activities: single occasions of a project."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.recurrence import Occasion
from ..domain.statuses import ActivityStatus
from .area import Area
from .base import TABLE_PREFIX, Base, UUIDKey
from .project import Project


class Activity(Base):
    """活动: one occasion, at one place, with so many places for volunteers."""

    __tablename__ = f"{TABLE_PREFIX}activity"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="in_order"),
        CheckConstraint("capacity IS NULL OR taken <= capacity", name="not_oversold"),
        CheckConstraint("taken >= 0", name="taken_not_negative"),
        CheckConstraint(
            "(status = 'cancelled') = (cancelled_reason IS NOT NULL)", name="reason_to_cancel"
        ),
        Index(None, "project_id", "starts_at"),
    )

    id: Mapped[UUIDKey]
    project_id: Mapped[UUID] = mapped_column(ForeignKey(Project.id))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    capacity: Mapped[int | None]
    """How many volunteers there is room for; None is no limit."""
    taken: Mapped[int] = mapped_column(default=0)
    """How many have a place or asked for one; counted in the statement that gives it."""
    list_version: Mapped[int] = mapped_column(default=0)
    """Counts the changes of its name list, so that two people at once are noticed."""
    status: Mapped[ActivityStatus] = mapped_column(default=ActivityStatus.PLANNED)
    cancelled_reason: Mapped[str | None] = mapped_column(String(500))

    published_at: Mapped[datetime | None]
    """When the public could first see it at this time; None while it could not.

    Later than the project's own publication for activities that were added or moved afterwards.
    """

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)

    @property
    def occasion(self) -> Occasion:
        """Its stretch of time."""
        return Occasion(self.starts_at, self.ends_at)

    def __repr__(self) -> str:
        return f"<Activity {self.starts_at:%Y-%m-%d %H:%M} {self.place!r}>"
