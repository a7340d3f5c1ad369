"""What all tables share: prefix, names of constraints, aware instants, ids, and no deletion."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

TABLE_PREFIX = "volunteer_reports_"


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC without zone in the database."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Store UTC; refuse an instant without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"An instant needs a time zone: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


JSONObject = dict[str, Any]
"""Plain data in a column; by this name, because SQLAlchemy 2.0.23 cannot read the type itself."""


def checked_text(members: type[enum.StrEnum], name: str | None = None) -> sa.Enum:
    """Keep members of an enumeration as texts that a constraint checks.

    Args:
        name: Of the constraint, where a table has two columns of the same enumeration.
    """
    return sa.Enum(
        members,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Our own metadata; the session and the engine are the host's."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UTCDateTime(),
        JSONObject: sa.JSON(),
        enum.StrEnum: checked_text(enum.StrEnum),
    }


UUIDKey = Annotated[UUID, mapped_column(primary_key=True, default=uuid4)]


class AppendOnly:
    """Mixed into tables whose rows are written once and never changed."""


@event.listens_for(Session, "before_flush")
def _nothing_is_deleted(session: Session, _context: object, _instances: object) -> None:
    """Hold the rule of the house where no use case can get round it."""
    for row in session.deleted:
        if isinstance(row, Base):
            raise RuntimeError(f"Nothing is deleted: {row!r}")
    for row in session.dirty:
        if isinstance(row, AppendOnly) and session.is_modified(row):
            raise RuntimeError(f"Written once, never changed: {row!r}")
