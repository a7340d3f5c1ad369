"""The second half of the module ``weeks``: when the papers of a week are due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from flask_volunteer_reports.domain.weeks import (
    Deadline,
    OnHoliday,
    Week,
    WeekRule,
    WorkingDays,
)

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
MOVABLE = Deadline(on_holiday=OnHoliday.NEXT_WORKING_DAY)
NO_HOLIDAYS = WorkingDays()


def days(first: str, last: str) -> frozenset[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return frozenset(start + timedelta(days=n) for n in range((end - start).days + 1))


# Spring Festival, Labour Day and National Day of 2026, as the State Council laid them down.
CHINA_2026 = WorkingDays(
    holidays=days("2026-02-15", "2026-02-23")
    | days("2026-05-01", "2026-05-05")
    | days("2026-10-01", "2026-10-07"),
    worked_weekends=frozenset(
        {date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 10, 10)}
    ),
)


def due(
    key: str,
    deadline: Deadline,
    working_days: WorkingDays = NO_HOLIDAYS,
    zone: ZoneInfo = SHANGHAI,
    first_day: int = 0,
) -> datetime:
    week = WeekRule(zone=zone, first_day=first_day).parse(key)
    return deadline.due_at(week, zone, working_days)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "deadline", "expected"),
    [
        pytest.param("2017-W27", Deadline(), "2017-07-11 09:30", id="3-9 Jul: Tue 11 Jul 17:30"),
        pytest.param("2017-W35", Deadline(), "2017-09-05 09:30", id="28 Aug-3 Sep: Tue 5 Sep"),
        pytest.param("2015-W53", Deadline(), "2016-01-05 09:30", id="over the turn of the year"),
        pytest.param(
            "2017-W27", Deadline(weekday=0), "2017-07-10 09:30", id="Monday is the day after"
        ),
        pytest.param(
            "2017-W27", Deadline(weekday=6), "2017-07-16 09:30", id="Sunday is a week after"
        ),
        pytest.param(
            "2017-W27", Deadline(at=time(0, 0)), "2017-07-10 16:00", id="midnight begins the day"
        ),
        pytest.param(
            "2017-W27",
            Deadline(at=time(23, 59, 59, 999999)),
            "2017-07-11 15:59:59.999999",
            id="to the microsecond",
        ),
    ],
)
def test_the_papers_are_due_in_the_week_after_by_the_local_clock(key, deadline, expected):
    assert due(key, deadline) == utc(expected)


def test_the_deadline_is_told_in_utc():
    assert due("2017-W27", Deadline()).tzinfo is UTC


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("2017-W11", "2017-03-21 16:30", id="before summer time"),
        pytest.param("2017-W12", "2017-03-28 15:30", id="summer time began in between"),
        pytest.param("2017-W42", "2017-10-24 15:30", id="before winter time"),
        pytest.param("2017-W43", "2017-10-31 16:30", id="winter time began in between"),
    ],
)
def test_the_deadline_follows_the_wall_clock_through_summer_time(key, expected):
    assert due(key, Deadline(), zone=BERLIN) == utc(expected)


@pytest.mark.parametrize(
    ("key", "tuesday", "next_working_day"),
    [
        pytest.param("2026-W07", "2026-02-17", "2026-02-24", id="Spring Festival"),
        pytest.param("2026-W18", "2026-05-05", "2026-05-06", id="Labour Day"),
        pytest.param("2026-W40", "2026-10-06", "2026-10-08", id="National Day"),
    ],
)
def test_a_tuesday_that_is_a_holiday(key, tuesday, next_working_day):
    assert due(key, Deadline(), CHINA_2026) == utc(f"{tuesday} 09:30")
    assert due(key, MOVABLE, CHINA_2026) == utc(f"{next_working_day} 09:30")


def test_a_tuesday_that_is_worked_is_not_moved():
    assert due("2026-W08", MOVABLE, CHINA_2026) == utc("2026-02-24 09:30")


def test_a_weekend_that_is_worked_is_the_next_working_day():
    holidays = days("2026-06-02", "2026-06-05")
    worked = WorkingDays(holidays, frozenset({date(2026, 6, 6)}))
    assert due("2026-W22", MOVABLE, WorkingDays(holidays)) == utc("2026-06-08 09:30")
    assert due("2026-W22", MOVABLE, worked) == utc("2026-06-06 09:30")


def test_a_single_week_is_moved_by_hand_and_no_other():
    deadline = Deadline(moved={"2017-W27": datetime(2017, 7, 12, 12, 0)})  # noqa: DTZ001 -- local
    assert due("2017-W27", deadline) == utc("2017-07-12 04:00")
    assert due("2017-W26", deadline) == utc("2017-07-04 09:30")
    assert due("2017-W28", deadline) == utc("2017-07-18 09:30")


def test_what_was_moved_by_hand_stays_even_on_a_holiday():
    moved = Deadline(
        on_holiday=OnHoliday.NEXT_WORKING_DAY,
        moved={"2026-W18": datetime(2026, 5, 5, 12, 0)},  # noqa: DTZ001 -- local
    )
    assert due("2026-W18", moved, CHINA_2026) == utc("2026-05-05 04:00")


def test_weeks_that_start_on_sunday_are_due_on_the_tuesday_after_their_saturday():
    # 2-8 July 2017.
    assert due("2017-W27", Deadline(), first_day=6) == utc("2017-07-11 09:30")
    assert due("2017-W27", Deadline(weekday=6), first_day=6) == utc("2017-07-09 09:30")


@pytest.mark.parametrize("first_day", range(7))
@pytest.mark.parametrize("weekday", range(7))
def test_the_deadline_lies_in_the_following_week_whatever_its_first_day(first_day, weekday):
    rule = WeekRule(zone=SHANGHAI, first_day=first_day)
    week = rule.containing_day(date(2017, 7, 6))
    due_at = Deadline(weekday=weekday).due_at(week, SHANGHAI, NO_HOLIDAYS)
    assert rule.containing(due_at) == week.following
    assert due_at.astimezone(SHANGHAI).weekday() == weekday


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param("2026-02-13", True, id="a Friday"),
        pytest.param("2026-02-14", True, id="a Saturday worked in place of another day"),
        pytest.param("2026-02-15", False, id="a Sunday"),
        pytest.param("2026-02-16", False, id="a Monday that is a holiday"),
        pytest.param("2026-02-24", True, id="the Tuesday after"),
        pytest.param("2026-03-07", False, id="a Saturday"),
    ],
)
def test_working_days(day, works):
    assert CHINA_2026.include(date.fromisoformat(day)) is works


def test_a_week_equals_another_by_its_first_day():
    assert Week(date(2017, 7, 3)) == WeekRule(zone=SHANGHAI).parse("2017-W27")
