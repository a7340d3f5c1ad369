"""Hours by check-in that wait for a person or for a public notice, and those across midnight."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.models import (
    EntryState,
    NameListEntry,
    ServiceRecord,
)
from flask_volunteer_reports.services import recording
from tests.world import MANAGER, RECORDER, local

from .at_the_place import (
    came,
    minutes,
    ruled,
    volunteer,
    went,
)


@pytest.fixture
def vera(world):
    return volunteer(world)


@pytest.fixture
def activity(world, vera):
    return world.published()


def waiting(world):
    world.uow.session.expire_all()
    return world.uow.session.scalars(select(NameListEntry)).one()


def test_more_than_eight_hours_wait_for_the_organizer(world, vera):
    long = world.published(starts="2017-07-07 08:00", ends="2017-07-07 18:00")
    came(world, long, local("2017-07-07 08:00"))
    went(world, long, local("2017-07-07 16:01"))

    entry = waiting(world)
    assert (entry.state, entry.source) == (EntryState.PENDING, RecordSource.CHECK_IN)
    assert entry.service_minutes == 481
    assert world.uow.session.scalars(select(ServiceRecord)).all() == []
    world.uow.session.refresh(long)
    after = local("2017-07-07 19:00")
    recording.confirm_name_list(world.uow, MANAGER, long.id, long.list_version, now=after)
    record = world.uow.session.scalars(select(ServiceRecord)).one()
    assert record.check_in_minutes == 481


def test_exactly_eight_hours_do_not(world, vera):
    long = world.published(starts="2017-07-07 08:00", ends="2017-07-07 18:00")
    came(world, long, local("2017-07-07 08:00"))
    went(world, long, local("2017-07-07 16:00"))
    assert world.uow.session.scalars(select(ServiceRecord)).one().check_in_minutes == 480


def test_the_limit_is_one_of_the_whole_activity(world, vera):
    long = world.published(starts="2017-07-07 08:00", ends="2017-07-07 18:00")
    came(world, long, local("2017-07-07 08:00"))
    went(world, long, local("2017-07-07 13:00"))
    came(world, long, local("2017-07-07 14:00"))
    went(world, long, local("2017-07-07 17:30"))
    assert world.uow.session.scalars(select(ServiceRecord)).one().check_in_minutes == 300
    assert waiting(world).service_minutes == 210


def test_who_shows_the_code_is_not_their_own_witness(world, activity):
    volunteer(world, RECORDER)
    came(world, activity, minutes(5), RECORDER)
    went(world, activity, minutes(65), RECORDER)
    assert waiting(world).state is EntryState.PENDING
    assert world.uow.session.scalars(select(ServiceRecord)).all() == []


def test_where_hours_are_shown_in_public_first_they_wait_for_its_end(world, activity, vera):
    ruled(world, public_notice_days=7)
    came(world, activity, minutes(5))
    went(world, activity, minutes(65))
    entry = waiting(world)
    assert entry.state is EntryState.NOTICED
    assert entry.notice_until == minutes(65) + timedelta(days=7)
    assert entry.confirmed_by_id == "check-in"


def test_across_midnight(world, vera):
    night = world.published(starts="2017-07-07 22:00", ends="2017-07-08 02:00")
    came(world, night, local("2017-07-07 22:10"))
    went(world, night, local("2017-07-08 01:40"))
    record = world.uow.session.scalars(select(ServiceRecord)).one()
    assert (record.check_in_minutes, record.month) == (210, "2017-07")
