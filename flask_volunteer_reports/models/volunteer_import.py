"""Volunteers from a spreadsheet: the file while it is read, its rows until they are imported."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import TABLE_PREFIX, Base, JSONObject, UUIDKey
from .organization import Organization


class ImportState(StrEnum):
    """How far an import is."""

    READING = "reading"
    READ = "read"
    """The dry run is done; nobody is registered yet."""
    IMPORTING = "importing"
    IMPORTED = "imported"
    UNREADABLE = "unreadable"


class Verdict(StrEnum):
    """What a row of a file would do."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    """Nothing: the directory says the same already."""
    WRONG = "wrong"


class VolunteerImport(Base):
    """One file for one organization; the dry run and the import are two jobs about it."""

    __tablename__ = f"{TABLE_PREFIX}volunteer_import"
    __table_args__ = (
        CheckConstraint("state = 'reading' OR content IS NULL", name="content_is_forgotten"),
        CheckConstraint("(state = 'unreadable') = (problem IS NOT NULL)", name="problem"),
        Index(None, "organization_id", "uploaded_at"),
    )

    id: Mapped[UUIDKey]
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id))
    filename: Mapped[str] = mapped_column(String(200))
    """As its owner called it."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """Personal data in any shape: forgotten as soon as it was read."""
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[ImportState] = mapped_column(default=ImportState.READING)
    problem: Mapped[JSONObject | None] = mapped_column(JSON(none_as_null=True))
    """Why it could not be read: ``text`` and ``values`` of a message."""
    notes: Mapped[JSONObject]
    """What its owner should know: ``notes``, a list of messages."""
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[str] = mapped_column(String(100))
    finished_at: Mapped[datetime | None]

    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)

    def __repr__(self) -> str:
        return f"<VolunteerImport {self.filename} {self.state}>"


class ImportRow(Base):
    """One row of a file. What is personal in it is forgotten once it is imported."""

    __tablename__ = f"{TABLE_PREFIX}import_row"
    __table_args__ = (Index(None, "import_id", "verdict", "done", "number"),)

    import_id: Mapped[UUID] = mapped_column(ForeignKey(VolunteerImport.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Its number in the spreadsheet."""
    verdict: Mapped[Verdict]
    done: Mapped[bool] = mapped_column(default=False)
    cells: Mapped[JSONObject]
    """What was read, by column; of a wrong row what was written, without ID-card numbers."""
    problems: Mapped[JSONObject]
    """What is wrong: ``problems``, a list of messages."""
