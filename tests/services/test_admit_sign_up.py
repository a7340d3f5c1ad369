from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import SignUpAdmitted, SignUpDeclined, SignUpMovedUp
from flask_volunteer_reports.errors import AlreadyDone, Conflict, NotAllowed, NotFound
from flask_volunteer_reports.models import SignUpStatus
from flask_volunteer_reports.services.recording import (
    admit_sign_up,
    cancel_own_sign_up,
    decline_sign_up,
)
from tests.world import MANAGER, MANAGER_EAST, NOON, RECORDER, SECRETARIAT

from .places import ANN, BOB, asks, standing, volunteers, with_places
from .watching import later, outcomes

ADMITTED, APPLIED, WAITING, DECLINED, CANCELLED = (
    SignUpStatus.ADMITTED,
    SignUpStatus.APPLIED,
    SignUpStatus.WAITING,
    SignUpStatus.DECLINED,
    SignUpStatus.CANCELLED,
)


@pytest.fixture
def activity(world):
    """One place, given by admission."""
    volunteers(world, ANN, BOB)
    return with_places(world, 1, needs_admission=True)


@pytest.fixture
def ann(uow, activity):
    """Ann asks to be admitted."""
    return asks(uow, ANN, activity.id)


@pytest.fixture
def bob(uow, activity, ann):
    """Bob waits."""
    return asks(uow, BOB, activity.id, later())


def test_a_volunteer_is_admitted(uow, activity, ann, happens):
    with happens() as said:
        admit_sign_up(uow, RECORDER, activity.id, ann.id, now=later())
    assert (ann.status, ann.admitted_at, ann.admitted_by) == (ADMITTED, later(), "rui")
    assert standing(uow, activity) == {"Ann": ADMITTED}
    assert said == [
        SignUpAdmitted(
            subject_id=activity.id,
            by="rui",
            at=later(),
            volunteer_id=ann.volunteer_id,
            person_id="ann",
        )
    ]


def test_who_is_declined_reads_why_and_the_next_moves_up(uow, activity, ann, bob, happens):
    with happens() as said:
        decline_sign_up(uow, RECORDER, activity.id, ann.id, "Nurses only", now=later())
    assert standing(uow, activity) == {"Ann": DECLINED, "Bob": APPLIED}
    assert (ann.reason, ann.ended_at, ann.ended_by) == ("Nurses only", later(), "rui")
    about = {"subject_id": activity.id, "by": "rui", "at": later()}
    assert said == [
        SignUpDeclined(
            **about, volunteer_id=ann.volunteer_id, person_id="ann", reason="Nurses only"
        ),
        SignUpMovedUp(**about, volunteer_id=bob.volunteer_id, person_id="bob", status="applied"),
    ]


def test_who_waits_can_be_declined_and_frees_no_place(uow, activity, ann, bob):
    decline_sign_up(uow, MANAGER, activity.id, bob.id, "No", now=NOON)
    assert standing(uow, activity) == {"Ann": APPLIED, "Bob": DECLINED}


def test_who_waits_has_no_place_to_be_admitted_to(uow, activity, bob, refuses):
    with refuses(Conflict, "no place"):
        admit_sign_up(uow, MANAGER, activity.id, bob.id, now=NOON)


def test_second_clicks_change_nothing(uow, activity, ann, bob, refuses):
    admit_sign_up(uow, MANAGER, activity.id, ann.id, now=NOON)
    decline_sign_up(uow, MANAGER, activity.id, bob.id, "No", now=NOON)
    with refuses(AlreadyDone):
        admit_sign_up(uow, MANAGER, activity.id, ann.id, now=NOON)
    with refuses(AlreadyDone):
        decline_sign_up(uow, MANAGER, activity.id, bob.id, "No", now=NOON)


def test_one_answer_excludes_the_other(uow, activity, ann, bob, refuses):
    admit_sign_up(uow, MANAGER, activity.id, ann.id, now=NOON)
    decline_sign_up(uow, MANAGER, activity.id, bob.id, "No", now=NOON)
    with refuses(Conflict, "was admitted"):
        decline_sign_up(uow, MANAGER, activity.id, ann.id, "No", now=NOON)
    with refuses(Conflict, "declined"):
        admit_sign_up(uow, MANAGER, activity.id, bob.id, now=NOON)


def test_an_office_admits_nobody(uow, activity, ann, refuses):
    with refuses(NotAllowed):
        admit_sign_up(uow, SECRETARIAT, activity.id, ann.id, now=NOON)
    with refuses(NotAllowed):
        decline_sign_up(uow, SECRETARIAT, activity.id, ann.id, "No", now=NOON)


def test_what_is_out_of_reach_is_not_found(uow, world, activity, ann, refuses):
    other = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    for actor, activity_id, sign_up_id in (
        (MANAGER_EAST, activity.id, ann.id),
        (MANAGER, other.id, ann.id),
        (MANAGER, activity.id, uuid4()),
    ):
        with refuses(NotFound):
            admit_sign_up(uow, actor, activity_id, sign_up_id, now=NOON)
        with refuses(NotFound):
            decline_sign_up(uow, actor, activity_id, sign_up_id, "No", now=NOON)


def test_admitting_and_taking_back_at_once_leave_one_clear_state(uow, activity, ann, bob, at_once):
    activity_id, own_id = activity.id, ann.id
    results = at_once(
        lambda own: admit_sign_up(own, MANAGER, activity_id, own_id, now=later()),
        lambda own: cancel_own_sign_up(own, ANN, own_id, now=later()),
    )
    assert outcomes(results) in (["done", "done"], ["Conflict", "done"])
    assert standing(uow, activity) == {"Ann": CANCELLED, "Bob": APPLIED}


def test_of_two_organizers_at_once_one_decides(uow, activity, ann, bob, colleague, at_once):
    activity_id, own_id = activity.id, ann.id
    results = at_once(
        lambda own: admit_sign_up(own, MANAGER, activity_id, own_id, now=later()),
        lambda own: decline_sign_up(own, colleague, activity_id, own_id, "No", now=later()),
    )
    assert outcomes(results) == ["Conflict", "done"]
    assert standing(uow, activity) in (
        {"Ann": ADMITTED, "Bob": WAITING},
        {"Ann": DECLINED, "Bob": APPLIED},
    )
