"""Summary rows: what the records and registrations of an organization or area come to.

They are kept in the transaction of what they sum up, by services/summaries.py alone, so
that a page about ten million entries reads as few rows as one about ten.
``flask volunteer-reports rebuild-summaries`` makes them anew and tells whether they were right.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import TABLE_PREFIX, Base
from .campaign import Campaign

WHOLE = ""
"""The slice that is all of it; others are ``theme:culture`` and ``month:2017-07``."""


class HoursSummary(Base):
    """The hours recorded in a campaign by an organization, or in an area and below it."""

    __tablename__ = f"{TABLE_PREFIX}hours_summary"
    __table_args__ = (
        CheckConstraint(
            "check_in_minutes >= 0 AND other_minutes >= 0 AND records >= 0 "
            "AND active_registered >= 0 AND active >= active_registered",
            name="not_negative",
        ),
        CheckConstraint(
            "service_minutes = check_in_minutes + other_minutes", name="service_minutes"
        ),
        # Organizations are listed in order of their hours. The rows of areas change with every
        # record; their sums are in no index.
        Index(
            "ix_volunteer_reports_hours_summary_by_hours",
            "campaign_id",
            "slice",
            "service_minutes",
            "owner_id",
            sqlite_where=text("of_area = 0"),
            postgresql_where=text("NOT of_area"),
        ),
    )

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    """An organization or an area; ids are unique over both."""
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id), primary_key=True)
    slice: Mapped[str] = mapped_column(String(72), primary_key=True)
    of_area: Mapped[bool]
    """The owner is an area; otherwise an organization."""
    check_in_minutes: Mapped[int] = mapped_column(BigInteger)
    other_minutes: Mapped[int] = mapped_column(BigInteger)
    """Of a city of two million people in a few years more than 32 bits hold."""
    service_minutes: Mapped[int] = mapped_column(BigInteger)
    """Both together, for the index."""
    records: Mapped[int]
    """Records with minutes above zero."""
    active: Mapped[int]
    """Volunteers with at least one of them."""
    active_registered: Mapped[int]
    """Those among them who belong to the organization, or live in the area or below it, today."""


class RegistrationSummary(Base):
    """How many volunteers belong to an organization, or live in an area and below it."""

    __tablename__ = f"{TABLE_PREFIX}registration_summary"
    __table_args__ = (CheckConstraint("registered >= 0", name="not_negative"),)

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    registered: Mapped[int]
