"""What waits for a person, and how a week stands."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...config import LOCALES
from ...domain.directory import AreaLevel
from ...errors import InvalidEntry, NotFound
from ...models import Area, Campaign, IssuedDocument, Job
from ...ports import Permission
from ...services.queries.dashboard import office_tasks, organization_tasks, running_campaign
from ...services.queries.papers import latest_job
from ...services.queries.register import documents_that_hold
from ...services.queries.reports import area_by_code
from ...services.queries.week_board import WeekState, unsettled_first, week_board
from ...services.reporting.district_summaries import newest_summary
from ...services.reporting.receiving import find_campaign
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import choose_locale, current_actor, require_actor, zone
from ..forms import ActionForm
from ..paging import member_argument


@requires(Permission.ANYONE)
def home() -> ResponseReturnValue:
    """Show what waits for the person; a visitor sees the projects."""
    actor = current_actor()
    if actor is None:
        return redirect(url_for("volunteer_reports.publishing.public_projects"))
    uow = current_unit_of_work()
    moment = now()
    grants = uow.policy.grants(actor)
    campaign = running_campaign(uow.session, moment)
    week = campaign.rules.last_due_week(moment) if campaign else None
    organizations, offices = [], []
    if campaign:
        organizations = list(
            organization_tasks(
                uow.session,
                [grant.organization_id for grant in grants if grant.organization_id],
                campaign,
                week,
                now=moment,
            )
        )
        offices = [
            office_tasks(uow.session, area, campaign, week, now=moment)
            for area in _areas([grant.area_path for grant in grants if grant.area_path])
        ]
    return render_template(
        "volunteer_reports/oversight/home.html",
        campaign=campaign,
        week=week,
        due_at=campaign.rules.due_at(week) if campaign and week else None,
        now=moment,
        organizations=organizations,
        offices=offices,
        has_role=bool(grants) or actor.is_operator,
        states=list(WeekState),
    )


@requires(Permission.ANYONE)
def language() -> ResponseReturnValue:
    """Remember the chosen language and lead back to the page within our own site."""
    form = ActionForm()
    locale = request.form.get("locale", "")
    if form.validate_on_submit() and locale in LOCALES:
        choose_locale(locale)
    path = urlsplit(request.form.get("path", "")).path
    here = url_for("volunteer_reports.oversight.home")
    # Only an address below our own first page; anything else leads to that page.
    return redirect(path if path.startswith(here) and not path.startswith("//") else here)


@requires(Permission.SEE_WEEK)
def weeks() -> ResponseReturnValue:
    """List the weeks of the campaign for each office of the person; offer the other campaigns."""
    uow = current_unit_of_work()
    campaign = running_campaign(uow.session, now())
    if code := request.args.get("campaign"):
        campaign = find_campaign(uow.session, code)
    if campaign is None:
        raise NotFound("No campaign has been loaded yet.")
    paths = uow.policy.scope(require_actor(), Permission.SEE_WEEK).area_paths
    today = now().astimezone(campaign.rules.week.zone).date()
    return render_template(
        "volunteer_reports/oversight/weeks.html",
        campaign=campaign,
        campaigns=uow.session.scalars(select(Campaign).order_by(Campaign.starts_on.desc())).all(),
        weeks=[week for week in reversed(campaign.rules.weeks()) if week.starts_on <= today],
        areas=_areas(sorted(paths)),
        now=now(),
        zone=campaign.rules.week.zone,
    )


@requires(Permission.SEE_WEEK)
def week(campaign_code: str, week_key: str, area_code: str) -> ResponseReturnValue:
    """Show how everybody stands who reports to an office for a week."""
    uow = current_unit_of_work()
    area = area_by_code(uow.session, area_code)
    if area is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    area = uow.find(require_actor(), Area, area.id)
    campaign = find_campaign(uow.session, campaign_code)
    try:
        of_week = campaign.rules.parse_week(week_key)
    except InvalidEntry as error:
        raise NotFound.of(error.message) from error
    board = week_board(uow.session, campaign, of_week, area=area)
    state = member_argument("state", WeekState)
    organizations, districts = (
        [entry for entry in unsettled_first(entries) if state in (None, entry.state)]
        for entries in (board.organizations, board.districts)
    )
    documents = uow.policy.reach(require_actor(), IssuedDocument)
    jobs = uow.policy.reach(require_actor(), Job)
    return render_template(
        "volunteer_reports/oversight/week.html",
        campaign=campaign,
        week=of_week,
        area=area,
        board=board,
        organizations=organizations,
        districts=districts,
        state=state,
        states=list(WeekState),
        counts={s: sum(entry.state is s for entry in board.entries) for s in WeekState},
        district=area.level is AreaLevel.DISTRICT,
        summary=newest_summary(uow.session, campaign, of_week, area),
        owes_annex2=area.code in campaign.rules.annex2_areas,
        job=latest_job(uow.session, jobs, campaign, of_week, area),
        documents=documents_that_hold(
            uow.session, documents, campaign.id, of_week.starts_on, office_id=area.id
        ),
        form=ActionForm(),
        previous=campaign.rules.accepts(of_week.previous) and of_week.previous,
        following=campaign.rules.accepts(of_week.following) and of_week.following,
        now=now(),
        zone=zone(),
    )


def _areas(paths: Sequence[str]) -> Sequence[Area]:
    return (
        current_unit_of_work()
        .session.scalars(select(Area).where(Area.path.in_(paths)).order_by(Area.path))
        .all()
    )
