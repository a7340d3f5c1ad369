"""Service records, and the name lists from which they are confirmed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .activity import Activity
from .base import TABLE_PREFIX, AppendOnly, Base, UUIDKey
from .organization import Organization
from .volunteer import Volunteer


class RecordSource(StrEnum):
    """Where the minutes come from; kept and shown."""

    MANUAL = "manual"
    """Typed by a person (荣誉时数)."""
    IMPORTED = "imported"
    """Pasted from a spreadsheet."""


class EntryKind(StrEnum):
    """A record counts; a void takes it back."""

    CREDIT = "credit"
    VOID = "void"


class EntryState(StrEnum):
    """A row of a name list waits, becomes a record, or is taken off the list."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class NameListEntry(Base):
    """One row of an activity's name list, waiting for a manager to confirm it."""

    __tablename__ = f"{TABLE_PREFIX}name_list_entry"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="in_order"),
        Index(
            "uq_volunteer_reports_name_list_entry_pending",
            "activity_id",
            "volunteer_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[UUIDKey]
    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id), index=True)
    position: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    service_minutes: Mapped[int]
    source: Mapped[RecordSource]
    state: Mapped[EntryState] = mapped_column(default=EntryState.PENDING)
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[str] = mapped_column(String(64))
    entered_by: Mapped[str] = mapped_column(String(100))

    volunteer: Mapped[Volunteer] = relationship(lazy="joined", innerjoin=True)


class ServiceRecord(AppendOnly, Base):
    """志愿服务记录: written once; a mistake is voided by a second entry.

    The minutes of a person, an activity or an organization are the plain sum of its entries.
    """

    __tablename__ = f"{TABLE_PREFIX}service_record"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="in_order"),
        CheckConstraint(
            "(kind = 'credit' AND service_minutes > 0 AND voids_id IS NULL)"
            " OR (kind = 'void' AND service_minutes < 0 AND voids_id IS NOT NULL"
            " AND reason IS NOT NULL)",
            name="credit_or_void",
        ),
        Index(None, "volunteer_id", "starts_at"),
    )

    id: Mapped[UUIDKey]
    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id), index=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id))
    recording_organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    """Who organizes records, who records certifies."""
    kind: Mapped[EntryKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    service_minutes: Mapped[int]
    """The time actually given; negative in a void."""
    source: Mapped[RecordSource]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(String(64))
    recorded_by: Mapped[str] = mapped_column(String(100))
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[str] = mapped_column(String(64))
    confirmed_by: Mapped[str] = mapped_column(String(100))
    voids_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(f"{TABLE_PREFIX}service_record.id"), unique=True
    )
    reason: Mapped[str | None] = mapped_column(String(500))

    volunteer: Mapped[Volunteer] = relationship(lazy="joined", innerjoin=True)
    activity: Mapped[Activity] = relationship()

    def __repr__(self) -> str:
        return f"<ServiceRecord {self.kind} {self.service_minutes} min>"
