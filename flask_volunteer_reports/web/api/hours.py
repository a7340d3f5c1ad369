"""``GET /api/hours/me``: what a signed-in volunteer has given, by source."""

from __future__ import annotations

from flask import Response

from ...ports import Permission
from ...services.queries.own_hours import own_hours
from ...state import current_unit_of_work
from ..access import requires
from ..context import require_actor
from .answer import answer, refuse_unknown


@requires(Permission.SERVE)
def my_hours() -> Response:
    """Answer with the person's own totals; who is no volunteer has none."""
    refuse_unknown(())
    own = own_hours(current_unit_of_work(), require_actor())
    return answer(
        {
            "volunteer_no": own.volunteer_no,
            "check_in_minutes": own.check_in_minutes,
            "other_minutes": own.other_minutes,
            "service_minutes": own.service_minutes,
            "records": own.records,
            "by_source": {source.value: minutes for source, minutes in own.by_source.items()},
        }
    )
