from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_volunteer_reports.domain.weeks import (
    MonthOf,
    Timeliness,
    Week,
    WeekRule,
    judge_timeliness,
)
from flask_volunteer_reports.errors import InvalidEntry

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
CHINA = WeekRule(zone=SHANGHAI)
GERMANY = WeekRule(zone=BERLIN)
FROM_SUNDAY = WeekRule(zone=SHANGHAI, first_day=6)
W27 = Week(date(2017, 7, 3))

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_week_has_seven_days_and_two_neighbours():
    assert W27.days == tuple(date(2017, 7, day) for day in range(3, 10))
    assert W27.ends_on == date(2017, 7, 9)
    assert (W27.previous.starts_on, W27.following.starts_on) == (
        date(2017, 6, 26),
        date(2017, 7, 10),
    )
    assert str(W27) == W27.key == "2017-W27"


def test_weeks_stand_in_order_of_time():
    assert sorted([W27.following, W27, W27.previous]) == [W27.previous, W27, W27.following]


@pytest.mark.parametrize(
    ("rule", "moment", "key"),
    [
        pytest.param(CHINA, "2017-07-09 15:30", "2017-W27", id="Sunday 23:30 is the Sunday's week"),
        pytest.param(CHINA, "2017-07-09 15:59:59.999999", "2017-W27", id="until just before 24:00"),
        pytest.param(CHINA, "2017-07-09 16:00", "2017-W28", id="Monday 00:00 begins the next"),
        pytest.param(CHINA, "2017-07-09 16:30", "2017-W28", id="Monday 00:30 is the next week's"),
        pytest.param(CHINA, "2017-07-02 16:00", "2017-W27", id="Monday 00:00 is inside"),
        pytest.param(GERMANY, "2017-03-26 21:59:59", "2017-W12", id="summer time began on Sunday"),
        pytest.param(GERMANY, "2017-03-26 22:00", "2017-W13", id="Monday 00:00 in summer time"),
        pytest.param(GERMANY, "2017-10-29 22:59:59", "2017-W43", id="summer time ended on Sunday"),
        pytest.param(GERMANY, "2017-10-29 23:00", "2017-W44", id="Monday 00:00 in winter time"),
        pytest.param(FROM_SUNDAY, "2017-07-08 15:59", "2017-W27", id="from Sunday: Saturday ends"),
        pytest.param(FROM_SUNDAY, "2017-07-08 16:00", "2017-W28", id="from Sunday: Sunday begins"),
        pytest.param(CHINA, "2015-12-31 16:00", "2015-W53", id="1 January may be the old year's"),
        pytest.param(CHINA, "2018-12-30 16:00", "2019-W01", id="31 December may be the new year's"),
    ],
)
def test_something_belongs_to_the_week_in_which_it_starts(rule, moment, key):
    assert rule.containing(utc(moment)).key == key


def test_the_zone_of_the_instant_itself_does_not_matter():
    moment = datetime(2017, 7, 9, 23, 30, tzinfo=SHANGHAI)
    assert CHINA.containing(moment) == CHINA.containing(moment.astimezone(BERLIN)) == W27


@pytest.mark.parametrize(
    ("typed", "starts_on"),
    [
        pytest.param("2017-W27", date(2017, 7, 3), id="as we write it"),
        pytest.param("2017W27", date(2017, 7, 3), id="without the hyphen"),
        pytest.param("2017-w27", date(2017, 7, 3), id="small w"),
        pytest.param(" 2017-W27 ", date(2017, 7, 3), id="blanks around"),
        pytest.param("2017-W1", date(2017, 1, 2), id="one digit"),
        pytest.param("2015-W53", date(2015, 12, 28), id="2015 has 53 weeks"),
        pytest.param("2020-W53", date(2020, 12, 28), id="2020 has 53 weeks"),
        pytest.param("2026-W53", date(2026, 12, 28), id="2026 has 53 weeks"),
    ],
)
def test_a_week_can_be_typed(typed, starts_on):
    assert CHINA.parse(typed) == Week(starts_on)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("27", id="no year"),
        pytest.param("2017-27", id="no W"),
        pytest.param("17-W27", id="two digits of the year"),
        pytest.param("2017-W00", id="week 0"),
        pytest.param("2017-W53", id="2017 has 52 weeks"),
        pytest.param("2015-W54", id="no year has 54"),
        pytest.param("0000-W01", id="no such year"),
        pytest.param("0001-W01", id="before the first day there is"),
        pytest.param("2017-W27; DROP TABLE", id="something behind it"),
    ],
)
def test_what_is_no_week_is_refused(typed):
    with pytest.raises(InvalidEntry) as refused:
        CHINA.parse(typed)
    assert refused.value.field == "week"


