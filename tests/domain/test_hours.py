from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_volunteer_reports.domain.hours import hours_number, hours_text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        pytest.param(0, "0", id="nothing"),
        pytest.param(5, "0", id="less than a tenth is not shown"),
        pytest.param(6, "0.1", id="a tenth"),
        pytest.param(60, "1", id="a whole hour has no decimal"),
        pytest.param(65, "1", id="five minutes more are not shown"),
        pytest.param(90, "1.5", id="one and a half"),
        pytest.param(119, "1.9", id="never rounded up"),
        pytest.param(600, "10", id="ten keep their zero"),
        pytest.param(6_000_000, "100000", id="a city"),
        pytest.param(-90, "-1.5", id="what a void takes back"),
        pytest.param(-5, "0", id="no minus before nothing"),
    ],
)
def test_minutes_are_read_as_hours(minutes, text):
    assert hours_text(minutes) == text
    assert hours_number(minutes) == float(text)


@given(st.integers(0, 10**9))
def test_at_most_six_minutes_are_lost_and_none_are_added(minutes):
    shown = Fraction(hours_text(minutes)) * 60
    assert minutes - 6 < shown <= minutes
