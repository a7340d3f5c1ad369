"""Calendars as an answer to a calendar program: names, statuses, not sent twice."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, current_app, request, url_for

from ..models import SignUpStatus
from ..rendering.calendar import Calendar, CalendarEvent, EventStatus, render_calendar
from ..services.queries.calendars import CalendarRow
from .context import label, t, zone

NOT_SURE = (SignUpStatus.APPLIED, SignUpStatus.WAITING)


def calendar_answer(name: str, rows: Sequence[CalendarRow]) -> Response:
    """Answer with a calendar, or with 304 where the program has it already."""
    calendar = Calendar(name=name, zone=zone(), events=[_event(row) for row in rows])
    answer = current_app.response_class(mimetype="text/calendar")
    answer.set_etag(calendar.digest)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Disposition"] = 'inline; filename="activities.ics"'
    answer.make_conditional(request)
    if answer.status_code != 304:
        answer.set_data(render_calendar(calendar))
    return answer


def _event(row: CalendarRow) -> CalendarEvent:
    unsure = row.status in NOT_SURE
    words = label(row.status) if row.status and unsure else ""
    return CalendarEvent(
        uid=f"{row.activity_id}@volunteer-reports",
        sequence=row.sequence,
        changed_at=row.published_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=t("%(title)s (%(status)s)", title=row.title, status=words) if words else row.title,
        location=row.place,
        description=row.organization,
        url=url_for(
            "volunteer_reports.publishing.public_project",
            project_id=row.project_id,
            _external=True,
        ),
        status=_status(row, unsure=unsure),
    )


def _status(row: CalendarRow, *, unsure: bool) -> EventStatus:
    if row.cancelled:
        return EventStatus.CANCELLED
    return EventStatus.TENTATIVE if unsure else EventStatus.CONFIRMED
