"""Projects as those see them who work on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...domain.directory import AreaLevel
from ...domain.statuses import ProjectStatus
from ...errors import Message, NotFound
from ...models import Area, Campaign, Commission, Organization, Project
from ...ports import Permission
from ...services import publishing
from ...services.queries.dashboard import running_campaign
from ...services.queries.projects import ProjectFilter, managed_projects, project_page
from ...services.queries.reports import open_commissions
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor, t, zone
from ..forms import ActionForm, BaseForm, ReasonForm, reason_forms
from ..paging import (
    id_argument,
    member_argument,
    offices,
    page_number,
    page_size,
    text_argument,
)
from .forms import CommissionForm, CopyForm, ProjectForm, PublishOnBehalfForm, term_name


@requires(Permission.SEE_PROJECT)
def projects() -> ResponseReturnValue:
    """List the projects that the person works on or oversees."""
    uow = current_unit_of_work()
    wanted = ProjectFilter(
        text=text_argument("q"),
        status=member_argument("status", ProjectStatus),
        organization_id=id_argument("organization"),
    )
    page = managed_projects(
        uow.session,
        uow.policy.reach(require_actor(), Project),
        wanted,
        zone=zone(),
        number=page_number(),
        size=page_size(),
        now=now(),
    )
    return render_template(
        "volunteer_reports/publishing/projects.html",
        page=page,
        wanted=wanted,
        statuses=list(ProjectStatus),
        own=_own_organizations(),
        term_name=term_name,
    )


@requires(Permission.EDIT_PROJECT)
def new_project() -> ResponseReturnValue:
    """Write a project down for an organization."""
    uow = current_unit_of_work()
    organization_id = id_argument("organization")
    own = _own_organizations()
    if organization_id is None:
        if len(own) != 1:
            return render_template(
                "volunteer_reports/choose_organization.html",
                own=own,
                endpoint=request.endpoint,
                title=t("New project"),
            )
        organization_id = own[0].id
    organization = uow.find(require_actor(), Organization, organization_id)
    uow.require(require_actor(), Permission.EDIT_PROJECT, organization)
    campaign = _campaign()
    form = ProjectForm().prepare(campaign.rules)
    if form.validate_on_submit() and form.attempt(
        publishing.draft_project,
        uow,
        require_actor(),
        organization.id,
        campaign.id,
        form.to_entry(),
        project_id=form.new_id.uuid,
        now=now(),
    ):
        form.announce("The project is saved as a draft. Add its activities, then publish it.")
        return redirect(url_for(".project", project_id=form.new_id.uuid))
    return _project_form(form, organization, campaign, None)


@requires(Permission.SEE_PROJECT)
def project(project_id: UUID) -> ResponseReturnValue:
    """Show a project with its activities, its history and what can be done."""
    return _show_project(project_id)


@requires(Permission.EDIT_PROJECT)
def edit(project_id: UUID) -> ResponseReturnValue:
    """Change a project's text."""
    uow = current_unit_of_work()
    found = uow.find(require_actor(), Project, project_id)
    uow.require(require_actor(), Permission.EDIT_PROJECT, found)
    form = ProjectForm().prepare(found.campaign.rules)
    if not form.is_submitted():
        form.show(found)
    elif form.validate() and form.attempt(
        publishing.edit_project,
        uow,
        require_actor(),
        found.id,
        form.version.number,
        form.to_entry(),
        now=now(),
    ):
        form.announce("Saved.")
        return redirect(url_for(".project", project_id=found.id))
    found = uow.find(require_actor(), Project, project_id)
    return _project_form(form, found.organization, found.campaign, found)


