"""Lists of the directory: organizations, areas, roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from ...domain.directory import Affiliation, AreaLevel, OrganizationKind, Role
from ...models import Area, Organization, RoleGrant
from ..rows import Rows
from .paging import Page, contains, fetch_page


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFilter:
    """What the list of organizations is narrowed to; None and empty mean all."""

    text: str = ""
    affiliation: Affiliation | None = None
    kind: OrganizationKind | None = None
    area_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """One organization in a list; nothing personal in it."""

    id: UUID
    code: str
    name: str
    affiliation: Affiliation
    kind: OrganizationKind
    area: str
    dissolved_on: date | None


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area with the names of those above it, below the city: 惠城区 / 桥东街道."""

    id: UUID
    code: str
    name: str
    level: AreaLevel
    path: str
    full_name: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of one person."""

    id: UUID
    person_id: str
    person_name: str
    role: Role
    scope: str
    from_on: date
    until_on: date | None
    ended_at: datetime | None
    granted_by: str


def organizations(
    session: Session,
    scope: ColumnElement[bool],
    wanted: OrganizationFilter,
    *,
    number: int,
    size: int,
) -> Page[OrganizationRow]:
    """List organizations in *scope*, in order of code."""
    rows: Rows = (
        select(
            Organization.id,
            Organization.code,
            Organization.name,
            Organization.affiliation,
            Organization.kind,
            Area.name.label("area"),
            Organization.dissolved_on,
        )
        .join(Area, Organization.area_id == Area.id)
        .where(scope)
        .order_by(Organization.code)
    )
    if wanted.text:
        rows = rows.where(contains(wanted.text, Organization.name, Organization.code))
    if wanted.affiliation:
        rows = rows.where(Organization.affiliation == wanted.affiliation)
    if wanted.kind:
        rows = rows.where(Organization.kind == wanted.kind)
    if wanted.area_id:
        path = select(Area.path).where(Area.id == wanted.area_id).scalar_subquery()
        rows = rows.where(Area.within(path))
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page([OrganizationRow(*row) for row in found], number, size, total)


def area_choices(
    session: Session, *, below: str = "", levels: Sequence[AreaLevel] = tuple(AreaLevel)
) -> list[AreaChoice]:
    """List areas in the order of their paths.

    Args:
        below: Only the area with this path and what lies below it.
        levels: Only these levels.
    """
    areas = session.execute(
        select(Area.id, Area.code, Area.name, Area.level, Area.path).order_by(Area.path)
    ).all()
    names = {area.path: area.name for area in areas}
    return [
        AreaChoice(
            area.id, area.code, area.name, area.level, area.path, _full_name(area.path, names)
        )
        for area in areas
        if area.path.startswith(below) and area.level in levels
    ]


def roles(
    session: Session,
    scope: ColumnElement[bool],
    *,
    text: str,
    number: int,
    size: int,
) -> Page[RoleRow]:
    """List roles in *scope*, those that run first, then by person."""
    rows: Rows = (
        select(RoleGrant, Organization.name, Area.name)
        .outerjoin(Organization, RoleGrant.organization_id == Organization.id)
        .outerjoin(Area, RoleGrant.area_id == Area.id)
        .where(scope)
        .order_by(RoleGrant.ended_at.is_not(None), RoleGrant.person_name, RoleGrant.id)
    )
    if text:
        rows = rows.where(
            or_(
                contains(text, RoleGrant.person_name, RoleGrant.person_id),
                contains(text, Organization.name, Area.name),
            )
        )
    found, number, total = fetch_page(session, rows, number=number, size=size)
    items = [
        RoleRow(
            grant.id,
            grant.person_id,
            grant.person_name,
            grant.role,
            organization or area,
            grant.from_on,
            grant.until_on,
            grant.ended_at,
            grant.granted_by,
        )
        for grant, organization, area in found
    ]
    return Page(items, number, size, total)


def _full_name(path: str, names: dict[str, str]) -> str:
    codes = path.rstrip("/").split("/")
    paths = ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    known = [names[path] for path in paths if path in names]
    return " / ".join(known[1:] or known)
