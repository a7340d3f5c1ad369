"""District summaries: Annex 2 as a district handed it in."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .area import Area
from .base import TABLE_PREFIX, AppendOnly, Base, JSONObject, UUIDKey
from .campaign import Campaign


class DistrictSummary(AppendOnly, Base):
    """汇总表: handing it in again adds a row; the highest number stands."""

    __tablename__ = f"{TABLE_PREFIX}district_summary"
    __table_args__ = (
        UniqueConstraint(
            "campaign_id",
            "area_id",
            "week_starts_on",
            "number",
            name="uq_volunteer_reports_district_summary_number",
        ),
    )

    id: Mapped[UUIDKey]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    week_starts_on: Mapped[date]
    number: Mapped[int]
    filled_by_unit: Mapped[str] = mapped_column(String(200))
    lines: Mapped[JSONObject]
    """What the table says, as JSON (see services/reporting/district_summaries.py)."""
    line_count: Mapped[int]
    """0 is a nil return of the district."""
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str] = mapped_column(String(100))

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    campaign: Mapped[Campaign] = relationship(lazy="joined", innerjoin=True)
