from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from flask_volunteer_reports.domain.weeks import Timeliness
from flask_volunteer_reports.services import directory, publishing
from flask_volunteer_reports.services.queries.week_board import (
    WeekState,
    unsettled_first,
    week_board,
)
from flask_volunteer_reports.services.reporting import (
    file_nil_return,
    submit_district_summary,
    submit_report,
    void_nil_return,
    void_report,
)
from tests.world import (
    CAMPAIGN_FILE,
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    SECRETARIAT,
    local,
)

from .test_edit_organization import entry_of
from .watching import later

DUE = local("2017-07-11 17:30")
LATE = later(DUE, microseconds=1)
ON_TIME = Timeliness.ON_TIME


@pytest.fixture
def board(uow, world):
    """The board of 2017-W27, or of another week."""

    def see(area="city", week="2017-W27"):
        uow.session.expire_all()
        campaign = world.campaign
        return week_board(
            uow.session, campaign, campaign.rules.week.parse(week), area=world.area(area)
        )

    return see


@pytest.fixture
def library(board):
    """How the library stands."""
    return lambda **where: next(e for e in board(**where).organizations if e.code == "library")


@pytest.fixture
def nil(uow, world):
    """Let an organization declare 2017-W27 to have had no activity."""

    def file(code="library", actor=MANAGER, now=DUE):
        organization = world.organization(code).id
        return file_nil_return(uow, actor, organization, "test-2017", "2017-W27", "", now=now)

    return file


def codes(entries) -> list[str]:
    return [entry.code for entry in entries]


def test_the_city_sees_its_units_and_the_districts_that_owe_annex_2(board):
    seen = board()
    assert codes(seen.organizations) == ["clinic", "library"]
    assert codes(seen.districts) == ["east", "west"]
    assert seen.entries == [*seen.organizations, *seen.districts]
    assert seen.due_at == datetime(2017, 7, 11, 9, 30, tzinfo=UTC)


def test_a_district_sees_the_organizations_that_report_to_it(board):
    assert codes(board("east").organizations) == ["quay-team", "school"]
    assert codes(board("west").organizations) == ["hikers"]
    assert board("east").districts == []


def test_a_stationed_unit_in_a_district_stands_with_the_city(uow, world, board):
    clinic = world.organization("clinic")
    moved = entry_of(clinic, area_id=world.area("east").id)
    directory.edit_organization(uow, OPERATOR, clinic.id, 1, moved, now=NOON)
    assert "clinic" in codes(board().organizations)
    assert "clinic" not in codes(board("east").organizations)


def test_who_owes_and_did_nothing_is_missing_and_who_does_not_owe_is_not(board):
    assert {entry.state for entry in board().entries} == {WeekState.MISSING}
    entries = board("east").organizations
    assert {(entry.state, entry.owes) for entry in entries} == {(WeekState.NOTHING, False)}


def test_in_a_week_without_a_working_day_inside_nobody_owes(uow, board):
    text = CAMPAIGN_FILE.read_text("utf-8").replace(
        "holidays = []", "holidays = [2017-06-01, 2017-06-02]"
    )
    publishing.load_campaign(uow, OPERATOR, text, now=NOON)
    assert {(e.state, e.owes) for e in board(week="2017-W22").entries} == {
        (WeekState.NOTHING, False)
    }


@pytest.mark.parametrize(
    ("stage", "standing", "reports"),
    [
        pytest.param("report", WeekState.MISSING, 0, id="a draft is not handed in"),
        pytest.param("submitted", WeekState.IN_REVIEW, 1, id="submitted: in review"),
        pytest.param("returned", WeekState.RETURNED, 1, id="returned"),
        pytest.param("accepted", WeekState.ACCEPTED, 1, id="accepted"),
    ],
)
def test_a_report_stands_as_it_stands(stage, standing, reports, world, library):
    getattr(world, stage)()
    entry = library()
    assert (entry.state, entry.reports, entry.owes) == (standing, reports, True)
    assert entry.handed_in_at == (NOON if reports else None)
    assert entry.timeliness == (ON_TIME if reports else None)


def test_an_accepted_report_that_is_being_changed_is_in_review(world, library):
    world.edited(world.accepted(), title="Mended")
    assert library().state is WeekState.IN_REVIEW


@pytest.mark.parametrize(
    ("stages", "standing"),
    [
        pytest.param(["accepted", "returned", "submitted"], WeekState.RETURNED, id="returned"),
        pytest.param(["accepted", "submitted"], WeekState.IN_REVIEW, id="in review"),
        pytest.param(["accepted", "accepted"], WeekState.ACCEPTED, id="accepted if all are"),
        pytest.param(["accepted", "report"], WeekState.ACCEPTED, id="a draft does not count"),
    ],
)
def test_of_several_reports_the_one_that_needs_most_attention_counts(
    stages, standing, world, library
):
    for stage in stages:
        getattr(world, stage)()
    assert library().state is standing


