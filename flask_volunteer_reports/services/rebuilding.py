"""Make the summary rows anew from records and registrations, and tell whether they were right.

The database adds up; nothing of it passes through here, however many records there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import aliased

from ..models import (
    WHOLE,
    Area,
    HoursSummary,
    Membership,
    RegistrationSummary,
    ServiceRecord,
    Volunteer,
)
from .unit_of_work import UnitOfWork

_HOURS: Any = HoursSummary.__table__
_REGISTERED: Any = RegistrationSummary.__table__


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many summary rows there are, and how many of them did not say what they should."""

    hours: int
    wrong_hours: int
    registrations: int
    wrong_registrations: int

    @property
    def were_equal(self) -> bool:
        """Whether every row said just what the records and registrations come to."""
        return not self.wrong_hours and not self.wrong_registrations


def rebuild_summaries(uow: UnitOfWork, *, check_only: bool = False) -> Rebuilt:
    """Compare all summary rows with what they sum up, and put wrong ones right.

    Args:
        check_only: Change nothing.
    """
    with uow.transaction(audited=False) as session:
        connection = session.connection()
        _hold(connection)
        places = _places(connection)
        hours = _temporary(connection, _HOURS)
        for rows in _expected_hours(connection, places):
            connection.execute(sa.insert(hours).from_select([c.name for c in hours.c], rows))
        registered = _temporary(connection, _REGISTERED)
        for rows in _expected_registrations(places):
            names = [c.name for c in registered.c]
            connection.execute(sa.insert(registered).from_select(names, rows))
        result = Rebuilt(
            _count(connection, hours),
            _differing(connection, _HOURS, hours),
            _count(connection, registered),
            _differing(connection, _REGISTERED, registered),
        )
        if not check_only and not result.were_equal:
            _put_right(connection, _HOURS, hours)
            _put_right(connection, _REGISTERED, registered)
        for table in (hours, registered, places):
            table.drop(connection)
    return result


