from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import VolunteersSignedUp
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import Membership, SignUp, SignUpStatus, Volunteer
from flask_volunteer_reports.services.publishing import (
    add_activities,
    cancel_activity,
    publish_project,
)
from flask_volunteer_reports.services.recording import sign_up_volunteers
from tests.world import MANAGER, MANAGER_EAST, NOON, OPERATOR, RECORDER, SECRETARIAT, local

from .watching import later, occasion_entry, outcomes, rows


@pytest.fixture
def places(uow, world):
    """A published activity with so many places."""

    def make(capacity):
        project = world.draft()
        [activity] = add_activities(
            uow,
            MANAGER,
            project.id,
            occasion_entry(world, capacity=capacity),
            activity_id=uuid4(),
            now=NOON,
        )
        publish_project(uow, MANAGER, project.id, project.version, now=NOON)
        return activity

    return make


def named(*names: str) -> list[ListedVolunteer]:
    return [ListedVolunteer(n, name, "", 1) for n, name in enumerate(names, 1)]


def test_volunteers_get_places(uow, world, places, happens):
    activity = places(5)

    with happens() as said:
        count = sign_up_volunteers(uow, RECORDER, activity.id, named("Ann", "Bob"), now=NOON)

    assert (count, activity.taken) == (2, 2)
    found = rows(uow, SignUp)
    assert {(row.volunteer.name, row.activity_id) for row in found} == {
        ("Ann", activity.id),
        ("Bob", activity.id),
    }
    assert {(row.status, row.signed_up_at, row.signed_up_by, row.ended_at) for row in found} == {
        (SignUpStatus.ADMITTED, NOON, "rui", None)
    }
    assert {(row.admitted_at, row.admitted_by) for row in found} == {(NOON, "rui")}
    assert said == [VolunteersSignedUp(subject_id=activity.id, by="rui", at=NOON, count=2)]


def test_newcomers_are_registered_with_the_organization(uow, world, places):
    sign_up_volunteers(uow, RECORDER, places(5).id, named("Ann", "Bob"), now=NOON)
    library = world.organization("library")
    assert {
        (v.name, v.volunteer_no, v.area_id, v.registered_at, v.registered_by)
        for v in rows(uow, Volunteer)
    } == {
        ("Ann", "library-0001", library.area_id, NOON, "rui"),
        ("Bob", "library-0002", library.area_id, NOON, "rui"),
    }
    assert {
        (m.volunteer.name, m.organization_id, m.joined_at, m.ended_at)
        for m in rows(uow, Membership)
    } == {("Ann", library.id, NOON, None), ("Bob", library.id, NOON, None)}


def test_who_has_a_place_keeps_it(uow, places, happens):
    activity = places(3)
    sign_up_volunteers(uow, MANAGER, activity.id, named("Ann", "Bob"), now=NOON)
    with happens() as said:
        count = sign_up_volunteers(uow, MANAGER, activity.id, named("Bob", "Cid"), now=later())
    assert (count, activity.taken, len(rows(uow, SignUp))) == (1, 3, 3)
    assert [event.count for event in said] == [1]


def test_a_second_click_signs_up_nobody(uow, places, refuses):
    activity = places(5)
    sign_up_volunteers(uow, MANAGER, activity.id, named("Ann", "Bob"), now=NOON)
    with refuses(AlreadyDone):
        sign_up_volunteers(uow, MANAGER, activity.id, named("Ann", "Bob"), now=later())


def test_without_a_limit_there_is_always_room(uow, places):
    activity = places(None)
    names = named(*(f"Volunteer {chr(65 + n)}" for n in range(26)))
    assert sign_up_volunteers(uow, MANAGER, activity.id, names, now=NOON) == 26


def test_when_there_is_not_room_for_all_nobody_gets_a_place(uow, places, refuses):
    activity = places(2)
    with refuses(Conflict, "3 places"):
        sign_up_volunteers(uow, MANAGER, activity.id, named("Ann", "Bob", "Cid"), now=NOON)
    assert rows(uow, Volunteer) == []


def test_5_places_are_given_5_times_however_many_ask_at_once(uow, places, at_once, published):
    activity = places(5)
    activity_id = activity.id
    published.clear()

    def ask(number):
        names = named(f"Volunteer {chr(65 + number)}")
        return lambda own: sign_up_volunteers(own, MANAGER, activity_id, names, now=NOON)

    results = at_once(*(ask(number) for number in range(20)))

    assert outcomes(results) == ["Conflict"] * 15 + ["done"] * 5
    assert (activity.taken, len(rows(uow, SignUp))) == (5, 5)
    assert len(rows(uow, Volunteer)) == 5
    assert [event.count for event in published] == [1] * 5


def test_two_who_sign_up_the_same_person_at_once_take_one_place(uow, places, colleague, at_once):
    activity = places(5)
    activity_id = activity.id
    results = at_once(
        lambda own: sign_up_volunteers(own, MANAGER, activity_id, named("Ann"), now=NOON),
        lambda own: sign_up_volunteers(own, colleague, activity_id, named("Ann"), now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert (activity.taken, len(rows(uow, Volunteer))) == (1, 1)


def test_places_are_given_until_the_activity_is_over(uow, places, refuses):
    activity = places(5)
    with refuses(Conflict, "over"):
        sign_up_volunteers(uow, MANAGER, activity.id, named("Ann"), now=local("2017-07-07 11:00"))
    assert sign_up_volunteers(
        uow, MANAGER, activity.id, named("Ann"), now=local("2017-07-07 10:59")
    )


def test_a_draft_or_a_cancelled_activity_has_no_places(uow, world, places, refuses):
    draft, cancelled = world.activity(world.draft()), places(5)
    cancel_activity(uow, MANAGER, cancelled.id, "Rain", now=NOON)
    for activity in (draft, cancelled):
        with refuses(Conflict, "published"):
            sign_up_volunteers(uow, MANAGER, activity.id, named("Ann"), now=NOON)


def test_it_must_be_clear_who_is_meant(uow, places, refuses):
    activity = places(5)
    with refuses(InvalidEntries, "Ann stands twice") as refused:
        sign_up_volunteers(uow, MANAGER, activity.id, named("Ann", "Bob", "Ann"), now=NOON)
    assert [str(problem.place) for problem in refused.value.problems] == ["Row 3"]


def test_an_office_signs_up_nobody(uow, places, refuses):
    activity = places(5)
    with refuses(NotAllowed):
        sign_up_volunteers(uow, SECRETARIAT, activity.id, named("Ann"), now=NOON)


def test_an_activity_out_of_reach_is_not_found(uow, places, refuses):
    for actor, activity_id in ((MANAGER_EAST, places(5).id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            sign_up_volunteers(uow, actor, activity_id, named("Ann"), now=NOON)