def test_who_has_something_to_do_comes_first_the_others_keep_their_order(board):
    [one, *_] = board().organizations
    given = [
        dataclasses.replace(one, code=state.value, state=state)
        for state in (*WeekState, WeekState.MISSING)
    ]

    assert codes(unsettled_first(given)) == [
        "missing",
        "missing",
        "in_review",
        "returned",
        "accepted",
        "nil_return",
        "nothing",
    ]


def test_a_void_report_was_never_handed_in(uow, world, library):
    report = world.submitted()
    void_report(uow, SECRETARIAT, report.id, report.version, reason="Mistake", now=NOON)
    entry = library()
    assert (entry.state, entry.reports, entry.handed_in_at) == (WeekState.MISSING, 0, None)


def test_reports_of_other_weeks_do_not_count(world, library):
    world.submitted()
    assert library(week="2017-W26").state is WeekState.MISSING


@pytest.mark.parametrize(
    ("moment", "timeliness"),
    [(DUE, Timeliness.ON_TIME), (LATE, Timeliness.LATE)],
    ids=["at the deadline", "a microsecond later"],
)
def test_a_report_or_a_nil_return_is_on_time_or_late(moment, timeliness, uow, world, nil, board):
    report = world.report()
    submit_report(uow, MANAGER, report.id, report.version, now=moment)
    nil("clinic", OPERATOR, now=moment)
    assert {e.code: e.timeliness for e in board().organizations} == {
        "library": timeliness,
        "clinic": timeliness,
    }


def test_the_first_time_decides_even_when_it_was_returned(uow, world, library):
    report = world.returned()
    submit_report(uow, MANAGER, report.id, report.version, now=LATE)
    assert (library().handed_in_at, library().timeliness) == (NOON, ON_TIME)


def test_of_several_reports_the_first_decides(uow, world, library):
    second = world.report()
    world.submitted()
    submit_report(uow, MANAGER, second.id, second.version, now=LATE)
    assert (library().reports, library().timeliness) == (2, ON_TIME)


def test_a_nil_return_is_not_the_same_as_missing(nil, library):
    nil()
    entry = library()
    assert (entry.state, entry.reports, entry.handed_in_at) == (WeekState.NIL_RETURN, 0, DUE)


def test_a_nil_return_that_was_taken_back_is_none(uow, nil, library):
    void_nil_return(uow, MANAGER, nil().id, "Mistake", now=DUE)
    assert library().state is WeekState.MISSING


def test_a_district_may_file_what_it_does_not_owe(uow, nil, board):
    nil("school", MANAGER_EAST)
    states = {entry.code: entry.state for entry in board("east").organizations}
    assert states == {"school": WeekState.NIL_RETURN, "quay-team": WeekState.NOTHING}


@pytest.mark.parametrize(
    ("dissolved_on", "listed"),
    [
        pytest.param(date(2017, 7, 3), False, id="on the first day of the week: not any more"),
        pytest.param(date(2017, 7, 4), True, id="during the week: still"),
        pytest.param(date(2017, 6, 1), False, id="long ago: not any more"),
    ],
)
def test_a_dissolved_organization_leaves_the_board(dissolved_on, listed, uow, world, board):
    clinic = world.organization("clinic")
    entry = entry_of(clinic, dissolved_on=dissolved_on)
    directory.edit_organization(uow, OPERATOR, clinic.id, 1, entry, now=NOON)
    assert ("clinic" in codes(board().organizations)) is listed


def test_a_district_stands_by_what_it_handed_in(uow, world, board):
    east, west = world.area("east").id, world.area("west").id
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST)
    week = ("test-2017", "2017-W27")
    submit_district_summary(uow, OFFICE_EAST, east, *week, "East", after_number=0, now=DUE)
    submit_district_summary(uow, OFFICE_EAST, east, *week, "E.", after_number=1, now=LATE)
    submit_district_summary(uow, OPERATOR, west, *week, "West", after_number=0, now=LATE)

    first, second = board().districts
    assert (first.state, first.reports, first.owes) == (WeekState.ACCEPTED, 1, True)
    assert (first.handed_in_at, first.timeliness) == (DUE, ON_TIME)
    assert (second.state, second.reports) == (WeekState.NIL_RETURN, 0)
    assert second.timeliness is Timeliness.LATE


def test_the_board_costs_as_many_questions_for_many_reports_as_for_none(world, board, state):
    asked: list[str] = []

    @event.listens_for(state.engine, "before_cursor_execute")
    def count(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    board()
    for_none = len(asked)
    for _ in range(3):
        world.submitted(photos=2)
    asked.clear()
    board()
    assert len(asked) == for_none
