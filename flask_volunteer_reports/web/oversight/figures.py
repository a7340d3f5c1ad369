"""Figures about hours, chosen by links; each leads to what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...domain.figures import FigureName, target_minutes
from ...errors import NotFound
from ...models import Area, Campaign, Organization
from ...ports import Permission
from ...services.archiving.tables import workbook_bytes
from ...services.queries.dashboard import running_campaign
from ...services.queries.figures import FigureRow, find_figures_owner
from ...services.queries.figures_by_organization import FigureSort, OrganizationOrder
from ...services.queries.figures_page import (
    FigureBy,
    FiguresWanted,
    OwnerFigures,
    breakdowns_of,
    owner_figures,
)
from ...services.queries.figures_workbook import figures_workbook
from ...services.queries.slices import Slice
from ...services.reporting.receiving import find_campaign
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import current_locale, require_actor
from ..downloads import to_be_saved
from ..explaining import explain_link
from ..paging import member_argument, page_number, page_size, text_argument

_PAGE = "volunteer_reports.oversight.figures_of"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.SEE_FIGURES)
def figures() -> ResponseReturnValue:
    """Offer the areas and organizations of the person; a single one is shown at once."""
    uow = current_unit_of_work()
    campaign = _campaign()
    owners = _owners()
    if len(owners) == 1:
        return redirect(url_for(_PAGE, campaign_code=campaign.code, owner_id=owners[0].id))
    return render_template(
        "volunteer_reports/oversight/figures_choice.html",
        campaign=campaign,
        campaigns=uow.session.scalars(select(Campaign).order_by(Campaign.starts_on.desc())).all(),
        owners=owners,
    )


@requires(Permission.SEE_FIGURES)
def figures_of(campaign_code: str, owner_id: UUID) -> ResponseReturnValue:
    """Show what an area or organization has come to in a campaign, and one breakdown of it."""
    uow, actor = current_unit_of_work(), require_actor()
    owner = find_figures_owner(uow, actor, owner_id)
    campaign = find_campaign(uow.session, campaign_code)
    part = Slice(request.args.get("theme", ""), request.args.get("month", ""))
    choices = breakdowns_of(owner, part)
    by = member_argument("by", FigureBy)
    found = owner_figures(
        uow.session,
        campaign,
        owner,
        FiguresWanted(
            part=part,
            by=by if by in choices else next(iter(choices), None),
            order=OrganizationOrder(
                text=text_argument("q"),
                sort=member_argument("sort", FigureSort) or FigureSort.HOURS,
                reverse=request.args.get("reverse") == "1",
            ),
            number=page_number(),
            size=page_size(),
        ),
    )
    return render_template(
        "volunteer_reports/oversight/figures.html",
        found=found,
        choices=choices,
        above=_above(owner),
        alone=len(_owner_keys()) == 1,
        campaigns=uow.session.scalars(select(Campaign).order_by(Campaign.starts_on.desc())).all(),
        names=list(FigureName),
        target=lambda name: target_minutes(campaign.rules.recording, name),
        sorts=list(FigureSort),
        link=_linker(found),
        explain=lambda row=None: explain_link(found, row),
        row_name=lambda row: _row_name(found, row),
        part_name=_theme_name(campaign, part.theme) if part.theme else part.month,
    )


@requires(Permission.SEE_FIGURES)
def figures_file(campaign_code: str, owner_id: UUID) -> Response:
    """Hand out the same figures as an Excel file, all breakdowns in it."""
    uow = current_unit_of_work()
    owner = find_figures_owner(uow, require_actor(), owner_id)
    campaign = find_campaign(uow.session, campaign_code)
    workbook = figures_workbook(uow.session, campaign, owner, now=now())
    response = current_app.response_class(workbook_bytes(workbook), mimetype=_XLSX)
    return to_be_saved(response, f"{workbook.title}.xlsx".replace("/", "-"))


def _campaign() -> Campaign:
    uow = current_unit_of_work()
    if code := request.args.get("campaign"):
        return find_campaign(uow.session, code)
    campaign = running_campaign(uow.session, now())
    if campaign is None:
        raise NotFound("No campaign has been loaded yet.")
    return campaign


def _owners() -> Sequence[Area | Organization]:
    """Return the areas and organizations that the person has a role for."""
    uow = current_unit_of_work()
    scope = uow.policy.scope(require_actor(), Permission.SEE_FIGURES)
    areas = select(Area).where(Area.path.in_(scope.area_paths)).order_by(Area.path)
    organizations = (
        select(Organization)
        .where(Organization.id.in_(scope.organization_ids))
        .order_by(Organization.code)
    )
    return [*uow.session.scalars(areas), *uow.session.scalars(organizations)]


def _owner_keys() -> frozenset[object]:
    """Return what tells the areas and organizations of the person apart."""
    scope = current_unit_of_work().policy.scope(require_actor(), Permission.SEE_FIGURES)
    return scope.area_paths | scope.organization_ids


def _above(owner: Area | Organization) -> Area | None:
    """Return the area above, where the person may see its figures too."""
    uow = current_unit_of_work()
    above_id = owner.area_id if isinstance(owner, Organization) else owner.parent_id
    area = uow.session.get(Area, above_id) if above_id else None
    if area and uow.policy.may(require_actor(), Permission.SEE_FIGURES, area):
        return area
    return None


def _linker(found: OwnerFigures) -> Callable[..., str]:
    """Return what makes addresses of neighbouring pages: the same one with some parts changed."""
    here: dict[str, Any] = {
        "campaign_code": found.campaign.code,
        "owner_id": found.owner.id,
        "by": found.wanted.by,
        "theme": found.wanted.part.theme or None,
        "month": found.wanted.part.month or None,
    }

    def link(**change: Any) -> str:
        return url_for(_PAGE, **{**here, **change})

    return link


def _row_name(found: OwnerFigures, row: FigureRow) -> str:
    return _theme_name(found.campaign, row.key) if found.wanted.by is FigureBy.THEME else row.name


def _theme_name(campaign: Campaign, code: str) -> str:
    chinese = current_locale() == "zh_Hans_CN"
    names = {term.code: term.name if chinese else term.name_en for term in campaign.rules.themes}
    return names.get(code, code)
