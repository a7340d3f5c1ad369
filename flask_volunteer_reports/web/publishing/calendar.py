"""The public calendar of an organization."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from ...errors import NotFound
from ...models import Organization
from ...ports import Permission
from ...services.queries.calendars import organization_calendar
from ...state import current_unit_of_work, now
from ..access import requires
from ..calendars import calendar_answer


@requires(Permission.ANYONE)
def calendar(organization_id: UUID) -> Response:
    """Hand out the published activities of an organization."""
    session = current_unit_of_work().session
    organization = session.get(Organization, organization_id)
    if organization is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    return calendar_answer(
        organization.name, organization_calendar(session, organization_id, now=now())
    )
