"""Who may act for what, from when to when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.directory import Role
from .area import Area
from .base import TABLE_PREFIX, Base, UUIDKey
from .organization import Organization


class RoleGrant(Base):
    """One role of one person for one organization or one area."""

    __tablename__ = f"{TABLE_PREFIX}role_grant"
    __table_args__ = (
        CheckConstraint("(organization_id IS NULL) <> (area_id IS NULL)", name="one_scope"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="in_order"),
        Index(None, "person_id", "from_on"),
    )

    id: Mapped[UUIDKey]
    person_id: Mapped[str] = mapped_column(String(64))
    """The host's id of the person; opaque, so no foreign key."""
    person_name: Mapped[str] = mapped_column(String(100))
    role: Mapped[Role]
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey(Organization.id), index=True)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey(Area.id), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """The last day, still inside; open while None."""
    granted_by: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None]
    """Taken away at once, whatever the days say."""
    ended_by: Mapped[str | None] = mapped_column(String(100))

    organization: Mapped[Organization | None] = relationship()
    area: Mapped[Area | None] = relationship()

    def __repr__(self) -> str:
        return f"<RoleGrant {self.person_id} {self.role}>"
