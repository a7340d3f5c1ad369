"""How many wrong codes one person may type."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from flask_volunteer_reports.errors import (
    Conflict,
    InvalidEntry,
)
from flask_volunteer_reports.models import (
    CheckInAttempt,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import recording

from .at_the_place import (
    VERA,
    came,
    minutes,
    ruled,
    shown,
    volunteer,
    wrong_code,
)


@pytest.fixture
def vera(world):
    return volunteer(world)


@pytest.fixture
def activity(world, vera):
    return world.published()


def test_wrong_codes_are_limited_and_the_right_one_with_them(world, activity, vera):
    right = shown(world, activity, minutes(5))
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _ in range(10):
        wrong_code(InvalidEntry, "not the code", activity, world, moment=minutes(5), code=wrong)
    wrong_code(Conflict, "too many wrong codes", activity, world, moment=minutes(5), code=right)
    came(world, activity, minutes(10), code=shown(world, activity, minutes(10)))
    assert world.uow.session.scalars(select(CheckInAttempt)).one().count == 10


def test_wrong_codes_at_once_are_all_counted(world, activity, vera, at_once):
    right, activity_id = shown(world, activity, minutes(5)), activity.id

    def guess(number):
        code = f"{(int(right) + number) % 10**6:06}"
        return lambda uow: recording.check_in_with_code(
            uow, VERA, activity_id, code, check_in_id=uuid4(), now=minutes(5)
        )

    answers = at_once(*[guess(number) for number in range(1, 15)])
    kinds = [type(answer) for answer in answers]
    assert (kinds.count(InvalidEntry), kinds.count(Conflict)) == (10, 4)


def test_wrong_codes_are_held_against_one_person_only(world, activity, vera):
    will = Actor("will", "Will")
    volunteer(world, will)
    for _ in range(10):
        wrong_code(InvalidEntry, "not the", activity, world, moment=minutes(5), code="12")
    came(world, activity, minutes(5), will)


def test_the_campaign_sets_the_limit_of_wrong_codes(world, activity, vera):
    ruled(world, wrong_codes=1)
    wrong_code(InvalidEntry, "not the code", activity, world, moment=minutes(5), code="000")
    wrong_code(Conflict, "too many wrong codes", activity, world, moment=minutes(5), code="000")
