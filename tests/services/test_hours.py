from __future__ import annotations

import pytest
from sqlalchemy import event

from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.models import ServiceRecord
from flask_volunteer_reports.services.queries.hours import (
    ActivityTotals,
    activity_totals,
    totals_by_activity,
)
from flask_volunteer_reports.services.recording import save_name_list, void_record
from tests.world import MANAGER, RECORDER, local

from .watching import rows

NOW = local("2017-07-09 12:00")


@pytest.fixture
def activity(world):
    return world.published()


def enter(uow, world, activity, *listed):
    uow.session.expire_all()
    names = world.listed(*listed)
    save_name_list(
        uow, RECORDER, activity.id, activity.list_version, names, RecordSource.MANUAL, now=NOW
    )


def void(uow, activity, minutes):
    [record] = rows(uow, ServiceRecord, other_minutes=minutes)
    void_record(uow, MANAGER, activity.id, record.id, "Mistake", now=NOW)


def test_without_records_and_entries_everything_is_nothing(uow, activity):
    assert activity_totals(uow.session, activity.id) == ActivityTotals()


def test_what_waits_is_counted_apart(uow, world, activity):
    enter(uow, world, activity, ("Ann", 60), ("Bob", 90))
    assert activity_totals(uow.session, activity.id) == ActivityTotals(
        waiting=2, waiting_minutes=150
    )


def test_what_was_taken_off_the_list_is_not_counted(uow, world, activity):
    enter(uow, world, activity, ("Ann", 60), ("Bob", 90))
    enter(uow, world, activity, ("Ann", 60))
    assert activity_totals(uow.session, activity.id) == ActivityTotals(
        waiting=1, waiting_minutes=60
    )


def test_confirmed_people_and_minutes_are_added_up(uow, world, activity):
    world.recorded(activity, ("Ann", 60), ("Bob", 90), now=NOW)
    assert activity_totals(uow.session, activity.id) == ActivityTotals(2, 0, 150)


def test_confirmed_and_waiting_stand_side_by_side(uow, world, activity):
    world.recorded(activity, ("Ann", 60), now=NOW)
    enter(uow, world, activity, ("Bob", 90))
    assert activity_totals(uow.session, activity.id) == ActivityTotals(1, 0, 60, 1, 90)


def test_a_voided_record_counts_neither_as_minutes_nor_as_a_person(uow, world, activity):
    world.recorded(activity, ("Ann", 60), ("Bob", 90), now=NOW)
    void(uow, activity, 60)
    assert activity_totals(uow.session, activity.id) == ActivityTotals(1, 0, 90)


def test_when_all_are_voided_nothing_is_left(uow, world, activity):
    world.recorded(activity, ("Ann", 60), now=NOW)
    void(uow, activity, 60)
    assert activity_totals(uow.session, activity.id) == ActivityTotals()


def test_who_was_corrected_counts_once_with_the_right_minutes(uow, world, activity):
    world.recorded(activity, ("Ann", 60), now=NOW)
    void(uow, activity, 60)
    uow.session.expire_all()
    world.recorded(activity, ("Ann", 45), now=NOW)
    assert activity_totals(uow.session, activity.id) == ActivityTotals(1, 0, 45)


def test_every_activity_has_its_own_sum_and_those_without_any_are_left_out(uow, world, activity):
    other = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    empty = world.published(starts="2017-07-09 09:00", ends="2017-07-09 11:00")
    world.recorded(activity, ("Ann", 60), ("Bob", 30), now=NOW)
    world.recorded(other, ("Ann", 120), now=NOW)

    wanted = [activity.id, other.id, empty.id]
    assert totals_by_activity(uow.session, wanted) == {
        activity.id: ActivityTotals(2, 0, 90),
        other.id: ActivityTotals(1, 0, 120),
    }
    assert totals_by_activity(uow.session, [other.id]) == {other.id: ActivityTotals(1, 0, 120)}
    assert totals_by_activity(uow.session, []) == {}


def test_one_activity_costs_as_many_questions_as_twenty(uow, world, state):
    activities = [
        world.published(starts=f"2017-07-07 {hour:02}:00", ends=f"2017-07-07 {hour:02}:30").id
        for hour in range(20)
    ]
    asked: list[str] = []

    @event.listens_for(state.engine, "before_cursor_execute")
    def count(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    totals_by_activity(uow.session, activities[:1])
    for_one = len(asked)
    totals_by_activity(uow.session, activities)
    assert len(asked) == 2 * for_one == 4
