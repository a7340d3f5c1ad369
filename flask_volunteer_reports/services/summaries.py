"""Summary rows: kept with every record and every registration, in the same transaction.

A record counts for its organization, for the area of the organization and for all areas above; in
each of them as a whole, by theme and by month. A volunteer is active in one of these cells while
the person has at least one record with minutes in it; some of the active are registered with the
owner of the cell. Callers hold the volunteers whose records, membership or area change, so that
neither changes while the other is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ..models import (
    WHOLE,
    Area,
    HoursSummary,
    Membership,
    RegistrationSummary,
    ServiceRecord,
    Volunteer,
)

Cell = tuple[UUID, UUID, str]
"""Owner, campaign, slice."""
_KEYS = ("owner_id", "campaign_id", "slice")
_SUMS = (
    *("check_in_minutes", "other_minutes", "service_minutes"),
    *("records", "active", "active_registered"),
)


def add_to_summaries(session: Session, changed: Sequence[tuple[ServiceRecord, int, int]]) -> None:
    """Bring the summary rows up to date after records were begun or changed.

    Args:
        changed: Each record, sent to the database already, with the check-in minutes and the other
            minutes that it had before; both 0 for a new one.
    """
    turned = [row for row in changed if (row[0].service_minutes > 0) != (row[1] + row[2] > 0)]
    others = _others(session, [record for record, *_ in turned]) if turned else ()
    homes = _homes(session, {record.volunteer_id for record, *_ in turned}) if turned else ()
    rows = (*(record for record, *_ in changed), *others, *homes)
    areas = areas_above(session, {row.area_id for row in rows})
    changes: dict[Cell, _Change] = defaultdict(_Change)
    for record, check_in, other in changed:
        for cell in cells_of(record, areas[record.area_id]):
            changes[cell].count(record, check_in, other)
    _count_active(turned, others, homes, areas, changes)
    organizations = {record.organization_id for record, *_ in changed}
    for (owner_id, *_), change in changes.items():
        change.of_area = owner_id not in organizations
    _upsert(session, HoursSummary, _KEYS, _SUMS, _rows(changes))


def areas_above(session: Session, area_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return for each area its own id and those of all areas above it."""
    paths = {
        row.id: _paths_above(row.path)
        for row in session.execute(select(Area.id, Area.path).where(Area.id.in_(set(area_ids))))
    }
    every = {path for above in paths.values() for path in above}
    ids = {
        row.path: row.id
        for row in session.execute(select(Area.id, Area.path).where(Area.path.in_(every)))
    }
    return {area_id: [ids[path] for path in above] for area_id, above in paths.items()}


def _paths_above(path: str) -> list[str]:
    """Cut ``city/east/`` into ``city/`` and ``city/east/``."""
    codes = path.removesuffix("/").split("/")
    return ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]


def cells_of(record: ServiceRecord, areas: Iterable[UUID]) -> Iterator[Cell]:
    """List the summary rows that a record counts in."""
    slices = [WHOLE, f"month:{record.month}"]
    slices += [f"theme:{code}" for code in record.themes.split(",") if code]
    for owner_id in (record.organization_id, *areas):
        for part in slices:
            yield owner_id, record.campaign_id, part


def count_registered(session: Session, changes: Mapping[UUID, int]) -> None:
    """Add to the numbers of registered volunteers of organizations and areas.

    Args:
        changes: Organization or area to how many more, or fewer.
    """
    rows = [
        {"owner_id": owner_id, "registered": change}
        for owner_id, change in sorted(changes.items())
        if change
    ]
    _upsert(session, RegistrationSummary, ("owner_id",), ("registered",), rows)


def count_active_registered(session: Session, changes: Mapping[UUID, Mapping[UUID, int]]) -> None:
    """Bring up to date how many of the active are registered, after volunteers came or went.

    Args:
        changes: Volunteer to organizations and areas: 1 where the volunteer is registered now and
            was not before, -1 where no more.
    """
    standing = _standing(session, changes.keys())
    areas = areas_above(session, {record.area_id for record in standing})
    active: dict[UUID, set[Cell]] = defaultdict(set)
    for record in standing:
        active[record.volunteer_id].update(cells_of(record, areas[record.area_id]))
    found: dict[Cell, _Change] = defaultdict(_Change)
    for volunteer_id, cells in active.items():
        for cell in cells:
            if change := changes[volunteer_id].get(cell[0], 0):
                found[cell].active_registered += change
    if found:
        # All these rows stand already; none would pass the checks as a new one.
        _update(session, HoursSummary, _KEYS, _SUMS, _rows(found))


@dataclass(slots=True)
class _Change:
    """What is to be added to one summary row."""

    of_area: bool = False
    check_in_minutes: int = 0
    other_minutes: int = 0
    service_minutes: int = 0
    records: int = 0
    active: int = 0
    active_registered: int = 0

    def count(self, record: ServiceRecord, check_in: int, other: int) -> None:
        self.check_in_minutes += record.check_in_minutes - check_in
        self.other_minutes += record.other_minutes - other
        self.service_minutes += record.service_minutes - check_in - other
        self.records += (record.service_minutes > 0) - (check_in + other > 0)


