"""Summary rows are kept in the transaction of what they sum up, and are right afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from flask_volunteer_reports.domain.ledger import Channel, RecordSource
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.models import (
    WHOLE,
    Activity,
    HoursSummary,
    Membership,
    RegistrationSummary,
    ServiceRecord,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services.directory import (
    edit_volunteer,
    join_organization,
    leave_organization,
)
from flask_volunteer_reports.services.rebuilding import rebuild_summaries
from flask_volunteer_reports.services.recording import correct_record, void_record
from flask_volunteer_reports.services.recording.ledger import Change, Credit, write_credits
from tests.world import MANAGER, MANAGER_EAST, local

from .watching import rows

pytestmark = pytest.mark.postgres

NOW = local("2017-07-12 12:00")


@pytest.fixture
def cell(uow, world):
    """What stands for an owner: check-in minutes, other minutes, records, active volunteers."""

    def read(owner, part=WHOLE):
        found = rows(uow, HoursSummary, owner_id=owner.id, slice=part)
        return [(row.check_in_minutes, row.other_minutes, row.records, row.active) for row in found]

    return read


@pytest.fixture(autouse=True)
def proved(uow):
    """Afterwards everything added up anew comes to the same."""
    yield
    uow.session.rollback()
    assert rebuild_summaries(uow, check_only=True).were_equal


def record_of(uow, minutes):
    [record] = rows(uow, ServiceRecord, other_minutes=minutes)
    return record


def correct(uow, record, minutes):
    change = Change(
        time=Occasion(record.starts_at, record.starts_at + timedelta(minutes=120)),
        service_minutes=minutes,
        reason="Counted again",
    )
    correct_record(
        uow,
        MANAGER,
        record.activity_id,
        record.id,
        change,
        expected_minutes=record.service_minutes,
        now=NOW,
    )


def test_a_record_counts_for_its_organization_and_every_area_above(uow, world, cell):
    activity = world.published("school", actor=MANAGER_EAST, themes=("culture", "community"))
    world.recorded(activity, ("Ann", 60), ("Bob", 30), actor=MANAGER_EAST, now=NOW)

    owners = [world.organization("school"), world.area("east"), world.area("city")]
    for owner in owners:
        for part in (WHOLE, "month:2017-07", "theme:culture", "theme:community"):
            assert cell(owner, part) == [(0, 90, 2, 2)]
        assert cell(owner, "month:2017-08") == []
    for owner in (world.area("west"), world.area("street"), world.organization("library")):
        assert cell(owner) == []


def test_a_volunteer_is_active_once_however_many_records_there_are(uow, world, cell):
    for day in (7, 8, 9):
        activity = world.published(starts=f"2017-07-0{day} 09:00", ends=f"2017-07-0{day} 11:00")
        world.recorded(activity, ("Ann", 10 * day), now=NOW)
    library = world.organization("library")
    assert cell(library) == [(0, 240, 3, 1)]

    void_record(uow, MANAGER, record_of(uow, 70).activity_id, record_of(uow, 70).id, "No", now=NOW)
    assert cell(library) == [(0, 170, 2, 1)]
    for minutes in (80, 90):
        record = record_of(uow, minutes)
        void_record(uow, MANAGER, record.activity_id, record.id, "No", now=NOW)
    assert cell(library) == cell(world.area("city")) == [(0, 0, 0, 0)]


def test_several_records_of_one_person_in_one_transaction_are_one_active(uow, world, cell):
    activity = world.published()
    world.recorded(activity, ("Ann", 10), now=NOW)
    ann = record_of(uow, 10).volunteer_id
    start = activity.starts_at + timedelta(minutes=20)
    with uow.transaction(audited=False) as session:
        write_credits(
            session,
            session.get_one(Activity, activity.id),
            [
                Credit(
                    volunteer_id=ann,
                    time=Occasion(
                        start + timedelta(minutes=20 * n), start + timedelta(minutes=20 * n + 15)
                    ),
                    service_minutes=15,
                    source=RecordSource.CHECK_IN,
                    channel=Channel.CODE,
                    evidence=f"check-in {n}",
                    entered_at=NOW,
                    entered_by=Actor("ann", "Ann"),
                    confirmed_by=Actor("check-in", "check-in"),
                )
                for n in range(3)
            ],
            now=NOW,
        )
    assert cell(world.organization("library")) == [(45, 10, 4, 1)]


def test_a_correction_changes_the_minutes_and_nothing_else(uow, world, cell):
    activity = world.published()
    world.recorded(activity, ("Ann", 60), ("Bob", 90), now=NOW)
    library = world.organization("library")
    correct(uow, record_of(uow, 60), 100)
    assert cell(library) == cell(library, "theme:culture") == [(0, 190, 2, 2)]
    correct(uow, record_of(uow, 100), 5)
    assert cell(library) == [(0, 95, 2, 2)]


def test_who_is_entered_again_after_a_void_is_active_again(uow, world, cell):
    activity = world.published()
    world.recorded(activity, ("Ann", 60), now=NOW)
    void_record(uow, MANAGER, activity.id, record_of(uow, 60).id, "Too long", now=NOW)
    uow.session.expire_all()
    world.recorded(activity, ("Ann", 45), now=NOW)
    assert cell(world.organization("library")) == [(0, 45, 1, 1)]


def test_one_person_in_two_organizations_is_active_in_each_and_once_in_the_city(uow, world, cell):
    activity = world.published()
    world.recorded(activity, ("Ann", 60), now=NOW)
    other = world.published("school", "2017-07-08 09:00", "2017-07-08 11:00", actor=MANAGER_EAST)
    world.recorded(other, ("Ben", 30), actor=MANAGER_EAST, now=NOW)
    ann, ben = record_of(uow, 60), record_of(uow, 30)
    assert cell(world.area("city")) == [(0, 90, 2, 2)]

    void_record(uow, MANAGER_EAST, other.id, ben.id, "It was Ann", now=NOW)
    with uow.transaction(audited=False) as session:
        write_credits(
            session,
            session.get_one(Activity, other.id),
            [
                Credit(
                    volunteer_id=ann.volunteer_id,
                    time=Occasion(other.starts_at, other.ends_at),
                    service_minutes=30,
                    source=RecordSource.MANUAL,
                    channel=Channel.RECORD_PAGE,
                    entered_at=NOW,
                    entered_by=MANAGER_EAST,
                    confirmed_by=MANAGER_EAST,
                )
            ],
            now=NOW,
        )
    assert cell(world.organization("library"))[0][3] == 1
    assert cell(world.organization("school"))[0][3] == 1
    assert cell(world.area("city")) == [(0, 90, 2, 1)]


def test_two_who_record_at_once_lose_nothing(uow, world, cell, colleague, at_once):
    from flask_volunteer_reports.services.recording import (  # noqa: PLC0415 -- here only
        confirm_name_list,
        save_name_list,
    )
    from tests.world import RECORDER  # noqa: PLC0415 -- here only

    ids = []
    for day in (7, 8, 9, 10):
        activity = world.published(starts=f"2017-07-{day:02} 09:00", ends=f"2017-07-{day:02} 11:00")
        listed = world.listed(("Ann", 30), ("Bob", 20))
        save_name_list(uow, RECORDER, activity.id, 0, listed, RecordSource.MANUAL, now=NOW)
        ids.append(activity.id)

    results = at_once(
        *(lambda own, one=one: confirm_name_list(own, MANAGER, one, 1, now=NOW) for one in ids)
    )
    assert results == [2, 2, 2, 2]
    assert cell(world.organization("library")) == [(0, 200, 8, 2)]


def test_registrations_are_counted_for_the_organization_and_every_area_above(uow, world):
    activity = world.published("school", actor=MANAGER_EAST)
    world.recorded(activity, ("Ann", 60), ("Bob", 30), actor=MANAGER_EAST, now=NOW)
    counts = {row.owner_id: row.registered for row in rows(uow, RegistrationSummary)}
    owners = [world.organization("school"), world.area("east"), world.area("city")]
    assert counts == {owner.id: 2 for owner in owners}


def test_who_joins_leaves_or_moves_counts_among_the_registered_with_records(uow, world):
    activity = world.published("school", actor=MANAGER_EAST)
    world.recorded(activity, ("Ann", 60), ("Bob", 30), actor=MANAGER_EAST, now=NOW)
    ann = record_of(uow, 60).volunteer
    world.published()  # an organization in the city that Ann has not served

    def registered(owner):
        found = rows(uow, HoursSummary, owner_id=owner.id, slice=WHOLE)
        return [(row.active, row.active_registered) for row in found]

    school, east, city = world.organization("school"), world.area("east"), world.area("city")
    [membership] = rows(uow, Membership, volunteer_id=ann.id)
    leave_organization(uow, MANAGER_EAST, ann.id, membership.id, now=NOW)
    assert [registered(owner) for owner in (school, east, city)] == [[(2, 1)], [(2, 2)], [(2, 2)]]
    join_organization(uow, MANAGER_EAST, school.id, ann.volunteer_no, "Ann", now=NOW)
    entry, west = VolunteerEntry(name="Ann"), world.area("west")
    edit_volunteer(uow, MANAGER_EAST, ann.id, ann.version, entry, area_id=west.id, now=NOW)
    assert [registered(owner) for owner in (school, east, city)] == [[(2, 2)], [(2, 1)], [(2, 2)]]
    assert registered(west) == []  # it has no organization in which anybody served


def test_a_wrong_sum_is_found(uow, world):
    activity = world.published()
    world.recorded(activity, ("Ann", 60), now=NOW)
    with uow.transaction(audited=False) as session:
        session.execute(update(HoursSummary).values(active=7))
    found = rebuild_summaries(uow, check_only=True)
    assert (found.were_equal, found.wrong_hours) == (False, found.hours)
    rebuild_summaries(uow)
