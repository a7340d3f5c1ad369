"""Areas and their offices."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...domain.directory import AreaLevel
from ...models import Area
from ...ports import Permission
from ...services import directory
from ...services.queries.organizations import AreaChoice, area_choices
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from .forms import AreaForm


@requires(Permission.EDIT_AREA)
def areas() -> ResponseReturnValue:
    """Show the areas in reach, in the order of the tree."""
    return render_template("volunteer_reports/directory/areas.html", areas=_in_reach())


@requires(Permission.EDIT_AREA)
def new_area() -> ResponseReturnValue:
    """Add an area below another."""
    parents = [area for area in _in_reach() if area.level is not AreaLevel.COMMUNITY]
    form = AreaForm().prepare(parents)
    if not form.is_submitted():
        form.parent_id.data = request.args.get("parent")
    if form.validate_on_submit() and form.attempt(
        directory.add_area,
        current_unit_of_work(),
        require_actor(),
        form.code.data or "",
        next((area.id for area in parents if str(area.id) == form.parent_id.data), None),
        form.to_entry(),
        now=now(),
    ):
        form.announce("The area is added.")
        return redirect(url_for(".areas"))
    page = render_template("volunteer_reports/directory/area_form.html", form=form, area=None)
    return page, form.status


@requires(Permission.EDIT_AREA)
def edit_area(area_id: UUID) -> ResponseReturnValue:
    """Change an area's name and offices."""
    uow, actor = current_unit_of_work(), require_actor()
    area = uow.find(actor, Area, area_id)
    form = AreaForm()
    del form.parent_id, form.code  # these stay
    if not form.is_submitted():
        form.show(area)
    elif form.validate() and form.attempt(
        directory.edit_area,
        uow,
        actor,
        area_id,
        form.version.number,
        form.to_entry(),
        now=now(),
    ):
        form.announce("Saved.")
        return redirect(url_for(".areas"))
    area = uow.find(actor, Area, area_id)
    if form.conflict:
        form.compare(AreaForm(formdata=None).show(area))
    page = render_template("volunteer_reports/directory/area_form.html", form=form, area=area)
    return page, form.status


def _in_reach() -> list[AreaChoice]:
    uow = current_unit_of_work()
    paths = uow.policy.scope(require_actor(), Permission.EDIT_AREA).area_paths
    return [
        area
        for area in area_choices(uow.session)
        if any(area.path.startswith(path) for path in paths)
    ]
