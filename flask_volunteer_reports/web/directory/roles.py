"""Roles of people."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...domain.directory import Role
from ...errors import InvalidEntry
from ...models import Area, Organization, RoleGrant
from ...ports import Actor, Permission
from ...services import directory
from ...services.directory.roles import TO_GRANT
from ...services.queries.organizations import roles as list_roles
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import require_actor, today
from ..forms import ActionForm
from ..paging import page_number, page_size, text_argument
from .forms import RoleForm


@requires(Permission.GRANT_ORGANIZATION_RECORDER)
def roles() -> ResponseReturnValue:
    """List the roles that the person could have given."""
    return _list(ActionForm())


@requires(Permission.GRANT_ORGANIZATION_RECORDER)
def new_role() -> ResponseReturnValue:
    """Give a person a role."""
    uow, actor = current_unit_of_work(), require_actor()
    form = RoleForm().prepare(
        role for role in reversed(Role) if uow.policy.scope(actor, TO_GRANT[role])
    )
    if current_state().host.find_person:
        del form.person_name  # the host knows
    if not form.is_submitted():
        form.from_on.data = today()
        form.scope_code.data = request.args.get("code", "")
    if form.validate_on_submit() and form.attempt(_grant, form):
        form.announce("The role is given.")
        given = form.result
        return redirect(url_for(".roles", q=given.person_name if given else None))
    page = render_template("volunteer_reports/directory/role_form.html", form=form)
    return page, form.status


@requires(Permission.GRANT_ORGANIZATION_RECORDER)
def end_role(grant_id: UUID) -> ResponseReturnValue:
    """Take a role away."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        directory.end_role, current_unit_of_work(), require_actor(), grant_id, now=now()
    ):
        form.announce("The role has ended.")
        return redirect(url_for(".roles"))
    return _list(form)


def _grant(form: RoleForm) -> RoleGrant:
    """Find person and scope by what was typed, then give the role."""
    uow, actor = current_unit_of_work(), require_actor()
    role = Role(form.role.data)
    code = form.scope_code.data
    areas = uow.policy.narrow(actor, select(Area).where(Area.code == code), Area)
    organizations = uow.policy.narrow(
        actor, select(Organization).where(Organization.code == code), Organization
    )
    found: list[Area | Organization] = [
        *uow.session.scalars(areas),
        *uow.session.scalars(organizations),
    ]
    if not found:
        raise InvalidEntry(
            "You oversee nothing with the code %(code)s. Look it up in the directory.",
            field="scope_code",
            code=code,
        )
    find = current_state().host.find_person
    person_id = form.person_id.data or ""
    person = find(person_id) if find else Actor(person_id, form.person_name.data or "")
    if person is None:
        raise InvalidEntry("This site knows nobody with this id.", field="person_id")
    return directory.grant_role(
        uow,
        actor,
        person,
        role,
        found[0] if role.area_level else found[-1],
        from_on=form.from_on.data or today(),
        until_on=form.until_on.data,
        now=now(),
    )


def _list(form: ActionForm) -> ResponseReturnValue:
    uow = current_unit_of_work()
    page = list_roles(
        uow.session,
        uow.policy.reach(require_actor(), RoleGrant),
        text=text_argument("q"),
        number=page_number(),
        size=page_size(),
    )
    return render_template(
        "volunteer_reports/directory/roles.html",
        page=page,
        text=text_argument("q"),
        form=form,
    ), form.status
