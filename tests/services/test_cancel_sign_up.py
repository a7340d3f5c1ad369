from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import SignUpCancelled
from flask_volunteer_reports.errors import AlreadyDone, NotAllowed, NotFound
from flask_volunteer_reports.models import Activity, SignUp, SignUpStatus
from flask_volunteer_reports.services.recording import cancel_sign_up, sign_up_volunteers
from tests.world import MANAGER, MANAGER_EAST, NOON, OPERATOR, RECORDER, SECRETARIAT

from .watching import later, outcomes, rows


@pytest.fixture
def place(uow, world):
    """Ann's place; Bob has one, too."""
    activity = world.published()
    names = world.listed(("Ann", 1), ("Bob", 1))
    sign_up_volunteers(uow, MANAGER, activity.id, names, now=NOON)
    return next(row for row in rows(uow, SignUp) if row.volunteer.name == "Ann")


@pytest.fixture
def activity(uow, place):
    return uow.session.get(Activity, place.activity_id)


def test_a_sign_up_is_taken_back_and_its_place_is_free(uow, activity, place, happens):
    with happens() as said:
        cancel_sign_up(uow, RECORDER, activity.id, place.id, now=later())

    assert (place.status, activity.taken) == (SignUpStatus.CANCELLED, 1)
    assert (place.ended_at, place.ended_by) == (later(), "rui")
    assert said == [
        SignUpCancelled(
            subject_id=activity.id, by="rui", at=later(), volunteer_id=place.volunteer_id
        )
    ]


def test_the_person_can_be_signed_up_again(uow, world, activity, place):
    cancel_sign_up(uow, RECORDER, activity.id, place.id, now=NOON)
    sign_up_volunteers(uow, MANAGER, activity.id, world.listed(("Ann", 1)), now=later())
    uow.session.expire_all()
    assert (activity.taken, len(rows(uow, SignUp))) == (2, 3)


def test_a_second_click_changes_nothing(uow, activity, place, refuses):
    cancel_sign_up(uow, RECORDER, activity.id, place.id, now=NOON)
    with refuses(AlreadyDone):
        cancel_sign_up(uow, RECORDER, activity.id, place.id, now=NOON)


def test_of_two_at_once_one_frees_the_place(uow, activity, place, at_once):
    activity_id, sign_up_id = activity.id, place.id
    results = at_once(
        lambda own: cancel_sign_up(own, MANAGER, activity_id, sign_up_id, now=NOON),
        lambda own: cancel_sign_up(own, RECORDER, activity_id, sign_up_id, now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert activity.taken == 1


def test_a_sign_up_of_another_activity_is_not_found(uow, world, activity, place, refuses):
    other = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    for activity_id, sign_up_id in ((other.id, place.id), (activity.id, uuid4())):
        with refuses(NotFound):
            cancel_sign_up(uow, MANAGER, activity_id, sign_up_id, now=NOON)


def test_an_office_takes_nothing_back(uow, activity, place, refuses):
    with refuses(NotAllowed):
        cancel_sign_up(uow, SECRETARIAT, activity.id, place.id, now=NOON)


def test_an_activity_out_of_reach_is_not_found(uow, activity, place, refuses):
    for actor, activity_id in ((MANAGER_EAST, activity.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            cancel_sign_up(uow, actor, activity_id, place.id, now=NOON)
