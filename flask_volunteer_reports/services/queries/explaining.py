"""What a total is made of: areas, organizations, activities - each part is a total of its own.

The totals of areas and organizations are summary rows; the parts of an area are those of the areas
and organizations below it, so they cost the same however many entries there are. What an
organization recorded stays with the area in which it was then: for those that moved, and only for
them, records are added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session

from ...models import (
    Activity,
    Area,
    Campaign,
    HoursSummary,
    Organization,
    OrganizationMove,
    Project,
    ServiceRecord,
)
from .paging import Page, fetch_page
from .slices import Slice


@dataclass(frozen=True, slots=True)
class Sums:
    """Minutes and records of some owner."""

    check_in_minutes: int = 0
    other_minutes: int = 0
    records: int = 0
    """Those with minutes."""

    @property
    def service_minutes(self) -> int:
        """All of it."""
        return self.check_in_minutes + self.other_minutes


@dataclass(frozen=True, slots=True)
class Part:
    """One of the totals that a total is the sum of."""

    id: UUID
    name: str
    sums: Sums
    is_area: bool = False
    moved: bool = False
    """The organization has been in other areas too; this is what it recorded in this one."""
    starts_at: datetime | None = None
    """Of an activity."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose hours are explained, in which campaign, and which part of them."""

    owner: Area | Organization
    campaign: Campaign
    slice: Slice
    within: Area | None = None
    """Of an organization that moved: only what it recorded in this area."""


def total_of(session: Session, asked: Asked) -> Sums:
    """Return the total that is to be explained: the same summary row as every page shows.

    Raises:
        NotFound: The campaign has no such theme.
    """
    if asked.within:
        found = session.execute(_grouped(asked, _recorded(asked), literal(1))).first()
        return Sums(*found[1:]) if found else Sums()
    row = session.get(HoursSummary, (asked.owner.id, asked.campaign.id, asked.slice.key))
    asked.slice.check_known(asked.campaign, has_hours=row is not None)
    return Sums(row.check_in_minutes, row.other_minutes, row.records) if row else Sums()


def parts_of(session: Session, asked: Asked, *, number: int, size: int) -> Page[Part]:
    """Return the parts of a total, the largest first; together they are the total."""
    if isinstance(asked.owner, Area):
        return _below_area(session, asked, asked.owner, number, size)
    sums = _grouped(asked, _recorded(asked), ServiceRecord.activity_id).subquery()
    rows = (
        select(Activity.id, Project.title, *_columns(sums), Activity.starts_at)
        .join(sums, sums.c.owner_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .order_by(Activity.starts_at.desc(), Activity.id)
    )
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page(
        [Part(row[0], row[1], Sums(*row[2:5]), starts_at=row[5]) for row in found],
        number,
        size,
        total,
    )


def areas_above(session: Session, areas: Any, owner: Area | Organization) -> Sequence[Area]:
    """Return the areas above an owner that are among *areas*, the highest first."""
    lowest = owner if isinstance(owner, Area) else owner.area
    codes = lowest.path.removesuffix("/").split("/")
    paths = ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    found = session.scalars(areas.where(Area.path.in_(paths)).order_by(Area.path)).all()
    return [area for area in found if area.id != owner.id]


def _below_area(session: Session, asked: Asked, area: Area, number: int, size: int) -> Page[Part]:
    movers = (
        select(OrganizationMove.organization_id)
        .where(
            or_(OrganizationMove.from_area_id == area.id, OrganizationMove.to_area_id == area.id)
        )
        .distinct()
    )
    of_slice = and_(
        HoursSummary.campaign_id == asked.campaign.id,
        HoursSummary.slice == asked.slice.key,
        HoursSummary.records > 0,
    )
    moved = _grouped(
        asked,
        (ServiceRecord.organization_id.in_(movers), ServiceRecord.area_id == area.id),
        ServiceRecord.organization_id,
    ).subquery()
    parts = union_all(
        select(Area.id, Area.name, *_columns(HoursSummary), *_marks(area=True))
        .join(HoursSummary, HoursSummary.owner_id == Area.id)
        .where(Area.parent_id == area.id, of_slice),
        select(Organization.id, Organization.name, *_columns(HoursSummary), *_marks())
        .join(HoursSummary, HoursSummary.owner_id == Organization.id)
        .where(Organization.area_id == area.id, of_slice, Organization.id.not_in(movers)),
        select(Organization.id, Organization.name, *_columns(moved), *_marks(moved=True)).join(
            moved, moved.c.owner_id == Organization.id
        ),
    ).subquery()
    minutes = parts.c.check_in_minutes + parts.c.other_minutes
    rows = select(parts).order_by(parts.c.is_area.desc(), minutes.desc(), parts.c.name, parts.c.id)
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page(
        [Part(row[0], row[1], Sums(*row[2:5]), bool(row[5]), bool(row[6])) for row in found],
        number,
        size,
        total,
    )


def _recorded(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    within = ServiceRecord.area_id == asked.within.id if asked.within else true()
    return ServiceRecord.organization_id == asked.owner.id, within


def _grouped(asked: Asked, conditions: tuple[ColumnElement[bool], ...], by: Any) -> Any:
    """Add records up by something."""
    return (
        select(
            by.label("owner_id"),
            func.sum(ServiceRecord.check_in_minutes).label("check_in_minutes"),
            func.sum(ServiceRecord.other_minutes).label("other_minutes"),
            func.count().label("records"),
        )
        .where(
            *conditions,
            ServiceRecord.campaign_id == asked.campaign.id,
            asked.slice.records,
            ServiceRecord.stands(),
        )
        .group_by(by)
    )


def _columns(of: Any) -> tuple[Any, Any, Any]:
    columns = getattr(of, "c", of)
    return columns.check_in_minutes, columns.other_minutes, columns.records


def _marks(*, area: bool = False, moved: bool = False) -> tuple[Any, Any]:
    return literal(area).label("is_area"), literal(moved).label("moved")
