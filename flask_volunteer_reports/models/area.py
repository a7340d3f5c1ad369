"""Areas: city, district, subdistrict, community."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, ScalarSelect, String, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.directory import AreaLevel
from .base import TABLE_PREFIX, Base, UUIDKey


class Area(Base):
    """A city, a county or district, a subdistrict or town, a community."""

    __tablename__ = f"{TABLE_PREFIX}area"
    __table_args__ = (CheckConstraint("(level = 'city') = (parent_id IS NULL)", name="parent"),)

    id: Mapped[UUIDKey]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[AreaLevel]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey(f"{TABLE_PREFIX}area.id"), index=True)

    path: Mapped[str] = mapped_column(String(160), unique=True)
    """The codes from the city down, each followed by ``/``; what lies below starts with it."""

    civility_office: Mapped[str] = mapped_column(String(100), default="")
    """文明办 of the area."""
    federation: Mapped[str] = mapped_column(String(100), default="")
    """志愿服务联合会 of the area."""

    weekly_report_number: Mapped[str] = mapped_column(String(120), default="")
    """How the office numbers its papers (domain/register.py); empty for the usual way."""
    annex1_number: Mapped[str] = mapped_column(String(120), default="")
    annex2_number: Mapped[str] = mapped_column(String(120), default="")

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    parent: Mapped[Area | None] = relationship(remote_side="Area.id")

    @classmethod
    def within(cls, path: str | ScalarSelect[str]) -> ColumnElement[bool]:
        """Condition: an area is the one with *path* or lies below it.

        By its exact letters: SQLite's LIKE would take ``EAST/`` for ``east/``.
        """
        return func.substr(cls.path, 1, func.length(path)) == path

    def __repr__(self) -> str:
        return f"<Area {self.path}>"
