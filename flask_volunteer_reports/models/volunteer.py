"""Volunteers, as far as the name lists need them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import TABLE_PREFIX, Base, UUIDKey
from .organization import Organization


class Volunteer(Base):
    """志愿者: a number and a name; no ID-card numbers, no phones."""

    __tablename__ = f"{TABLE_PREFIX}volunteer"
    __table_args__ = (Index(None, "organization_id", "name"),)

    id: Mapped[UUIDKey]
    volunteer_no: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id))
    """The organization that registered the person; others may record hours by the number."""
    registered_at: Mapped[datetime]
    registered_by: Mapped[str] = mapped_column(String(64))

    def __repr__(self) -> str:
        return f"<Volunteer {self.volunteer_no}>"
