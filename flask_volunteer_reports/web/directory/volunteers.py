"""Volunteers, as organizations and offices see them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...models import Area, Organization, Volunteer
from ...ports import Permission
from ...services import directory
from ...services.queries.organizations import AreaChoice, area_choices
from ...services.queries.volunteers import VolunteerFilter, list_volunteers
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..paging import id_argument, page_size, text_argument
from .volunteer_forms import EditForm, JoinForm, RegisterForm

MOST_CHOICES = 200


@requires(Permission.SEE_VOLUNTEER)
def volunteers() -> ResponseReturnValue:
    """List the members of an organization, or the residents of an area."""
    return show_list(JoinForm(formdata=None))


def show_list(join_form: JoinForm) -> ResponseReturnValue:
    """Show the list that the address asks for."""
    uow, actor = current_unit_of_work(), require_actor()
    organization = _organization()
    areas = () if organization else _areas()
    area = _chosen_area(areas) if areas else None
    own = _own_organizations()
    if not organization and not area and own:
        organization = uow.find(actor, Organization, own[0].id)
    wanted = VolunteerFilter(
        organization_id=organization.id if organization else None,
        area=area,
        text=text_argument("q"),
        after=text_argument("after"),
    )
    nobody = organization is None and area is None
    page = render_template(
        "volunteer_reports/directory/volunteers.html",
        page=None if nobody else list_volunteers(uow.session, wanted, size=page_size()),
        wanted=wanted,
        organization=organization,
        own=own,
        areas=areas,
        join_form=join_form,
        next_page=lambda after: url_for(
            ".volunteers",
            organization=organization.id if organization else None,
            area=area.id if area else None,
            q=wanted.text or None,
            after=after or None,
        ),
    )
    return page, join_form.status


@requires(Permission.REGISTER_VOLUNTEER)
def new_volunteer() -> ResponseReturnValue:
    """Register a volunteer with an organization."""
    uow, actor = current_unit_of_work(), require_actor()
    organization = uow.find(actor, Organization, id_argument("organization") or UUID(int=0))
    uow.require(actor, Permission.REGISTER_VOLUNTEER, organization)
    form = RegisterForm().prepare(area_choices(uow.session), organization.area_id)
    if form.validate_on_submit() and form.attempt(
        directory.register_volunteer,
        uow,
        actor,
        organization.id,
        form.to_entry(),
        area_id=UUID(form.area_id.data),
        volunteer_id=form["new_id"].uuid,
        now=now(),
    ):
        form.announce("The volunteer is registered.")
        return redirect(url_for(".volunteer", volunteer_id=form["new_id"].uuid))
    page = render_template(
        "volunteer_reports/directory/volunteer_form.html",
        form=form,
        volunteer=None,
        organization=organization,
    )
    return page, form.status


@requires(Permission.REGISTER_VOLUNTEER)
def edit_volunteer(volunteer_id: UUID) -> ResponseReturnValue:
    """Correct a volunteer's entry."""
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, Volunteer, volunteer_id, permission=Permission.REGISTER_VOLUNTEER)
    areas = area_choices(uow.session)
    form = EditForm()
    form.prepare(areas)
    if not form.is_submitted():
        form.show(found)
    elif form.validate() and form.attempt(
        directory.edit_volunteer,
        uow,
        actor,
        found.id,
        form.version.number,
        form.to_entry(),
        area_id=UUID(form.area_id.data),
        now=now(),
    ):
        form.announce("Saved.")
        return redirect(url_for(".volunteer", volunteer_id=volunteer_id))
    found = uow.find(actor, Volunteer, volunteer_id, permission=Permission.REGISTER_VOLUNTEER)
    if form.stale:
        saved = EditForm(formdata=None)
        saved.prepare(areas)
        form.compare(saved.show(found))
    page = render_template(
        "volunteer_reports/directory/volunteer_form.html",
        form=form,
        volunteer=found,
        organization=None,
    )
    return page, form.status


@requires(Permission.REGISTER_VOLUNTEER)
def join(organization_id: UUID) -> ResponseReturnValue:
    """Take a registered volunteer into an organization."""
    uow, actor = current_unit_of_work(), require_actor()
    uow.require(
        actor, Permission.REGISTER_VOLUNTEER, uow.find(actor, Organization, organization_id)
    )
    form = JoinForm()
    if form.validate_on_submit() and form.attempt(
        directory.join_organization,
        uow,
        actor,
        organization_id,
        form.volunteer_no.data,
        form.name.data,
        now=now(),
    ):
        form.announce("The volunteer belongs to the organization now.")
        return redirect(url_for(".volunteers", organization=organization_id))
    return show_list(form)


def _organization() -> Organization | None:
    """Find the organization that the address names."""
    view = request.view_args or {}
    wanted = view.get("organization_id") or id_argument("organization")
    if wanted is None:
        return None
    return current_unit_of_work().find(require_actor(), Organization, wanted)


def _own_organizations() -> Sequence[Organization]:
    """List the organizations for which the person acts, for a choice between them."""
    uow = current_unit_of_work()
    ids = uow.policy.scope(require_actor(), Permission.SEE_VOLUNTEER).organization_ids
    if not ids:
        return ()
    rows = select(Organization).where(Organization.id.in_(ids)).order_by(Organization.code)
    return uow.session.scalars(rows.limit(MOST_CHOICES)).all()


def _areas() -> Sequence[AreaChoice]:
    """List the areas in reach of the person's offices."""
    uow = current_unit_of_work()
    paths = uow.policy.scope(require_actor(), Permission.SEE_VOLUNTEER).area_paths
    if not paths:
        return ()
    return [
        area
        for area in area_choices(uow.session)
        if any(area.path.startswith(path) for path in paths)
    ]


def _chosen_area(areas: Sequence[AreaChoice]) -> Area:
    """Return the area that the address names, or the first; others are not offered."""
    wanted = id_argument("area")
    chosen = next((area for area in areas if area.id == wanted), areas[0])
    return current_unit_of_work().session.get_one(Area, chosen.id)
