"""统计表格: the same counts as the papers, by organization, week, activity and theme."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from flask_volunteer_reports.errors import InvalidEntry
from flask_volunteer_reports.rendering.snapshot import to_plain
from flask_volunteer_reports.services import directory
from flask_volunteer_reports.services.queries.annex2_workbook import annex2_workbook
from flask_volunteer_reports.services.queries.statistics import campaign_statistics
from flask_volunteer_reports.services.reporting import file_nil_return, submit_report, void_report
from tests.world import MANAGER, NOON, OFFICE_WEST, OPERATOR, SECRETARIAT, local

from .test_edit_organization import entry_of

LATER = local("2017-07-12 10:00")
DUE = local("2017-07-11 17:30")


@pytest.fixture
def count(uow, world):
    """The statistics of the campaign for an area or an organization, its sheets by name."""

    def do(area=None, organization=None, now=LATER):
        uow.session.expire_all()
        book = campaign_statistics(
            uow.session,
            world.campaign,
            area=world.area(area) if area else None,
            organization=world.organization(organization) if organization else None,
            now=now,
        )
        return {sheet.name: sheet for sheet in book.sheets}

    return do


@pytest.fixture
def recorded(world):
    """A report of an activity that was published beforehand, with 119 confirmed minutes."""
    activity = world.published(
        starts="2017-07-05 09:00",
        ends="2017-07-05 11:00",
        now=local("2017-07-01 09:00"),
        themes=("culture", "community"),
    )
    world.recorded(activity, ("Ann", 60), ("Bob", 59), now=NOON)
    return world.accepted(activity=activity, volunteer_count=2, title="Recorded")


def organizations(sheets):
    return {row[0]: row[4:] for row in sheets["各单位开展活动情况"].rows}


def weeks(sheets, key="2017-W27"):
    return {row[4]: row[5:] for row in sheets["各周报送情况"].rows if row[0] == key}


def details(sheets):
    return [row[2] for row in sheets["活动明细"].rows]


def themes(sheets):
    return {row[0]: row[1:] for row in sheets["按主题"].rows if row[1]}


def test_there_are_four_sheets_which_say_of_whom_and_when_they_are(count):
    sheets = count()
    assert list(sheets) == ["各单位开展活动情况", "各周报送情况", "活动明细", "按主题"]
    for sheet in sheets.values():
        assert "惠文明办〔2017〕98号" in sheet.subtitle
        assert "范围：City　统计日期：2017年7月12日" in sheet.subtitle
        assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}


def test_every_organization_has_its_row_those_without_activities_as_well(world, recorded, count):
    world.accepted(volunteer_count=10)
    assert organizations(count()) == {
        "clinic": (0, 0, 0, 0, 0.0, 0.0),
        "hikers": (0, 0, 0, 0, 0.0, 0.0),
        "library": (2, 12, 1, 1, 1.9, 0.0),
        "quay-team": (0, 0, 0, 0, 0.0, 0.0),
        "school": (0, 0, 0, 0, 0.0, 0.0),
    }
    row = next(row for row in count()["各单位开展活动情况"].rows if row[0] == "library")
    assert row[1:4] == ("Volunteers of the library", "市直", "City")


def test_the_sums_are_those_of_the_papers(world, recorded, of_east, count, gather):
    world.accepted("clinic", actor=OPERATOR, volunteer_count=5)
    of_east(volunteer_count=100)
    weekly = gather().weekly_report
    rows = [row for code, row in organizations(count()).items() if code in ("library", "clinic")]
    assert sum(row[0] for row in rows) == len(weekly.annex1)
    assert sum(row[1] for row in rows) == weekly.attendances
    assert sum(row[2] for row in rows) == weekly.published
    assert sum(row[3] for row in rows) == weekly.recorded
    assert "合计：活动3场，参加107人次" in count()["各单位开展活动情况"].subtitle
    assert "已确认服务时长1.9小时" in count()["各单位开展活动情况"].subtitle


def test_minutes_are_added_before_they_are_rounded(world, count):
    for day in (3, 4):
        activity = world.published(starts=f"2017-07-0{day} 09:00", ends=f"2017-07-0{day} 11:00")
        world.recorded(activity, ("Ann", 63), now=NOON)
        world.accepted(activity=activity)
    assert organizations(count())["library"][4] == 2.1
    assert [row[9] for row in count()["活动明细"].rows] == [1.0, 1.0]


def test_what_is_not_accepted_or_void_is_not_counted(uow, world, count):
    world.submitted()
    world.returned()
    voided = world.accepted()
    void_report(uow, SECRETARIAT, voided.id, voided.version, reason="Mistake", now=NOON)
    assert details(count()) == []
    assert organizations(count())["library"][0] == 0


def test_a_report_that_is_being_changed_is_counted_as_it_was_accepted(world, count):
    report = world.accepted(title="As accepted", volunteer_count=3)
    world.edited(report, title="Being changed", volunteer_count=99)
    assert details(count()) == ["As accepted"]
    assert organizations(count())["library"][1] == 3


def test_every_activity_has_its_line_in_order_of_week_and_organization(world, recorded, count):
    world.accepted("clinic", actor=OPERATOR, title="Clinic")
    world.accepted(
        title="Before", starts_at=local("2017-06-28 23:30"), ends_at=local("2017-06-29 00:30")
    )
    sheet = count()["活动明细"]
    assert details(count()) == ["Before", "Clinic", "Recorded"]
    assert sheet.rows[0][4:6] == (date(2017, 6, 28), "23:30")
    assert sheet.rows[2] == (
        "2017-W27",
        "Volunteers of the library",
        "Recorded",
        "City library",
        date(2017, 7, 5),
        "09:00",
        2,
        "是",
        "是",
        1.9,
        0.0,
    )
    assert sheet.rows[1][7:] == ("否", "否", 0.0, 0.0)


def test_an_activity_counts_in_each_of_its_themes_and_others_apart(world, recorded, count):
    world.accepted(volunteer_count=10)
    sheets = count()
    assert themes(sheets) == {
        "社区志愿服务": (1, 2, 1, 1, 1.9, 0.0),
        "文化志愿服务": (1, 2, 1, 1, 1.9, 0.0),
        "（未关联项目）": (1, 10, 0, 0, 0.0, 0.0),
    }
    names = [row[0] for row in sheets["按主题"].rows]
    assert names == [theme.name for theme in world.campaign.rules.themes] + ["（未关联项目）"]


def test_weeks_say_who_owed_and_what_became_of_it(uow, world, of_east, hand_in, count):
    report = world.report()
    submit_report(uow, MANAGER, report.id, report.version, now=DUE + timedelta(microseconds=1))
    clinic = world.organization("clinic").id
    file_nil_return(uow, OPERATOR, clinic, "test-2017", "2017-W27", "", now=DUE)
    of_east()
    hand_in()
    assert weeks(count()) == {
        "市直和驻惠单位": (2, 1, 1, 1, 1, 0),
        "各县（区）": (2, 1, 0, 0, 0, 1),
    }
    assert weeks(count("east")) == {"East district": (1, 1, 0, 0, 0, 0)}
    assert weeks(count("west")) == {"West district": (1, 0, 0, 0, 0, 1)}
    assert weeks(count(organization="clinic")) == {"Volunteers of the clinic": (1, 1, 0, 1, 0, 0)}
    assert weeks(count(organization="school")) == {"Volunteers of the school": (0, 0, 0, 0, 0, 0)}


def test_only_weeks_that_are_over_are_listed_with_their_deadline(count):
    rows = count()["各周报送情况"].rows
    assert [row[0] for row in rows[::2]] == [f"2017-W{n}" for n in range(22, 28)]
    assert rows[-1][1:4] == (date(2017, 7, 3), date(2017, 7, 9), "2017-07-11 17:30")
    assert count(now=local("2017-05-30 10:00"))["各周报送情况"].rows == ()
    sunday, monday = local("2017-07-09 23:59"), local("2017-07-10 00:00")
    assert weeks(count(now=sunday)) == {}
    assert len(weeks(count(now=monday))) == 2
    after = count(now=local("2018-01-01 10:00"))["各周报送情况"].rows
    assert after[-1][0] == "2017-W35"


def test_a_district_has_what_its_office_received(world, of_east, recorded, count):
    of_east(title="Lessons")
    world.accepted("hikers", actor=OPERATOR, reviewer=OFFICE_WEST, title="Hike")
    assert details(count("east")) == ["Lessons"]
    assert list(organizations(count("east"))) == ["quay-team", "school"]
    assert list(organizations(count("west"))) == ["hikers"]
    assert sorted(details(count())) == ["Hike", "Lessons", "Recorded"]


def test_an_organization_has_its_own_whoever_received_it(of_east, recorded, count):
    of_east(title="Lessons")
    assert details(count(organization="school")) == ["Lessons"]
    assert organizations(count(organization="library")) == {"library": (1, 2, 1, 1, 1.9, 0.0)}
    assert "社区志愿服务" not in themes(count(organization="school"))


def test_an_organization_that_is_dissolved_or_moved_keeps_what_it_did(uow, world, of_east, count):
    of_east()
    for code, area in (("school", "west"), ("quay-team", "street")):
        organization = world.organization(code)
        entry = entry_of(organization, area_id=world.area(area).id, dissolved_on=date(2017, 5, 1))
        directory.edit_organization(
            uow, OPERATOR, organization.id, organization.version, entry, now=NOON
        )
    assert organizations(count("east"))["school"][0] == 1
    assert "quay-team" not in organizations(count())


def test_an_area_without_an_office_has_no_statistics(count):
    with pytest.raises(InvalidEntry, match="for the city or for a district"):
        count("street")


def test_nobody_s_name_or_number_is_in_them(recorded, count):
    text = str([to_plain(sheet) for sheet in count().values()])
    assert [word for word in ("Leader", "13800000000", "Ann", "Bob", "Ms Li") if word in text] == []


def test_they_cost_as_many_questions_for_many_reports_as_for_none(world, count, state):
    asked: list[str] = []

    @event.listens_for(state.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    count()
    for_none = len(asked)
    for day in range(2, 6):
        activity = world.published(starts=f"2017-07-0{day} 09:00", ends=f"2017-07-0{day} 11:00")
        world.accepted(activity=activity)
    asked.clear()
    count()
    assert len(asked) == for_none
    asked.clear()
    count(now=local("2017-12-01 10:00"))
    assert len(asked) == for_none


def test_the_tables_of_a_week_become_a_sheet_for_every_district(of_east, hand_in, gather):
    of_east(title="Lessons", volunteer_count=7)
    hand_in("East office")
    tables = [paper.table for paper in gather().annex2]
    book = annex2_workbook("附件2汇总", date(2017, 7, 12), tables)
    assert [sheet.name for sheet in book.sheets] == ["East district", "West district"]
    [row] = book.sheets[0].rows
    assert row[0:3] == ("区直单位", "Volunteers of the school", "Lessons")
    assert row[4:] == (date(2017, 7, 5), "09:00", "11:00", 7)
    assert "填表单位：East office" in book.sheets[0].subtitle
    assert book.sheets[1].rows == ()
