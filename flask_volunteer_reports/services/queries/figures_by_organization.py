"""The organizations of an area with their figures: sorted, paged, searched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...models import Area, Campaign, HoursSummary, Organization, RegistrationSummary
from ..rows import Rows
from .figures import ALL, COUNTS, FigureRow, Slice, tally_of, with_counts
from .paging import Page, contains, fetch_page


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

    Dissolved ones as well: their hours still count.
    """
    rows = _organizations(campaign, area, order, part)
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page([_organization_row(row) for row in found], number, size, total)


def all_organizations(session: Session, campaign: Campaign, area: Area) -> list[FigureRow]:
    """List all of them, in order of code, for a workbook."""
    rows = _organizations(campaign, area, OrganizationOrder(), ALL).order_by(None)
    return [_organization_row(row) for row in session.execute(rows.order_by(Organization.code))]


def _organizations(campaign: Campaign, area: Area, order: OrganizationOrder, part: Slice) -> Rows:
    columns = (Organization.code, Organization.name, Organization.id)
    rows: Rows = select(*columns, *COUNTS).join(Area, Organization.area_id == Area.id)
    rows = with_counts(rows, Organization.id, campaign, part).where(Area.within(area.path))
    if order.text:
        rows = rows.where(contains(order.text, Organization.name, Organization.code))
    return rows.order_by(*_order(order), Organization.code)


def _order(order: OrganizationOrder) -> tuple[Any, ...]:
    if order.sort is FigureSort.NAME:
        return (Organization.name.desc() if order.reverse else Organization.name,)
    minutes = HoursSummary.check_in_minutes + HoursSummary.other_minutes
    value = {
        FigureSort.HOURS: func.coalesce(minutes, 0),
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
