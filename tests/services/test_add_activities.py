from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ActivitiesAdded
from flask_volunteer_reports.domain.statuses import ActivityStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import Activity
from flask_volunteer_reports.services.publishing import (
    Repetition,
    add_activities,
    cancel_activity,
    cancel_project,
)
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    RECORDER,
    ZONE,
    local,
)

from .watching import later, occasion_entry, outcomes, rows


@pytest.fixture
def project(world):
    return world.draft()


@pytest.fixture
def add(world, project):
    """Add activities as somebody."""

    def do(uow, entry=None, repetition=None, *, actor=MANAGER, activity_id=None, now=NOON):
        return add_activities(
            uow,
            actor,
            project.id,
            entry or occasion_entry(world),
            repetition,
            activity_id=activity_id or uuid4(),
            now=now,
        )

    return do


def weekly(until: str, *weekdays: int, every: int = 1) -> Repetition:
    return Repetition(
        weekdays=frozenset(weekdays), every_weeks=every, until=date.fromisoformat(until)
    )


def test_one_occasion_is_added(uow, world, project, add, happens):
    activity_id = uuid4()

    with happens() as said:
        [added] = add(uow, occasion_entry(world, capacity=20), activity_id=activity_id)

    [activity] = rows(uow, Activity)
    assert activity is added
    assert (activity.id, activity.project_id) == (activity_id, project.id)
    assert activity.starts_at == local("2017-07-07 09:00")
    assert activity.ends_at == local("2017-07-07 11:00")
    assert (activity.place, activity.area.code, activity.capacity) == ("City library", "city", 20)
    assert (activity.status, activity.taken, activity.published_at) == (
        ActivityStatus.PLANNED,
        0,
        None,
    )
    assert said == [ActivitiesAdded(subject_id=project.id, by="mia", at=NOON, count=1)]


def test_every_friday_is_added_in_one_step(uow, project, add, happens):
    activity_id = uuid4()

    with happens() as said:
        added = add(uow, repetition=weekly("2017-07-28"), activity_id=activity_id)

    days = [f"{activity.starts_at.astimezone(ZONE):%m-%d}" for activity in added]
    assert days == ["07-07", "07-14", "07-21", "07-28"]
    assert added[0].id == activity_id
    assert len({activity.id for activity in rows(uow, Activity)}) == 4
    assert said == [ActivitiesAdded(subject_id=project.id, by="mia", at=NOON, count=4)]


def test_what_is_added_to_a_published_project_is_published_from_now_on(uow, world):
    project = world.published().project
    [added] = add_activities(
        uow,
        MANAGER,
        project.id,
        occasion_entry(world, "2017-07-08 09:00", "2017-07-08 11:00"),
        activity_id=uuid4(),
        now=later(),
    )
    assert added.published_at == later()
    assert project.published_at == NOON


def test_a_second_click_adds_nothing(uow, add, refuses):
    activity_id = uuid4()
    add(uow, repetition=weekly("2017-07-28"), activity_id=activity_id)
    with refuses(AlreadyDone):
        add(uow, repetition=weekly("2017-07-28"), activity_id=activity_id)


def test_two_clicks_at_once_add_it_once(uow, world, project, at_once):
    project_id, activity_id, entry = project.id, uuid4(), occasion_entry(world)

    def click(own):
        add_activities(own, MANAGER, project_id, entry, activity_id=activity_id, now=NOON)

    assert outcomes(at_once(click, click)) == ["AlreadyDone", "done"]
    assert len(rows(uow, Activity)) == 1


def test_two_people_at_once_do_not_take_the_same_time_and_place(
    uow, world, project, colleague, at_once
):
    project_id, entry = project.id, occasion_entry(world)
    results = at_once(
        lambda own: add_activities(own, MANAGER, project_id, entry, activity_id=uuid4(), now=NOON),
        lambda own: add_activities(
            own, colleague, project_id, entry, activity_id=uuid4(), now=NOON
        ),
    )
    assert outcomes(results) == ["InvalidEntry", "done"]
    assert len(rows(uow, Activity)) == 1


@pytest.mark.parametrize(
    ("starts", "ends", "place", "overlap"),
    [
        pytest.param("10:00", "12:00", "City library", True, id="an hour shared"),
        pytest.param("11:00", "12:00", "City library", False, id="one after the other"),
        pytest.param("10:00", "12:00", "Town hall", False, id="at another place"),
    ],
)
def test_a_project_is_not_at_one_place_twice_at_a_time(
    starts, ends, place, overlap, uow, world, add, refuses
):
    add(uow)
    entry = occasion_entry(world, f"2017-07-07 {starts}", f"2017-07-07 {ends}", place=place)
    if not overlap:
        assert add(uow, entry)
        return
    with refuses(InvalidEntry, "overlaps") as refused:
        add(uow, entry)
    assert refused.value.field == "starts_at"


def test_a_repetition_does_not_overlap_itself(uow, world, add, refuses):
    two_days = occasion_entry(world, "2017-07-07 09:00", "2017-07-08 11:00")
    with refuses(InvalidEntry, "overlaps"):
        add(uow, two_days, weekly("2017-07-31", 4, 5))


def test_the_place_of_a_cancelled_activity_is_free(uow, add):
    [first] = add(uow)
    cancel_activity(uow, MANAGER, first.id, "Rain", now=NOON)
    assert add(uow)


def test_another_project_may_be_at_the_same_place(uow, world, add):
    add(uow)
    assert world.activity(world.draft())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"ends_at": local("2017-07-07 09:00")}, "ends_at", id="no time at all"),
        pytest.param({"ends_at": local("2017-07-07 08:00")}, "ends_at", id="the wrong way round"),
        pytest.param({"ends_at": local("2017-07-15 09:00")}, "ends_at", id="more than a week"),
        pytest.param(
            {"starts_at": local("2017-05-28 09:00"), "ends_at": local("2017-05-28 10:00")},
            "starts_at",
            id="before the campaign",
        ),
        pytest.param({"capacity": 0}, "capacity", id="no places"),
        pytest.param({"capacity": 100_001}, "capacity", id="too many places"),
        pytest.param({"area_id": uuid4()}, "area_id", id="an unknown area"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change, field, uow, world, add, refuses):
    with refuses(InvalidEntry) as refused:
        add(uow, replace(occasion_entry(world), **change))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "until",
    [
        pytest.param("2017-09-08", id="beyond the campaign"),
        pytest.param("2017-07-06", id="before the first"),
        pytest.param("2030-01-01", id="more than 200 times"),
    ],
)
def test_a_wrong_last_day_is_refused_at_its_field(until, uow, add, refuses):
    with refuses(InvalidEntry) as refused:
        add(uow, repetition=weekly(until))
    assert refused.value.field == "repeat_until"


def test_a_project_that_has_come_to_its_end_takes_no_activities(uow, project, add, refuses):
    cancel_project(uow, MANAGER, project.id, project.version, reason="Rain", now=NOON)
    with refuses(Conflict):
        add(uow)


def test_a_project_out_of_reach_is_not_found(uow, world, add, refuses):
    for actor in (MANAGER_EAST, OFFICE_EAST):
        with refuses(NotFound):
            add(uow, actor=actor)
    with refuses(NotFound):
        add_activities(uow, OPERATOR, uuid4(), occasion_entry(world), activity_id=uuid4(), now=NOON)


def test_a_recorder_adds_nothing(uow, add, refuses):
    with refuses(NotAllowed):
        add(uow, actor=RECORDER)
