"""The organizations of an area with their figures: sorted, paged, searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from ...models import Area, Campaign, HoursSummary, Organization, RegistrationSummary
from ..rows import Rows
from .figures import COUNTS, FigureRow, of, tally_of, with_counts
from .paging import Page, contains, count, within
from .slices import ALL, Slice


class FigureSort(StrEnum):
    """What organizations are sorted by; numbers begin with the greatest, names with the first."""

    HOURS = "hours"
    HOURS_PER_REGISTERED = "hours_per_registered"
    HOURS_PER_ACTIVE = "hours_per_active"
    SHARE_WITH_RECORDS = "share_with_records"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationOrder:
    """Which organizations are listed, and in which order."""

    text: str = ""
    """Part of the name or code."""
    sort: FigureSort = FigureSort.HOURS
    reverse: bool = False


def by_organization(
    session: Session,
    campaign: Campaign,
    area: Area,
    order: OrganizationOrder,
    part: Slice = ALL,
    *,
    number: int,
    size: int,
) -> Page[FigureRow]:
    """List one page of the organizations that have their seat in an area or below it.

    Dissolved ones as well: their hours still count. In order of hours a page costs the same however
    many organizations there are; in another order they are sorted.
    """
    listed = _listed(session, area, order.text)
    total = count(session, select(Organization.id).where(listed))
    number = within(number, size, total)
    offset = (number - 1) * size
    rows = with_counts(_ROWS, Organization.id, campaign, part)
    if order.sort is FigureSort.HOURS:
        parts = _by_hours(campaign, part, listed, reverse=order.reverse)
        ids = _run(session, parts, offset, size)
        found = session.execute(rows.where(Organization.id.in_(ids))).all()
        found = sorted(found, key=lambda row: ids.index(row.id))
    else:
        rows = rows.where(listed).order_by(*_order(order), Organization.code)
        found = session.execute(rows.limit(size).offset(offset)).all()
    return Page([_organization_row(row) for row in found], number, size, total)


def all_organizations(session: Session, campaign: Campaign, area: Area) -> list[FigureRow]:
    """List all of them, in order of code, for a workbook."""
    rows = with_counts(_ROWS, Organization.id, campaign, ALL).where(_listed(session, area, ""))
    return [_organization_row(row) for row in session.execute(rows.order_by(Organization.code))]


_ROWS: Rows = select(Organization.code, Organization.name, Organization.id, *COUNTS)


def _listed(session: Session, area: Area, text: str) -> ColumnElement[bool]:
    """Condition: an organization has its seat in the area or below it, and *text* in its name.

    The areas are named one by one: PostgreSQL would take a path for that of one area, and sort all
    organizations where it could follow the index of the hours for a page.
    """
    area_ids = session.scalars(select(Area.id).where(Area.within(area.path))).all()
    seated = Organization.area_id.in_(area_ids)
    return and_(seated, contains(text, Organization.name, Organization.code)) if text else seated


def _by_hours(
    campaign: Campaign, part: Slice, listed: ColumnElement[bool], *, reverse: bool
) -> list[Rows]:
    """Return the ids of organizations with hours as their index has them, and of those without.

    Those without have no summary row, or one that came to nothing; they follow in order of code, or
    go before where the least are wanted first.
    """
    minutes = HoursSummary.service_minutes
    standing = select(HoursSummary.owner_id).where(
        *of(campaign, part), ~HoursSummary.of_area, minutes > 0
    )
    order = (
        (minutes, HoursSummary.owner_id)
        if reverse
        else (minutes.desc(), HoursSummary.owner_id.desc())
    )
    its = Organization.id == HoursSummary.owner_id
    given = standing.where(select(Organization.id).where(its, listed).exists()).order_by(*order)
    none = select(Organization.id).where(listed, ~standing.where(its).exists())
    none = none.order_by(Organization.code)
    return [none, given] if reverse else [given, none]


def _run(session: Session, parts: Sequence[Rows], offset: int, size: int) -> list[UUID]:
    """Read on from *offset* through parts that follow each other."""
    found: list[UUID] = []
    for rows in parts:
        taken = session.scalars(rows.limit(size - len(found)).offset(offset)).all()
        found += taken
        if len(found) == size:
            break
        offset = 0 if taken else offset - count(session, rows)
    return found


def _order(order: OrganizationOrder) -> tuple[Any, ...]:
    if order.sort is FigureSort.NAME:
        return (Organization.name.desc() if order.reverse else Organization.name,)
    minutes = HoursSummary.service_minutes
    value = {
        FigureSort.HOURS_PER_REGISTERED: _ratio(minutes, RegistrationSummary.registered),
        FigureSort.HOURS_PER_ACTIVE: _ratio(minutes, HoursSummary.active),
        FigureSort.SHARE_WITH_RECORDS: _ratio(
            HoursSummary.active_registered, RegistrationSummary.registered
        ),
    }[order.sort]
    # Where there is no figure there is nothing to compare: last, whichever way round.
    return ((value.asc() if order.reverse else value.desc()).nulls_last(),)


def _ratio(numerator: Any, denominator: Any) -> Any:
    return func.coalesce(numerator, 0) * 1.0 / func.nullif(denominator, 0)


def _organization_row(row: Any) -> FigureRow:
    code, name, owner_id, *counts, registered = row
    return FigureRow(code, name, tally_of(counts, registered), owner_id)
