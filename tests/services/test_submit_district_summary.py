from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import DistrictSummarySubmitted
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import DistrictSummary
from flask_volunteer_reports.services import publishing
from flask_volunteer_reports.services.reporting import submit_district_summary, void_report
from flask_volunteer_reports.services.reporting.district_summaries import SummaryLine, lines_of
from tests.world import (
    CAMPAIGN_FILE,
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    OPERATOR,
    SECRETARIAT,
    local,
)

from .watching import later, outcomes, rows

MONDAY = local("2017-07-10 09:00")


@pytest.fixture
def hand_in(world):
    """Hand in the Annex 2 of the East for 2017-W27, as somebody."""

    def do(
        uow,
        after=0,
        *,
        actor=OFFICE_EAST,
        area="east",
        campaign="test-2017",
        week="2017-W27",
        unit="East office",
        now=MONDAY,
    ):
        return submit_district_summary(
            uow, actor, world.area(area).id, campaign, week, unit, after_number=after, now=now
        )

    return do


def accepted(world, code="school", **content):
    actor = MANAGER_EAST if code == "school" else OPERATOR
    return world.accepted(code, actor=actor, reviewer=OFFICE_EAST, **content)


def test_a_district_hands_in_what_it_accepted(uow, world, hand_in, happens):
    accepted(world, "quay-team", title="Quay cleaned", volunteer_count=7)
    accepted(world, title="Lessons", volunteer_count=3)

    with happens() as said:
        summary = hand_in(uow)

    assert (summary.area.code, summary.campaign.code) == ("east", "test-2017")
    assert (summary.week_starts_on, summary.number) == (date(2017, 7, 3), 1)
    assert (summary.filled_by_unit, summary.line_count) == ("East office", 2)
    assert (summary.submitted_at, summary.submitted_by) == (MONDAY, OFFICE_EAST.name)
    assert lines_of(summary) == [
        SummaryLine(
            category="区直单位",
            organization="Volunteers of the school",
            title="Lessons",
            summary="Volunteers helped readers.",
            starts_at=local("2017-07-05 09:00"),
            ends_at=local("2017-07-05 11:00"),
            volunteer_count=3,
        ),
        SummaryLine(
            category="各街道",
            organization="Volunteers of the quay-team",
            title="Quay cleaned",
            summary="Volunteers helped readers.",
            starts_at=local("2017-07-05 09:00"),
            ends_at=local("2017-07-05 11:00"),
            volunteer_count=7,
        ),
    ]
    assert said == [
        DistrictSummarySubmitted(
            subject_id=summary.id, by="east", at=MONDAY, week="2017-W27", number=1
        )
    ]


def test_no_line_is_the_nil_return_of_the_district(uow, hand_in, happens):
    with happens():
        assert hand_in(uow).line_count == 0


def test_only_what_is_accepted_of_this_week_and_district_is_in_it(uow, world, hand_in):
    world.submitted("school", actor=MANAGER_EAST)
    world.returned("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST)
    world.accepted()  # the library's, to the city
    world.accepted("hikers", actor=OPERATOR, reviewer=OFFICE_WEST)
    accepted(world, starts_at=local("2017-07-02 23:30"), ends_at=local("2017-07-03 00:30"))
    voided = accepted(world)
    void_report(uow, OFFICE_EAST, voided.id, voided.version, reason="Mistake", now=NOON)
    assert hand_in(uow).line_count == 0


def test_what_is_being_changed_stands_as_it_was_accepted(uow, world, hand_in):
    report = accepted(world, title="As accepted")
    world.edited(report, actor=MANAGER_EAST, title="Being changed")
    assert [line.title for line in lines_of(hand_in(uow))] == ["As accepted"]


def test_handing_in_again_adds_a_number_and_leaves_the_first(uow, world, hand_in, happens):
    hand_in(uow)
    accepted(world)
    with happens() as said:
        hand_in(uow, 1, now=later(MONDAY))
    found = sorted(rows(uow, DistrictSummary), key=lambda row: row.number)
    assert [(row.number, row.line_count, row.submitted_at) for row in found] == [
        (1, 0, MONDAY),
        (2, 1, later(MONDAY)),
    ]
    assert [event.number for event in said] == [2]


def test_another_unit_is_a_change(uow, hand_in):
    hand_in(uow)
    assert hand_in(uow, 1, unit="East federation").number == 2


def test_a_second_click_hands_in_nothing(uow, world, hand_in, refuses):
    accepted(world)
    hand_in(uow)
    with refuses(AlreadyDone):
        hand_in(uow, now=later(MONDAY))
    with refuses(AlreadyDone):
        hand_in(uow, 1, now=later(MONDAY))


def test_who_opened_the_page_before_somebody_else_handed_in_is_told(uow, world, hand_in, refuses):
    hand_in(uow)
    accepted(world)
    with refuses(StaleVersion):
        hand_in(uow, 0)


def test_of_two_at_once_one_hands_in(uow, world, at_once):
    east = world.area("east").id

    def by(unit):
        return lambda own: submit_district_summary(
            own, OFFICE_EAST, east, "test-2017", "2017-W27", unit, after_number=0, now=MONDAY
        )

    assert outcomes(at_once(by("Office"), by("Federation"))) == ["StaleVersion", "done"]
    assert len(rows(uow, DistrictSummary)) == 1


def test_the_week_must_be_over(uow, hand_in, refuses):
    with refuses(Conflict, "not over"):
        hand_in(uow, now=local("2017-07-09 23:59:59"))
    assert hand_in(uow, now=local("2017-07-10 00:00")).number == 1


@pytest.mark.parametrize("week", ["2017-W36", "2017-W21", "last week"])
def test_it_must_be_a_week_of_the_campaign(week, uow, hand_in, refuses):
    with refuses(InvalidEntry):
        hand_in(uow, week=week, now=local("2017-10-01 12:00"))


def test_a_district_that_owes_no_annex_2_hands_in_none(uow, hand_in, refuses):
    text = CAMPAIGN_FILE.read_text("utf-8").replace('["east", "west"]', '["west"]')
    publishing.load_campaign(uow, OPERATOR, text, now=NOON)
    with refuses(InvalidEntry, "owes no Annex 2"):
        hand_in(uow)


def test_the_city_does_not_hand_in_for_a_district(uow, hand_in, refuses):
    for area in ("east", "city"):
        with refuses(NotAllowed):
            hand_in(uow, actor=SECRETARIAT, area=area)


def test_what_is_out_of_reach_is_not_found(uow, world, hand_in, refuses):
    for actor, area in ((OFFICE_WEST, "east"), (OFFICE_EAST, "city"), (MANAGER, "east")):
        with refuses(NotFound):
            hand_in(uow, actor=actor, area=area)
    with refuses(NotFound):
        hand_in(uow, campaign="test-2018")
    with refuses(NotFound):
        submit_district_summary(
            uow, OPERATOR, uuid4(), "test-2017", "2017-W27", "", after_number=0, now=MONDAY
        )
