"""What was ticked off without a network is sent afterwards, and taken once."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports.domain.check_in import Purpose
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.errors import InvalidEntry, NotAllowed, NotFound
from flask_volunteer_reports.models import CheckWay, ServiceRecord
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.services.recording import Tick, Whom
from tests.world import MANAGER_EAST, RECORDER, SECRETARIAT, local

from .at_the_place import ENDS, minutes, pairs, volunteer

HOME_AGAIN = local("2017-07-07 18:00")


@pytest.fixture
def people(world):
    return [volunteer(world, Actor(f"p{n}", f"Person {'abcdef'[n]}")) for n in range(4)]


@pytest.fixture
def activity(world, people):
    return world.published()


def tick(row, at, purpose=Purpose.IN, **other):
    whom = Whom(volunteer_id=row.id) if row else other.pop("whom")
    return Tick(id=uuid4(), purpose=purpose, whom=whom, way=CheckWay.TICKED, at=at, **other)


def send(world, activity, *ticks, now=HOME_AGAIN, actor=RECORDER):
    return recording.take_ticks(world.uow, actor, activity.id, ticks, now=now)


def test_a_batch_is_taken_with_the_instants_of_the_telephone(world, activity, people, happens):
    came = [tick(row, minutes(5)) for row in people]
    left = [tick(row, minutes(65), Purpose.OUT) for row in people]
    with happens() as said:
        results = send(world, activity, *left, *came)  # the order of sending does not matter
    assert [result.refused for result in results] == [None] * 8
    assert len(said) == 8
    for pair in pairs(world):
        assert (pair.checked_in_at, pair.checked_out_at) == (minutes(5), minutes(65))
        assert pair.check_in_received_at == pair.check_out_received_at == HOME_AGAIN
    total = world.uow.session.scalar(select(func.sum(ServiceRecord.check_in_minutes)))
    assert total == 240


def test_sent_again_nothing_happens_and_the_answer_is_the_same(world, activity, people, refuses):
    batch = [tick(people[0], minutes(5)), tick(people[0], minutes(65), Purpose.OUT)]
    first = send(world, activity, *batch)
    again = send(world, activity, *batch)
    assert first == again
    assert len(pairs(world)) == 1
    assert world.uow.session.scalar(select(func.count()).select_from(ServiceRecord)) == 1


def test_the_same_batch_sent_many_times_at_once(world, activity, people, at_once):
    batch = [tick(row, minutes(5)) for row in people]
    batch += [tick(row, minutes(65), Purpose.OUT) for row in people]
    activity_id = activity.id
    answers = at_once(
        *[lambda uow: recording.take_ticks(uow, RECORDER, activity_id, batch, now=HOME_AGAIN)] * 8
    )
    assert all(result.refused is None for answer in answers for result in answer)
    assert len(pairs(world)) == 4
    assert world.uow.session.scalar(select(func.count()).select_from(ServiceRecord)) == 4


def test_wrong_ticks_are_refused_one_by_one_and_the_rest_is_kept(world, activity, people):
    batch = [
        tick(people[0], minutes(5)),
        tick(people[1], HOME_AGAIN + timedelta(hours=1)),
        tick(people[2], minutes(-90)),
        tick(people[3], minutes(30), Purpose.OUT),
        tick(None, minutes(5), whom=Whom(volunteer_id=uuid4())),
        tick(None, minutes(5), whom=Whom(walk_in=ListedVolunteer(1, "Nina", "p1-1", 1))),
        tick(None, minutes(6), whom=Whom(walk_in=ListedVolunteer(1, "Nora", "", 1))),
    ]
    reasons = [str(result.refused or "") for result in send(world, activity, *batch)]
    for reason, words in zip(
        reasons,
        [
            "",
            "has not come yet",
            "Check-in opens",
            "not checked in here",
            "Nobody is known",
            "another name",
            "",
        ],
        strict=True,
    ):
        assert (words in reason) if words else not reason
    assert len(pairs(world)) == 2


def test_a_telephone_a_little_ahead_is_believed_for_now(world, activity, people):
    now = minutes(30)
    [result] = send(world, activity, tick(people[0], now + timedelta(seconds=90)), now=now)
    assert result.refused is None
    assert pairs(world)[0].checked_in_at == now


def test_what_a_colleague_ticked_too_is_taken(world, activity, people):
    send(world, activity, tick(people[0], minutes(5)))
    [result] = send(world, activity, tick(people[0], minutes(6)))
    assert result.refused is None
    assert pairs(world)[0].checked_in_at == minutes(5)


def test_the_organizer_is_not_ticked_off_by_the_organizer(world, activity):
    rui = volunteer(world, RECORDER)
    [result] = send(world, activity, tick(rui, minutes(5)))
    assert "their own hours" in str(result.refused)


def test_after_the_days_for_entering_hours_ticks_are_no_evidence_any_more(world, activity, people):
    late = ENDS + timedelta(days=20)
    [result] = send(world, activity, tick(people[0], minutes(5)), now=late)
    assert "days in which hours are to be entered are over" in str(result.refused)
    assert pairs(world) == []


def test_a_batch_has_its_limit(world, activity, people, refuses):
    one = tick(people[0], minutes(5))
    with refuses(InvalidEntry, "At most 100"):
        send(world, activity, *[dataclasses.replace(one, id=uuid4()) for _ in range(101)])


@pytest.mark.parametrize(("actor", "error"), [(MANAGER_EAST, NotFound), (SECRETARIAT, NotAllowed)])
def test_others_send_none(actor, error, world, activity, people, refuses):
    with refuses(error):
        send(world, activity, tick(people[0], minutes(5)), actor=actor)
