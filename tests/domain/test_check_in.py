"""Changing codes, windows, and what counts between check-in and check-out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flask_volunteer_reports.domain.check_in import (
    CLOCK_SLACK,
    Purpose,
    Verdict,
    code_of_step,
    code_step,
    counted,
    hotp,
    instant_of_tick,
    judge_code,
    local_day,
    refuse_outside_window,
    seconds_left,
)
from flask_volunteer_reports.domain.recording_rules import RecordingRules
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.errors import InvalidEntry

RULES = RecordingRules()
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
SECRET = "6f" * 32


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


MORNING = Occasion(at("2017-07-07 09:00"), at("2017-07-07 11:00"))
SHOWN = at("2017-07-07 09:10:00")
"""An instant at which a code has just changed."""


def code(purpose: Purpose, moment: datetime, secret: str = SECRET) -> str:
    return code_of_step(secret, purpose, code_step(moment, RULES.code_period))


@pytest.mark.parametrize(
    ("seconds", "password"),
    [
        (59, "46119246"),
        (1111111109, "68084774"),
        (1111111111, "67062674"),
        (1234567890, "91819424"),
        (2000000000, "90698825"),
        (20000000000, "77737706"),
    ],
)
def test_the_vectors_of_rfc_6238_for_sha_256(seconds, password):
    key = b"12345678901234567890123456789012"
    assert hotp(key, seconds // 30, digits=8) == password


@pytest.mark.parametrize(
    ("purpose", "typed", "after", "verdict"),
    [
        pytest.param(Purpose.IN, code(Purpose.IN, SHOWN), 0, Verdict.GOOD, id="on the screen"),
        pytest.param(Purpose.IN, code(Purpose.IN, SHOWN), 29.9, Verdict.GOOD, id="its last moment"),
        pytest.param(
            Purpose.IN, code(Purpose.IN, SHOWN), 40, Verdict.GOOD, id="ten seconds after it went"
        ),
        pytest.param(
            Purpose.IN, code(Purpose.IN, SHOWN), 40.1, Verdict.CHANGED, id="longer after it went"
        ),
        pytest.param(
            Purpose.IN, code(Purpose.IN, SHOWN), 500, Verdict.CHANGED, id="a friend's screenshot"
        ),
        pytest.param(
            Purpose.IN, code(Purpose.IN, SHOWN), 900, Verdict.WRONG, id="too old to be remembered"
        ),
        pytest.param(
            Purpose.IN, code(Purpose.IN, SHOWN), -1, Verdict.WRONG, id="not on the screen yet"
        ),
        pytest.param(
            Purpose.OUT, code(Purpose.IN, SHOWN), 5, Verdict.OTHER_PURPOSE, id="in for out"
        ),
        pytest.param(
            Purpose.IN, code(Purpose.OUT, SHOWN), 5, Verdict.OTHER_PURPOSE, id="out for in"
        ),
        pytest.param(
            Purpose.IN, code(Purpose.IN, SHOWN, "aa"), 5, Verdict.WRONG, id="of another activity"
        ),
        pytest.param(Purpose.IN, "", 5, Verdict.WRONG, id="nothing"),
        pytest.param(Purpose.IN, "１２é", 5, Verdict.WRONG, id="no digits"),
    ],
)
def test_which_code_is_taken(purpose, typed, after, verdict):
    judged = judge_code(typed, SECRET, purpose, SHOWN + timedelta(seconds=after), RULES)
    assert judged.verdict is verdict


def test_a_code_may_be_typed_in_groups_or_with_wide_digits():
    digits = code(Purpose.IN, SHOWN)
    wide = digits.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    for typed in (f"{digits[:3]} {digits[3:]}", f"{digits[:3]}-{digits[3:]}", wide):
        assert judge_code(typed, SECRET, Purpose.IN, SHOWN, RULES).verdict is Verdict.GOOD


def test_a_good_code_names_its_time_step():
    typed, step = code(Purpose.IN, SHOWN), code_step(SHOWN, RULES.code_period)
    in_grace = SHOWN + timedelta(seconds=35)
    assert judge_code(typed, SECRET, Purpose.IN, SHOWN, RULES).step == step
    assert judge_code(typed, SECRET, Purpose.IN, in_grace, RULES).step == step
    assert code_step(in_grace, RULES.code_period) == step + 1


def test_the_campaign_sets_how_often_codes_change_and_for_how_long_the_last_is_taken():
    rules = RecordingRules(code_period=timedelta(seconds=60), code_grace=timedelta(0))
    typed = code_of_step(SECRET, Purpose.IN, code_step(SHOWN, rules.code_period))
    for seconds, verdict in ((59, Verdict.GOOD), (61, Verdict.CHANGED)):
        moment = SHOWN + timedelta(seconds=seconds)
        assert judge_code(typed, SECRET, Purpose.IN, moment, rules).verdict is verdict


def test_how_long_a_code_stays():
    assert seconds_left(SHOWN, RULES.code_period) == 30
    assert seconds_left(SHOWN + timedelta(seconds=29), RULES.code_period) == 1


@pytest.mark.parametrize(
    ("purpose", "moment", "reason"),
    [
        pytest.param(Purpose.IN, "07:59:59", "opens", id="in, long before"),
        pytest.param(Purpose.IN, "08:00:00", None, id="in, an hour before"),
        pytest.param(Purpose.IN, "10:59:59", None, id="in, at the last moment"),
        pytest.param(Purpose.IN, "11:00:00", "ended", id="in, when it is over"),
        pytest.param(Purpose.OUT, "07:59:59", "opens", id="out, long before"),
        pytest.param(Purpose.OUT, "12:00:00", None, id="out, an hour after"),
        pytest.param(Purpose.OUT, "12:00:01", "closed", id="out, long after"),
    ],
)
def test_when_one_can_check_in_and_out(purpose, moment, reason):
    instant = at(f"2017-07-07 {moment}")
    if reason is None:
        refuse_outside_window(purpose, instant, MORNING, RULES)
        return
    with pytest.raises(InvalidEntry, match=reason):
        refuse_outside_window(purpose, instant, MORNING, RULES)


NIGHT = Occasion(at("2017-07-07 22:00"), at("2017-07-08 02:00"))
SPRING = Occasion(at("2017-03-26 01:00", BERLIN), at("2017-03-26 05:00", BERLIN))
AUTUMN = Occasion(at("2017-10-29 01:00", BERLIN), at("2017-10-29 05:00", BERLIN))


@pytest.mark.parametrize(
    ("activity", "came", "went", "minutes"),
    [
        pytest.param(MORNING, "2017-07-07 09:00", "2017-07-07 11:00", 120, id="all of it"),
        pytest.param(MORNING, "2017-07-07 08:15", "2017-07-07 11:00", 120, id="came early"),
        pytest.param(MORNING, "2017-07-07 09:30", "2017-07-07 11:50", 90, id="stayed on"),
        pytest.param(MORNING, "2017-07-07 09:00:30", "2017-07-07 10:00:29", 59, id="rounded down"),
        pytest.param(MORNING, "2017-07-07 09:00:00", "2017-07-07 09:00:59", 0, id="no minute"),
        pytest.param(MORNING, "2017-07-07 08:10", "2017-07-07 08:50", 0, id="left before it began"),
        pytest.param(MORNING, "2017-07-07 09:30", "2017-07-07 09:30", 0, id="at once"),
        pytest.param(NIGHT, "2017-07-07 22:00", "2017-07-08 01:30", 210, id="across midnight"),
    ],
)
def test_what_counts(activity, came, went, minutes):
    time = counted(at(came), at(went), activity)
    assert (time.minutes if time else 0) == minutes


@pytest.mark.parametrize(
    ("activity", "hours"),
    [
        pytest.param(SPRING, 3, id="one hour was left out by the clock"),
        pytest.param(AUTUMN, 5, id="one hour came twice"),
    ],
)
def test_a_change_to_summer_time_adds_and_takes_nothing(activity, hours):
    berlin = [moment.astimezone(BERLIN) for moment in (activity.starts_at, activity.ends_at)]
    time = counted(*berlin, activity)
    assert time is not None
    assert time.minutes == hours * 60


def test_a_clock_that_goes_back_counts_nothing_and_says_so():
    with pytest.raises(InvalidEntry, match="a clock was changed"):
        counted(at("2017-07-07 10:00"), at("2017-07-07 09:59"), MORNING)


@pytest.mark.parametrize(
    ("moment", "zone", "hours"),
    [
        pytest.param(at("2017-07-07 00:00"), SHANGHAI, 24, id="a usual day"),
        pytest.param(at("2017-03-26 12:00", BERLIN), BERLIN, 23, id="the short day"),
        pytest.param(at("2017-10-29 12:00", BERLIN), BERLIN, 25, id="the long day"),
    ],
)
def test_the_local_day(moment, zone, hours):
    day = local_day(moment, zone)
    assert day.minutes == hours * 60
    assert day.starts_at <= moment < day.ends_at


def test_a_telephone_that_is_a_little_ahead_is_believed_for_now_and_no_further():
    now = SHOWN
    assert instant_of_tick(now - timedelta(hours=1), now) == now - timedelta(hours=1)
    assert instant_of_tick(now + CLOCK_SLACK, now) == now
    with pytest.raises(InvalidEntry, match="not come yet"):
        instant_of_tick(now + CLOCK_SLACK + timedelta(seconds=1), now)
