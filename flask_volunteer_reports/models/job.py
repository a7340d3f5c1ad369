"""Jobs: work that may wait."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .area import Area
from .base import TABLE_PREFIX, Base, JSONObject, UUIDKey


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """Work that may wait; this row is the truth about it."""

    __tablename__ = f"{TABLE_PREFIX}job"
    __table_args__ = (
        CheckConstraint("(status = 'running') = (lease_until IS NOT NULL)", name="leased"),
        CheckConstraint("progress_done <= progress_total", name="progress"),
        Index(
            "uq_volunteer_reports_job_waiting",
            "kind",
            "key",
            unique=True,
            sqlite_where=text("status IN ('queued', 'running')"),
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
        Index(None, "status", "created_at"),
    )

    id: Mapped[UUIDKey]
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))
    """What it is about; the same is not queued twice at once."""
    arguments: Mapped[JSONObject]
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    """The area whose office asked for it."""
    status: Mapped[JobStatus] = mapped_column(default=JobStatus.QUEUED)
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    """A running job whose lease ran out was lost with its worker and is taken up again."""
    not_before: Mapped[datetime | None]
    """When it is to be done; None is at once."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[str] = mapped_column(String(64))
    created_by: Mapped[str] = mapped_column(String(100))
    finished_at: Mapped[datetime | None]
    failure: Mapped[JSONObject | None]
    """Why it failed: ``text`` and ``values`` of a message for a person."""
    notes: Mapped[JSONObject | None]
    """What the person who asked should know though it is done: ``notes``, a list of messages."""
    trace: Mapped[str] = mapped_column(Text, default="")
    """For the engineer; never shown on a page."""

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)

    def __repr__(self) -> str:
        return f"<Job {self.kind} {self.key} {self.status}>"
