from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ActivityEdited, SignUpMovedUp
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import SignUpStatus
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.services.publishing import (
    cancel_activity,
    cancel_project,
    edit_activity,
)
from tests.world import MANAGER, MANAGER_EAST, NOON, OPERATOR, RECORDER, local

from .places import ANN, BOB, CID, asks, standing, volunteers, with_places
from .watching import later, occasion_entry, outcomes


@pytest.fixture
def activity(world):
    """A published activity of tomorrow morning."""
    return world.published()


@pytest.fixture
def moved(world):
    return occasion_entry(world, "2017-07-08 09:00", "2017-07-08 12:00")


def test_time_place_and_capacity_change(uow, world, activity, happens):
    entry = occasion_entry(
        world, "2017-07-08 09:00", "2017-07-08 12:00", place="Quay", area="quay", capacity=5
    )

    with happens() as said:
        edit_activity(uow, MANAGER, activity.id, activity.version, entry, now=later())

    assert activity.starts_at == local("2017-07-08 09:00")
    assert activity.ends_at == local("2017-07-08 12:00")
    assert (activity.place, activity.area.code, activity.capacity) == ("Quay", "quay", 5)
    changed = ("area_id", "capacity", "ends_at", "place", "starts_at")
    assert said == [ActivityEdited(subject_id=activity.id, by="mia", at=later(), changed=changed)]


def test_a_published_activity_that_is_moved_counts_as_published_from_now_on(uow, activity, moved):
    edit_activity(uow, MANAGER, activity.id, activity.version, moved, now=later())
    assert activity.published_at == later()


def test_one_that_is_not_moved_stays_published_since_then(uow, world, activity):
    entry = occasion_entry(world, place="Town hall", capacity=5)
    edit_activity(uow, MANAGER, activity.id, activity.version, entry, now=later())
    assert (activity.place, activity.published_at) == ("Town hall", NOON)


def test_a_draft_that_is_moved_stays_unpublished(uow, world, moved):
    activity = world.activity(world.draft())
    edit_activity(uow, MANAGER, activity.id, activity.version, moved, now=later())
    assert activity.published_at is None


def test_saving_without_a_change_says_nothing(uow, world, activity, happens):
    version = activity.version
    with happens() as said:
        edit_activity(uow, MANAGER, activity.id, version, occasion_entry(world), now=later())
    assert (said, activity.version, activity.published_at) == ([], version, NOON)


def test_a_second_click_changes_nothing(uow, activity, moved, refuses):
    version = activity.version
    edit_activity(uow, MANAGER, activity.id, version, moved, now=later())
    with refuses(AlreadyDone):
        edit_activity(uow, MANAGER, activity.id, version, moved, now=later(minutes=2))


def test_who_opened_the_page_before_somebody_else_saved_overwrites_nothing(
    uow, world, activity, moved, colleague, refuses
):
    version = activity.version
    edit_activity(uow, MANAGER, activity.id, version, moved, now=NOON)
    with refuses(StaleVersion):
        edit_activity(
            uow, colleague, activity.id, version, occasion_entry(world, place="Quay"), now=NOON
        )
    assert activity.place == "City library"


def test_of_two_at_once_one_is_told_that_the_other_was_first(
    world, activity, moved, colleague, at_once
):
    activity_id, version = activity.id, activity.version
    other = occasion_entry(world, place="Quay")
    results = at_once(
        lambda own: edit_activity(own, MANAGER, activity_id, version, moved, now=NOON),
        lambda own: edit_activity(own, colleague, activity_id, version, other, now=NOON),
    )
    assert outcomes(results) == ["StaleVersion", "done"]
    assert activity.version == version + 1


def test_what_has_begun_keeps_its_time(uow, activity, moved, refuses):
    for moment in ("2017-07-07 09:00", "2017-07-07 10:00", "2017-07-08 10:00"):
        with refuses(Conflict, "has begun"):
            edit_activity(uow, MANAGER, activity.id, activity.version, moved, now=local(moment))


def test_but_its_place_can_be_put_right(uow, world, activity):
    entry = occasion_entry(world, place="Town hall")
    edit_activity(uow, MANAGER, activity.id, activity.version, entry, now=local("2017-07-07 10:00"))
    assert activity.place == "Town hall"


