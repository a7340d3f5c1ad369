from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import VolunteerSignedUp
from flask_volunteer_reports.errors import AlreadyDone, Conflict, NotAllowed, NotFound
from flask_volunteer_reports.models import SignUp, SignUpStatus
from flask_volunteer_reports.ports import Actor, Permission
from flask_volunteer_reports.services.publishing import cancel_activity
from flask_volunteer_reports.services.recording import (
    cancel_own_sign_up,
    decline_sign_up,
    sign_up,
    sign_up_volunteers,
)
from tests.world import MANAGER, NOBODY, NOON, SECRETARIAT, local

from .places import ANN, BOB, CID, asks, campaign_says, named, standing, volunteers, with_places
from .watching import later, outcomes, rows

ADMITTED, APPLIED, WAITING = SignUpStatus.ADMITTED, SignUpStatus.APPLIED, SignUpStatus.WAITING


@pytest.fixture
def people(world):
    volunteers(world, ANN, BOB, CID)


def test_a_volunteer_signs_up_and_has_a_place(uow, world, people, happens):
    activity, sign_up_id = with_places(world, 2), uuid4()

    with happens() as said:
        made = sign_up(uow, ANN, activity.id, sign_up_id=sign_up_id, now=later())

    assert (made.id, made.status, made.signed_up_at, made.signed_up_by) == (
        sign_up_id,
        ADMITTED,
        later(),
        "ann",
    )
    assert (made.admitted_at, activity.taken) == (later(), 1)
    assert said == [
        VolunteerSignedUp(
            subject_id=activity.id,
            by="ann",
            at=later(),
            volunteer_id=made.volunteer_id,
            person_id="ann",
            status="admitted",
        )
    ]


def test_where_the_organization_admits_a_place_is_held(uow, world, people, happens):
    activity = with_places(world, 1, needs_admission=True)
    with happens() as said:
        asks(uow, ANN, activity.id)
        asks(uow, BOB, activity.id)
    assert standing(uow, activity) == {"Ann": APPLIED, "Bob": WAITING}
    assert [event.status for event in said] == ["applied", "waiting"]
    assert rows(uow, SignUp, status=APPLIED)[0].admitted_at is None


def test_who_finds_no_place_goes_on_the_waiting_list(uow, world, people):
    activity = with_places(world, 1)
    for person in (ANN, BOB, CID):
        asks(uow, person, activity.id)
    assert standing(uow, activity) == {"Ann": ADMITTED, "Bob": WAITING, "Cid": WAITING}


def test_a_second_click_and_a_second_sign_up_change_nothing(uow, world, people, refuses):
    activity = with_places(world, 1)
    first = asks(uow, ANN, activity.id).id
    for sign_up_id, words in ((first, "sent before"), (uuid4(), "already")):
        with refuses(AlreadyDone, words):
            sign_up(uow, ANN, activity.id, sign_up_id=sign_up_id, now=later())


def test_a_page_from_before_a_cancellation_signs_nobody_up_again(uow, world, people, refuses):
    activity = with_places(world, 1)
    first = asks(uow, ANN, activity.id).id
    cancel_own_sign_up(uow, ANN, first, now=later())
    with refuses(AlreadyDone, "sent before"):
        sign_up(uow, ANN, activity.id, sign_up_id=first, now=later())
    assert asks(uow, ANN, activity.id).status is ADMITTED


def test_who_is_no_volunteer_learns_so(uow, world, refuses):
    activity = with_places(world, 1)
    with refuses(Conflict, "not known as a volunteer"):
        asks(uow, NOBODY, activity.id)


def test_the_host_may_forbid_it(uow, world, people, vetoed, refuses):
    activity = with_places(world, 1)
    with refuses(Conflict, "not known as a volunteer"):
        asks(vetoed(Permission.SERVE), ANN, activity.id)


def test_the_host_may_forbid_it_for_one(world, people, hosted, refuses):
    activity = with_places(world, 1)
    of_host = hosted(may=lambda actor, permission, subject: subject is None)
    with refuses(NotAllowed):
        asks(of_host, ANN, activity.id)


def test_what_the_public_does_not_see_is_not_found(uow, world, people, refuses):
    draft = world.activity(world.draft())
    for activity_id in (draft.id, uuid4()):
        with refuses(NotFound):
            asks(uow, ANN, activity_id)


def test_a_cancelled_activity_and_one_that_is_over_say_so(uow, world, people, refuses):
    cancelled, over = with_places(world, 1), with_places(world, 1)
    cancel_activity(uow, MANAGER, cancelled.id, "Rain", now=NOON)
    for activity, words in ((cancelled, "was cancelled"), (over, "is over")):
        with refuses(Conflict, words):
            asks(uow, ANN, activity.id, local("2017-07-07 11:00"))
    assert asks(uow, ANN, over.id, local("2017-07-07 10:59")).status is ADMITTED


def test_it_opens_when_the_campaign_says(uow, world, people, refuses):
    campaign_says(world, "sign_up_opens_days_before = 3")
    activity = with_places(world, 1, "2017-07-20 09:00", "2017-07-20 11:00")
    with refuses(Conflict, "opens on"):
        asks(uow, ANN, activity.id, local("2017-07-17 08:59"))
    assert asks(uow, ANN, activity.id, local("2017-07-17 09:00")).status is ADMITTED


