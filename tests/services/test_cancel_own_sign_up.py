from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import SignUpCancelled, SignUpMovedUp
from flask_volunteer_reports.errors import AlreadyDone, Conflict, NotFound
from flask_volunteer_reports.models import SignUp, SignUpStatus
from flask_volunteer_reports.services.publishing import cancel_activity
from flask_volunteer_reports.services.recording import (
    admit_sign_up,
    cancel_own_sign_up,
    cancel_sign_up,
    decline_sign_up,
    record_no_show,
)
from tests.world import MANAGER, NOBODY, NOON, local

from .places import ANN, BOB, CID, DAN, asks, campaign_says, standing, volunteers, with_places
from .watching import later, outcomes, rows

ADMITTED, APPLIED, WAITING, CANCELLED = (
    SignUpStatus.ADMITTED,
    SignUpStatus.APPLIED,
    SignUpStatus.WAITING,
    SignUpStatus.CANCELLED,
)


@pytest.fixture
def people(world):
    volunteers(world, ANN, BOB, CID, DAN)


@pytest.fixture
def activity(world, people):
    """Two places."""
    return with_places(world, 2)


def test_the_place_goes_to_who_waits_first(uow, activity, happens):
    own, *_, cid, _dan = [
        asks(uow, person, activity.id, later(minutes=n))
        for n, person in enumerate((ANN, BOB, CID, DAN))
    ]
    with happens() as said:
        cancel_own_sign_up(uow, ANN, own.id, now=later(hours=1))

    assert standing(uow, activity) == {
        "Ann": CANCELLED,
        "Bob": ADMITTED,
        "Cid": ADMITTED,
        "Dan": WAITING,
    }
    assert (own.ended_at, own.ended_by) == (later(hours=1), "ann")
    assert (cid.admitted_at, cid.admitted_by) == (later(hours=1), "ann")
    about = {"subject_id": activity.id, "by": "ann", "at": later(hours=1)}
    assert said == [
        SignUpCancelled(**about, volunteer_id=own.volunteer_id, person_id="ann"),
        SignUpMovedUp(**about, volunteer_id=cid.volunteer_id, person_id="cid", status="admitted"),
    ]


def test_who_moves_up_where_the_organization_admits_asks_to_be(uow, world, people):
    activity = with_places(world, 1, needs_admission=True)
    own, other = asks(uow, ANN, activity.id), asks(uow, BOB, activity.id)
    cancel_own_sign_up(uow, ANN, own.id, now=NOON)
    assert standing(uow, activity) == {"Ann": CANCELLED, "Bob": APPLIED}
    assert other.admitted_at is None


def test_who_leaves_the_waiting_list_frees_no_place(uow, activity):
    *_, own = [asks(uow, person, activity.id) for person in (ANN, BOB, CID)]
    cancel_own_sign_up(uow, CID, own.id, now=NOON)
    assert standing(uow, activity) == {"Ann": ADMITTED, "Bob": ADMITTED, "Cid": CANCELLED}


def test_it_is_possible_until_the_campaigns_limit(uow, world, people, refuses):
    campaign_says(world, "cancel_until_minutes_before = 120")
    activity = with_places(world, 1)
    own, waits = asks(uow, ANN, activity.id), asks(uow, BOB, activity.id)
    with refuses(Conflict, "until 2017-07-06 23:00"):
        cancel_own_sign_up(uow, ANN, own.id, now=local("2017-07-07 07:01"))
    cancel_own_sign_up(uow, BOB, waits.id, now=local("2017-07-07 07:01"))
    cancel_own_sign_up(uow, ANN, own.id, now=local("2017-07-07 07:00"))
    assert standing(uow, activity) == {"Ann": CANCELLED, "Bob": CANCELLED}


def test_afterwards_the_organization_can(uow, activity):
    own = asks(uow, ANN, activity.id)
    cancel_sign_up(uow, MANAGER, activity.id, own.id, now=local("2017-07-07 10:00"))
    assert standing(uow, activity) == {"Ann": CANCELLED}


