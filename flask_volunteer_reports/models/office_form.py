"""An office's own forms of the papers: versions, what trying them showed, which is in use."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.office_forms import FormName
from .area import Area
from .base import TABLE_PREFIX, AppendOnly, Base, JSONObject, UUIDKey
from .job import Job


class OfficeForm(AppendOnly, Base):
    """One version of a form; uploading it again adds a row."""

    __tablename__ = f"{TABLE_PREFIX}office_form"
    __table_args__ = (
        UniqueConstraint(
            "area_id", "name", "number", name="uq_volunteer_reports_office_form_number"
        ),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[UUIDKey]
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    name: Mapped[FormName]
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    note: Mapped[str] = mapped_column(String(200))
    """What is new in it, for those who choose a version later."""
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[str] = mapped_column(String(100))

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)

    @property
    def storage_name(self) -> str:
        """Where the file is kept."""
        return form_storage_name(self.sha256)


class FormCheck(AppendOnly, Base):
    """What came of trying a version with invented facts; the newest stands."""

    __tablename__ = f"{TABLE_PREFIX}form_check"
    __table_args__ = (
        CheckConstraint("usable = (preview_sha256 IS NOT NULL)", name="preview_where_usable"),
    )

    id: Mapped[UUIDKey]
    form_id: Mapped[UUID] = mapped_column(ForeignKey(OfficeForm.id), index=True)
    job_id: Mapped[UUID] = mapped_column(ForeignKey(Job.id), unique=True)
    checked_at: Mapped[datetime]
    usable: Mapped[bool]
    faults: Mapped[JSONObject]
    """Under ``faults``, as services/archiving/form_check.py writes them."""
    beside: Mapped[str] = mapped_column(String(64))
    """Digest of the other forms with which it was tried."""
    preview_sha256: Mapped[str | None] = mapped_column(String(64))

    @property
    def preview_storage_name(self) -> str:
        """Where the preview is kept, where there is one."""
        return form_storage_name(str(self.preview_sha256))


class FormUse(AppendOnly, Base):
    """From when on which version is used; of an area and a form the highest number stands."""

    __tablename__ = f"{TABLE_PREFIX}form_use"
    __table_args__ = (
        UniqueConstraint("area_id", "name", "number", name="uq_volunteer_reports_form_use_number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[UUIDKey]
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    name: Mapped[FormName]
    number: Mapped[int]
    form_id: Mapped[UUID | None] = mapped_column(ForeignKey(OfficeForm.id), index=True)
    """None: the office has no form of its own any more."""
    at: Mapped[datetime]
    by_id: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(100))


def form_storage_name(sha256: str) -> str:
    """Name the stored file of a form or its preview: content-addressed."""
    return f"forms/{sha256[:2]}/{sha256}"
