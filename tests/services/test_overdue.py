"""Ten working days after an activity, what is still open is listed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import true

from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.models import CheckIn, CheckWay, ServiceRecord, SignUp, SignUpStatus
from flask_volunteer_reports.services.queries.overdue import (
    count_overdue,
    in_area,
    overdue_activities,
    overdue_by_organization,
)
from flask_volunteer_reports.services.recording import (
    confirm_name_list,
    save_name_list,
    sign_up_volunteers,
    void_record,
)
from tests.world import MANAGER, NOON, RECORDER, local

from .watching import rows

ENTERED = local("2017-07-07 12:00")
LAST = local("2017-07-21 23:59")
"""Of the tenth working day after Friday, 7 July."""
AFTER = local("2017-07-22 00:00")


@pytest.fixture
def activity(world):
    return world.published()


def enter(uow, world, activity, *listed):
    names = world.listed(*listed)
    version = activity.list_version
    save_name_list(uow, RECORDER, activity.id, version, names, RecordSource.MANUAL, now=ENTERED)
    uow.session.expire_all()


def open_people(uow, now=AFTER):
    page = overdue_activities(uow.session, true(), number=1, size=50, now=now)
    return [(row.entries, row.check_ins, row.places) for row in page.items]


def test_entries_that_nobody_confirmed_are_listed_after_ten_working_days(uow, world, activity):
    enter(uow, world, activity, ("Ann", 60), ("Bob", 60))
    assert open_people(uow, LAST) == []
    assert open_people(uow) == [(2, 0, 0)]
    confirm_name_list(uow, MANAGER, activity.id, 1, now=AFTER)
    assert open_people(uow) == []


def test_places_whose_people_were_neither_recorded_nor_no_shows_are_listed(uow, world, activity):
    names = world.listed(("Ann", 1), ("Bob", 1), ("Cid", 1))
    sign_up_volunteers(uow, MANAGER, activity.id, names, now=NOON)
    world.recorded(activity, ("Ann", 60), now=ENTERED)
    assert open_people(uow) == [(0, 0, 2)]
    with uow.transaction(audited=False):
        bob = next(row for row in rows(uow, SignUp) if row.volunteer.name == "Bob")
        bob.status, bob.ended_at = SignUpStatus.NO_SHOW, ENTERED
    assert open_people(uow) == [(0, 0, 1)]
    assert open_people(uow, local("2017-12-01 12:00")) == []  # asked after for three months


def test_a_place_is_open_again_when_the_record_is_voided(uow, world, activity):
    names = world.listed(("Ann", 1), ("Bob", 1))
    sign_up_volunteers(uow, MANAGER, activity.id, names, now=NOON)
    world.recorded(activity, ("Ann", 60), ("Bob", 30), now=ENTERED)
    assert {row.recorded for row in rows(uow, SignUp)} == {True}
    assert open_people(uow) == []

    [record] = rows(uow, ServiceRecord, other_minutes=30)
    void_record(uow, MANAGER, activity.id, record.id, "Was not there", now=ENTERED)
    uow.session.expire_all()
    assert {row.volunteer.name: row.recorded for row in rows(uow, SignUp)} == {
        "Ann": True,
        "Bob": False,
    }
    assert open_people(uow) == [(0, 0, 1)]


def test_check_ins_without_a_check_out_are_listed_until_somebody_closes_them(uow, world, activity):
    sign_up_volunteers(uow, MANAGER, activity.id, world.listed(("Ann", 1)), now=NOON)
    [place] = rows(uow, SignUp)
    pair = CheckIn(
        id=uuid4(),
        activity_id=activity.id,
        volunteer_id=place.volunteer_id,
        checked_in_at=activity.starts_at,
        check_in_way=CheckWay.TICKED,
        check_in_received_at=activity.starts_at,
        checked_in_by_id="mia",
        checked_in_by="Mia",
    )
    with uow.transaction(audited=False) as session:
        session.add(pair)
    assert open_people(uow) == [(0, 1, 0)]
    with uow.transaction(audited=False):
        pair.closed_at, pair.closed_reason = AFTER, "Left without a word"
    assert open_people(uow) == []


def test_each_organization_and_each_office_counts_its_own(uow, world, activity):
    enter(uow, world, activity, ("Ann", 60), ("Bob", 60))
    library, school = world.organization("library").id, world.organization("school").id
    assert overdue_by_organization(uow.session, [library, school], now=AFTER) == {library: 1}
    counts = {
        code: count_overdue(uow.session, in_area(world.area(code)), now=AFTER)
        for code in ("city", "east", "west")
    }
    assert counts == {"city": 1, "east": 0, "west": 0}
