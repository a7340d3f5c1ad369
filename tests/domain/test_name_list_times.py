"""The second half of the module ``name_list``: durations, and where they lie on the clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_volunteer_reports.domain.name_list import ListedVolunteer, read_duration, time_served
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.errors import InvalidEntry

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        pytest.param("90", 90, id="bare minutes"),
        pytest.param("90分钟", 90, id="90分钟"),
        pytest.param("90分", 90, id="90分"),
        pytest.param("90 min", 90, id="90 min"),
        pytest.param("90 minutes", 90, id="90 minutes"),
        pytest.param("1 minute", 1, id="1 minute"),
        pytest.param("1.5小时", 90, id="1.5小时"),
        pytest.param("2小时", 120, id="2小时"),
        pytest.param("2时", 120, id="2时"),
        pytest.param("1.5 hours", 90, id="1.5 hours"),
        pytest.param("1 hour", 60, id="1 hour"),
        pytest.param("1.5H", 90, id="1.5H"),
        pytest.param("1小时30分", 90, id="1小时30分"),
        pytest.param("1小时30分钟", 90, id="1小时30分钟"),
        pytest.param("1h 30m", 90, id="1h 30m"),
        pytest.param("1:30", 90, id="a clock"),
        pytest.param("1：30", 90, id="a clock with a Chinese colon"),
        pytest.param("0:05", 5, id="five minutes on a clock"),
        pytest.param("９０", 90, id="full-width digits"),
        pytest.param("１．５小时", 90, id="full-width digits and point"),
        pytest.param("0.1小时", 6, id="a tenth of an hour"),
        pytest.param(" 90 ", 90, id="blanks around"),
    ],
)
def test_a_duration_is_read_as_minutes(typed, minutes):
    assert read_duration(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        pytest.param("", "not a duration", id="nothing"),
        pytest.param("long", "not a duration", id="a word"),
        pytest.param("-90", "not a duration", id="less than nothing"),
        pytest.param("1.5", "not a duration", id="a fraction without a unit"),
        pytest.param("1,5小时", "not a duration", id="a decimal comma"),
        pytest.param("1:75", "not a duration", id="75 minutes on a clock"),
        pytest.param("1.38E+10", "not a duration", id="what a spreadsheet spoilt"),
        pytest.param("=90", "not a duration", id="a formula"),
        pytest.param("90天", "not a duration", id="days"),
        pytest.param("1小时半", "not a duration", id="an hour and a half in words"),
        pytest.param("0", "above zero", id="zero minutes"),
        pytest.param("0:00", "above zero", id="zero on a clock"),
        pytest.param("0小时", "above zero", id="zero hours"),
        pytest.param("1.33小时", "whole number", id="a fraction of a minute"),
    ],
)
def test_what_is_no_duration_is_refused_as_it_was_typed(typed, told):
    with pytest.raises(InvalidEntry, match=told) as refused:
        read_duration(typed)
    assert refused.value.message.values["text"] == typed


@given(st.integers(1, 10_000))
def test_minutes_hours_and_clocks_say_the_same(minutes):
    hours, rest = divmod(minutes, 60)
    assert (
        read_duration(str(minutes))
        == read_duration(f"{hours}:{rest:02}")
        == read_duration(f"{hours}小时{rest}分")
        == minutes
    )


def served(
    minutes: int, started: str | None, starts: str, ends: str, zone: ZoneInfo = SHANGHAI
) -> tuple[str, str]:
    """Place minutes within an activity; local times in, local times out."""
    activity = Occasion(
        *(
            datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
            for text in (starts, ends)
        )
    )
    began = time.fromisoformat(started) if started else None
    found = time_served(ListedVolunteer(1, "张三", "", minutes, began), activity, zone)
    assert found.minutes == minutes
    start, end = (f"{at.astimezone(zone):%d %H:%M}" for at in (found.starts_at, found.ends_at))
    return start, end


MORNING = "2017-07-07 09:00", "2017-07-07 11:00"
NIGHT = "2017-07-07 22:00", "2017-07-08 02:00"


@pytest.mark.parametrize(
    ("minutes", "started", "activity", "expected"),
    [
        pytest.param(120, None, MORNING, ("07 09:00", "07 11:00"), id="the whole activity"),
        pytest.param(30, None, MORNING, ("07 09:00", "07 09:30"), id="from its start"),
        pytest.param(30, "10:30", MORNING, ("07 10:30", "07 11:00"), id="from a later time"),
        pytest.param(30, "09:00", MORNING, ("07 09:00", "07 09:30"), id="from its start, said so"),
        pytest.param(60, "23:30", NIGHT, ("07 23:30", "08 00:30"), id="over midnight"),
        pytest.param(60, "00:30", NIGHT, ("08 00:30", "08 01:30"), id="after midnight"),
    ],
)
def test_the_minutes_are_placed_within_the_activity(minutes, started, activity, expected):
    assert served(minutes, started, *activity) == expected


@pytest.mark.parametrize(
    ("minutes", "started", "activity"),
    [
        pytest.param(121, None, MORNING, id="a minute more than it lasted"),
        pytest.param(91, "09:30", MORNING, id="begun later and gone on for too long"),
        pytest.param(30, "08:59", MORNING, id="begun before it"),
        pytest.param(30, "11:00", MORNING, id="begun at its end"),
        pytest.param(30, "02:00", NIGHT, id="begun at its end after midnight"),
        pytest.param(30, "21:59", NIGHT, id="begun before it, although it ends the next day"),
        pytest.param(13_800_138_000, None, MORNING, id="a phone number in the wrong column"),
        pytest.param(441_302_199_001_010_011, None, MORNING, id="an ID-card number, likewise"),
    ],
)
def test_time_outside_the_activity_is_refused(minutes, started, activity):
    with pytest.raises(InvalidEntry, match="reach beyond"):
        served(minutes, started, *activity)


def test_minutes_are_real_ones_through_summer_time():
    night = "2017-03-25 23:00", "2017-03-26 05:00"
    assert served(300, None, *night, zone=BERLIN) == ("25 23:00", "26 05:00")
    assert served(60, "03:30", *night, zone=BERLIN) == ("26 03:30", "26 04:30")
    with pytest.raises(InvalidEntry):
        served(301, None, *night, zone=BERLIN)


def test_an_activity_of_several_days_takes_the_first_that_fits():
    camp = "2017-07-07 09:00", "2017-07-09 17:00"
    assert served(60, "10:00", *camp) == ("07 10:00", "07 11:00")
    assert served(60, "08:00", *camp) == ("08 08:00", "08 09:00")


@given(st.integers(1, 600), st.integers(0, 1439))
def test_whatever_is_served_lies_within_the_activity(minutes, begins):
    start = datetime(2017, 7, 7, 1, 0, tzinfo=UTC)
    activity = Occasion(start, start + timedelta(hours=5))
    row = ListedVolunteer(1, "张三", "", minutes, time(begins // 60, begins % 60))
    try:
        found = time_served(row, activity, SHANGHAI)
    except InvalidEntry:
        return
    assert activity.starts_at <= found.starts_at < found.ends_at <= activity.ends_at
