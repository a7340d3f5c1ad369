"""``GET /api/figures``: what an area or organization has come to, in exact minutes."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from ...domain.figures import Figure, FigureName, Tally, target_minutes
from ...domain.text import clean_text
from ...models import Area
from ...ports import Permission
from ...services.queries.figures import FigureRow, find_figures_owner
from ...services.queries.figures_by_organization import FigureSort, OrganizationOrder
from ...services.queries.figures_page import (
    FigureBy,
    FiguresWanted,
    OwnerFigures,
    owner_figures,
)
from ...services.queries.slices import Slice
from ...services.reporting.receiving import find_campaign
from ...state import current_unit_of_work
from ..access import requires
from ..context import require_actor
from ..explaining import explain_link
from .answer import answer, choice, needed, needed_id, number, refuse_unknown

_ARGUMENTS = {
    "campaign",
    "owner",
    "by",
    "theme",
    "month",
    "q",
    "sort",
    "reverse",
    "page",
    "size",
}
MOST_ROWS = 500
"""On one page of the answer."""


@requires(Permission.SEE_FIGURES)
def figures() -> Response:
    """Answer with the figures of one owner, and one breakdown of them."""
    uow = current_unit_of_work()
    refuse_unknown(_ARGUMENTS)
    owner = find_figures_owner(uow, require_actor(), needed_id("owner"))
    campaign = find_campaign(uow.session, needed("campaign"))
    return answer(_body(owner_figures(uow.session, campaign, owner, _wanted())))


def _wanted() -> FiguresWanted:
    return FiguresWanted(
        part=Slice(request.args.get("theme", ""), request.args.get("month", "")),
        by=choice("by", FigureBy),
        order=OrganizationOrder(
            text=clean_text(request.args.get("q", ""), single_line=True)[:100],
            sort=choice("sort", FigureSort) or FigureSort.HOURS,
            reverse=number("reverse", default=0, highest=1) == 1,
        ),
        number=number("page", default=1, highest=1_000_000),
        size=number("size", default=100, highest=MOST_ROWS),
    )


def _body(found: OwnerFigures) -> dict[str, Any]:
    owner, campaign, wanted = found.owner, found.campaign, found.wanted
    body: dict[str, Any] = {
        "campaign": {"code": campaign.code, "title": campaign.title},
        "owner": {
            "id": str(owner.id),
            "kind": "area" if isinstance(owner, Area) else "organization",
            "code": owner.code,
            "name": owner.name,
        },
        "theme": wanted.part.theme or None,
        "month": wanted.part.month or None,
        "totals": {**_tally(found.whole), "explanation": explain_link(found) or None},
        "targets": {
            name.value: target_minutes(campaign.rules.recording, name)
            for name in (FigureName.HOURS_PER_REGISTERED, FigureName.HOURS_PER_ACTIVE)
        },
        "by": wanted.by,
        "rows": [_row(found, row) for row in found.rows.items],
        "page": {
            "number": found.rows.number,
            "size": found.rows.size,
            "pages": found.rows.pages,
            "total": found.rows.total,
        },
    }
    return body


def _row(found: OwnerFigures, row: FigureRow) -> dict[str, Any]:
    return {
        "key": row.key or None,
        "name": row.name,
        "owner": str(row.owner_id) if row.owner_id else None,
        **_tally(row.tally),
        "explanation": explain_link(found, row) or None,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "check_in_minutes": tally.check_in_minutes,
        "other_minutes": tally.other_minutes,
        "service_minutes": tally.service_minutes,
        "records": tally.records,
        "active": tally.active,
        "active_registered": tally.active_registered,
        "registered": tally.registered,
        "figures": {name.value: _figure(figure) for name, figure in tally.figures.items()},
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "value": str(figure),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "per": figure.per,
    }
