"""Figures of areas and organizations, from summary rows alone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import event

from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.errors import InvalidEntry, NotFound
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.queries.figures import (
    by_area,
    by_month,
    by_theme,
    find_figures_owner,
    tally,
)
from flask_volunteer_reports.services.queries.figures_by_organization import (
    FigureSort,
    OrganizationOrder,
    by_organization,
)
from flask_volunteer_reports.services.queries.figures_page import (
    FigureBy,
    FiguresWanted,
    breakdowns_of,
    owner_figures,
)
from flask_volunteer_reports.services.queries.figures_workbook import figures_workbook
from flask_volunteer_reports.services.queries.slices import Slice
from tests.ledgers import Ledgers
from tests.world import MANAGER, NOBODY, NOON, OFFICE_EAST, SECRETARIAT

CHECK_IN, MANUAL = RecordSource.CHECK_IN, RecordSource.MANUAL


@pytest.fixture
def ledgers(world):
    return Ledgers(world)


@pytest.fixture
def hours(world, ledgers):
    """The school gives 3 hours in June by two of its three, the library 1 hour by its only one."""
    ann, bob, _ = ledgers.volunteers("school", 3)
    [cat] = ledgers.volunteers("library")
    june = ledgers.activity("school", "2017-06-05 09:00", "2017-06-05 12:00")
    july = ledgers.activity("library", "2017-07-05 09:00", "2017-07-05 12:00", themes=("arts",))
    ledgers.credited(june, (ann, 119, CHECK_IN), (bob, 61, MANUAL))
    ledgers.credited(july, (cat, 60, MANUAL))
    world.uow.session.expire_all()
    return {"ann": ann, "bob": bob, "cat": cat, "july": july}


def listed(world, area="city", **order):
    page = by_organization(
        world.uow.session,
        world.campaign,
        world.area(area),
        OrganizationOrder(**order),
        number=1,
        size=50,
    )
    return [row.key for row in page.items]


def test_an_organization_has_its_hours_by_source_its_people_and_their_figures(world, hours):
    found = tally(world.uow.session, world.campaign, world.organization("school").id)
    assert (found.check_in_minutes, found.other_minutes, found.records) == (119, 61, 2)
    assert (found.active, found.registered) == (2, 3)
    assert {name.value: str(figure) for name, figure in found.figures.items()} == {
        "hours_per_registered": "1.00",
        "hours_per_active": "1.50",
        "share_with_records": "66.66",
    }


def test_what_has_no_rows_yet_is_nothing_and_has_no_figures(world):
    found = tally(world.uow.session, world.campaign, world.organization("hikers").id)
    assert found.service_minutes == 0
    assert set(found.figures.values()) == {None}


def test_a_theme_or_a_month_is_a_slice_and_the_registered_stay_the_same(world, hours):
    session, campaign, city = world.uow.session, world.campaign, world.area("city")
    arts = tally(session, campaign, city.id, Slice(theme="arts"))
    assert (arts.service_minutes, arts.active, arts.registered) == (60, 1, 4)
    june = tally(session, campaign, city.id, Slice(month="2017-06"))
    assert (june.service_minutes, june.active, june.registered) == (180, 2, 4)


@pytest.mark.parametrize(
    ("theme", "month"), [("arts", "2017-06"), ("", "2017-13"), ("", "June"), ("a b", "")]
)
def test_a_slice_that_cannot_be_is_refused(theme, month):
    with pytest.raises(InvalidEntry):
        Slice(theme, month)


def test_a_theme_that_the_campaign_has_not_is_not_found(world):
    with pytest.raises(NotFound):
        tally(world.uow.session, world.campaign, world.area("city").id, Slice(theme="chess"))


def test_the_areas_below_and_what_sits_in_none_of_them_come_to_the_whole(world, hours):
    session, campaign, city = world.uow.session, world.campaign, world.area("city")
    whole = tally(session, campaign, city.id)
    rows = by_area(session, campaign, city, whole)
    assert [(row.key, row.tally.service_minutes, row.tally.registered) for row in rows] == [
        ("east", 180, 3),
        ("west", 0, 0),
        ("", 60, 1),
    ]
    rest = rows[-1].tally
    assert rest.active is None
    assert rest.hours_per_active is None
    assert sum(row.tally.service_minutes for row in rows) == whole.service_minutes


def test_without_anything_directly_in_it_an_area_has_no_such_row(world, hours):
    session, campaign, east = world.uow.session, world.campaign, world.area("street")
    rows = by_area(session, campaign, east, tally(session, campaign, east.id))
    assert [row.key for row in rows] == ["quay"]


def test_all_themes_and_months_of_the_campaign_are_listed(world, hours):
    session, campaign, city = world.uow.session, world.campaign, world.area("city")
    whole = tally(session, campaign, city.id)
    themes = by_theme(session, campaign, city.id, whole)
    assert [row.key for row in themes] == [theme.code for theme in campaign.rules.themes]
    given = {row.key: row.tally.service_minutes for row in themes if row.tally.records}
    assert given == {"culture": 180, "arts": 60}
    months = by_month(session, campaign, city.id, whole)
    assert [(row.key, row.tally.service_minutes) for row in months] == [
        ("2017-06", 180),
        ("2017-07", 60),
        ("2017-08", 0),
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param({}, ["school", "library", "clinic", "hikers", "quay-team"], id="hours"),
        pytest.param(
            {"sort": FigureSort.HOURS, "reverse": True},
            ["clinic", "hikers", "quay-team", "library", "school"],
            id="least hours first",
        ),
        pytest.param(
            {"sort": FigureSort.SHARE_WITH_RECORDS},
            ["library", "school", "clinic", "hikers", "quay-team"],
            id="share, those without one last",
        ),
        pytest.param(
            {"sort": FigureSort.SHARE_WITH_RECORDS, "reverse": True},
            ["school", "library", "clinic", "hikers", "quay-team"],
            id="least share first, those without one last all the same",
        ),
        pytest.param(
            {"sort": FigureSort.HOURS_PER_ACTIVE},
            ["school", "library", "clinic", "hikers", "quay-team"],
            id="hours per active",
        ),
        pytest.param(
            {"sort": FigureSort.NAME},
            ["clinic", "hikers", "library", "quay-team", "school"],
            id="name",
        ),
        pytest.param({"text": "LIB"}, ["library"], id="part of the name, whatever the case"),
    ],
)
def test_organizations_are_sorted_and_searched(order, expected, world, hours):
    assert listed(world, **order) == expected


@pytest.mark.parametrize("reverse", [False, True])
def test_pages_in_order_of_hours_follow_each_other(reverse, world, hours):
    order = OrganizationOrder(reverse=reverse)

    def read(number, size):
        found = by_organization(
            world.uow.session, world.campaign, world.area("city"), order, number=number, size=size
        )
        return [row.key for row in found.items]

    for size in (1, 2, 3, 4):
        pages = [read(number, size) for number in range(1, -(-5 // size) + 1)]
        assert [key for page in pages for key in page] == read(1, 5)


def test_organizations_of_an_area_are_those_in_it_and_below(world, hours):
    assert listed(world, "east") == ["school", "quay-team"]
    assert listed(world, "quay") == []


def test_who_helps_elsewhere_makes_no_share_above_the_whole(world, ledgers, hours):
    ledgers.credited(hours["july"], (hours["ann"], 30, CHECK_IN))
    library = tally(world.uow.session, world.campaign, world.organization("library").id)
    assert (library.active, library.active_registered, library.registered) == (2, 1, 1)
    assert str(library.share_with_records) == "100.00"
    city = tally(world.uow.session, world.campaign, world.area("city").id)
    assert (city.active, city.registered) == (3, 4)  # one person, once
    assert listed(world, sort=FigureSort.SHARE_WITH_RECORDS)[:2] == ["library", "school"]


def test_what_can_be_broken_down_by_what(world):
    assert breakdowns_of(world.area("city"), Slice()) == list(FigureBy)
    assert FigureBy.AREA not in breakdowns_of(world.area("quay"), Slice())
    assert breakdowns_of(world.organization("library"), Slice()) == [FigureBy.THEME, FigureBy.MONTH]
    assert breakdowns_of(world.organization("library"), Slice(month="2017-07")) == []
    with pytest.raises(InvalidEntry):
        owner_figures(
            world.uow.session,
            world.campaign,
            world.organization("library"),
            FiguresWanted(by=FigureBy.AREA),
        )


def test_figures_are_found_by_those_who_reach_the_owner_and_by_nobody_else(uow, world, vetoed):
    library, east = world.organization("library"), world.area("east")
    assert find_figures_owner(uow, MANAGER, library.id) is library
    assert find_figures_owner(uow, OFFICE_EAST, east.id) is east
    assert find_figures_owner(uow, SECRETARIAT, east.id) is east
    for actor, owner_id in (
        (MANAGER, east.id),
        (OFFICE_EAST, library.id),
        (OFFICE_EAST, world.area("city").id),
        (NOBODY, library.id),
        (SECRETARIAT, uuid4()),
    ):
        with pytest.raises(NotFound):
            find_figures_owner(uow, actor, owner_id)
    with pytest.raises(NotFound):
        find_figures_owner(vetoed(Permission.SEE_FIGURES), SECRETARIAT, east.id)


def test_only_summary_rows_are_read(world, hours, state):
    asked: list[str] = []
    campaign, city = world.campaign, world.area("city")

    @event.listens_for(state.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    for by in FigureBy:
        owner_figures(world.uow.session, campaign, city, FiguresWanted(by=by))
    figures_workbook(world.uow.session, campaign, city, now=NOON)
    assert asked
    for table in ("service_record", "service_entry", "_volunteer ", "membership"):
        assert not any(table in statement for statement in asked)


def test_the_workbook_says_how_it_was_counted_and_marks_what_sits_directly_in_an_area(world, hours):
    book = figures_workbook(world.uow.session, world.campaign, world.area("city"), now=NOON)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    assert list(sheets) == ["合计", "按区域", "按组织", "按主题", "按月份"]
    assert "统计日期：2017年7月6日" in sheets["合计"].subtitle
    assert "不进位" in sheets["合计"].subtitle
    assert "目标" not in sheets["合计"].subtitle
    assert sheets["按区域"].rows[-1][1] == "City（本级）"
    assert sheets["按组织"].rows[2] == (
        "library",
        "Volunteers of the library",
        0.0,
        1.0,
        1.0,
        60,
        1,
        1,
        1,
        1,
        1.0,
        1.0,
        100.0,
    )
