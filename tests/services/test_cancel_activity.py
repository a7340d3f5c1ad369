from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ActivityCancelled
from flask_volunteer_reports.domain.statuses import ActivityStatus
from flask_volunteer_reports.errors import AlreadyDone, Conflict, NotAllowed, NotFound
from flask_volunteer_reports.services.publishing import cancel_activity, cancel_project
from tests.world import MANAGER, MANAGER_EAST, NOON, OPERATOR, RECORDER, SECRETARIAT, local

from .watching import outcomes


@pytest.fixture
def activity(world):
    return world.published()


def test_an_activity_is_called_off_with_a_reason(uow, activity, happens):
    with happens() as said:
        cancel_activity(uow, MANAGER, activity.id, "Rain", now=NOON)

    assert (activity.status, activity.cancelled_reason) == (ActivityStatus.CANCELLED, "Rain")
    assert activity.published_at == NOON
    assert said == [ActivityCancelled(subject_id=activity.id, by="mia", at=NOON, reason="Rain")]


def test_the_others_of_the_project_stay(uow, world, activity):
    other = world.activity(activity.project, "2017-07-08 09:00", "2017-07-08 11:00")
    cancel_activity(uow, MANAGER, activity.id, "Rain", now=NOON)
    assert other.status is ActivityStatus.PLANNED


def test_it_can_be_called_off_until_it_is_over(uow, activity, refuses):
    with refuses(Conflict, "over"):
        cancel_activity(uow, MANAGER, activity.id, "Rain", now=local("2017-07-07 11:00"))
    cancel_activity(uow, MANAGER, activity.id, "Rain", now=local("2017-07-07 10:59"))
    assert activity.status is ActivityStatus.CANCELLED


def test_a_second_click_changes_nothing(uow, activity, refuses):
    cancel_activity(uow, MANAGER, activity.id, "Rain", now=NOON)
    with refuses(AlreadyDone):
        cancel_activity(uow, MANAGER, activity.id, "Rain", now=NOON)


def test_of_two_at_once_one_cancels(uow, activity, at_once):
    activity_id = activity.id
    results = at_once(
        lambda own: cancel_activity(own, MANAGER, activity_id, "Rain", now=NOON),
        lambda own: cancel_activity(own, SECRETARIAT, activity_id, "Storm", now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]


def test_a_project_that_has_come_to_its_end_keeps_its_activities(uow, activity, refuses):
    project, now = activity.project, local("2017-07-07 10:00")
    cancel_project(uow, MANAGER, project.id, project.version, reason="Rain", now=now)
    with refuses(Conflict):
        cancel_activity(uow, MANAGER, activity.id, "Rain", now=now)


def test_an_activity_out_of_reach_is_not_found(uow, activity, refuses):
    for actor, activity_id in ((MANAGER_EAST, activity.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            cancel_activity(uow, actor, activity_id, "Rain", now=NOON)


def test_a_recorder_cancels_nothing(uow, activity, refuses):
    with refuses(NotAllowed):
        cancel_activity(uow, RECORDER, activity.id, "Rain", now=NOON)
