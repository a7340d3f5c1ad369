"""The half of ``gather_week`` that is the city's weekly report."""

from __future__ import annotations

from datetime import date

from flask_volunteer_reports.services.publishing import load_campaign
from flask_volunteer_reports.services.recording.verifying import daily_head
from flask_volunteer_reports.services.reporting import file_nil_return, submit_report
from tests.world import CAMPAIGN_FILE, MANAGER, NOON, OPERATOR, local

from .watching import later

DUE = local("2017-07-11 17:30")
LATE = later(DUE, microseconds=1)


def test_the_weekly_report_lists_who_was_late_nil_in_review_and_missing(
    uow, world, of_east, hand_in, gather
):
    report = world.report()
    submit_report(uow, MANAGER, report.id, report.version, now=LATE)
    clinic = world.organization("clinic").id
    file_nil_return(uow, OPERATOR, clinic, "test-2017", "2017-W27", "", now=DUE)
    of_east()
    hand_in()

    weekly = gather().weekly_report
    of_organizations, of_districts = weekly.organizations, weekly.districts
    assert (of_organizations.owing, of_organizations.on_time) == (2, 1)
    assert [(s.name, s.at) for s in of_organizations.late] == [("Volunteers of the library", LATE)]
    assert [s.name for s in of_organizations.in_review] == ["Volunteers of the library"]
    assert [(s.name, s.at) for s in of_organizations.nil] == [("Volunteers of the clinic", DUE)]
    assert of_organizations.missing == ()
    assert (of_districts.owing, of_districts.on_time) == (2, 1)
    assert [(s.name, s.at) for s in of_districts.missing] == [("West district", None)]


def test_its_head_and_sums_are_the_citys(world, of_east, gather):
    activity = world.published(
        starts="2017-07-05 09:00", ends="2017-07-05 11:00", now=local("2017-07-01 09:00")
    )
    world.recorded(activity, ("Ann", 60), ("Bob", 30), now=NOON)
    world.accepted(activity=activity, volunteer_count=2)
    world.accepted("clinic", actor=OPERATOR, volunteer_count=5)
    of_east(volunteer_count=100)

    weekly = gather().weekly_report
    assert (weekly.document_number, weekly.issued_by) == (
        "惠文明办〔2017〕98号",
        "惠州市志愿服务联合会秘书处",
    )
    assert (weekly.week_key, weekly.year, weekly.month, weekly.week_of_month) == (
        "2017-W27",
        2017,
        7,
        1,
    )
    assert f"{weekly.due_at:%m-%d %H:%M}" == "07-11 17:30"
    assert weekly.produced_on == date(2017, 7, 12)
    assert [sheet.organization_code for sheet in weekly.annex1] == ["clinic", "library"]
    assert (weekly.attendances, weekly.published, weekly.recorded) == (7, 1, 1)
    assert weekly.service_minutes == 90
    assert [line.volunteer_count for line in weekly.district_lines] == [100]


def test_where_the_campaign_wants_it_the_ledger_stands_on_the_report(uow, world, gather):
    activity = world.published(
        starts="2017-07-05 09:00", ends="2017-07-05 11:00", now=local("2017-07-01 09:00")
    )
    world.recorded(activity, ("Ann", 60), ("Bob", 30), now=NOON)
    assert gather().weekly_report.ledger is None

    text = CAMPAIGN_FILE.read_text("utf-8") + "\n[recording]\nprint_ledger_head = true\n"
    load_campaign(uow, OPERATOR, text, now=NOON)
    stand = gather().weekly_report.ledger
    assert (f"{stand.at:%Y-%m-%d %H:%M}", stand.entries) == ("2017-07-10 00:00", 2)
    assert stand.digest == daily_head(uow.session, stand.at).digest

    # What is written after the week changes nothing of its paper.
    later_on = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    world.recorded(later_on, ("Ann", 60), now=local("2017-07-10 08:00"))
    assert gather().weekly_report.ledger == stand