@requires(Permission.EDIT_PROJECT)
def copy(project_id: UUID) -> ResponseReturnValue:
    """Begin a new project with the text of another."""
    uow = current_unit_of_work()
    original = uow.find(require_actor(), Project, project_id)
    uow.require(require_actor(), Permission.EDIT_PROJECT, original)
    form = CopyForm()
    if form.validate_on_submit() and form.attempt(
        publishing.copy_project,
        uow,
        require_actor(),
        original.id,
        new_id=form.new_id.uuid,
        first_on=form.first_on.data,
        now=now(),
    ):
        form.announce("The copy is saved as a draft.")
        return redirect(url_for(".project", project_id=form.new_id.uuid))
    return render_template(
        "volunteer_reports/publishing/copy.html", form=form, project=original
    ), form.status


@requires(Permission.PUBLISH_PROJECT)
def publish(project_id: UUID) -> ResponseReturnValue:
    """Publish a project of one's own organization."""
    return _act(
        project_id, ActionForm(), publishing.publish_project, Message("The project is published.")
    )


@requires(Permission.PUBLISH_ON_BEHALF)
def publish_on_behalf(project_id: UUID) -> ResponseReturnValue:
    """Publish a project for its organization."""
    form = PublishOnBehalfForm()
    return _act(
        project_id,
        form,
        publishing.publish_on_behalf,
        Message("The project is published on behalf of the organization."),
        slot="on_behalf",
        requested_by=form.requested_by.data or "",
    )


@requires(Permission.EDIT_PROJECT)
def withdraw(project_id: UUID) -> ResponseReturnValue:
    """Make a draft of it again."""
    return _act(
        project_id,
        ActionForm(),
        publishing.withdraw_project,
        Message("The project is a draft again."),
    )


@requires(Permission.EDIT_PROJECT)
def finish(project_id: UUID) -> ResponseReturnValue:
    """Close it."""
    return _act(
        project_id, ActionForm(), publishing.finish_project, Message("The project is finished.")
    )


@requires(Permission.EDIT_PROJECT)
def cancel(project_id: UUID) -> ResponseReturnValue:
    """Call it off, with a reason."""
    form = ReasonForm()
    return _act(
        project_id,
        form,
        publishing.cancel_project,
        Message("The project is cancelled."),
        slot="cancel",
        reason=form.reason.data,
    )


@requires(Permission.COMMISSION_PUBLICATION)
def commission(project_id: UUID) -> ResponseReturnValue:
    """Ask an office to publish it."""
    form = _commission_form(project_id)
    uow = current_unit_of_work()
    if form.validate_on_submit() and form.attempt(
        publishing.commission_publication,
        uow,
        require_actor(),
        project_id,
        UUID(form.office_area_id.data),
        form.note.data or "",
        now=now(),
    ):
        form.announce("The office has been asked to publish the project.")
        return redirect(url_for(".project", project_id=project_id))
    return _show_project(project_id, form, "commission")


@requires(Permission.COMMISSION_PUBLICATION)
def withdraw_commission(project_id: UUID) -> ResponseReturnValue:
    """Take the request back."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        publishing.withdraw_commission,
        current_unit_of_work(),
        require_actor(),
        project_id,
        now=now(),
    ):
        form.announce("The request is withdrawn.")
        return redirect(url_for(".project", project_id=project_id))
    return _show_project(project_id, form)


@requires(Permission.PUBLISH_ON_BEHALF)
def commissions() -> ResponseReturnValue:
    """List what organizations asked the person's office to publish."""
    return _show_commissions(ReasonForm(formdata=None))


