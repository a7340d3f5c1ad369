"""Service records, the ledger that they are made of, and the name lists that wait for it."""

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
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.ledger import Channel, EntryKind, RecordSource
from .activity import Activity
from .area import Area
from .base import TABLE_PREFIX, AppendOnly, Base, UUIDKey
from .campaign import Campaign
from .organization import Organization
from .volunteer import Volunteer


class EntryState(StrEnum):
    """What became of a row of a name list."""

    PENDING = "pending"
    NOTICED = "noticed"
    """Confirmed, and on public notice before it counts."""
    CONFIRMED = "confirmed"
    """Became a record."""
    WITHDRAWN = "withdrawn"


class NameListEntry(Base):
    """Hours of one person that wait: to be confirmed, or for a public notice to end."""

    __tablename__ = f"{TABLE_PREFIX}name_list_entry"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="in_order"),
        CheckConstraint(
            "state NOT IN ('noticed', 'confirmed') OR confirmed_at IS NOT NULL", name="confirmed"
        ),
        CheckConstraint("state <> 'noticed' OR notice_until IS NOT NULL", name="noticed"),
        Index(
            "uq_volunteer_reports_name_list_entry_waiting",
            "activity_id",
            "volunteer_id",
            "starts_at",
            unique=True,
            sqlite_where=text("state IN ('pending', 'noticed')"),
            postgresql_where=text("state IN ('pending', 'noticed')"),
        ),
        Index(None, "state", "notice_until"),
    )

    id: Mapped[UUIDKey]
    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id), index=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id), index=True)
    position: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    service_minutes: Mapped[int]
    source: Mapped[RecordSource]
    channel: Mapped[Channel] = mapped_column(default=Channel.NAME_LIST)
    evidence: Mapped[str] = mapped_column(String(200), default="")
    """What speaks for it, such as the id of a check-in."""
    state: Mapped[EntryState] = mapped_column(default=EntryState.PENDING)
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[str] = mapped_column(String(64))
    entered_by: Mapped[str] = mapped_column(String(100))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[str | None] = mapped_column(String(64))
    confirmed_by: Mapped[str | None] = mapped_column(String(100))
    notice_until: Mapped[datetime | None]
    """The end of its public notice."""
    stopped_reason: Mapped[str | None] = mapped_column(String(500))
    """Why it was taken off the public notice and never became a record."""
    stopped_by: Mapped[str | None] = mapped_column(String(100))

    volunteer: Mapped[Volunteer] = relationship(lazy="joined", innerjoin=True)
    activity: Mapped[Activity] = relationship()


class ServiceRecord(Base):
    """志愿服务记录: what one person gave in one stretch of time, as its entries have it.

    It says what the entries come to, and is written in their transaction by services/recording/
    ledger.py alone; ``verify-ledger`` proves the two equal.
    """

    __tablename__ = f"{TABLE_PREFIX}service_record"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="in_order"),
        CheckConstraint("check_in_minutes >= 0 AND other_minutes >= 0", name="not_negative"),
        Index(None, "volunteer_id", "starts_at"),
        Index(None, "organization_id", "campaign_id", "starts_at"),
    )

    id: Mapped[UUIDKey]
    activity_id: Mapped[UUID] = mapped_column(ForeignKey(Activity.id), index=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id))
    """The recording organization: who organizes records, who records certifies."""
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id))
    """The area of the organization when the hours were credited."""
    themes: Mapped[str] = mapped_column(String(1200))
    """The codes of the project's themes when they were credited, each between commas."""
    month: Mapped[str] = mapped_column(String(7))
    """The campaign's local month in which the time began: ``2017-07``."""

    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    check_in_minutes: Mapped[int]
    """信用时数."""
    other_minutes: Mapped[int]
    """Everything else, first of all 荣誉时数."""

    volunteer: Mapped[Volunteer] = relationship(lazy="joined", innerjoin=True)
    activity: Mapped[Activity] = relationship()

    @property
    def service_minutes(self) -> int:
        """The time actually given; 0 once it was voided."""
        return self.check_in_minutes + self.other_minutes

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """Condition: the record comes to something; it was not voided."""
        return cls.check_in_minutes + cls.other_minutes > 0

    def __repr__(self) -> str:
        return f"<ServiceRecord {self.service_minutes} min>"


class ServiceEntry(AppendOnly, Base):
    """One entry of the ledger: a credit, a correction or a void, written once.

    The minutes of a person, an activity or an organization are the plain sum of their entries.
    """

    __tablename__ = f"{TABLE_PREFIX}service_entry"
    __table_args__ = (
        UniqueConstraint("organization_id", "sequence"),
        CheckConstraint("ends_at > starts_at", name="in_order"),
        CheckConstraint(
            "(kind = 'credit' AND service_minutes > 0)"
            " OR (kind = 'correction' AND service_minutes <> 0 AND reason <> '')"
            " OR (kind = 'void' AND service_minutes < 0 AND reason <> '')",
            name="kind_and_minutes",
        ),
    )

    id: Mapped[UUIDKey]
    record_id: Mapped[UUID] = mapped_column(ForeignKey(ServiceRecord.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id))
    sequence: Mapped[int]
    """Its number in the chain of the organization, from 1."""
    kind: Mapped[EntryKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    service_minutes: Mapped[int]
    """What it adds; below zero where it takes away."""
    source: Mapped[RecordSource]
    channel: Mapped[Channel]
    evidence: Mapped[str] = mapped_column(String(200), default="")
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[str] = mapped_column(String(64))
    entered_by: Mapped[str] = mapped_column(String(100))
    confirmed_at: Mapped[datetime]
    """When it was written into the ledger."""
    confirmed_by_id: Mapped[str] = mapped_column(String(64))
    confirmed_by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(500), default="")
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of its facts and of the digest before it (domain/ledger.py)."""

    record: Mapped[ServiceRecord] = relationship()

    def __repr__(self) -> str:
        return f"<ServiceEntry {self.kind} {self.service_minutes} min>"


class LedgerHead(Base):
    """Where the chain of an organization stands."""

    __tablename__ = f"{TABLE_PREFIX}ledger_head"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), primary_key=True)
    sequence: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime]
    """When its last entry was written; the next is never earlier."""
