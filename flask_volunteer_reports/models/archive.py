"""The archive: filed documents, media coverage, hand-overs with their receipts, packages."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.archiving import Answer, DocumentClass, FileKind, MediaKind
from ..storage import document_storage_name, package_storage_name
from .area import Area
from .base import TABLE_PREFIX, AppendOnly, Base, JSONObject, UUIDKey
from .campaign import Campaign
from .job import Job
from .organization import Organization

_VOIDED = "(voided_at IS NULL) = (void_reason IS NULL)"


class FiledDocument(Base):
    """One file in one of the four classes; what was filed stays, a newer one replaces it."""

    __tablename__ = f"{TABLE_PREFIX}filed_document"
    __table_args__ = (
        CheckConstraint(_VOIDED, name="reason_to_void"),
        CheckConstraint("size > 0", name="not_empty"),
        Index(None, "campaign_id", "document_class"),
    )

    id: Mapped[UUIDKey]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    document_class: Mapped[DocumentClass]
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    """The area whose office filed it, or receives it from the organization."""
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey(Organization.id), index=True)
    """None for what an office filed itself."""
    theme: Mapped[str] = mapped_column(String(64), default="")
    """The code of a theme of the campaign, or nothing."""
    title: Mapped[str] = mapped_column(String(200))

    kind: Mapped[FileKind]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    original_name: Mapped[str] = mapped_column(String(200))
    """As the person's computer called it: to be shown, never a path."""

    filed_at: Mapped[datetime]
    filed_by_id: Mapped[str] = mapped_column(String(64))
    filed_by: Mapped[str] = mapped_column(String(100))
    replaces_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(f"{TABLE_PREFIX}filed_document.id"), unique=True
    )
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None] = mapped_column(String(100))
    void_reason: Mapped[str | None] = mapped_column(String(500))

    campaign: Mapped[Campaign] = relationship(lazy="joined", innerjoin=True)
    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    organization: Mapped[Organization | None] = relationship(lazy="joined")

    @property
    def storage_name(self) -> str:
        """Where the file is kept."""
        return document_storage_name(self.sha256, self.kind)

    def __repr__(self) -> str:
        return f"<FiledDocument {self.title!r} {self.document_class}>"


class MediaCoverage(Base):
    """宣传报道: where something about the campaign was reported."""

    __tablename__ = f"{TABLE_PREFIX}media_coverage"
    __table_args__ = (
        CheckConstraint(_VOIDED, name="reason_to_void"),
        CheckConstraint(
            "(scan_sha256 IS NULL) = (scan_kind IS NULL) AND "
            "(scan_sha256 IS NULL) = (scan_size IS NULL)",
            name="scan_whole",
        ),
        Index(None, "campaign_id", "published_on"),
    )

    id: Mapped[UUIDKey]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey(Organization.id), index=True)
    kind: Mapped[MediaKind]
    published_on: Mapped[date]
    outlet: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(500), default="")
    """http or https, or nothing."""
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
    scan_kind: Mapped[FileKind | None]
    scan_size: Mapped[int | None]
    scan_name: Mapped[str] = mapped_column(String(200), default="")

    entered_at: Mapped[datetime]
    entered_by_id: Mapped[str] = mapped_column(String(64))
    entered_by: Mapped[str] = mapped_column(String(100))
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None] = mapped_column(String(100))
    void_reason: Mapped[str | None] = mapped_column(String(500))

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    organization: Mapped[Organization | None] = relationship(lazy="joined")

    @property
    def scan_storage_name(self) -> str | None:
        """Where the scan is kept, if there is one."""
        if self.scan_sha256 is None or self.scan_kind is None:
            return None
        return document_storage_name(self.scan_sha256, self.scan_kind)


class HandOver(AppendOnly, Base):
    """移交: what a district compiled, or a unit filed, given to the city."""

    __tablename__ = f"{TABLE_PREFIX}hand_over"

    id: Mapped[UUIDKey]
    number: Mapped[str] = mapped_column(String(80), unique=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    from_area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    from_organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Organization.id), index=True
    )
    """The unit that hands over directly; None for a district's office."""
    to_area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    contents: Mapped[JSONObject]
    """Counts and digests as they stood (see services/archiving/compiling.py)."""
    note: Mapped[str] = mapped_column(String(500), default="")
    handed_over_at: Mapped[datetime]
    handed_over_by_id: Mapped[str] = mapped_column(String(64))
    handed_over_by: Mapped[str] = mapped_column(String(100))

    campaign: Mapped[Campaign] = relationship(lazy="joined", innerjoin=True)
    from_area: Mapped[Area] = relationship(foreign_keys=from_area_id, lazy="joined", innerjoin=True)
    to_area: Mapped[Area] = relationship(foreign_keys=to_area_id, lazy="joined", innerjoin=True)
    from_organization: Mapped[Organization | None] = relationship(lazy="joined")
    receipt: Mapped[HandOverReceipt | None] = relationship(
        back_populates="hand_over", lazy="joined"
    )
    entries: Mapped[list[HandOverEntry]] = relationship(
        order_by="HandOverEntry.position", viewonly=True
    )


class HandOverEntry(AppendOnly, Base):
    """One document of a hand-over, as it was when it was handed over."""

    __tablename__ = f"{TABLE_PREFIX}hand_over_entry"

    hand_over_id: Mapped[UUID] = mapped_column(ForeignKey(HandOver.id), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(
        ForeignKey(FiledDocument.id), primary_key=True, index=True
    )
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))

    document: Mapped[FiledDocument] = relationship(lazy="joined", innerjoin=True)


class HandOverReceipt(AppendOnly, Base):
    """回执: what the receiving office said; one to a hand-over."""

    __tablename__ = f"{TABLE_PREFIX}hand_over_receipt"
    __table_args__ = (
        CheckConstraint("(answer = 'received') = (number IS NOT NULL)", name="numbered"),
        CheckConstraint("(answer = 'returned') = (reason IS NOT NULL)", name="reason_to_return"),
    )

    id: Mapped[UUIDKey]
    hand_over_id: Mapped[UUID] = mapped_column(ForeignKey(HandOver.id), unique=True)
    answer: Mapped[Answer]
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    reason: Mapped[str | None] = mapped_column(String(500))
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[str] = mapped_column(String(64))
    answered_by: Mapped[str] = mapped_column(String(100))

    hand_over: Mapped[HandOver] = relationship(back_populates="receipt")


class PackageOrder(AppendOnly, Base):
    """For which organization a job packs, where it is for one."""

    __tablename__ = f"{TABLE_PREFIX}package_order"

    job_id: Mapped[UUID] = mapped_column(ForeignKey(Job.id), primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)

    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)


class Package(AppendOnly, Base):
    """A ZIP of the archive that a job made."""

    __tablename__ = f"{TABLE_PREFIX}package"
    __table_args__ = (
        UniqueConstraint("job_id"),
        Index(None, "area_id", "contents_digest"),
    )

    id: Mapped[UUIDKey]
    job_id: Mapped[UUID] = mapped_column(ForeignKey(Job.id))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id))
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey(Organization.id), index=True)
    contents_digest: Mapped[str] = mapped_column(String(64))
    """Of what was to be packed: while it is the same, the package is used again."""
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[int]
    errors: Mapped[JSONObject]
    """``files``: what could not be read, as a list of path and title."""
    created_at: Mapped[datetime]

    @property
    def storage_name(self) -> str:
        """Where the file is kept."""
        return package_storage_name(self.sha256)
