"""Nil returns: an organization declares that a week had no activity."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .area import Area
from .base import TABLE_PREFIX, Base, UUIDKey
from .campaign import Campaign
from .organization import Organization


class NilReturn(Base):
    """零报告: not the same as a missing report (未报)."""

    __tablename__ = f"{TABLE_PREFIX}nil_return"
    __table_args__ = (
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="reason_to_void"),
        Index(
            "uq_volunteer_reports_nil_return_standing",
            "campaign_id",
            "organization_id",
            "week_starts_on",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[UUIDKey]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    receiving_area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    week_starts_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(500), default="")
    filed_at: Mapped[datetime]
    filed_by: Mapped[str] = mapped_column(String(100))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None] = mapped_column(String(500))

    campaign: Mapped[Campaign] = relationship(lazy="joined", innerjoin=True)
    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)
