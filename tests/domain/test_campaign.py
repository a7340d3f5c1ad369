from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from flask_volunteer_reports.domain.campaign import CampaignRules
from flask_volunteer_reports.domain.campaign_file import read_campaign
from flask_volunteer_reports.domain.directory import Affiliation
from flask_volunteer_reports.domain.weeks import Timeliness, WorkingDays
from flask_volunteer_reports.errors import InvalidEntry
from tests.world import CAMPAIGN_FILE, local

RULES = read_campaign(CAMPAIGN_FILE.read_text("utf-8"))
"""1 June, a Thursday, to 31 August 2017, a Thursday."""


def owes(rules: CampaignRules, key: str) -> bool:
    return rules.owes(rules.week.parse(key))


@pytest.mark.parametrize(
    ("key", "taken"),
    [
        pytest.param("2017-W21", False, id="22-28 May lies before the window"),
        pytest.param("2017-W22", True, id="29 May-4 Jun overlaps its begin"),
        pytest.param("2017-W27", True, id="3-9 Jul lies inside"),
        pytest.param("2017-W35", True, id="28 Aug-3 Sep overlaps its end"),
        pytest.param("2017-W36", False, id="4-10 Sep lies after it"),
    ],
)
def test_reports_are_taken_for_weeks_that_overlap_the_window(key, taken):
    assert RULES.accepts(RULES.week.parse(key)) is taken


def test_the_weeks_of_the_campaign_are_those_that_overlap_it():
    keys = [week.key for week in RULES.weeks()]
    assert keys == [f"2017-W{number}" for number in range(22, 36)]


def test_a_campaign_of_one_day_has_one_week():
    day = replace(RULES, starts_on=date(2017, 7, 9), ends_on=date(2017, 7, 9))
    assert [week.key for week in day.weeks()] == ["2017-W27"]


def test_the_last_week_is_due_after_the_window_has_closed():
    last = RULES.weeks()[-1]
    due_at = RULES.due_at(last)
    assert due_at == datetime(2017, 9, 5, 9, 30, tzinfo=UTC)
    assert due_at.date() > RULES.ends_on
    assert RULES.timeliness(last, due_at) is Timeliness.ON_TIME
    assert RULES.timeliness(last, due_at + timedelta(microseconds=1)) is Timeliness.LATE


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        pytest.param({}, "2017-W27", True, id="a whole week owes"),
        pytest.param({}, "2017-W22", True, id="Thursday and Friday inside: it owes"),
        pytest.param({}, "2017-W35", True, id="Monday to Thursday inside: it owes"),
        pytest.param({}, "2017-W21", False, id="a week outside owes nothing"),
        pytest.param(
            {"starts_on": date(2017, 6, 3)}, "2017-W22", False, id="only a weekend inside: nothing"
        ),
        pytest.param(
            {
                "starts_on": date(2017, 6, 3),
                "working_days": WorkingDays(worked_weekends=frozenset({date(2017, 6, 3)})),
            },
            "2017-W22",
            True,
            id="a Saturday that is worked: it owes",
        ),
        pytest.param(
            {"working_days": WorkingDays(frozenset({date(2017, 6, 1), date(2017, 6, 2)}))},
            "2017-W22",
            False,
            id="only holidays and a weekend inside: nothing",
        ),
        pytest.param(
            {"part_week_minimum_working_days": 2}, "2017-W22", True, id="two are needed, two are"
        ),
        pytest.param(
            {"part_week_minimum_working_days": 3}, "2017-W22", False, id="three are needed, two are"
        ),
        pytest.param(
            {"starts_on": date(2017, 6, 4), "part_week_minimum_working_days": 0},
            "2017-W22",
            True,
            id="none is needed: a Sunday inside is enough",
        ),
        pytest.param(
            {"part_week_minimum_working_days": 0},
            "2017-W21",
            False,
            id="none is needed: a week outside owes nothing all the same",
        ),
    ],
)
def test_a_part_week_owes_when_enough_working_days_are_inside(change, key, expected):
    assert owes(replace(RULES, **change), key) is expected


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        pytest.param("2017-W36", "outside the campaign", id="a week after the window"),
        pytest.param("2016-W27", "outside the campaign", id="a week of another year"),
        pytest.param("9999-W52", "outside the campaign", id="the last week there is"),
        pytest.param("last week", "is not a week", id="no week at all"),
    ],
)
def test_only_a_week_of_the_campaign_can_be_typed(typed, told):
    with pytest.raises(InvalidEntry, match=told) as refused:
        RULES.parse_week(typed)
    assert refused.value.field == "week"


def test_a_week_of_the_campaign_can_be_typed():
    assert RULES.parse_week("2017-W27").starts_on == date(2017, 7, 3)


def test_an_activity_belongs_to_the_week_in_which_it_starts():
    assert RULES.week_of(local("2017-07-09 23:30"), field="starts_at").key == "2017-W27"
    assert RULES.week_of(local("2017-09-03 23:59"), field="starts_at").key == "2017-W35"


def test_an_activity_outside_the_campaign_is_refused_at_its_field():
    with pytest.raises(InvalidEntry, match="outside the campaign") as refused:
        RULES.week_of(local("2017-09-04 00:00"), field="starts_at")
    assert refused.value.field == "starts_at"


@pytest.mark.parametrize(
    ("moment", "key"),
    [
        pytest.param("2017-05-20 12:00", None, id="before the campaign there is none"),
        pytest.param("2017-06-01 12:00", None, id="nor in its first week"),
        pytest.param("2017-06-04 23:59:59", None, id="nor on the last evening of that"),
        pytest.param("2017-06-05 00:00", "2017-W22", id="from Monday it is the first week"),
        pytest.param("2017-07-11 17:30", "2017-W27", id="on a Tuesday it is the week before"),
        pytest.param("2017-09-05 12:00", "2017-W35", id="after the window it is the last week"),
        pytest.param("2018-03-01 12:00", "2017-W35", id="and stays so"),
    ],
)
def test_last_week_is_the_newest_that_is_over(moment, key):
    week = RULES.last_due_week(local(moment))
    assert (week.key if week else None) == key


@pytest.mark.parametrize(
    ("affiliation", "to_city"),
    [
        (Affiliation.MUNICIPAL, True),
        (Affiliation.STATIONED, True),
        (Affiliation.DISTRICT, False),
        (Affiliation.SUBDISTRICT, False),
        (Affiliation.SOCIAL, False),
    ],
)
def test_municipal_and_stationed_units_report_to_the_city(affiliation, to_city):
    assert RULES.reports_to_city(affiliation) is to_city


def test_themes_and_kinds_are_found_by_their_codes():
    theme, kind = RULES.theme("culture"), RULES.activity_kind("party_post")
    assert theme
    assert theme.name == "文化志愿服务"
    assert kind
    assert kind.name == "党员责任岗"
    assert RULES.theme("party_post") is None
    assert RULES.activity_kind("culture") is None
