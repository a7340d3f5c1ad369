"""What totals of hours are made of, and what should have been entered by now."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...domain.figures import months_between
from ...errors import NotFound
from ...models import Area, Project, ServiceRecord
from ...ports import Permission
from ...services.publishing.activities import find_activity
from ...services.queries import explaining
from ...services.queries.dashboard import running_campaign
from ...services.queries.figures import find_figures_owner
from ...services.queries.hours import activity_totals, records_with_entries
from ...services.queries.overdue import in_area, overdue_activities
from ...services.queries.slices import Slice
from ...services.reporting.receiving import find_campaign
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..paging import id_argument, offices, page_number, page_size


def register(blueprint: Blueprint) -> None:
    """Add the views of this module."""
    add = blueprint.add_url_rule
    add("/hours/of/<uuid:owner_id>", view_func=explain)
    add("/hours/activities/<uuid:activity_id>", view_func=explain_activity)
    add("/hours/open", view_func=overdue)


@requires(Permission.SEE_FIGURES)
def explain(owner_id: UUID) -> ResponseReturnValue:
    """Show what the hours of an area or an organization are made of."""
    uow, actor = current_unit_of_work(), require_actor()
    asked = _asked(owner_id)
    areas = uow.policy.narrow(actor, select(Area), Area, Permission.SEE_FIGURES)
    return render_template(
        "volunteer_reports/recording/explain.html",
        asked=asked,
        rules=asked.campaign.rules,
        is_area=isinstance(asked.owner, Area),
        above=explaining.areas_above(uow.session, areas, asked.owner),
        total=explaining.total_of(uow.session, asked),
        page=explaining.parts_of(uow.session, asked, number=page_number(), size=page_size()),
        months=[*months_between(asked.campaign.starts_on, asked.campaign.ends_on)],
    )


@requires(Permission.SEE_RECORDS)
def explain_activity(activity_id: UUID) -> ResponseReturnValue:
    """Show the records of an activity, each down to its entries."""
    uow, actor = current_unit_of_work(), require_actor()
    activity = find_activity(uow, actor, activity_id)
    uow.require(actor, Permission.SEE_RECORDS, activity.project)
    return render_template(
        "volunteer_reports/recording/explain_activity.html",
        activity=activity,
        totals=activity_totals(uow.session, activity.id),
        records=records_with_entries(uow.session, ServiceRecord.activity_id == activity.id),
    )


@requires(Permission.SEE_RECORDS)
def overdue() -> ResponseReturnValue:
    """List what is still open after the days in which hours are to be entered."""
    uow, actor = current_unit_of_work(), require_actor()
    organization_id, office_id = id_argument("organization"), id_argument("office")
    conditions = []
    if organization_id:
        conditions.append(Project.organization_id == organization_id)
    if office_id and (office := uow.session.get(Area, office_id)):
        conditions.append(in_area(office))
    scope = uow.policy.reach(actor, Project, Permission.SEE_RECORDS)
    return render_template(
        "volunteer_reports/recording/overdue.html",
        page=overdue_activities(
            uow.session,
            scope,
            *conditions,
            number=page_number(),
            size=page_size(),
            now=now(),
        ),
        offices=offices(),
        office_id=office_id,
    )


def _asked(owner_id: UUID) -> explaining.Asked:
    """Read whose hours are asked for, in which campaign, and which part of them."""
    uow = current_unit_of_work()
    code = request.args.get("campaign")
    campaign = find_campaign(uow.session, code) if code else running_campaign(uow.session, now())
    if campaign is None:
        raise NotFound("No campaign has been loaded yet.")
    within_id = id_argument("within")
    return explaining.Asked(
        owner=find_figures_owner(uow, require_actor(), owner_id),
        campaign=campaign,
        slice=Slice(request.args.get("theme", ""), request.args.get("month", "")),
        within=uow.session.get(Area, within_id) if within_id else None,
    )