def _count_active(
    turned: Sequence[tuple[ServiceRecord, int, int]],
    others: Sequence[Any],
    homes: Sequence[Any],
    areas: Mapping[UUID, list[UUID]],
    changes: Mapping[Cell, _Change],
) -> None:
    """Find the cells in which a volunteer has become active, or no longer is.

    The other records of the same volunteers say in which cells they are active anyway.
    """
    stays: dict[UUID, set[Cell]] = defaultdict(set)
    for row in others:
        stays[row.volunteer_id].update(cells_of(row, areas[row.area_id]))
    registered: dict[UUID, set[UUID]] = defaultdict(set)
    for row in homes:
        registered[row.volunteer_id].update((row.organization_id, *areas[row.area_id]))
    net: dict[tuple[UUID, Cell], list[bool]] = {}
    for record, check_in, other in turned:
        for cell in cells_of(record, areas[record.area_id]):
            was_is = net.setdefault((record.volunteer_id, cell), [False, False])
            was_is[0] |= check_in + other > 0
            was_is[1] |= record.service_minutes > 0
    for (volunteer_id, cell), (was, is_now) in net.items():
        if cell not in stays[volunteer_id]:
            changes[cell].active += is_now - was
            if cell[0] in registered[volunteer_id]:
                changes[cell].active_registered += is_now - was


def _standing(
    session: Session, volunteer_ids: Collection[UUID], *conditions: ColumnElement[bool]
) -> Sequence[Any]:
    """Read what the volunteers have in the ledger, as far as it says which cells that is in."""
    return session.execute(
        select(
            ServiceRecord.volunteer_id,
            ServiceRecord.organization_id,
            ServiceRecord.campaign_id,
            ServiceRecord.area_id,
            ServiceRecord.themes,
            ServiceRecord.month,
        )
        .where(ServiceRecord.volunteer_id.in_(volunteer_ids), ServiceRecord.stands(), *conditions)
        .distinct()
    ).all()


def _others(session: Session, records: Sequence[ServiceRecord]) -> Sequence[Any]:
    """Read what the volunteers of *records* have beside them in the same campaign."""
    return _standing(
        session,
        {record.volunteer_id for record in records},
        ServiceRecord.campaign_id == records[0].campaign_id,
        ServiceRecord.id.not_in([record.id for record in records]),
    )


def _homes(session: Session, volunteer_ids: Collection[UUID]) -> Sequence[Any]:
    """Read where volunteers live and, a row for each, to which organizations they belong."""
    standing = and_(Membership.volunteer_id == Volunteer.id, Membership.ended_at.is_(None))
    return session.execute(
        select(Volunteer.id.label("volunteer_id"), Volunteer.area_id, Membership.organization_id)
        .outerjoin(Membership, standing)
        .where(Volunteer.id.in_(volunteer_ids))
    ).all()


def _rows(changes: Mapping[Cell, _Change]) -> list[dict[str, Any]]:
    """Put the changes in one order, so that two who write at once never wait in a circle."""
    return [
        dict(zip(_KEYS, cell, strict=True)) | asdict(change)
        for cell, change in sorted(changes.items())
    ]


def _upsert(
    session: Session,
    table: Any,
    keys: tuple[str, ...],
    sums: tuple[str, ...],
    rows: list[dict[str, Any]],
) -> None:
    """Add *rows* to what stands, in their order; a row that is not there yet stands at nothing."""
    for less, run in groupby(rows, lambda row: any(row[name] < 0 for name in sums)):
        # What becomes less stands already, and a row below zero is refused before it is added.
        (_update if less else _insert)(session, table, keys, sums, list(run))


def _update(
    session: Session,
    table: Any,
    keys: tuple[str, ...],
    sums: tuple[str, ...],
    rows: list[dict[str, Any]],
) -> None:
    columns = table.__table__.c
    session.connection().execute(
        update(table.__table__)
        .where(*(columns[key] == bindparam(f"of_{key}") for key in keys))
        .values({name: columns[name] + bindparam(f"more_{name}") for name in sums}),
        [
            {f"of_{key}": row[key] for key in keys} | {f"more_{name}": row[name] for name in sums}
            for row in rows
        ],
    )


def _insert(
    session: Session,
    table: Any,
    keys: tuple[str, ...],
    sums: tuple[str, ...],
    rows: list[dict[str, Any]],
) -> None:
    connection = session.connection()
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    # One row a statement: that one is compiled once and for all.
    added = insert(table.__table__)
    connection.execute(
        added.on_conflict_do_update(
            index_elements=keys,
            set_={name: getattr(table, name) + added.excluded[name] for name in sums},
        ),
        rows,
    )
