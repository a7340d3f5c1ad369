"""What the tests of sign-ups share: an activity with places, people who want them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.models import HOLDING, Activity, SignUp, SignUpStatus
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import publishing
from flask_volunteer_reports.services.recording import sign_up
from flask_volunteer_reports.services.unit_of_work import UnitOfWork
from tests.world import CAMPAIGN_FILE, MANAGER, NOON, OPERATOR, World

from .watching import occasion_entry, rows

ANN, BOB, CID, DAN = (Actor(name.lower(), name) for name in ("Ann", "Bob", "Cid", "Dan"))


def with_places(
    world: World,
    capacity: int | None,
    starts: str = "2017-07-07 09:00",
    ends: str = "2017-07-07 11:00",
    **project: Any,
) -> Activity:
    """A published activity with so many places."""
    draft = world.draft(**project)
    [activity] = publishing.add_activities(
        world.uow,
        MANAGER,
        draft.id,
        occasion_entry(world, starts, ends, capacity=capacity),
        activity_id=uuid4(),
        now=NOON,
    )
    publishing.publish_project(world.uow, MANAGER, draft.id, draft.version, now=NOON)
    return activity


def volunteers(world: World, *people: Actor, born_in: date | None = None) -> None:
    """Volunteers of the library who are known to the host."""
    for person in people:
        world.volunteer(person, born_in=born_in)


def asks(uow: UnitOfWork, person: Actor, activity_id: UUID, now: datetime = NOON) -> SignUp:
    """A person signs up."""
    return sign_up(uow, person, activity_id, sign_up_id=uuid4(), now=now)


def named(*names: str) -> list[ListedVolunteer]:
    """Rows of a list of names."""
    return [ListedVolunteer(n, name, "", 1) for n, name in enumerate(names, 1)]


def standing(uow: UnitOfWork, activity: Activity) -> dict[str, SignUpStatus]:
    """How each sign-up of an activity stands, by name; the places taken are counted on the way."""
    uow.session.refresh(activity)
    held = select(func.count()).where(SignUp.activity_id == activity.id, SignUp.status.in_(HOLDING))
    assert activity.taken == uow.session.scalar(held)
    assert activity.capacity is None or activity.taken <= activity.capacity
    return {row.volunteer.name: row.status for row in rows(uow, SignUp, activity_id=activity.id)}


def campaign_says(world: World, line: str) -> None:
    """Load the campaign again with one more rule about recording."""
    source = f"{CAMPAIGN_FILE.read_text('utf-8')}\n[recording]\n{line}\n"
    publishing.load_campaign(world.uow, OPERATOR, source, now=NOON)
