from __future__ import annotations

from datetime import date

import pytest

from flask_volunteer_reports.domain.figures import (
    Denominator,
    FigureName,
    Tally,
    months_between,
    target_minutes,
)
from flask_volunteer_reports.domain.recording_rules import RecordingRules


@pytest.mark.parametrize(
    ("minutes", "people", "text"),
    [
        pytest.param(60, 1, "1.00", id="one hour, one person"),
        pytest.param(100, 3, "0.55", id="33.3 minutes are 0.55 hours, not 0.56"),
        pytest.param(119, 1, "1.98", id="119 minutes are never 2 hours"),
        pytest.param(1, 1_400_000, "0.00", id="next to nothing is not rounded up to something"),
        pytest.param(600_000, 1_400_000, "0.00", id="below a hundredth"),
        pytest.param(1_250, 10, "2.08", id="sums first: 10 times 2.08 is less than the sum"),
    ],
)
def test_hours_per_head_are_rounded_once_and_never_up(minutes, people, text):
    tally = Tally(check_in_minutes=minutes, active=people, registered=people)
    assert str(tally.hours_per_registered) == text
    assert str(tally.hours_per_active) == text


def test_a_figure_carries_its_numerator_and_names_its_denominator():
    tally = Tally(
        check_in_minutes=90,
        other_minutes=30,
        records=3,
        active=3,
        active_registered=2,
        registered=8,
    )
    per_registered = tally.hours_per_registered
    assert per_registered is not None
    assert (per_registered.numerator, per_registered.denominator) == (120, 8)
    assert (per_registered.name, per_registered.per) == (
        FigureName.HOURS_PER_REGISTERED,
        Denominator.REGISTERED,
    )
    assert per_registered.number == 0.25
    per_active = tally.hours_per_active
    assert per_active is not None
    assert (per_active.denominator, per_active.per) == (3, Denominator.ACTIVE)
    share = tally.share_with_records
    assert share is not None
    assert (str(share), share.numerator, share.denominator) == ("25.00", 2, 8)


def test_without_a_denominator_there_is_no_figure():
    assert set(Tally().figures.values()) == {None}
    assert Tally(check_in_minutes=60, records=1, active=1).hours_per_registered is None


def test_who_is_registered_elsewhere_makes_no_share_of_more_than_the_whole():
    tally = Tally(check_in_minutes=600, records=5, active=5, active_registered=3, registered=4)
    assert str(tally.share_with_records) == "75.00"
    assert str(tally.hours_per_active) == "2.00"


def test_a_row_whose_active_volunteers_are_not_known_has_hours_per_registered_only():
    tally = Tally(other_minutes=60, records=1, active=None, active_registered=None, registered=2)
    assert [name for name, figure in tally.figures.items() if figure] == [
        FigureName.HOURS_PER_REGISTERED
    ]


def test_a_target_is_what_the_campaign_says_and_nothing_by_default():
    assert [target_minutes(RecordingRules(), name) for name in FigureName] == [None, None, None]
    rules = RecordingRules(target_minutes_per_registered=600, target_minutes_per_active=1200)
    assert [target_minutes(rules, name) for name in FigureName] == [600, 1200, None]


def test_months_are_named_over_the_turn_of_the_year():
    assert list(months_between(date(2017, 11, 30), date(2018, 1, 1))) == [
        "2017-11",
        "2017-12",
        "2018-01",
    ]
