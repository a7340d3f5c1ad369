from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest

from flask_volunteer_reports.domain.signing_up import (
    Candidate,
    Hindrance,
    Offer,
    Place,
    age_on,
    judge,
)
from flask_volunteer_reports.errors import Message

STARTS = datetime(2017, 7, 7, 1, tzinfo=UTC)
NOW = STARTS - timedelta(days=1)
PLACE = Place(
    published=True,
    cancelled=False,
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=2),
    opens_at=None,
    on=date(2017, 7, 7),
    capacity=None,
    taken=0,
    needs_admission=False,
    minimum_age=None,
)
ADULT = Candidate(born_in=date(1990, 1, 1))


@pytest.mark.parametrize(
    ("born_in", "day", "years"),
    [
        pytest.param(date(2001, 7, 1), date(2017, 6, 30), 15, id="before the month"),
        pytest.param(date(2001, 7, 1), date(2017, 7, 1), 15, id="in the month, not for certain"),
        pytest.param(date(2001, 7, 1), date(2017, 7, 30), 15, id="a day before its last"),
        pytest.param(date(2001, 7, 1), date(2017, 7, 31), 16, id="on its last day"),
        pytest.param(date(2001, 7, 1), date(2017, 8, 1), 16, id="after the month"),
        pytest.param(date(2004, 2, 1), date(2017, 2, 28), 12, id="29 February, in other years"),
        pytest.param(date(2004, 2, 1), date(2017, 3, 1), 13, id="29 February, the day after"),
        pytest.param(date(2001, 12, 1), date(2017, 12, 31), 16, id="at the end of the year"),
    ],
)
def test_an_age_is_the_one_that_is_certain(born_in, day, years):
    assert age_on(born_in, day) == years


@pytest.mark.parametrize(
    ("place", "candidate", "words"),
    [
        pytest.param({"cancelled": True}, {}, "cancelled", id="cancelled"),
        pytest.param({"published": False}, {}, "not published", id="not published"),
        pytest.param({"ends_at": NOW}, {}, "is over", id="over at its last instant"),
        pytest.param({"opens_at": NOW + timedelta(seconds=1)}, {}, "opens on", id="not yet open"),
        pytest.param({}, {"refused": True}, "refused to be registered", id="refused"),
        pytest.param({}, {"declined": "Too far"}, "did not admit you: Too far", id="declined"),
        pytest.param({"minimum_age": 30}, {}, "30 years", id="too young"),
        pytest.param({"minimum_age": 18}, {"born_in": None}, "month of birth", id="age unknown"),
        pytest.param({}, {"clash": Message("At that time")}, "At that time", id="clash"),
    ],
)
def test_there_is_a_reason_where_signing_up_is_not_possible(place, candidate, words):
    refused = judge(
        dataclasses.replace(PLACE, **place), dataclasses.replace(ADULT, **candidate), now=NOW
    )
    assert refused
    assert words in str(refused.message)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param({}, id="nothing against it"),
        pytest.param({"opens_at": NOW}, id="just opened"),
        pytest.param({"ends_at": NOW + timedelta(microseconds=1)}, id="while it lasts"),
        pytest.param({"minimum_age": 18}, id="old enough"),
        pytest.param({"capacity": 1, "taken": 1}, id="full: there is the waiting list"),
    ],
)
def test_there_is_none_where_it_is_possible(place):
    assert judge(dataclasses.replace(PLACE, **place), ADULT, now=NOW) is None


def test_an_unknown_age_can_be_mended():
    asked = dataclasses.replace(PLACE, minimum_age=16)
    unknown, young = Candidate(born_in=None), Candidate(born_in=date(2010, 1, 1))
    assert judge(asked, unknown, now=NOW).hindrance is Hindrance.AGE_UNKNOWN
    assert judge(asked, young, now=NOW).hindrance is Hindrance.OTHER


@pytest.mark.parametrize(
    ("place", "offer"),
    [
        ({}, Offer.PLACE),
        ({"capacity": 2, "taken": 1}, Offer.PLACE),
        ({"needs_admission": True}, Offer.APPLICATION),
        ({"capacity": 2, "taken": 2}, Offer.WAITING_LIST),
        ({"capacity": 2, "taken": 2, "needs_admission": True}, Offer.WAITING_LIST),
    ],
)
def test_what_signing_up_comes_to(place, offer):
    assert dataclasses.replace(PLACE, **place).offer is offer
