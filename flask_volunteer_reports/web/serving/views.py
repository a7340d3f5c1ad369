"""A volunteer's own activities, hours and records."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ...models import ServiceRecord
from ...ports import Permission
from ...services.queries.hours import volunteer_hours
from ...services.queries.serving import (
    coming_activities,
    entries_of,
    own_records,
    past_activities,
)
from ...services.serving import own_volunteer
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..paging import page_number, page_size


def register(blueprint: Blueprint) -> None:
    """Add these pages."""
    blueprint.add_url_rule("/", view_func=home)
    blueprint.add_url_rule("/records/<uuid:record_id>", view_func=record)


@requires(Permission.SERVE)
def home() -> ResponseReturnValue:
    """Show what a volunteer has ahead and has given; who is none yet learns what to do."""
    uow = current_unit_of_work()
    volunteer = own_volunteer(uow, require_actor())
    if volunteer is None:
        return render_template("volunteer_reports/serving/not_yet.html")
    return render_template(
        "volunteer_reports/serving/home.html",
        volunteer=volunteer,
        coming=coming_activities(uow.session, volunteer.id, now=now()),
        past=past_activities(uow.session, volunteer.id, now=now()),
        totals=volunteer_hours(uow.session, volunteer.id),
        records=own_records(uow.session, volunteer.id, number=page_number(), size=page_size()),
    )


@requires(Permission.SERVE)
def record(record_id: UUID) -> ResponseReturnValue:
    """Show what one of the volunteer's own records is made of."""
    uow = current_unit_of_work()
    found = uow.find(require_actor(), ServiceRecord, record_id, permission=Permission.SERVE)
    return render_template(
        "volunteer_reports/serving/record.html",
        record=found,
        entries=entries_of(uow.session, found.id),
    )