def test_usually_the_limit_is_the_start(uow, activity, refuses):
    own = asks(uow, ANN, activity.id)
    with refuses(Conflict):
        cancel_own_sign_up(uow, ANN, own.id, now=local("2017-07-07 09:01"))
    cancel_own_sign_up(uow, ANN, own.id, now=local("2017-07-07 09:00"))


def test_a_second_click_changes_nothing(uow, activity, refuses):
    own = asks(uow, ANN, activity.id)
    cancel_own_sign_up(uow, ANN, own.id, now=NOON)
    with refuses(AlreadyDone):
        cancel_own_sign_up(uow, ANN, own.id, now=later())


def test_somebody_elses_sign_up_is_not_found(uow, activity, refuses):
    own = asks(uow, ANN, activity.id)
    for person, sign_up_id in ((BOB, own.id), (NOBODY, own.id), (ANN, uuid4())):
        with refuses(NotFound):
            cancel_own_sign_up(uow, person, sign_up_id, now=NOON)


def test_what_was_declined_or_missed_is_not_taken_back(uow, world, people, refuses):
    activity = with_places(world, 2, needs_admission=True)
    declined, missed = asks(uow, ANN, activity.id), asks(uow, BOB, activity.id)
    decline_sign_up(uow, MANAGER, activity.id, declined.id, "No", now=NOON)
    admit_sign_up(uow, MANAGER, activity.id, missed.id, now=NOON)
    over = local("2017-07-07 11:00")
    record_no_show(uow, MANAGER, activity.id, missed.id, now=over)
    with refuses(Conflict, "declined"):
        cancel_own_sign_up(uow, ANN, declined.id, now=NOON)
    with refuses(Conflict, "no-show"):
        cancel_own_sign_up(uow, BOB, missed.id, now=over)


def test_in_a_cancelled_activity_nobody_moves_up(uow, world, people):
    activity = with_places(world, 1)
    own = asks(uow, ANN, activity.id)
    asks(uow, BOB, activity.id)
    cancel_activity(uow, MANAGER, activity.id, "Rain", now=NOON)
    cancel_own_sign_up(uow, ANN, own.id, now=NOON)
    assert standing(uow, activity) == {"Ann": CANCELLED, "Bob": WAITING}


def test_when_one_leaves_while_another_signs_up_no_place_stays_empty(uow, world, people, at_once):
    for _ in range(4):
        activity = with_places(world, 1)
        activity_id, own_id = activity.id, asks(uow, ANN, activity.id).id
        results = at_once(
            lambda own, own_id=own_id: cancel_own_sign_up(own, ANN, own_id, now=later()),
            lambda own, one=activity_id: asks(own, BOB, one, later()).status,
            lambda own, one=activity_id: asks(own, CID, one, later()).status,
        )
        assert outcomes(results) == ["done"] * 3
        found = standing(uow, activity)
        assert (found["Ann"], activity.taken) == (CANCELLED, 1)
        assert sorted((found["Bob"], found["Cid"])) == [ADMITTED, WAITING]
        for row in rows(uow, SignUp, activity_id=activity_id):
            if row.status is not CANCELLED:  # so that all are free for the next round
                cancel_sign_up(uow, MANAGER, activity_id, row.id, now=later())


def test_two_who_leave_at_once_let_two_move_up(uow, activity, at_once):
    activity_id = activity.id
    first, second, *_ = [asks(uow, person, activity_id).id for person in (ANN, BOB, CID, DAN)]
    results = at_once(
        lambda own: cancel_own_sign_up(own, ANN, first, now=later()),
        lambda own: cancel_sign_up(own, MANAGER, activity_id, second, now=later()),
    )
    assert outcomes(results) == ["done"] * 2
    assert standing(uow, activity) == {
        "Ann": CANCELLED,
        "Bob": CANCELLED,
        "Cid": ADMITTED,
        "Dan": ADMITTED,
    }
