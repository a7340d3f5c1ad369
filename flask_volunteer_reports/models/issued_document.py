"""The register of issued documents: what was issued is never changed; a new revision supersedes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.register import PaperKind
from ..storage import paper_storage_name
from .area import Area
from .base import TABLE_PREFIX, AppendOnly, Base, JSONObject, UUIDKey
from .campaign import Campaign
from .organization import Organization


class DocumentCounter(Base):
    """The last number that an office has given to a kind of paper in a year."""

    __tablename__ = f"{TABLE_PREFIX}document_counter"
    __table_args__ = (
        UniqueConstraint("area_id", "kind", "year"),
        CheckConstraint("last > 0", name="last_above_zero"),
    )

    id: Mapped[UUIDKey]
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id))
    kind: Mapped[PaperKind]
    year: Mapped[int]
    last: Mapped[int]


class IssuedDocument(AppendOnly, Base):
    """One revision of one paper under its number, with the facts as they were."""

    __tablename__ = f"{TABLE_PREFIX}issued_document"
    __table_args__ = (
        UniqueConstraint("number", "revision"),
        UniqueConstraint(
            "office_id",
            "campaign_id",
            "week_starts_on",
            "kind",
            "subject",
            "revision",
            name="uq_volunteer_reports_issued_document_subject",
        ),
        CheckConstraint("revision > 0", name="revision_above_zero"),
        Index(None, "campaign_id", "week_starts_on"),
    )

    id: Mapped[UUIDKey]
    number: Mapped[str] = mapped_column(String(120))
    revision: Mapped[int]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    """What leads from the paper to this entry."""
    kind: Mapped[PaperKind]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    week_starts_on: Mapped[date]
    office_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    """The area whose office issued it."""
    subject: Mapped[str] = mapped_column(String(80))
    """What it is about, within its office, campaign, week and kind."""
    position: Mapped[int]
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    """The area whose office receives what it is about."""
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey(Organization.id), index=True)
    """The organization that it is about, for Annex 1."""
    title: Mapped[str] = mapped_column(String(300))
    facts: Mapped[JSONObject]
    """All that it says, as plain data (rendering/snapshot.py)."""
    facts_sha256: Mapped[str] = mapped_column(String(64))
    template_version: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(index=True)
    issued_by_id: Mapped[str] = mapped_column(String(64))
    issued_by: Mapped[str] = mapped_column(String(100))

    campaign: Mapped[Campaign] = relationship(lazy="joined", innerjoin=True)
    office: Mapped[Area] = relationship(lazy="joined", innerjoin=True, foreign_keys=[office_id])
    files: Mapped[list[IssuedFile]] = relationship(
        order_by="IssuedFile.added_at, IssuedFile.format, IssuedFile.id"
    )
    withdrawal: Mapped[DocumentWithdrawal | None] = relationship()

    def __repr__(self) -> str:
        return f"<IssuedDocument {self.number} revision {self.revision}>"


class FileFormat(StrEnum):
    """What a file of a document is."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    SIGNED_PDF = "signed_pdf"
    """The PDF with the office's electronic signature."""
    SCAN_PDF = "scan_pdf"
    """A scan of the stamped sheet."""
    SCAN_JPEG = "scan_jpeg"


MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.SIGNED_PDF: "application/pdf",
    FileFormat.SCAN_PDF: "application/pdf",
    FileFormat.SCAN_JPEG: "image/jpeg",
}


class IssuedFile(AppendOnly, Base):
    """A file of a document: as issued, or a scan or signature that was added later."""

    __tablename__ = f"{TABLE_PREFIX}issued_file"

    id: Mapped[UUIDKey]
    document_id: Mapped[UUID] = mapped_column(ForeignKey(IssuedDocument.id), index=True)
    format: Mapped[FileFormat]
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    pages: Mapped[int | None]
    """Of a PDF as issued."""
    added_at: Mapped[datetime]
    added_by_id: Mapped[str] = mapped_column(String(64))
    added_by: Mapped[str] = mapped_column(String(100))

    @property
    def storage_name(self) -> str:
        """Where the file is kept."""
        return paper_storage_name(self.sha256)

    @property
    def media_type(self) -> str:
        """What it is handed out as."""
        return MEDIA_TYPES[self.format]


class DocumentWithdrawal(AppendOnly, Base):
    """作废 of a document: it is genuine and does not hold any more."""

    __tablename__ = f"{TABLE_PREFIX}document_withdrawal"

    id: Mapped[UUIDKey]
    document_id: Mapped[UUID] = mapped_column(ForeignKey(IssuedDocument.id), unique=True)
    at: Mapped[datetime]
    by_id: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(500))
    """Empty where issuing found that what it is about is not accepted any more."""
