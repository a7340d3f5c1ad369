from __future__ import annotations

import functools
from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import VolunteersSignedUp
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import Membership, SignUp, SignUpStatus, Volunteer
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services.publishing import cancel_activity
from flask_volunteer_reports.services.recording import (
    SignedUpByList,
    cancel_sign_up,
    sign_up_volunteers,
)
from tests.world import MANAGER, MANAGER_EAST, NOON, OPERATOR, RECORDER, SECRETARIAT, local

from .places import named, standing, with_places
from .watching import later, outcomes, rows


@pytest.fixture
def places(world):
    """A published activity with so many places."""
    return functools.partial(with_places, world)


def test_volunteers_get_places(uow, world, places, happens):
    activity = places(5)

    with happens() as said:
        count = sign_up_volunteers(uow, RECORDER, activity.id, named("Ann", "Bob"), now=NOON)

    assert (count, activity.taken) == (SignedUpByList(2, ()), 2)
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
    assert (count, activity.taken, len(rows(uow, SignUp))) == (SignedUpByList(1, ()), 3, 3)
    assert [event.count for event in said] == [1]


def test_a_second_click_signs_up_nobody(uow, places, refuses):
    activity = places(5)
    sign_up_volunteers(uow, MANAGER, activity.id, named("Ann", "Bob"), now=NOON)
    with refuses(AlreadyDone):
        sign_up_volunteers(uow, MANAGER, activity.id, named("Ann", "Bob"), now=later())


def test_without_a_limit_there_is_always_room(uow, places):
    activity = places(None)
    names = named(*(f"Volunteer {chr(65 + n)}" for n in range(26)))
    assert sign_up_volunteers(uow, MANAGER, activity.id, names, now=NOON).placed == 26


def test_who_finds_no_place_waits_in_the_order_of_the_list(uow, places, happens):
    activity = places(2)
    with happens() as said:
        result = sign_up_volunteers(
            uow, MANAGER, activity.id, named("Ann", "Bob", "Cid", "Dan"), now=NOON
        )
    assert result == SignedUpByList(2, ("Cid", "Dan"))
    assert [(event.count, event.waiting) for event in said] == [(4, 2)]
    for freed, moved in (("Ann", "Cid"), ("Bob", "Dan")):
        [row] = [row for row in rows(uow, SignUp) if row.volunteer.name == freed]
        cancel_sign_up(uow, MANAGER, activity.id, row.id, now=later())
        assert standing(uow, activity)[moved] is SignUpStatus.ADMITTED


def test_whom_the_organization_signs_up_needs_not_be_admitted(uow, world):
    activity = with_places(world, 2, needs_admission=True)
    sign_up_volunteers(uow, RECORDER, activity.id, named("Ann"), now=NOON)
    assert standing(uow, activity) == {"Ann": SignUpStatus.ADMITTED}


def test_5_places_are_given_5_times_however_many_ask_at_once(uow, places, at_once, published):
    activity = places(5)
    activity_id = activity.id
    published.clear()

    def ask(number):
        names = named(f"Volunteer {chr(65 + number)}")
        return lambda own: sign_up_volunteers(own, MANAGER, activity_id, names, now=NOON)

    results = at_once(*(ask(number) for number in range(20)))

    assert sorted(result.placed for result in results) == [0] * 15 + [1] * 5
    assert list(standing(uow, activity).values()).count(SignUpStatus.WAITING) == 15
    assert sorted(event.waiting for event in published) == [0] * 5 + [1] * 15


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


def test_who_is_elsewhere_or_too_young_is_named_and_nobody_signed_up(uow, world, places, refuses):
    elsewhere = places(5)
    sign_up_volunteers(uow, RECORDER, elsewhere.id, named("Ann", "Bob"), now=NOON)
    world.volunteer(Actor("cid", "Cid"), born_in=date(2001, 7, 1))
    world.volunteer(Actor("dan", "Dan"), born_in=date(2001, 6, 1))
    during = with_places(
        world, 9, "2017-07-07 10:30", "2017-07-07 12:00", title="Singing", minimum_age=16
    )
    people = ("New", "Ann", "Cid", "Dan", "Bob")
    with refuses(InvalidEntries, "3 people") as refused:
        sign_up_volunteers(uow, RECORDER, during.id, named(*people), now=NOON)
    said = [(str(problem.place), str(problem.message)) for problem in refused.value.problems]
    assert [place for place, _ in said] == ["Row 2", "Row 3", "Row 5"]
    assert "At that time Ann is in “" in said[0][1]
    assert "Cid is too young" in said[1][1]
    assert (during.taken, len(rows(uow, Volunteer))) == (0, 4)

    # A month of birth that nobody entered is left to the organization.
    count = sign_up_volunteers(uow, RECORDER, during.id, named("New", "Dan"), now=NOON)
    assert count == SignedUpByList(2, ())


def test_an_office_signs_up_nobody(uow, places, refuses):
    activity = places(5)
    with refuses(NotAllowed):
        sign_up_volunteers(uow, SECRETARIAT, activity.id, named("Ann"), now=NOON)


def test_an_activity_out_of_reach_is_not_found(uow, places, refuses):
    for actor, activity_id in ((MANAGER_EAST, places(5).id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            sign_up_volunteers(uow, actor, activity_id, named("Ann"), now=NOON)