@given(day=DAYS, first_day=st.integers(0, 6))
def test_every_week_is_found_again_by_its_key(day, first_day):
    rule = WeekRule(zone=SHANGHAI, first_day=first_day)
    week = rule.containing_day(day)
    assert day in week.days
    assert week.starts_on.weekday() == first_day
    assert rule.parse(week.key) == week


@given(day=DAYS, first_day=st.integers(0, 6))
def test_keys_sort_as_the_weeks_do(day, first_day):
    week = WeekRule(zone=SHANGHAI, first_day=first_day).containing_day(day)
    assert week.key < week.following.key


@pytest.mark.parametrize(
    ("month_of", "first_day_of_week", "expected"),
    [
        pytest.param(MonthOf.FIRST_DAY, date(2017, 7, 31), (7, 5), id="31 Jul-6 Aug is 7月第5周"),
        pytest.param(MonthOf.MIDDLE_DAY, date(2017, 7, 31), (8, 1), id="by its Thursday 8月第1周"),
        pytest.param(MonthOf.FIRST_DAY, date(2017, 7, 3), (7, 1), id="3-9 Jul is 7月第1周"),
        pytest.param(MonthOf.MIDDLE_DAY, date(2017, 7, 3), (7, 1), id="by its Thursday, too"),
        pytest.param(MonthOf.FIRST_DAY, date(2017, 6, 26), (6, 4), id="26 Jun-2 Jul is 6月第4周"),
        pytest.param(MonthOf.MIDDLE_DAY, date(2017, 6, 26), (6, 5), id="by its Thursday 6月第5周"),
        pytest.param(MonthOf.FIRST_DAY, date(2017, 8, 28), (8, 4), id="28 Aug-3 Sep is 8月第4周"),
        pytest.param(MonthOf.FIRST_DAY, date(2018, 1, 1), (1, 1), id="1 Jan on a Monday"),
        pytest.param(MonthOf.FIRST_DAY, date(2018, 12, 31), (12, 5), id="31 Dec on a Monday"),
        pytest.param(MonthOf.MIDDLE_DAY, date(2018, 12, 31), (1, 1), id="by its Thursday 1月第1周"),
    ],
)
def test_weeks_of_a_month_are_counted(month_of, first_day_of_week, expected):
    rule = WeekRule(zone=SHANGHAI, month_of=month_of)
    assert rule.month_and_number(Week(first_day_of_week)) == expected


@given(day=DAYS, month_of=st.sampled_from(MonthOf))
def test_the_weeks_of_a_month_follow_one_another_without_a_gap(day, month_of):
    rule = WeekRule(zone=SHANGHAI, month_of=month_of)
    week = rule.containing_day(day)
    month, number = rule.month_and_number(week)
    assert rule.month_and_number(week.following) in {(month, number + 1), (month % 12 + 1, 1)}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(timedelta(microseconds=-1), Timeliness.ON_TIME, id="just before"),
        pytest.param(timedelta(0), Timeliness.ON_TIME, id="at the instant is on time"),
        pytest.param(timedelta(microseconds=1), Timeliness.LATE, id="a microsecond later is late"),
    ],
)
def test_on_time_or_late(after, expected):
    due_at = utc("2017-07-11 09:30")
    assert judge_timeliness(due_at + after, due_at) is expected
