"""A volunteer's own calendar, at an address that is secret."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound
from ...ports import Permission
from ...services.queries.calendars import volunteer_calendar
from ...services.serving import renew_calendar_address
from ...state import current_unit_of_work, now
from ..access import requires
from ..calendars import calendar_answer
from ..context import require_actor, t
from ..forms import ActionForm
from .views import show_home


def register(blueprint: Blueprint) -> None:
    """Add these pages."""
    blueprint.add_url_rule("/calendar/<secret>.ics", view_func=calendar)
    blueprint.add_url_rule("/calendar-address", view_func=renew_calendar, methods=["POST"])


@requires(Permission.ANYONE)
def calendar(secret: str) -> Response:
    """Hand out the calendar to whoever knows its address: programs cannot sign in."""
    rows = volunteer_calendar(current_unit_of_work().session, secret, now=now())
    if rows is None:
        raise NotFound("There is no such calendar. Its address may have been renewed.")
    return calendar_answer(t("My volunteer service"), rows)


@requires(Permission.SERVE)
def renew_calendar() -> ResponseReturnValue:
    """Make a new address; the one from before is dead."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        renew_calendar_address, current_unit_of_work(), require_actor(), now=now()
    ):
        form.announce("The address of your calendar is made.")
        return redirect(url_for(".home") + "#calendar")
    return show_home(form)
