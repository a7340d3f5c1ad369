"""A volunteer's own activities, hours and records."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ...models import CalendarAddress, ServiceRecord
from ...ports import Permission
from ...services.queries.hours import records_with_entries, volunteer_hours
from ...services.queries.serving import (
    coming_activities,
    own_records,
    past_activities,
)
from ...services.serving import own_volunteer
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..forms import ActionForm, BaseForm
from ..paging import page_number, page_size


def register(blueprint: Blueprint) -> None:
    """Add these pages."""
    blueprint.add_url_rule("/", view_func=home)
    blueprint.add_url_rule("/records/<uuid:record_id>", view_func=record)


@requires(Permission.SERVE)
def home() -> ResponseReturnValue:
    """Show what a volunteer has ahead and has given; who is none yet learns what to do."""
    return show_home()


@requires(Permission.SERVE)
def record(record_id: UUID) -> ResponseReturnValue:
    """Show what one of the volunteer's own records is made of."""
    uow = current_unit_of_work()
    found = uow.find(require_actor(), ServiceRecord, record_id, permission=Permission.SERVE)
    return render_template(
        "volunteer_reports/serving/record.html",
        record=found,
        entries=records_with_entries(uow.session, ServiceRecord.id == found.id)[0].entries,
    )


def show_home(failed: BaseForm | None = None) -> ResponseReturnValue:
    """Show the volunteer's home, perhaps with an action on it that failed."""
    uow = current_unit_of_work()
    session = uow.session
    volunteer = own_volunteer(uow, require_actor())
    status = failed.status if failed else 200
    if volunteer is None:
        return render_template("volunteer_reports/serving/not_yet.html", failed=failed), status
    page = render_template(
        "volunteer_reports/serving/home.html",
        volunteer=volunteer,
        coming=coming_activities(session, volunteer.id, now=now()),
        past=past_activities(session, volunteer.id, now=now()),
        totals=volunteer_hours(session, volunteer.id),
        records=own_records(session, volunteer.id, number=page_number(), size=page_size()),
        calendar=session.get(CalendarAddress, volunteer.id),
        action=ActionForm(formdata=None),
        failed=failed,
    )
    return page, status