@requires(Permission.PUBLISH_ON_BEHALF)
def decline(commission_id: UUID) -> ResponseReturnValue:
    """Decline a request, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit() and form.attempt(
        publishing.decline_commission,
        current_unit_of_work(),
        require_actor(),
        commission_id,
        form.reason.data,
        now=now(),
    ):
        form.announce("The request is declined; the organization sees the reason.")
        return redirect(url_for(".commissions"))
    return _show_commissions(form, commission_id)


def _act(
    project_id: UUID,
    form: ActionForm,
    use_case: Callable[..., Any],
    done: Message,
    *,
    slot: str = "action",
    **kwargs: Any,
) -> ResponseReturnValue:
    """Run a use case that takes a project and its version, then show the project."""
    if form.validate_on_submit() and form.attempt(
        use_case,
        current_unit_of_work(),
        require_actor(),
        project_id,
        form.version.number,
        now=now(),
        **kwargs,
    ):
        form.announce(done.text)
        return redirect(url_for(".project", project_id=project_id))
    return _show_project(project_id, form, slot)


def _show_project(
    project_id: UUID, failed: BaseForm | None = None, slot: str = "action"
) -> ResponseReturnValue:
    """Show a project; *failed* is the form of an action that did not go through, in its *slot*."""
    uow = current_unit_of_work()
    found = uow.find(require_actor(), Project, project_id)
    forms: dict[str, BaseForm] = {
        "action": ActionForm(formdata=None, data={"version": found.version}),
        "cancel": ReasonForm(formdata=None, data={"version": found.version}),
        "on_behalf": PublishOnBehalfForm(formdata=None, data={"version": found.version}),
        "commission": _commission_form(project_id, formdata=None),
    }
    if failed:
        if failed.conflict and "version" in failed:
            failed.version.show(found.version)
        forms[slot] = failed
    page = render_template(
        "volunteer_reports/publishing/project.html",
        project=found,
        rules=found.campaign.rules,
        view=project_page(uow.session, found),
        now=now(),
        forms=forms,
        failed=failed,
        term_name=term_name,
    )
    return page, failed.status if failed else 200


def _show_commissions(form: ReasonForm, commission_id: UUID | None = None) -> ResponseReturnValue:
    uow = current_unit_of_work()
    office_id = id_argument("office")
    page = open_commissions(
        uow.session,
        uow.policy.reach(require_actor(), Commission),
        office_id=office_id,
        number=page_number(),
        size=page_size(),
    )
    return render_template(
        "volunteer_reports/publishing/commissions.html",
        page=page,
        offices=offices(),
        office_id=office_id,
        form=form,
        reason=reason_forms(form, commission_id),
        failed_id=commission_id,
    ), form.status


def _project_form(
    form: ProjectForm, organization: Organization, campaign: Campaign, found: Project | None
) -> ResponseReturnValue:
    if form.conflict and found:
        form.compare(ProjectForm(formdata=None).prepare(campaign.rules).show(found))
    page = render_template(
        "volunteer_reports/publishing/project_form.html",
        form=form,
        organization=organization,
        campaign=campaign,
        project=found,
    )
    return page, form.status


def _commission_form(project_id: UUID, **kwargs: Any) -> CommissionForm:
    uow = current_unit_of_work()
    found = uow.find(require_actor(), Project, project_id)
    form = CommissionForm(**kwargs)
    seat = found.organization.area.path
    with_office = select(Area).where(Area.level.in_([AreaLevel.CITY, AreaLevel.DISTRICT]))
    form.office_area_id.choices = [
        (str(area.id), area.federation or area.name)
        for area in uow.session.scalars(with_office.order_by(Area.path))
        if seat.startswith(area.path)
    ]
    return form


def _campaign() -> Campaign:
    """Return the campaign that a new project belongs to: the one asked for, or the running one."""
    session = current_unit_of_work().session
    campaign = None
    if campaign_id := id_argument("campaign"):
        campaign = session.get(Campaign, campaign_id)
    campaign = campaign or running_campaign(session, now())
    if campaign is None:
        raise NotFound("No campaign has been loaded yet.")
    return campaign


def _own_organizations() -> list[Organization]:
    """List the organizations for which the person writes projects as a member."""
    uow = current_unit_of_work()
    ids = uow.policy.scope(require_actor(), Permission.EDIT_PROJECT).organization_ids
    rows = select(Organization).where(Organization.id.in_(ids)).order_by(Organization.code)
    return list(uow.session.scalars(rows))
