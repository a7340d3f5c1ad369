"""What tests of objections, notices and certificates need: somebody who has served."""

from __future__ import annotations

from sqlalchemy import select

from flask_volunteer_reports.models import Activity, ServiceRecord, Volunteer
from flask_volunteer_reports.services import publishing
from tests.world import CAMPAIGN_FILE, MANAGER, NOBODY, OPERATOR, World, local

ENDED = local("2017-07-07 12:00")
"""An hour after the activity."""
DUE = local("2017-07-22 12:00")
"""The end of the days in which the organization answers what was said when it had ended."""


def served(
    world: World, minutes: int = 60, *, name: str = "Nan", activity: Activity | None = None
) -> ServiceRecord:
    """A record of the person without a role, who is known as a volunteer."""
    activity = activity or world.published()
    world.recorded(activity, (name, minutes), actor=MANAGER, now=ENDED)
    record = world.uow.session.scalars(
        select(ServiceRecord)
        .join(Volunteer, ServiceRecord.volunteer_id == Volunteer.id)
        .where(ServiceRecord.activity_id == activity.id, Volunteer.name == name)
    ).one()
    if record.volunteer.person_id is None:
        world.known_as(record.volunteer, NOBODY)
    return record


def with_rules(world: World, **rules: int) -> None:
    """Let the campaign lay down something else about hours."""
    text = CAMPAIGN_FILE.read_text("utf-8")
    lines = "".join(f"{name} = {value}\n" for name, value in rules.items())
    changed = f"{text}\n[recording]\n{lines}"
    publishing.load_campaign(world.uow, OPERATOR, changed, now=local("2017-07-01 08:00"))
    world.uow.session.expire_all()
