"""A check-out that was forgotten is closed by a person, who says why."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.check_in import Purpose
from flask_volunteer_reports.domain.events import CheckInClosed
from flask_volunteer_reports.domain.ledger import Channel, RecordSource
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import EntryState, NameListEntry, ServiceRecord
from flask_volunteer_reports.services import recording
from tests.world import MANAGER, MANAGER_EAST, RECORDER, SECRETARIAT, local

from .at_the_place import ENDS, VERA, came, minutes, pairs, shown, volunteer, went

EVENING = local("2017-07-07 20:00")


@pytest.fixture
def vera(world):
    return volunteer(world)


@pytest.fixture
def activity(world, vera):
    return world.published()


@pytest.fixture
def forgotten(world, activity):
    return came(world, activity, minutes(5))


def close(world, activity, pair, ended_at=None, *, actor=RECORDER, reason="Forgot", now=EVENING):
    return recording.close_check_in(
        world.uow, actor, activity.id, pair.id, reason, ended_at=ended_at, now=now
    )


def test_by_itself_nothing_is_counted(world, activity, forgotten):
    assert world.uow.session.scalars(select(ServiceRecord)).all() == []
    assert world.uow.session.scalars(select(NameListEntry)).all() == []
    assert pairs(world)[0].closed_at is None


def test_closed_with_nothing(world, activity, forgotten, happens):
    with happens() as said:
        close(world, activity, forgotten, reason="Left after a minute")
    [event] = said
    assert type(event) is CheckInClosed
    assert (event.service_minutes, event.reason) == (0, "Left after a minute")
    [pair] = pairs(world)
    assert (pair.closed_by_id, pair.closed_reason) == ("rui", "Left after a minute")
    assert pair.checked_out_at is None
    assert world.uow.session.scalars(select(NameListEntry)).all() == []


def test_closed_with_a_time_the_hours_are_typed_hours_and_wait_for_a_second_person(
    world, activity, forgotten, happens
):
    with happens() as said:
        close(world, activity, forgotten, minutes(95))
    assert said[0].service_minutes == 90
    [entry] = world.uow.session.scalars(select(NameListEntry))
    assert (entry.source, entry.channel) == (RecordSource.MANUAL, Channel.ORGANIZER)
    assert (entry.state, entry.evidence) == (EntryState.PENDING, str(forgotten.id))
    world.uow.session.refresh(activity)
    recording.confirm_name_list(world.uow, MANAGER, activity.id, activity.list_version, now=EVENING)
    [record] = world.uow.session.scalars(select(ServiceRecord))
    assert (record.check_in_minutes, record.other_minutes) == (0, 90)


def test_who_closed_it_does_not_confirm_it(world, activity, forgotten, refuses):
    close(world, activity, forgotten, minutes(95), actor=MANAGER)
    world.uow.session.refresh(activity)
    with refuses(NotAllowed, "second person"):
        recording.confirm_name_list(
            world.uow, MANAGER, activity.id, activity.list_version, now=EVENING
        )


def test_late_it_is_entered_late(world, activity, forgotten):
    close(world, activity, forgotten, minutes(95), now=ENDS + timedelta(days=30))
    assert world.uow.session.scalars(select(NameListEntry)).one().source is RecordSource.BACKFILL


def test_only_the_time_within_the_activity_counts(world, activity, forgotten):
    close(world, activity, forgotten, ENDS + timedelta(minutes=30))
    assert world.uow.session.scalars(select(NameListEntry)).one().service_minutes == 115


@pytest.mark.parametrize(
    ("ended_at", "reason"),
    [
        pytest.param(minutes(4), "a clock was changed", id="before the check-in"),
        pytest.param(minutes(5.5), "no whole minute", id="no minute"),
        pytest.param(EVENING + timedelta(minutes=1), "not come yet", id="in the future"),
    ],
)
def test_a_time_that_cannot_be(ended_at, reason, world, activity, forgotten, refuses):
    with refuses(InvalidEntry, reason) as refused:
        close(world, activity, forgotten, ended_at)
    assert refused.value.field == "ended_at"


def test_closed_once(world, activity, forgotten, refuses):
    close(world, activity, forgotten)
    with refuses(AlreadyDone):
        close(world, activity, forgotten, minutes(95))
    code = shown(world, activity, minutes(100), Purpose.OUT)
    with refuses(Conflict, "was closed"):
        went(world, activity, minutes(100), code=code)


def test_what_was_checked_out_is_not_closed(world, activity, forgotten, refuses):
    went(world, activity, minutes(65))
    with refuses(AlreadyDone):
        close(world, activity, forgotten)


def test_closed_and_checked_out_at_once_is_one_end(world, activity, forgotten, at_once):
    activity_id, pair_id = activity.id, forgotten.id
    code = shown(world, activity, minutes(100), Purpose.OUT)
    answers = at_once(
        lambda uow: recording.close_check_in(
            uow, RECORDER, activity_id, pair_id, "Forgot", ended_at=None, now=EVENING
        ),
        lambda uow: recording.check_out_with_code(
            uow, VERA, activity_id, code, check_out_id=uuid4(), now=minutes(100)
        ),
    )
    assert sum(isinstance(answer, Exception) for answer in answers) == 1
    [pair] = pairs(world)
    assert (pair.closed_at is None) != (pair.checked_out_at is None)


def test_who_stands_in_the_name_list_is_not_entered_twice(world, activity, forgotten, refuses):
    recording.save_name_list(
        world.uow,
        RECORDER,
        activity.id,
        0,
        world.listed(("Vera", 60)),
        RecordSource.MANUAL,
        now=EVENING,
    )
    with refuses(Conflict, "stands in the name list"):
        close(world, activity, forgotten, minutes(95))
    close(world, activity, forgotten)


def test_nobody_closes_their_own(world, refuses):
    volunteer(world, RECORDER)
    activity = world.published()
    pair = came(world, activity, minutes(5), RECORDER)
    with refuses(NotAllowed, "their own hours"):
        close(world, activity, pair, minutes(95))


@pytest.mark.parametrize(("actor", "error"), [(MANAGER_EAST, NotFound), (SECRETARIAT, NotAllowed)])
def test_others_close_none(actor, error, world, activity, forgotten, refuses):
    with refuses(error):
        close(world, activity, forgotten, actor=actor)


def test_a_check_in_of_another_activity(world, activity, forgotten, refuses):
    other = world.published(title="Elsewhere")
    with refuses(NotFound):
        close(world, other, forgotten)
