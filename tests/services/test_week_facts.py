from __future__ import annotations

from datetime import date

import pytest

from flask_volunteer_reports.services.reporting import (
    accept_report,
    return_report,
    submit_report,
    void_report,
)
from tests.world import (
    MANAGER,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    OPERATOR,
    SECRETARIAT,
    local,
)


def sheets(facts) -> list[tuple[str, str]]:
    return [(p.sheet.organization_code, p.sheet.title) for p in facts.annex1]


def lines(facts, area: str) -> list[tuple[str, str]]:
    [table] = [p.table for p in facts.annex2 if p.table.area_code == area]
    return [(group.category, line.title) for group in table.groups for line in group.lines]


def test_without_reports_there_are_empty_tables_and_a_weekly_report(world, gather):
    facts = gather()
    assert (facts.annex1, facts.photos) == ([], [])
    assert [paper.table.area_code for paper in facts.annex2] == ["east", "west"]
    assert lines(facts, "east") == lines(facts, "west") == []
    assert facts.weekly_report
    assert facts.city_id == world.area("city").id


def test_every_accepted_report_becomes_an_annex_1_as_it_was_accepted(world, gather):
    report = world.accepted(title="Reading", volunteer_count=12)
    [paper] = gather().annex1
    sheet = paper.sheet
    assert (sheet.organization_code, sheet.organization_name) == (
        "library",
        "Volunteers of the library",
    )
    assert (sheet.registered_on, sheet.supervising_unit) == (date(2012, 3, 5), "Bureau of culture")
    assert (sheet.leader_name, sheet.leader_mobile) == ("Leader of the library", "13800000000")
    assert (sheet.filled_on, sheet.title, sheet.place) == (
        date(2017, 7, 6),
        "Reading",
        "City library",
    )
    assert (f"{sheet.starts_at:%m-%d %H:%M}", f"{sheet.ends_at:%H:%M}") == ("07-05 09:00", "11:00")
    assert (sheet.volunteer_count, sheet.summary) == (12, "Volunteers helped readers.")
    assert sheet.photos == tuple(photo.sha256 for photo in report.photos)
    assert (paper.report.organization_id, paper.report.receiving_area_id) == (
        report.organization_id,
        world.area("city").id,
    )


def test_what_is_not_accepted_or_void_becomes_none(uow, world, gather):
    world.report()
    world.submitted()
    world.returned()
    voided = world.accepted()
    void_report(uow, SECRETARIAT, voided.id, voided.version, reason="Mistake", now=NOON)
    assert gather().annex1 == []


@pytest.mark.parametrize("stage", ["edited", "submitted", "returned"])
def test_an_accepted_report_that_is_being_changed_stands_as_it_was_accepted(
    stage, uow, world, gather
):
    report = world.accepted(title="As accepted")
    world.edited(report, title="Being changed")
    if stage != "edited":
        submit_report(uow, MANAGER, report.id, report.version, now=NOON)
    if stage == "returned":
        return_report(uow, SECRETARIAT, report.id, report.version, reason="More", now=NOON)
    assert sheets(gather()) == [("library", "As accepted")]


def test_once_it_is_accepted_again_it_stands_as_it_is_now(uow, world, gather):
    report = world.accepted(title="As accepted")
    world.edited(report, title="Mended")
    submit_report(uow, MANAGER, report.id, report.version, now=NOON)
    accept_report(uow, SECRETARIAT, report.id, report.version, now=NOON)
    assert sheets(gather()) == [("library", "Mended")]


def test_reports_of_other_weeks_are_in_other_papers(world, gather):
    world.accepted(starts_at=local("2017-07-02 23:30"), ends_at=local("2017-07-03 00:30"))
    assert sheets(gather()) == []
    assert len(sheets(gather(week="2017-W26"))) == 1


def test_they_stand_in_order_of_code_and_time(world, gather):
    world.accepted(title="Second")
    world.accepted(
        title="First", starts_at=local("2017-07-04 09:00"), ends_at=local("2017-07-04 10:00")
    )
    world.accepted("clinic", actor=OPERATOR, title="Clinic")
    assert [title for _, title in sheets(gather())] == ["Clinic", "First", "Second"]


