"""Pages for the activities of a project."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...models import Activity, Organization, Project
from ...ports import Permission
from ...services import publishing
from ...services.publishing.activities import find_activity
from ...services.queries.activities import Needs, activities_that_need
from ...services.queries.organizations import AreaChoice, area_choices
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..forms import ReasonForm
from ..paging import id_argument, member_argument, page_number, page_size
from .forms import ActivityForm


@requires(Permission.SEE_PROJECT)
def activities() -> ResponseReturnValue:
    """List the activities that need hours, a confirmation or a report."""
    uow = current_unit_of_work()
    needs = member_argument("needs", Needs) or Needs.HOURS
    page = activities_that_need(
        uow.session,
        uow.policy.reach(require_actor(), Project),
        needs,
        organization_id=id_argument("organization"),
        number=page_number(),
        size=page_size(),
        now=now(),
    )
    return render_template(
        "volunteer_reports/publishing/activities.html",
        page=page,
        needs=needs,
        every_need=list(Needs),
        organization_id=id_argument("organization"),
    )


@requires(Permission.EDIT_PROJECT)
def new_activity(project_id: UUID) -> ResponseReturnValue:
    """Add an activity, once or repeating."""
    uow = current_unit_of_work()
    project = uow.find(require_actor(), Project, project_id)
    uow.require(require_actor(), Permission.EDIT_PROJECT, project)
    zone = project.campaign.rules.week.zone
    form = ActivityForm().prepare(_areas(project.organization))
    if form.validate_on_submit() and form.attempt(
        publishing.add_activities,
        uow,
        require_actor(),
        project.id,
        form.to_entry(zone),
        form.to_repetition(),
        activity_id=form.new_id.uuid,
        now=now(),
    ):
        form.announce("The activities are saved.")
        return redirect(url_for(".project", project_id=project_id))
    return _activity_form(form, project_id, None)


@requires(Permission.EDIT_PROJECT)
def edit_activity(activity_id: UUID) -> ResponseReturnValue:
    """Change time, place or capacity of an activity."""
    uow = current_unit_of_work()
    activity = find_activity(uow, require_actor(), activity_id)
    uow.require(require_actor(), Permission.EDIT_PROJECT, activity.project)
    zone = activity.project.campaign.rules.week.zone
    form = ActivityForm().prepare(_areas(activity.project.organization))
    if not form.is_submitted():
        form.show(activity, zone)
    elif form.validate() and form.attempt(
        publishing.edit_activity,
        uow,
        require_actor(),
        activity.id,
        form.version.number,
        form.to_entry(zone),
        now=now(),
    ):
        form.announce("Saved.")
        return redirect(url_for(".project", project_id=activity.project_id))
    activity = find_activity(uow, require_actor(), activity_id)
    return _activity_form(form, activity.project_id, activity)


@requires(Permission.EDIT_PROJECT)
def cancel_activity(activity_id: UUID) -> ResponseReturnValue:
    """Call an activity off, with a reason."""
    uow = current_unit_of_work()
    activity = find_activity(uow, require_actor(), activity_id)
    project_id = activity.project_id
    form = ReasonForm()
    if form.validate_on_submit() and form.attempt(
        publishing.cancel_activity,
        uow,
        require_actor(),
        activity_id,
        form.reason.data,
        now=now(),
    ):
        form.announce("The activity is cancelled.")
        return redirect(url_for(".project", project_id=project_id))
    activity = find_activity(uow, require_actor(), activity_id)
    edit = ActivityForm(formdata=None).prepare(_areas(activity.project.organization))
    edit.show(activity, activity.project.campaign.rules.week.zone)
    return _activity_form(edit, project_id, activity, form)


def _areas(organization: Organization) -> list[AreaChoice]:
    """Offer the organization's district with all below it, or the whole city."""
    codes = organization.area.path.split("/")
    below = "/".join(codes[:2]) + "/" if len(codes) > 2 else organization.area.path
    return area_choices(current_unit_of_work().session, below=below)


def _activity_form(
    form: ActivityForm,
    project_id: UUID,
    activity: Activity | None,
    cancel_form: ReasonForm | None = None,
) -> ResponseReturnValue:
    project = current_unit_of_work().find(require_actor(), Project, project_id)
    if form.conflict and activity:
        saved = ActivityForm(formdata=None).prepare(_areas(project.organization))
        form.compare(saved.show(activity, project.campaign.rules.week.zone))
    page = render_template(
        "volunteer_reports/publishing/activity_form.html",
        form=form,
        project=project,
        activity=activity,
        cancel_form=cancel_form or ReasonForm(formdata=None),
        now=now(),
    )
    return page, cancel_form.status if cancel_form else form.status
