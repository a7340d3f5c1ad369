from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import RecordCorrected
from flask_volunteer_reports.domain.ledger import Channel, EntryKind, RecordSource
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import LedgerHead, ServiceEntry, ServiceRecord
from flask_volunteer_reports.services.recording import correct_record, void_record
from flask_volunteer_reports.services.recording.ledger import Change
from tests.world import MANAGER, MANAGER_EAST, OPERATOR, RECORDER, SECRETARIAT, local

from .watching import later, outcomes, rows

NOW = local("2017-07-08 12:00")
START = local("2017-07-07 08:00")


@pytest.fixture
def activity(world):
    """A day from 8 to 22 o'clock, of which Ann has the first hour."""
    activity = world.published(starts="2017-07-07 08:00", ends="2017-07-07 22:00")
    world.recorded(activity, ("Ann", 60), now=NOW)
    return activity


@pytest.fixture
def record(uow, activity):
    [found] = rows(uow, ServiceRecord)
    return found


def to(minutes, *, starts=START, lasting=None, reason="Stayed longer"):
    return Change(
        time=Occasion(starts, starts + timedelta(minutes=lasting or minutes)),
        service_minutes=minutes,
        reason=reason,
    )


@pytest.fixture
def correct(activity, record):
    """Correct Ann's record to so many minutes."""

    def do(uow, minutes, actor=MANAGER, expected=60, now=NOW, **how):
        return correct_record(
            uow,
            actor,
            activity.id,
            record.id,
            to(minutes, **how),
            expected_minutes=expected,
            now=now,
        )

    return do


def entries(uow, record):
    found = rows(uow, ServiceEntry, record_id=record.id)
    return sorted(found, key=lambda entry: entry.sequence)


@pytest.mark.parametrize(("minutes", "change"), [(90, 30), (45, -15)])
def test_a_further_entry_puts_a_record_right(
    minutes, change, uow, activity, record, correct, happens
):
    with happens() as said:
        correct(uow, minutes, now=later(NOW))

    credit, correction = entries(uow, record)
    assert (credit.kind, credit.service_minutes) == (EntryKind.CREDIT, 60)
    assert (correction.kind, correction.service_minutes) == (EntryKind.CORRECTION, change)
    assert (correction.source, correction.channel) == (RecordSource.MANUAL, Channel.RECORD_PAGE)
    assert (correction.entered_by_id, correction.confirmed_by_id) == ("mia", "mia")
    assert (correction.entered_at, correction.reason) == (later(NOW), "Stayed longer")
    assert (record.check_in_minutes, record.other_minutes) == (0, minutes)
    assert (record.starts_at, record.ends_at) == (START, START + timedelta(minutes=minutes))
    assert said == [
        RecordCorrected(
            subject_id=activity.id,
            by="mia",
            at=later(NOW),
            record_id=record.id,
            service_minutes=minutes,
            reason="Stayed longer",
        )
    ]


def test_a_clock_that_goes_back_puts_no_entry_before_the_one_it_follows(uow, record, correct):
    correct(uow, 90, now=NOW - timedelta(hours=5))
    credit, correction = entries(uow, record)
    assert correction.entered_at == NOW - timedelta(hours=5)
    assert correction.confirmed_at == credit.confirmed_at == NOW
    assert rows(uow, LedgerHead)[0].confirmed_at == NOW


def test_who_read_an_older_balance_is_told(uow, correct, refuses):
    correct(uow, 90)
    with refuses(Conflict, "Somebody else corrected"):
        correct(uow, 120)


def test_of_two_at_once_one_corrects(uow, record, colleague, correct, at_once):
    results = at_once(
        lambda own: correct(own, 90),
        lambda own: correct(own, 45, colleague),
    )
    assert outcomes(results) == ["Conflict", "done"]
    assert len(entries(uow, record)) == 2
    assert record.service_minutes == sum(entry.service_minutes for entry in entries(uow, record))


def test_the_same_minutes_change_nothing(uow, correct, refuses):
    with refuses(AlreadyDone):
        correct(uow, 60)


def test_a_voided_record_is_not_corrected(uow, activity, record, correct, refuses):
    void_record(uow, MANAGER, activity.id, record.id, "Wrong person", now=NOW)
    with refuses(AlreadyDone):
        correct(uow, 90)


@pytest.mark.parametrize(
    ("minutes", "how", "told"),
    [
        pytest.param(0, {"lasting": 60}, "at least one minute", id="nothing: that is a void"),
        pytest.param(-5, {"lasting": 60}, "at least one minute", id="below zero"),
        pytest.param(61, {"lasting": 60}, "not more than lie between", id="more than its time"),
        pytest.param(30, {"lasting": -30}, "at least one minute", id="ends before it starts"),
        pytest.param(90, {"starts": START - timedelta(minutes=1)}, "outside", id="too early"),
        pytest.param(90, {"starts": START + timedelta(hours=13)}, "outside", id="too late"),
    ],
)
def test_what_cannot_be_is_refused(minutes, how, told, uow, correct, refuses):
    with refuses(InvalidEntry, told):
        correct(uow, minutes, **how)


def test_a_correction_into_another_activity_of_the_person_is_refused(uow, world, correct, refuses):
    other = world.published(starts="2017-07-07 09:30", ends="2017-07-07 10:30", title="Singing")
    world.recorded(other, ("Ann", 60), now=NOW)
    with refuses(InvalidEntry, "Singing"):
        correct(uow, 120)
    correct(uow, 90)  # up to its start


def test_over_the_limit_of_the_campaign_a_secretariat_corrects(uow, record, correct, refuses):
    with refuses(NotAllowed, "secretariat"):
        correct(uow, 721)
    correct(uow, 720)
    correct(uow, 721, SECRETARIAT, expected=720)
    assert record.service_minutes == 721


def test_nobody_corrects_their_own_hours(uow, record, correct, refuses):
    with uow.transaction(audited=False):
        record.volunteer.person_id = MANAGER.id
    with refuses(NotAllowed, "own hours"):
        correct(uow, 90)


def test_a_recorder_corrects_nothing(uow, correct, refuses):
    with refuses(NotAllowed):
        correct(uow, 90, RECORDER)


def test_out_of_reach_is_not_found(uow, world, activity, record, refuses):
    other = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    for actor, activity_id, record_id in (
        (MANAGER_EAST, activity.id, record.id),
        (OPERATOR, uuid4(), record.id),
        (MANAGER, other.id, record.id),
        (MANAGER, activity.id, uuid4()),
    ):
        with refuses(NotFound):
            correct_record(uow, actor, activity_id, record_id, to(90), expected_minutes=60, now=NOW)
