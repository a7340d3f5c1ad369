"""What everybody may see: published projects; what a signed-in person may see: the campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...domain.directory import AreaLevel
from ...domain.statuses import ProjectStatus
from ...errors import NotFound
from ...models import Activity, Campaign, Project
from ...ports import Permission
from ...services.queries.dashboard import running_campaign
from ...services.queries.offers import OwnPlace, own_places
from ...services.queries.organizations import area_choices
from ...services.queries.projects import ProjectFilter
from ...services.queries.projects import public_projects as list_public_projects
from ...services.reporting.receiving import find_campaign
from ...services.serving import own_volunteer
from ...services.unit_of_work import UnitOfWork
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import current_actor, zone
from ..paging import day_argument, id_argument, page_number, page_size, text_argument
from ..serving.forms import OwnSignUpForm
from .forms import term_name


@requires(Permission.ANYONE)
def public_projects() -> ResponseReturnValue:
    """List published projects; search, filter by theme, area and date."""
    session = current_unit_of_work().session
    campaign = running_campaign(session, now())
    wanted = ProjectFilter(
        text=text_argument("q"),
        theme=text_argument("theme"),
        area_id=id_argument("area"),
        from_on=day_argument("from"),
        until_on=day_argument("until"),
    )
    return render_template(
        "volunteer_reports/publishing/public_projects.html",
        page=list_public_projects(
            session, wanted, zone=zone(), number=page_number(), size=page_size(), now=now()
        ),
        wanted=wanted,
        areas=area_choices(
            session, levels=(AreaLevel.CITY, AreaLevel.DISTRICT, AreaLevel.SUBDISTRICT)
        ),
        themes=campaign.rules.themes if campaign else (),
        noticing=campaign if campaign and campaign.rules.recording.public_notice else None,
        term_name=term_name,
    )


@requires(Permission.ANYONE)
def public_project(project_id: UUID) -> ResponseReturnValue:
    """Show a project that was published; nothing personal but the reader's own places."""
    uow = current_unit_of_work()
    session = uow.session
    project = session.get(Project, project_id)
    if project is None or project.status is ProjectStatus.DRAFT or project.published_at is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    activities = session.scalars(
        select(Activity).where(Activity.project_id == project.id).order_by(Activity.starts_at)
    ).all()
    return render_template(
        "volunteer_reports/publishing/public_project.html",
        project=project,
        rules=project.campaign.rules,
        activities=activities,
        own_places=_own_places(uow, activities),
        sign_up_form=OwnSignUpForm(formdata=None),
        new_id=uuid4,
        now=now(),
        term_name=term_name,
    )


@requires(Permission.SIGNED_IN)
def campaigns() -> ResponseReturnValue:
    """List the campaigns, newest first."""
    session = current_unit_of_work().session
    return render_template(
        "volunteer_reports/publishing/campaigns.html",
        campaigns=session.scalars(select(Campaign).order_by(Campaign.starts_on.desc())).all(),
    )


@requires(Permission.SIGNED_IN)
def campaign(campaign_code: str) -> ResponseReturnValue:
    """Show what a campaign lays down."""
    session = current_unit_of_work().session
    found = find_campaign(session, campaign_code)
    names = {area.code: area.name for area in area_choices(session)}
    return render_template(
        "volunteer_reports/publishing/campaign.html",
        campaign=found,
        rules=found.rules,
        area_names=names,
        term_name=term_name,
    )


def _own_places(uow: UnitOfWork, activities: Sequence[Activity]) -> Mapping[UUID, OwnPlace]:
    """Tell how the activities stand for the reader, if that is a volunteer."""
    actor = current_actor()
    volunteer = own_volunteer(uow, actor) if actor else None
    return own_places(uow.session, activities, volunteer, now=now()) if volunteer else {}
