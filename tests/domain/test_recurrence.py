from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_volunteer_reports.domain.recurrence import (
    MOST_OCCURRENCES,
    Occasion,
    check_occasion,
    repeat,
    shift_days,
)
from flask_volunteer_reports.errors import InvalidEntry

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
HOUR, MOMENT = timedelta(hours=1), timedelta(microseconds=1)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def occasion(starts: str, ends: str, zone: ZoneInfo = SHANGHAI) -> Occasion:
    return Occasion(at(starts, zone), at(ends, zone))


def local_days(occasions: list[Occasion], zone: ZoneInfo = SHANGHAI) -> list[str]:
    return [f"{one.starts_at.astimezone(zone):%m-%d}" for one in occasions]


MORNING = occasion("2017-07-05 09:00", "2017-07-05 11:00")
"""A Wednesday."""


@pytest.mark.parametrize(
    ("starts", "ends", "overlap"),
    [
        pytest.param("2017-07-05 09:00", "2017-07-05 11:00", True, id="the same time"),
        pytest.param("2017-07-05 10:59", "2017-07-05 12:00", True, id="a minute at the end"),
        pytest.param("2017-07-05 08:00", "2017-07-05 09:01", True, id="a minute at the begin"),
        pytest.param("2017-07-05 09:30", "2017-07-05 10:00", True, id="one inside the other"),
        pytest.param("2017-07-04 09:00", "2017-07-06 09:00", True, id="one around the other"),
        pytest.param("2017-07-05 11:00", "2017-07-05 12:00", False, id="touching ends do not"),
        pytest.param("2017-07-05 08:00", "2017-07-05 09:00", False, id="touching begins do not"),
        pytest.param("2017-07-06 09:00", "2017-07-06 11:00", False, id="another day"),
    ],
)
def test_two_occasions_overlap_when_they_share_an_instant(starts, ends, overlap):
    other = occasion(starts, ends)
    assert MORNING.overlaps(other) is other.overlaps(MORNING) is overlap


def test_minutes_are_whole_and_never_rounded_up():
    assert MORNING.minutes == 120
    assert Occasion(MORNING.starts_at, MORNING.ends_at - MOMENT).minutes == 119


def test_minutes_are_counted_on_a_real_clock_through_summer_time():
    night = occasion("2017-03-25 23:00", "2017-03-26 05:00", BERLIN)
    assert night.minutes == 5 * 60


@pytest.mark.parametrize(
    ("length", "told"),
    [
        pytest.param(-HOUR, "after the start", id="ends before it starts"),
        pytest.param(timedelta(0), "after the start", id="ends as it starts"),
        pytest.param(timedelta(days=7) + MOMENT, "at most 7 days", id="lasts more than a week"),
    ],
)
def test_an_impossible_occasion_is_refused_at_its_end(length, told):
    with pytest.raises(InvalidEntry, match=told) as refused:
        check_occasion(Occasion(MORNING.starts_at, MORNING.starts_at + length))
    assert refused.value.field == "ends_at"


@pytest.mark.parametrize("length", [MOMENT, HOUR, timedelta(days=7)])
def test_a_possible_occasion_is_handed_back(length):
    possible = Occasion(MORNING.starts_at, MORNING.starts_at + length)
    assert check_occasion(possible) == possible


@pytest.mark.parametrize(
    ("weekdays", "every", "until", "expected"),
    [
        pytest.param((), 1, "07-26", ["07-05", "07-12", "07-19", "07-26"], id="every Wednesday"),
        pytest.param((), 1, "07-25", ["07-05", "07-12", "07-19"], id="none after the last day"),
        pytest.param((), 2, "08-02", ["07-05", "07-19", "08-02"], id="every other Wednesday"),
        pytest.param((), 1, "07-05", ["07-05"], id="until the first day: the first alone"),
        pytest.param(
            (2, 4), 1, "07-14", ["07-05", "07-07", "07-12", "07-14"], id="Wednesdays and Fridays"
        ),
        pytest.param((0,), 1, "07-12", ["07-05", "07-10", "07-12"], id="the first stays with it"),
        pytest.param(
            (0, 2), 2, "07-19", ["07-05", "07-17", "07-19"], id="weeks are counted from Monday"
        ),
        pytest.param(range(7), 1, "07-08", ["07-05", "07-06", "07-07", "07-08"], id="every day"),
    ],
)
def test_an_activity_repeats(weekdays, every, until, expected):
    last = date.fromisoformat(f"2017-{until}")
    found = repeat(MORNING, weekdays=weekdays, every_weeks=every, until=last, zone=SHANGHAI)
    assert local_days(found) == expected
    assert {one.minutes for one in found} == {120}


def test_every_wednesday_until_31_august():
    found = repeat(MORNING, weekdays=(), every_weeks=1, until=date(2017, 8, 31), zone=SHANGHAI)
    assert len(found) == 9
    assert found[-1] == occasion("2017-08-30 09:00", "2017-08-30 11:00")