def _hold(connection: sa.Connection) -> None:
    """Let whoever would write summary rows meanwhile wait; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text(f"LOCK TABLE {_HOURS.name}, {_REGISTERED.name} IN SHARE ROW EXCLUSIVE MODE")
        )


def _temporary(connection: sa.Connection, like: sa.Table) -> sa.Table:
    """Make an empty table of the same columns that only this connection sees."""
    table = sa.Table(
        f"rebuilt_{like.name}",
        sa.MetaData(),
        *(
            sa.Column(column.name, column.type, primary_key=column.primary_key)
            for column in like.columns
        ),
        prefixes=["TEMPORARY"],
    )
    table.drop(connection, checkfirst=True)
    table.create(connection, checkfirst=False)
    return table


def _places(connection: sa.Connection) -> sa.Table:
    """Note for each area which areas it lies in, itself included."""
    id_ = Area.__table__.c.id
    table = _temporary(
        connection,
        sa.Table(
            "areas_above",
            sa.MetaData(),
            sa.Column("area_id", id_.type, primary_key=True),
            sa.Column("above_id", id_.type, primary_key=True),
        ),
    )
    below, above = aliased(Area), aliased(Area)
    in_it = func.substr(below.path, 1, func.length(above.path)) == above.path
    pairs = select(below.id, above.id).join(above, in_it)
    connection.execute(sa.insert(table).from_select(["area_id", "above_id"], pairs))
    return table


def _expected_hours(connection: sa.Connection, places: sa.Table) -> Iterator[Any]:
    """Add records up, owner by owner and slice by slice: each question fits into a sort."""
    record = ServiceRecord
    place, home = places.alias(), places.alias()
    of_members = (
        Membership,
        sa.and_(
            Membership.volunteer_id == record.volunteer_id,
            Membership.organization_id == record.organization_id,
            Membership.ended_at.is_(None),
        ),
        True,
    )
    lives_there = (home.c.area_id == Volunteer.area_id) & (home.c.above_id == place.c.above_id)
    of_areas = (
        (place, place.c.area_id == record.area_id, False),
        (Volunteer, Volunteer.id == record.volunteer_id, False),
        (home, lives_there, True),
    )
    for owner_id, of_area, is_registered, joins in (
        (record.organization_id, sa.false(), Membership.id.is_not(None), (of_members,)),
        (place.c.above_id, sa.true(), home.c.above_id.is_not(None), of_areas),
    ):
        registered = sa.case((is_registered, record.volunteer_id))
        for part, by, conditions in _slices(connection):
            rows: Any = select(
                owner_id,
                record.campaign_id,
                part.label("slice"),
                of_area,
                func.sum(record.check_in_minutes),
                func.sum(record.other_minutes),
                func.sum(record.check_in_minutes + record.other_minutes),
                func.count(),
                func.count(record.volunteer_id.distinct()),
                func.count(registered.distinct()),
            ).select_from(record)
            for table, on, outer in joins:
                rows = rows.join(table, on, isouter=outer)
            yield rows.where(record.stands(), *conditions).group_by(
                owner_id, record.campaign_id, *by
            )


def _slices(connection: sa.Connection) -> Iterator[tuple[Any, Sequence[Any], Sequence[Any]]]:
    """Name each kind of slice, what it is grouped by, and which records are in it."""
    yield literal(WHOLE), (), ()
    yield literal("month:").concat(ServiceRecord.month), (ServiceRecord.month,), ()
    texts = connection.scalars(select(ServiceRecord.themes).distinct()).all()
    for code in sorted({code for text in texts for code in text.split(",") if code}):
        of_theme = ServiceRecord.themes.contains(f",{code},", autoescape=True)
        yield literal(f"theme:{code}"), (), (of_theme,)


def _expected_registrations(places: sa.Table) -> Iterator[Any]:
    yield (
        select(Membership.organization_id, func.count())
        .where(Membership.ended_at.is_(None))
        .group_by(Membership.organization_id)
    )
    living = (
        select(Volunteer.area_id, func.count().label("registered"))
        .group_by(Volunteer.area_id)
        .subquery()
    )
    yield (
        select(places.c.above_id, func.sum(living.c.registered))
        .join(living, living.c.area_id == places.c.area_id)
        .group_by(places.c.above_id)
    )


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _differing(connection: sa.Connection, kept: sa.Table, rebuilt: sa.Table) -> int:
    """Count the rows that are wrong, missing, or there for nothing."""
    wrong = (
        select(func.count())
        .select_from(rebuilt.outerjoin(kept, _same_key(kept, rebuilt)))
        .where(sa.or_(*(kept.c[n].is_(None) | (kept.c[n] != rebuilt.c[n]) for n in _values(kept))))
    )
    return (connection.scalar(wrong) or 0) + (
        connection.scalar(select(func.count()).select_from(kept).where(_for_nothing(kept, rebuilt)))
        or 0
    )


def _put_right(connection: sa.Connection, kept: sa.Table, rebuilt: sa.Table) -> None:
    """Write what was rebuilt over what stands; what stands for nothing comes to nothing."""
    connection.execute(
        sa.update(kept).where(_for_nothing(kept, rebuilt)).values(dict.fromkeys(_sums(kept), 0))
    )
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    names = [column.name for column in kept.columns]
    added = insert(kept).from_select(names, select(rebuilt).where(sa.true()))
    connection.execute(
        added.on_conflict_do_update(
            index_elements=list(kept.primary_key.columns),
            set_={name: added.excluded[name] for name in _values(kept)},
        )
    )


def _for_nothing(kept: sa.Table, rebuilt: sa.Table) -> Any:
    stands = sa.or_(*(kept.c[name] != 0 for name in _sums(kept)))
    return stands & ~select(literal(1)).where(_same_key(kept, rebuilt)).correlate(kept).exists()


def _same_key(kept: sa.Table, rebuilt: sa.Table) -> Any:
    return sa.and_(*(kept.c[c.name] == rebuilt.c[c.name] for c in kept.primary_key.columns))


def _sums(table: sa.Table) -> list[str]:
    return [name for name in _values(table) if not isinstance(table.c[name].type, sa.Boolean)]


def _values(table: sa.Table) -> list[str]:
    return [column.name for column in table.columns if not column.primary_key]
