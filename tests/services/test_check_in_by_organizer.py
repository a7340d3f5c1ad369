"""The organizer ticks people off, scans their cards, adds walk-ins."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports.domain.events import CheckInOpened
from flask_volunteer_reports.domain.ledger import Channel
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    InvalidEntry,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import (
    CheckWay,
    ServiceEntry,
    ServiceRecord,
    SignUp,
    Volunteer,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.services.recording import Whom
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    NOON,
    OFFICE_EAST,
    RECORDER,
    SECRETARIAT,
)

from .at_the_place import ENDS, VERA, came, minutes, pairs, ticked, volunteer, went


@pytest.fixture
def vera(world):
    return volunteer(world)


@pytest.fixture
def activity(world, vera):
    return world.published()


@pytest.fixture
def listed(vera):
    return Whom(volunteer_id=vera.id)


def test_ticked_in_and_out(world, activity, listed, happens):
    with happens() as said:
        ticked(world, activity, listed, minutes(0))
        ticked(world, activity, listed, minutes(60), out=True, actor=MANAGER)
    assert [event.by for event in said] == ["rui", "mia"]
    [entry] = world.uow.session.scalars(select(ServiceEntry))
    assert (entry.channel, entry.service_minutes) == (Channel.ORGANIZER, 60)
    assert (entry.entered_by_id, entry.confirmed_by_id) == ("mia", "mia")


def test_in_by_the_organizer_and_out_by_code_is_confirmed_by_the_organizer(world, activity, listed):
    ticked(world, activity, listed, minutes(0))
    went(world, activity, minutes(60))
    [entry] = world.uow.session.scalars(select(ServiceEntry))
    assert (entry.channel, entry.entered_by_id, entry.confirmed_by_id) == (
        Channel.ORGANIZER,
        "vera",
        "rui",
    )


def test_sent_five_times_it_is_taken_once(world, activity, listed):
    first, last = uuid4(), uuid4()
    for _ in range(5):
        assert ticked(world, activity, listed, minutes(0), check_id=first).id == first
    for _ in range(5):
        ticked(world, activity, listed, minutes(60), out=True, check_id=last)
    assert len(pairs(world)) == 1
    assert world.uow.session.scalar(select(func.count()).select_from(ServiceRecord)) == 1


@pytest.mark.parametrize(
    "written", ["{}", "https://example.org/volunteer-reports/cards/{}", " {} "]
)
def test_a_card_tells_who_it_is_wherever_they_are_registered(written, world):
    will = volunteer(world, Actor("will", "Will"), organization="school")
    activity = world.published()
    card = Whom(card=written.format(will.card_code))
    pair = ticked(world, activity, card, minutes(0), way=CheckWay.SCANNED)
    assert pair.volunteer_id == will.id
    assert pair.check_in_way is CheckWay.WALK_IN  # without a sign-up


def test_a_number_typed_by_hand_finds_only_those_in_reach(world, activity, vera, refuses):
    will = volunteer(world, Actor("will", "Will"), organization="school")
    with refuses(NotFound, "as a walk-in"):
        ticked(world, activity, Whom(card=will.volunteer_no), minutes(0), way=CheckWay.SCANNED)
    pair = ticked(world, activity, Whom(card=vera.volunteer_no), minutes(0))
    assert pair.volunteer_id == vera.id


@pytest.mark.parametrize("card", ["", "no such number", "0" * 24])
def test_an_unknown_card(card, world, activity, refuses):
    with refuses(NotFound if card else InvalidEntry):
        ticked(world, activity, Whom(card=card), minutes(0), way=CheckWay.SCANNED)


def test_a_newcomer_walks_in_and_is_registered(world, activity):
    newcomer = Whom(walk_in=ListedVolunteer(1, "Nina", "", 1))
    pair = ticked(world, activity, newcomer, minutes(0), way=CheckWay.WALK_IN)
    nina = world.uow.session.scalars(select(Volunteer).where(Volunteer.name == "Nina")).one()
    assert pair.volunteer_id == nina.id
    assert nina.registered_by == "rui"
    assert world.uow.session.scalars(select(SignUp)).one().signed_up_by == "rui"


def test_a_number_that_belongs_to_somebody_else(world, activity, vera, refuses):
    wrong = Whom(walk_in=ListedVolunteer(1, "Nina", vera.volunteer_no, 1))
    with refuses(InvalidEntries):
        ticked(world, activity, wrong, minutes(0), way=CheckWay.WALK_IN)


def test_the_number_of_places_holds_for_walk_ins_too(world, activity, refuses):
    with world.uow.transaction(audited=False):
        activity.capacity, activity.taken = 1, 1
    newcomer = Whom(walk_in=ListedVolunteer(1, "Nina", "", 1))
    with refuses(Conflict, "All 1 places are taken"):
        ticked(world, activity, newcomer, minutes(0), way=CheckWay.WALK_IN)


def test_the_organizer_decides_where_the_code_does_not_let_in(world, activity, listed):
    with world.uow.transaction(audited=False):
        activity.project.needs_admission, activity.project.minimum_age = True, 16
    ticked(world, activity, listed, minutes(0))
    assert len(pairs(world)) == 1


def test_a_colleague_was_faster(world, activity, listed, refuses):
    ticked(world, activity, listed, minutes(0))
    with refuses(AlreadyDone, "Vera is checked in since"):
        ticked(world, activity, listed, minutes(1), actor=MANAGER)


def test_nobody_ticks_themselves_off(world, refuses):
    rui = volunteer(world, RECORDER)
    activity = world.published()
    with refuses(NotAllowed, "their own hours"):
        ticked(world, activity, Whom(volunteer_id=rui.id), minutes(0))


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (NOBODY, NotFound),
        (VERA, NotFound),
        (MANAGER_EAST, NotFound),
        (OFFICE_EAST, NotFound),
        (SECRETARIAT, NotAllowed),
    ],
)
def test_others_tick_nobody_off(actor, error, world, activity, listed, refuses):
    with refuses(error):
        ticked(world, activity, listed, minutes(0), actor=actor)
    with refuses(error):
        recording.open_check_in(world.uow, actor, activity.id, now=NOON)


def test_outside_the_window_the_organizer_cannot_either(world, activity, listed, refuses):
    with refuses(InvalidEntry, "Check-in opens"):
        ticked(world, activity, listed, minutes(-61))
    came(world, activity, minutes(0))
    with refuses(InvalidEntry, "Check-out closed"):
        ticked(world, activity, listed, ENDS + timedelta(minutes=61), out=True)


def test_the_codes_are_opened_once(world, activity, happens, at_once):
    with happens() as said:
        secret = recording.open_check_in(world.uow, RECORDER, activity.id, now=NOON)
        assert recording.open_check_in(world.uow, MANAGER, activity.id, now=NOON) == secret
    assert [type(event) for event in said] == [CheckInOpened]
    assert len(secret) == 64


def test_two_screens_opened_at_once_show_the_same(world, activity, at_once):
    activity_id = activity.id
    secrets = at_once(
        *[lambda uow: recording.open_check_in(uow, MANAGER, activity_id, now=NOON)] * 6
    )
    assert len(set(secrets)) == 1


def test_no_codes_for_a_draft(world, refuses):
    draft = world.activity(world.draft())
    with refuses(Conflict, "Publish the project first"):
        recording.open_check_in(world.uow, MANAGER, draft.id, now=NOON)


def test_twenty_ticks_at_once_are_one_pair(world, activity, vera, at_once):
    activity_id, whom = activity.id, Whom(volunteer_id=vera.id)

    def tick(uow):
        check = recording.Check(id=uuid4(), at=minutes(0), way=CheckWay.TICKED)
        recording.check_in_by_organizer(uow, RECORDER, activity_id, whom, check, now=minutes(0))

    at_once(*[tick] * 20)
    assert len(pairs(world)) == 1