def test_the_city_has_all_sheets_and_a_district_its_own(world, of_east, gather):
    world.accepted()
    of_east()
    world.accepted("hikers", actor=OPERATOR, reviewer=OFFICE_WEST)
    assert [code for code, _ in sheets(gather())] == ["hikers", "library", "school"]
    assert [code for code, _ in sheets(gather("east"))] == ["school"]
    assert [code for code, _ in sheets(gather("west"))] == ["hikers"]


def test_a_district_has_its_own_table_and_no_weekly_report(gather):
    facts = gather("east")
    assert [paper.table.area_code for paper in facts.annex2] == ["east"]
    assert (facts.weekly_report, facts.city_id) == (None, None)


def test_a_table_that_was_not_handed_in_is_compiled_and_unsigned(world, of_east, gather):
    of_east(title="Lessons")
    world.accepted("quay-team", actor=OPERATOR, reviewer=OFFICE_EAST, title="Quay")
    facts = gather()
    assert lines(facts, "east") == [("区直单位", "Lessons"), ("各街道", "Quay")]
    [table] = [p.table for p in facts.annex2 if p.table.area_code == "east"]
    assert (table.filled_by_unit, table.area_name) == ("", "East district")
    assert (table.month, table.week_of_month) == (7, 1)
    assert (table.first_day, table.last_day) == (date(2017, 7, 3), date(2017, 7, 9))
    assert [(g.category, g.minimum_rows) for g in table.groups] == [("区直单位", 8), ("各街道", 9)]


def test_a_table_stands_as_it_was_handed_in_last(of_east, hand_in, gather):
    of_east(title="Before")
    hand_in("First unit")
    of_east(title="Between")
    hand_in("Second unit", 1)
    of_east(title="Afterwards")
    facts = gather()
    assert sorted(lines(facts, "east")) == [("区直单位", "Before"), ("区直单位", "Between")]
    assert [p.table.filled_by_unit for p in facts.annex2] == ["Second unit", ""]


def test_what_reports_to_the_city_stands_in_no_table(world, gather):
    world.accepted()
    world.accepted("clinic", actor=OPERATOR)
    facts = gather()
    assert lines(facts, "east") + lines(facts, "west") == []


ANN = ("Ann", 60)


@pytest.mark.parametrize(
    ("publish_at", "record", "published", "recorded"),
    [
        pytest.param("2017-07-04 09:00", True, True, True, id="published, recorded: 是 是"),
        pytest.param("2017-07-04 09:00", False, True, False, id="not recorded: 是 否"),
        pytest.param("2017-07-05 09:00", True, False, True, id="published at its start: 否"),
    ],
)
def test_the_derived_answers_follow_from_what_was_done(
    publish_at, record, published, recorded, world, gather
):
    activity = world.published(
        starts="2017-07-05 09:00", ends="2017-07-05 11:00", now=local(publish_at)
    )
    if record:
        world.recorded(activity, ANN, now=NOON)
    world.accepted(activity=activity)
    [sheet] = [paper.sheet for paper in gather().annex1]
    assert (sheet.project_published, sheet.hours_recorded) == (published, recorded)


def test_a_report_of_what_never_was_published_says_no_twice(world, gather):
    world.accepted()
    [sheet] = [paper.sheet for paper in gather().annex1]
    assert (sheet.project_published, sheet.hours_recorded) == (False, False)


def test_hours_that_are_confirmed_after_the_acceptance_count_today(world, gather):
    activity = world.published(
        starts="2017-07-05 09:00", ends="2017-07-05 11:00", now=local("2017-07-01 09:00")
    )
    world.accepted(activity=activity)
    assert not gather().annex1[0].sheet.hours_recorded
    world.recorded(activity, ANN, now=NOON)
    assert gather().annex1[0].sheet.hours_recorded


def test_each_photo_is_fetched_once(world, gather):
    world.accepted()
    world.accepted("clinic", actor=OPERATOR)  # the same two pictures
    facts = gather()
    assert len(facts.photos) == 2
    assert set(facts.photos) == {name for p in facts.annex1 for name in p.sheet.photos}