def test_what_was_cancelled_is_not_edited(uow, activity, moved, refuses):
    cancel_activity(uow, MANAGER, activity.id, "Rain", now=NOON)
    with refuses(Conflict):
        edit_activity(uow, MANAGER, activity.id, activity.version, moved, now=NOON)


def test_nor_what_belongs_to_a_cancelled_project(uow, activity, moved, refuses):
    project = activity.project
    now = local("2017-07-07 10:00")
    cancel_project(uow, MANAGER, project.id, project.version, reason="Rain", now=now)
    with refuses(Conflict):
        edit_activity(uow, MANAGER, activity.id, activity.version, moved, now=now)


def test_the_capacity_is_not_lower_than_the_number_of_people_signed_up(
    uow, world, activity, refuses
):
    names = world.listed(("Ann", 1), ("Bob", 1))
    recording.sign_up_volunteers(uow, MANAGER, activity.id, names, now=NOON)
    version = activity.version
    with refuses(InvalidEntry, "2 volunteers have a place or asked for one") as refused:
        edit_activity(
            uow, MANAGER, activity.id, version, occasion_entry(world, capacity=1), now=NOON
        )
    assert refused.value.field == "capacity"

    edit_activity(uow, MANAGER, activity.id, version, occasion_entry(world, capacity=2), now=NOON)
    assert activity.capacity == 2


@pytest.mark.parametrize(
    ("capacity", "moved"),
    [
        pytest.param(2, ["Bob"], id="one more place"),
        pytest.param(9, ["Bob", "Cid"], id="more places than people"),
        pytest.param(None, ["Bob", "Cid"], id="no limit any more"),
    ],
)
def test_places_that_are_added_go_to_who_waits_first(uow, world, happens, capacity, moved):
    volunteers(world, ANN, BOB, CID)
    activity = with_places(world, 1)
    for minutes, person in enumerate((ANN, BOB, CID)):
        asks(uow, person, activity.id, later(minutes=minutes))
    with happens() as said:
        edit_activity(
            uow,
            MANAGER,
            activity.id,
            activity.version,
            occasion_entry(world, capacity=capacity),
            now=later(hours=1),
        )
    assert [event.person_id for event in said if isinstance(event, SignUpMovedUp)] == [
        name.lower() for name in moved
    ]
    found = standing(uow, activity)
    assert [name for name in ("Bob", "Cid") if found[name] is SignUpStatus.ADMITTED] == moved
    assert activity.capacity == capacity


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"ends_at": local("2017-07-07 09:00")}, "ends_at", id="no time at all"),
        pytest.param(
            {"starts_at": local("2017-09-04 09:00"), "ends_at": local("2017-09-04 10:00")},
            "starts_at",
            id="after the campaign",
        ),
        pytest.param({"capacity": 0}, "capacity", id="no places"),
        pytest.param({"area_id": uuid4()}, "area_id", id="an unknown area"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change, field, uow, world, activity, refuses):
    entry = replace(occasion_entry(world), **change)
    with refuses(InvalidEntry) as refused:
        edit_activity(uow, MANAGER, activity.id, activity.version, entry, now=NOON)
    assert refused.value.field == field


def test_it_is_not_moved_into_another_activity_but_may_shift_within_its_own_time(
    uow, world, activity, refuses
):
    world.activity(activity.project, "2017-07-07 11:00", "2017-07-07 12:00")
    longer = occasion_entry(world, "2017-07-07 09:00", "2017-07-07 11:30")
    shorter = occasion_entry(world, "2017-07-07 09:30", "2017-07-07 11:00")
    with refuses(InvalidEntry, "overlaps"):
        edit_activity(uow, MANAGER, activity.id, activity.version, longer, now=NOON)
    edit_activity(uow, MANAGER, activity.id, activity.version, shorter, now=NOON)
    assert activity.occasion.minutes == 90


def test_an_activity_out_of_reach_is_not_found(uow, activity, moved, refuses):
    for actor, activity_id in ((MANAGER_EAST, activity.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            edit_activity(uow, actor, activity_id, 1, moved, now=NOON)


def test_a_recorder_edits_nothing(uow, activity, moved, refuses):
    with refuses(NotAllowed):
        edit_activity(uow, RECORDER, activity.id, activity.version, moved, now=NOON)
