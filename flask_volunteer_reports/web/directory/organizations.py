"""Organizations and their pairings."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import and_

from ...domain.directory import Affiliation, AreaLevel, OrganizationKind
from ...models import Organization, RoleGrant
from ...ports import Permission
from ...services import directory
from ...services.queries.history import history
from ...services.queries.organizations import (
    AreaChoice,
    OrganizationFilter,
    area_choices,
)
from ...services.queries.organizations import organizations as list_organizations
from ...services.queries.organizations import roles as list_roles
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor, today
from ..paging import id_argument, member_argument, page_number, page_size, text_argument
from .forms import EndPairingForm, OrganizationForm, PairingForm


@requires(Permission.SEE_ORGANIZATION)
def organizations() -> ResponseReturnValue:
    """List the organizations in reach."""
    uow = current_unit_of_work()
    wanted = OrganizationFilter(
        text=text_argument("q"),
        affiliation=member_argument("affiliation", Affiliation),
        kind=member_argument("kind", OrganizationKind),
        area_id=id_argument("area"),
    )
    page = list_organizations(
        uow.session,
        uow.policy.reach(require_actor(), Organization),
        wanted,
        number=page_number(),
        size=page_size(),
    )
    return render_template(
        "volunteer_reports/directory/organizations.html",
        page=page,
        wanted=wanted,
        affiliations=list(Affiliation),
        kinds=list(OrganizationKind),
        areas=area_choices(uow.session, levels=(AreaLevel.CITY, AreaLevel.DISTRICT)),
    )


@requires(Permission.REGISTER_ORGANIZATION)
def new_organization() -> ResponseReturnValue:
    """Enter an organization in the directory."""
    form = OrganizationForm().prepare(_areas())
    if form.validate_on_submit() and form.attempt(
        directory.register_organization,
        current_unit_of_work(),
        require_actor(),
        form.to_entry(),
        now=now(),
    ):
        form.announce("The organization is registered.")
        return redirect(url_for(".organization", organization_id=form.result.id))
    page = render_template(
        "volunteer_reports/directory/organization_form.html", form=form, organization=None
    )
    return page, form.status


@requires(Permission.SEE_ORGANIZATION)
def organization(organization_id: UUID) -> ResponseReturnValue:
    """Show an organization with its pairings and people."""
    return _show(organization_id)


@requires(Permission.EDIT_ORGANIZATION)
def edit_organization(organization_id: UUID) -> ResponseReturnValue:
    """Change an organization's entry."""
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, Organization, organization_id)
    uow.require(actor, Permission.EDIT_ORGANIZATION, found)
    office = uow.policy.may(actor, Permission.REGISTER_ORGANIZATION, found)
    form = OrganizationForm().prepare(_areas(found))
    if not form.is_submitted():
        form.show(found)
    elif form.validate() and form.attempt(
        directory.edit_organization,
        uow,
        actor,
        found.id,
        form.version.number,
        form.to_entry(),
        now=now(),
    ):
        form.announce("Saved.")
        return redirect(url_for(".organization", organization_id=organization_id))
    found = uow.find(actor, Organization, organization_id)
    if form.conflict:
        form.compare(OrganizationForm(formdata=None).prepare(_areas(found)).show(found))
    page = render_template(
        "volunteer_reports/directory/organization_form.html",
        form=form,
        organization=found,
        office=office,
    )
    return page, form.status


@requires(Permission.REGISTER_ORGANIZATION)
def make_pairing(organization_id: UUID) -> ResponseReturnValue:
    """Pair an organization with a community."""
    form = PairingForm().prepare(_communities())
    if form.validate_on_submit() and form.attempt(
        directory.make_pairing,
        current_unit_of_work(),
        require_actor(),
        organization_id,
        UUID(form.community_id.data),
        from_on=form.from_on.data,
        now=now(),
    ):
        form.announce("The pairing is saved.")
        return redirect(url_for(".organization", organization_id=organization_id))
    return _show(organization_id, pairing_form=form)


@requires(Permission.REGISTER_ORGANIZATION)
def end_pairing(organization_id: UUID, pairing_id: UUID) -> ResponseReturnValue:
    """Let a pairing end."""
    form = EndPairingForm()
    if form.validate_on_submit() and form.attempt(
        directory.end_pairing,
        current_unit_of_work(),
        require_actor(),
        organization_id,
        pairing_id,
        until_on=form.until_on.data,
        now=now(),
    ):
        form.announce("The pairing ends on the day you chose.")
        return redirect(url_for(".organization", organization_id=organization_id))
    return _show(organization_id, end_form=form)


def _show(
    organization_id: UUID,
    *,
    pairing_form: PairingForm | None = None,
    end_form: EndPairingForm | None = None,
) -> ResponseReturnValue:
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, Organization, organization_id)
    grants = and_(RoleGrant.organization_id == found.id, uow.policy.reach(actor, RoleGrant))
    failed = pairing_form or end_form
    page = render_template(
        "volunteer_reports/directory/organization.html",
        organization=found,
        pairing_form=pairing_form
        or PairingForm(formdata=None, data={"from_on": today()}).prepare(_communities()),
        end_form=end_form or EndPairingForm(formdata=None, data={"until_on": today()}),
        failed=failed,
        roles=list_roles(uow.session, grants, text="", number=1, size=100).items,
        history=history(uow.session, found.id),
    )
    return page, failed.status if failed else 200


def _areas(found: Organization | None = None) -> list[AreaChoice]:
    """Offer the areas in which the person registers organizations, and where *found* sits."""
    uow = current_unit_of_work()
    paths = uow.policy.scope(require_actor(), Permission.REGISTER_ORGANIZATION).area_paths
    return [
        area
        for area in area_choices(uow.session)
        if any(area.path.startswith(path) for path in paths) or (found and area.id == found.area_id)
    ]


def _communities() -> list[AreaChoice]:
    return area_choices(current_unit_of_work().session, levels=(AreaLevel.COMMUNITY,))
