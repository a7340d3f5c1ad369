"""Campaigns: the text of the campaign file is the truth, the columns are for lists."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.campaign import CampaignRules
from ..domain.campaign_file import read_campaign
from .base import TABLE_PREFIX, Base, UUIDKey


class Campaign(Base):
    """系列活动: one notice."""

    __tablename__ = f"{TABLE_PREFIX}campaign"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="in_order"),)

    id: Mapped[UUIDKey]
    code: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    document_number: Mapped[str] = mapped_column(String(100))
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    """The campaign file as it was loaded."""
    loaded_at: Mapped[datetime]

    @property
    def rules(self) -> CampaignRules:
        """The file, read; cached by its text."""
        return read_campaign(self.source)

    def __repr__(self) -> str:
        return f"<Campaign {self.code}>"
