"""Projects, their themes, and requests to publish on behalf."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.statuses import CommissionStatus, ProjectStatus
from .area import Area
from .base import TABLE_PREFIX, Base, UUIDKey
from .campaign import Campaign
from .organization import Organization


class PublicationBasis(StrEnum):
    """On whose wish a project was published."""

    OWN = "own"
    """By the organization itself."""
    COMMISSION = "commission"
    """By an office, on the organization's request (委托代发布)."""
    INITIATIVE = "initiative"
    """By an office, at its own initiative."""


class Project(Base):
    """项目: what an organization offers to do; its occasions are activities."""

    __tablename__ = f"{TABLE_PREFIX}project"
    __table_args__ = (
        CheckConstraint(
            "status IN ('draft', 'cancelled') OR published_at IS NOT NULL",
            name="published_has_time",
        ),
        CheckConstraint(
            "(status = 'cancelled') = (cancelled_reason IS NOT NULL)", name="reason_to_cancel"
        ),
        CheckConstraint(
            "(published_at IS NULL) = (published_by_id IS NULL)", name="published_by_someone"
        ),
        Index(None, "status", "published_at"),
    )

    id: Mapped[UUIDKey]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    title: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(64))
    """The code of an activity kind of the campaign."""
    description: Mapped[str] = mapped_column(Text)
    risks: Mapped[str] = mapped_column(Text, default="")
    """What a volunteer should know before signing up (Order 685, art. 12)."""
    recruiting_needs: Mapped[str] = mapped_column(Text, default="")
    needs_admission: Mapped[bool] = mapped_column(default=False)
    """The organization admits those who sign up; otherwise a place is given at once."""
    minimum_age: Mapped[int | None]
    """In years, on the day of the activity; None asks for none."""
    contact_name: Mapped[str] = mapped_column(String(100), default="")
    contact_phone: Mapped[str] = mapped_column(String(32), default="")
    """Personal, as is the name: for the organization and its office, never public."""

    status: Mapped[ProjectStatus] = mapped_column(default=ProjectStatus.DRAFT)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(64))
    cancelled_reason: Mapped[str | None] = mapped_column(String(500))

    published_at: Mapped[datetime | None]
    published_by_id: Mapped[str | None] = mapped_column(String(64))
    published_by: Mapped[str | None] = mapped_column(String(100))
    publication_basis: Mapped[PublicationBasis | None]
    published_by_office: Mapped[str | None] = mapped_column(String(100))
    """The office, when it published on behalf of the organization."""
    requested_by: Mapped[str | None] = mapped_column(String(100))
    """Who of the organization asked for it, when it was commissioned."""

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    campaign: Mapped[Campaign] = relationship(lazy="joined", innerjoin=True)
    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)
    themes: Mapped[list[ProjectTheme]] = relationship(
        lazy="selectin", order_by="ProjectTheme.position"
    )

    @property
    def theme_codes(self) -> list[str]:
        """The codes of its themes, in the order of the campaign."""
        chosen = [theme for theme in self.themes if theme.position is not None]
        return [theme.code for theme in sorted(chosen, key=lambda theme: theme.position or 0)]

    def __repr__(self) -> str:
        return f"<Project {self.title!r} {self.status}>"


class ProjectTheme(Base):
    """A theme of the campaign that a project serves."""

    __tablename__ = f"{TABLE_PREFIX}project_theme"

    project_id: Mapped[UUID] = mapped_column(ForeignKey(Project.id), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    position: Mapped[int | None]
    """Its place among the project's themes; None once it was taken off."""


class Commission(Base):
    """委托: an organization asks an office to publish a project for it."""

    __tablename__ = f"{TABLE_PREFIX}commission"
    __table_args__ = (
        CheckConstraint("(status = 'open') = (answered_at IS NULL)", name="answered"),
        Index(
            "uq_volunteer_reports_commission_open",
            "project_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: Mapped[UUIDKey]
    project_id: Mapped[UUID] = mapped_column(ForeignKey(Project.id))
    office_area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    """The area whose secretariat is asked."""
    note: Mapped[str] = mapped_column(String(500), default="")
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[str] = mapped_column(String(64))
    requested_by: Mapped[str] = mapped_column(String(100))
    status: Mapped[CommissionStatus] = mapped_column(default=CommissionStatus.OPEN)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why it was declined."""

    project: Mapped[Project] = relationship()
    office_area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
