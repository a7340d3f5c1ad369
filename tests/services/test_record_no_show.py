from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import NoShowRecorded, NoShowUndone
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.errors import AlreadyDone, Conflict, NotAllowed, NotFound
from flask_volunteer_reports.models import SignUpStatus
from flask_volunteer_reports.services.recording import (
    record_no_show,
    save_name_list,
    undo_no_show,
)
from tests.world import MANAGER, MANAGER_EAST, RECORDER, SECRETARIAT, local

from .places import ANN, BOB, asks, named, standing, volunteers, with_places
from .watching import outcomes

OVER = local("2017-07-07 11:00")
ADMITTED, NO_SHOW = SignUpStatus.ADMITTED, SignUpStatus.NO_SHOW


@pytest.fixture
def activity(world):
    """One place."""
    volunteers(world, ANN, BOB)
    return with_places(world, 1)


@pytest.fixture
def ann(uow, activity):
    """Ann's place."""
    return asks(uow, ANN, activity.id)


def test_a_no_show_is_recorded_and_keeps_the_place_that_it_had(uow, activity, ann, happens):
    with happens() as said:
        record_no_show(uow, RECORDER, activity.id, ann.id, now=OVER)
    assert standing(uow, activity) == {"Ann": NO_SHOW}
    assert (ann.ended_at, ann.ended_by, activity.taken) == (OVER, "rui", 1)
    assert said == [
        NoShowRecorded(
            subject_id=activity.id,
            by="rui",
            at=OVER,
            volunteer_id=ann.volunteer_id,
            person_id="ann",
        )
    ]


def test_it_can_be_undone(uow, activity, ann, happens, refuses):
    record_no_show(uow, MANAGER, activity.id, ann.id, now=OVER)
    with happens() as said:
        undo_no_show(uow, MANAGER, activity.id, ann.id, now=OVER)
    assert (ann.status, ann.ended_at, ann.ended_by, activity.taken) == (ADMITTED, None, None, 1)
    assert [type(event) for event in said] == [NoShowUndone]
    with refuses(AlreadyDone):
        undo_no_show(uow, MANAGER, activity.id, ann.id, now=OVER)


def test_only_after_the_activity(uow, activity, ann, refuses):
    with refuses(Conflict, "after the activity"):
        record_no_show(uow, MANAGER, activity.id, ann.id, now=local("2017-07-07 10:59"))


def test_who_only_waited_is_no_no_show(uow, activity, ann, refuses):
    waits = asks(uow, BOB, activity.id)
    with refuses(Conflict, "had no place"):
        record_no_show(uow, MANAGER, activity.id, waits.id, now=OVER)
    with refuses(Conflict, "not recorded"):
        undo_no_show(uow, MANAGER, activity.id, waits.id, now=OVER)


@pytest.mark.parametrize("confirmed", [False, True], ids=["entered", "confirmed"])
def test_who_has_hours_was_there(uow, world, activity, ann, refuses, confirmed):
    if confirmed:
        world.recorded(activity, ("Ann", 60), now=OVER)
    else:
        save_name_list(uow, RECORDER, activity.id, 0, named("Ann"), RecordSource.MANUAL, now=OVER)
    with refuses(Conflict, "Who was there"):
        record_no_show(uow, MANAGER, activity.id, ann.id, now=OVER)


def test_a_second_click_changes_nothing(uow, activity, ann, refuses):
    record_no_show(uow, MANAGER, activity.id, ann.id, now=OVER)
    with refuses(AlreadyDone):
        record_no_show(uow, MANAGER, activity.id, ann.id, now=OVER)


def test_of_two_organizers_at_once_one_records_it(uow, activity, ann, colleague, at_once):
    activity_id, own_id = activity.id, ann.id
    results = at_once(
        lambda own: record_no_show(own, MANAGER, activity_id, own_id, now=OVER),
        lambda own: record_no_show(own, colleague, activity_id, own_id, now=OVER),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]


def test_who_may_not(uow, activity, ann, refuses):
    for use_case in (record_no_show, undo_no_show):
        with refuses(NotAllowed):
            use_case(uow, SECRETARIAT, activity.id, ann.id, now=OVER)
        for actor, sign_up_id in ((MANAGER_EAST, ann.id), (MANAGER, uuid4())):
            with refuses(NotFound):
                use_case(uow, actor, activity.id, sign_up_id, now=OVER)
    assert standing(uow, activity) == {"Ann": ADMITTED}
