"""The audit log: who did what to which thing, when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import TABLE_PREFIX, AppendOnly, Base, JSONObject, UUIDKey


class AuditEntry(AppendOnly, Base):
    """One event, written in the transaction of the change itself."""

    __tablename__ = f"{TABLE_PREFIX}audit_entry"
    __table_args__ = (Index(None, "subject_id", "at"),)

    id: Mapped[UUIDKey]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(100))
    event: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[UUID]
    details: Mapped[JSONObject]
