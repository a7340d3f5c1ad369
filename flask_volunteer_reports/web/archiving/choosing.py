"""Campaigns and filers to choose from, and what an address has chosen already."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from sqlalchemy import select

from ...domain.directory import AreaLevel
from ...errors import NotAllowed, NotFound
from ...models import Area, Campaign, Organization
from ...ports import Permission
from ...services.archiving import Filer
from ...services.queries.dashboard import running_campaign
from ...services.reporting.receiving import find_campaign
from ...state import current_unit_of_work, now
from ..context import current_locale, require_actor
from ..paging import id_argument
from .forms import FilerForm, filer_value, read_filer


def chosen_campaign() -> Campaign:
    """Return the campaign of the address, or the one that runs.

    Raises:
        NotFound: There is no such campaign, or none at all.
    """
    session = current_unit_of_work().session
    if code := request.values.get("campaign"):
        return find_campaign(session, code)
    campaign = running_campaign(session, now())
    if campaign is None:
        raise NotFound("No campaign has been loaded yet.")
    return campaign


def campaigns() -> Sequence[Campaign]:
    """List all campaigns, newest first."""
    rows = select(Campaign).order_by(Campaign.starts_on.desc())
    return current_unit_of_work().session.scalars(rows).all()


def filers(permission: Permission, *, districts_only: bool = False) -> list[tuple[str, str]]:
    """List those for whom the person may do something: organizations, then offices.

    Raises:
        NotAllowed: There is nobody.
    """
    uow = current_unit_of_work()
    scope = uow.policy.scope(require_actor(), permission)
    own = uow.session.scalars(
        select(Organization)
        .where(Organization.id.in_(scope.organization_ids))
        .order_by(Organization.code)
    )
    levels = [AreaLevel.DISTRICT] if districts_only else [AreaLevel.CITY, AreaLevel.DISTRICT]
    areas = uow.session.scalars(
        select(Area).where(scope.of_area(Area.id), Area.level.in_(levels)).order_by(Area.path)
    )
    found = [(f"organization:{row.id}", row.name) for row in own]
    found += [(f"area:{area.id}", area.federation or area.name) for area in areas]
    if not found:
        raise NotAllowed("You act for no organization and no office that could do this.")
    return found


def offer(
    form: FilerForm,
    permission: Permission,
    *,
    districts_only: bool = False,
    with_named: bool = False,
) -> Campaign:
    """Offer campaigns and filers in a form; return the campaign that is chosen.

    Args:
        with_named: An organization that the address names is offered to its office as well.
    """
    campaign = chosen_campaign()
    offered = filers(permission, districts_only=districts_only)
    named = filer_argument().organization_id
    if with_named and named and f"organization:{named}" not in dict(offered):
        organization = current_unit_of_work().find(require_actor(), Organization, named)
        offered.append((f"organization:{organization.id}", organization.name))
    form.offer([(row.code, row.title) for row in campaigns()], offered)
    if not form.is_submitted():
        form.campaign.data = campaign.code
        wanted = filer_value(filer_argument())
        known = [value for value, _ in offered]
        form.filer.data = wanted if wanted in known else known[0]
    return campaign


def filer_argument() -> Filer:
    """Return for whom an address asks: ``organization``, ``area``, or the value of a form."""
    if organization_id := id_argument("organization"):
        return Filer(organization_id=organization_id)
    if area_id := id_argument("area"):
        return Filer(area_id=area_id)
    return read_filer(request.args.get("filer"))


def theme_choices(campaign: Campaign) -> list[tuple[str, str]]:
    """List the themes of a campaign in the language of the request."""
    english = current_locale() == "en"
    return [(term.code, term.name_en if english else term.name) for term in campaign.rules.themes]