def test_an_age_is_asked_for(uow, world, refuses):
    activity = with_places(world, None, minimum_age=16)
    world.volunteer(ANN)
    world.volunteer(BOB, born_in=date(2001, 7, 1))
    world.volunteer(CID, born_in=date(2001, 6, 1))
    with refuses(Conflict, "Enter your month of birth"):
        asks(uow, ANN, activity.id)
    with refuses(Conflict, "16 years and over"):
        asks(uow, BOB, activity.id)
    assert asks(uow, CID, activity.id).status is ADMITTED


def test_who_refused_to_be_registered_is_signed_up_for_nothing(uow, world, refuses):
    volunteer = world.volunteer(ANN)
    with uow.transaction(audited=False):
        volunteer.refused_at = NOON
    activity = with_places(world, 1)
    with refuses(Conflict, "refused"):
        asks(uow, ANN, activity.id)


def test_who_was_declined_reads_why_and_does_not_ask_again(uow, world, people, refuses):
    activity = with_places(world, 1, needs_admission=True)
    first = asks(uow, ANN, activity.id)
    decline_sign_up(uow, MANAGER, activity.id, first.id, "Nurses only", now=NOON)
    with refuses(Conflict, "Nurses only"):
        asks(uow, ANN, activity.id)


@pytest.mark.parametrize("how", ["place", "waiting"])
def test_nobody_signs_up_for_two_places_at_one_time(uow, world, people, refuses, how):
    first = with_places(world, 1, title="Reading")
    if how == "waiting":
        asks(uow, BOB, first.id)
    asks(uow, ANN, first.id)
    overlapping = with_places(world, 5, "2017-07-07 10:59", "2017-07-07 12:00", title="Singing")
    touching = with_places(world, 5, "2017-07-07 11:00", "2017-07-07 12:00", title="Sweeping")
    with refuses(Conflict, "in “Reading”, from 2017-07-07 01:00"):
        asks(uow, ANN, overlapping.id)
    assert asks(uow, ANN, touching.id).status is ADMITTED


def test_what_was_recorded_clashes_too(uow, world, people, refuses):
    activity = with_places(world, None, title="Reading")
    during = local("2017-07-07 10:00")
    long = with_places(world, None, "2017-07-07 09:00", "2017-07-08 18:00", title="A long one")
    world.recorded(activity, ("Ann", 60), now=local("2017-07-07 11:00"))
    with refuses(Conflict, "in “Reading”"):
        asks(uow, ANN, long.id, during + timedelta(hours=2))


def test_what_was_cancelled_clashes_with_nothing(uow, world, people):
    first, second = with_places(world, 1), with_places(world, 1)
    third = with_places(world, 1)
    taken_back = asks(uow, ANN, first.id)
    cancel_own_sign_up(uow, ANN, taken_back.id, now=NOON)
    asks(uow, ANN, second.id)
    cancel_activity(uow, MANAGER, second.id, "Rain", now=NOON)
    assert asks(uow, ANN, third.id).status is ADMITTED


def test_the_last_place_is_given_once_and_all_others_wait(uow, world, at_once):
    people = [Actor(f"p{n}", f"Person {chr(65 + n)}") for n in range(12)]
    volunteers(world, *people)
    activity = with_places(world, 5)
    activity_id = activity.id

    results = at_once(
        *(lambda own, person=person: asks(own, person, activity_id).status for person in people)
    )

    assert sorted(results) == ["admitted"] * 5 + ["waiting"] * 7
    found = list(standing(uow, activity).values())
    assert (found.count(ADMITTED), found.count(WAITING)) == (5, 7)


def test_of_five_clicks_of_one_person_one_counts(uow, world, people, at_once):
    activity = with_places(world, 5)
    activity_id, sign_up_id = activity.id, uuid4()
    results = at_once(
        *[lambda own: sign_up(own, ANN, activity_id, sign_up_id=sign_up_id, now=NOON).status] * 5
    )
    assert outcomes(results) == ["AlreadyDone"] * 4 + ["done"]
    assert standing(uow, activity) == {"Ann": ADMITTED}


def test_of_two_activities_at_one_time_one_person_gets_one(uow, world, people, at_once):
    ids = [with_places(world, 5).id, with_places(world, 5).id]
    results = at_once(*(lambda own, one=one: asks(own, ANN, one).status for one in ids))
    assert outcomes(results) == ["Conflict", "done"]


def test_the_volunteer_and_the_organizer_at_once_take_one_place(uow, world, people, at_once):
    activity = with_places(world, 1)
    activity_id = activity.id
    results = at_once(
        lambda own: asks(own, ANN, activity_id).status,
        lambda own: sign_up_volunteers(own, MANAGER, activity_id, named("Ann"), now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert standing(uow, activity) == {"Ann": ADMITTED}


def test_whatever_the_role_a_person_signs_up_as_a_volunteer(uow, world):
    world.volunteer(SECRETARIAT)
    assert asks(uow, SECRETARIAT, with_places(world, 1).id).status is ADMITTED