def test_the_day_is_the_local_one():
    night = occasion("2017-07-05 00:30", "2017-07-05 02:00")  # still Tuesday in UTC
    found = repeat(night, weekdays=(), every_weeks=1, until=date(2017, 7, 12), zone=SHANGHAI)
    assert local_days(found) == ["07-05", "07-12"]


def test_a_last_day_before_the_first_is_refused_at_its_field():
    with pytest.raises(InvalidEntry, match="before the first") as refused:
        repeat(MORNING, weekdays=(), every_weeks=1, until=date(2017, 7, 4), zone=SHANGHAI)
    assert refused.value.field == "repeat_until"


def test_200_occasions_are_the_most():
    def daily(count: int) -> list[Occasion]:
        last = date(2017, 7, 5) + timedelta(days=count - 1)
        return repeat(MORNING, weekdays=range(7), every_weeks=1, until=last, zone=SHANGHAI)

    assert len(daily(MOST_OCCURRENCES)) == MOST_OCCURRENCES == 200
    with pytest.raises(InvalidEntry, match="more than 200") as refused:
        daily(MOST_OCCURRENCES + 1)
    assert refused.value.field == "repeat_until"


def test_a_change_to_summer_time_moves_no_activity():
    sundays = occasion("2017-03-12 10:00", "2017-03-12 12:00", BERLIN)
    found = repeat(sundays, weekdays=(), every_weeks=1, until=date(2017, 4, 2), zone=BERLIN)
    assert [f"{one.starts_at:%m-%d %H:%M}" for one in found] == [
        "03-12 09:00",
        "03-19 09:00",
        "03-26 08:00",
        "04-02 08:00",
    ]
    assert {one.minutes for one in found} == {120}


WALL_CLOCKS = st.datetimes(datetime(2016, 1, 1), datetime(2018, 12, 31))  # noqa: DTZ001 -- local
LENGTHS = st.timedeltas(timedelta(minutes=1), timedelta(days=7))
ZONES = st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/New_York")])
WEEKDAYS = st.sets(st.integers(0, 6))


@given(WALL_CLOCKS, LENGTHS, ZONES, WEEKDAYS, st.sampled_from([1, 2, 4]), st.integers(0, 60))
def test_a_repetition_keeps_its_promises(start, length, zone, weekdays, every, days):
    begins = start.replace(tzinfo=zone).astimezone(UTC)
    first = Occasion(begins, begins + length)
    local = begins.astimezone(zone)
    until = local.date() + timedelta(days=days)
    found = repeat(first, weekdays=weekdays, every_weeks=every, until=until, zone=zone)

    starts = [one.starts_at.astimezone(zone) for one in found]
    assert starts == sorted(set(starts))
    assert starts[0] == local
    assert all(one.date() <= until for one in starts)
    assert {one.weekday() for one in starts} <= {local.weekday(), *weekdays}


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        pytest.param("02:00", "03:00", id="within the hour that is skipped"),
        pytest.param("02:30", "03:15", id="into the hour after"),
        pytest.param("01:30", "02:30", id="into the hour that is skipped"),
    ],
)
def test_an_activity_in_the_hour_that_is_skipped_still_ends_after_it_starts(starts, ends):
    first = occasion(f"2017-03-19 {starts}", f"2017-03-19 {ends}", BERLIN)
    found = repeat(first, weekdays=(), every_weeks=1, until=date(2017, 4, 2), zone=BERLIN)
    moved = shift_days(first, 7, BERLIN)
    assert len(found) == 3
    assert all(one.starts_at < one.ends_at for one in [*found, moved])


def test_the_first_occasion_stays_as_it_was_in_the_hour_that_comes_twice():
    begins = at("2017-10-29 01:00", BERLIN)
    first = Occasion(begins, begins + 2.5 * HOUR)  # until 02:30 by the clock that was set back
    found = repeat(first, weekdays=(), every_weeks=1, until=date(2017, 11, 5), zone=BERLIN)
    assert found[0] == first


@pytest.mark.parametrize(
    ("days", "starts"),
    [
        pytest.param(0, "2017-07-05 09:00", id="not at all"),
        pytest.param(7, "2017-07-12 09:00", id="a week on"),
        pytest.param(-35, "2017-05-31 09:00", id="back into another month"),
    ],
)
def test_an_occasion_is_moved_by_whole_days(days, starts):
    assert shift_days(MORNING, days, SHANGHAI) == Occasion(at(starts), at(starts) + 2 * HOUR)


def test_a_moved_occasion_keeps_its_wall_clock_through_summer_time():
    before = occasion("2017-03-19 10:00", "2017-03-19 12:00", BERLIN)
    after = occasion("2017-03-26 10:00", "2017-03-26 12:00", BERLIN)
    assert shift_days(before, 7, BERLIN) == after
    assert shift_days(after, -7, BERLIN) == before
