"""Who has a place, who takes one on the spot, and who does not."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from flask_volunteer_reports.errors import (
    Conflict,
)
from flask_volunteer_reports.models import (
    Activity,
    CheckIn,
    SignUp,
    SignUpStatus,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import recording
from tests.world import NOON

from .at_the_place import (
    came,
    minutes,
    shown,
    signed_up,
    volunteer,
    wrong_code,
)


@pytest.fixture
def vera(world):
    return volunteer(world)


@pytest.fixture
def activity(world, vera):
    return world.published()


def test_who_walks_in_takes_a_place(world, activity, vera):
    came(world, activity, minutes(5))
    sign_up = world.uow.session.scalars(select(SignUp)).one()
    assert (sign_up.status, sign_up.admitted_at) == (SignUpStatus.ADMITTED, minutes(5))
    world.uow.session.refresh(activity)
    assert activity.taken == 1


def full(world, activity):
    with world.uow.transaction(audited=False):
        activity.capacity = activity.taken = 2
    return activity


def test_nobody_walks_in_where_no_place_is_left(world, activity, vera, refuses):
    full(world, activity)
    code = shown(world, activity, minutes(5))
    with refuses(Conflict, "All 2 places are taken"):
        came(world, activity, minutes(5), code=code)


def test_who_has_a_place_gets_in_whatever_the_number(world, activity, vera):
    signed_up(world, activity, vera, admitted_at=NOON)
    with world.uow.transaction(audited=False):
        activity.capacity = activity.taken
    came(world, activity, minutes(5))
    assert activity.taken == 1


def test_the_last_place_is_given_once(world, activity, at_once):
    people = [Actor(f"p{n}", f"Person {'abcdefgh'[n]}") for n in range(8)]
    for person in people:
        volunteer(world, person)
    with world.uow.transaction(audited=False):
        activity.capacity = 3
    code, activity_id = shown(world, activity, minutes(5)), activity.id

    def walk_in(person):
        return lambda uow: recording.check_in_with_code(
            uow, person, activity_id, code, check_in_id=uuid4(), now=minutes(5)
        )

    answers = at_once(*map(walk_in, people))
    assert sum(isinstance(answer, CheckIn) for answer in answers) == 3
    assert sum(type(answer) is Conflict for answer in answers) == 5
    assert world.uow.session.get_one(Activity, activity_id).taken == 3


def test_who_waits_moves_up_where_there_is_room(world, activity, vera):
    sign_up = signed_up(world, activity, vera, SignUpStatus.WAITING)
    came(world, activity, minutes(5))
    world.uow.session.refresh(sign_up)
    world.uow.session.refresh(activity)
    assert (sign_up.status, activity.taken) == (SignUpStatus.ADMITTED, 1)


def test_who_comes_late_is_no_no_show(world, activity, vera):
    sign_up = signed_up(
        world, activity, vera, SignUpStatus.NO_SHOW, ended_at=NOON, ended_by="mia", admitted_at=NOON
    )
    came(world, activity, minutes(30))
    world.uow.session.refresh(sign_up)
    assert (sign_up.status, sign_up.ended_at, activity.taken) == (SignUpStatus.ADMITTED, None, 1)


@pytest.mark.parametrize(
    ("status", "columns"),
    [
        (SignUpStatus.APPLIED, {}),
        (SignUpStatus.DECLINED, {"ended_at": NOON, "ended_by": "mia", "reason": "full"}),
    ],
)
def test_where_the_organization_chooses_the_code_alone_lets_nobody_in(
    status, columns, world, activity, vera, refuses
):
    signed_up(world, activity, vera, status, **columns)
    code = shown(world, activity, minutes(5))
    with refuses(Conflict, "organization"):
        came(world, activity, minutes(5), code=code)


def test_a_project_with_admission_has_no_walk_ins_by_code(world, activity, vera, refuses):
    with world.uow.transaction(audited=False):
        activity.project.needs_admission = True
    code = shown(world, activity, minutes(5))
    with refuses(Conflict, "chooses who takes part"):
        came(world, activity, minutes(5), code=code)


@pytest.mark.parametrize(
    ("born_in", "let_in"),
    [
        pytest.param(None, False, id="not known"),
        pytest.param(date(2001, 7, 1), False, id="perhaps not yet sixteen"),
        pytest.param(date(2001, 6, 1), True, id="sixteen for sure"),
    ],
)
def test_the_age_that_a_project_asks_for(born_in, let_in, world):
    volunteer(world, born_in=born_in)
    activity = world.published()
    with world.uow.transaction(audited=False):
        activity.project.minimum_age = 16
    if let_in:
        came(world, activity, minutes(5))
    else:
        wrong_code(Conflict, "at least 16 years", activity, world, moment=minutes(5))
