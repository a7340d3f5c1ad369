"""The totals agree: entries, records, summaries, pages, workbooks, papers and the API."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.hours import hours_number
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.recording_rules import month_of
from flask_volunteer_reports.models import (
    Activity,
    ActivityReport,
    Area,
    HoursSummary,
    Organization,
    Project,
    ServiceEntry,
    ServiceRecord,
)
from flask_volunteer_reports.services.archiving.drafts import explanation_facts
from flask_volunteer_reports.services.queries.archive import Selection
from flask_volunteer_reports.services.queries.statistics import campaign_statistics
from flask_volunteer_reports.state import current_state, current_unit_of_work
from tests.conftest import FakeRunner, make_app
from tests.databases import Databases, SQLiteFiles
from tests.ledgers import COUNTED, Ledgers
from tests.rendering.office import excel_book, excel_sheet
from tests.web.reading import HOME, said
from tests.world import OPERATOR, ZONE, Clock, World

CHECK_IN, MANUAL = RecordSource.CHECK_IN, RecordSource.MANUAL
IMPORTED, BACKFILL = RecordSource.IMPORTED, RecordSource.BACKFILL
CODES = ("library", "clinic", "school", "quay-team", "hikers")
THEMES = {
    "library": ("culture", "arts"),
    "clinic": ("community", "arts"),
    "school": ("culture",),
    "quay-team": ("community", "culture"),
    "hikers": ("arts",),
}


@dataclass(frozen=True)
class Total:
    """Check-in minutes and all others."""

    check_in: int
    other: int

    @property
    def minutes(self) -> int:
        return self.check_in + self.other


@pytest.fixture(scope="module")
def founded(founded: Databases, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The city with hours in it; told once, copied for every test."""
    folder = tmp_path_factory.mktemp("told")
    app = make_app(folder, Clock(), FakeRunner(), SQLALCHEMY_DATABASE_URI=founded.copy(folder))
    with app.app_context():
        tell(World(current_unit_of_work(), current_state().storage))
        current_state().db.session.remove()
        with current_state().engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        current_state().engine.dispose()
    return SQLiteFiles(folder)


def tell(world: World) -> None:
    """Two activities of each organization, in June and July, with everything that can happen."""
    made = Ledgers(world)
    for place, code in enumerate(CODES):
        ann, bob, cat = made.volunteers(code, 3)
        for month, day in (("06", 6 + place), ("07", 4 + place)):
            activity = made.activity(
                code,
                f"2017-{month}-{day:02} 09:00",
                f"2017-{month}-{day:02} 12:00",
                themes=THEMES[code],
            )
            first, second, third = made.credited(
                activity,
                (ann, 119 - place, CHECK_IN),
                (bob, 61 + place, MANUAL if month == "06" else IMPORTED),
                (cat, 45, BACKFILL),
            )
            made.changed(second, 47 + place)
            if month == "07":
                made.changed(first, 150)  # what is added by hand is no check-in time
                made.changed(first, 110 - place)  # and goes first
                made.changed(third, 0)
            report(world, activity, code)


def report(world, activity, code):
    world.accepted(code, activity=activity, actor=OPERATOR, reviewer=OPERATOR, now=COUNTED)


OWNERS = ("city", "east", "west", "street", "quay", *CODES)
SLICES = ("", "theme:culture", "theme:arts", "theme:community", "month:2017-06", "month:2017-07")


def owner_of(world, code) -> Area | Organization:
    return world.organization(code) if code in CODES else world.area(code)


def activities_of(world, owner, part) -> list[Activity]:
    """The activities in a scope, chosen by hand: no summary and no record is asked."""
    found = []
    session = world.uow.session
    for activity in session.scalars(select(Activity).join(Project)):
        organization = activity.project.organization
        inside = (
            organization.area.path.startswith(owner.path)
            if isinstance(owner, Area)
            else organization.id == owner.id
        )
        kind, _, value = part.partition(":")
        if kind == "theme":
            inside = inside and value in activity.project.theme_codes
        elif kind == "month":
            inside = inside and month_of(activity.starts_at, ZONE) == value
        if inside:
            found.append(activity)
    return found


def of_entries(session, ids: Iterable[UUID]) -> Total:
    rows = session.execute(
        select(ServiceEntry.source, ServiceEntry.service_minutes)
        .join(ServiceRecord)
        .where(ServiceRecord.activity_id.in_([*ids]))
    ).all()
    check_in = sum(minutes for source, minutes in rows if source is CHECK_IN)
    return Total(check_in, sum(minutes for _, minutes in rows) - check_in)


def of_records(session, ids: Iterable[UUID]) -> Total:
    rows = session.scalars(select(ServiceRecord).where(ServiceRecord.activity_id.in_([*ids]))).all()
    return Total(sum(r.check_in_minutes for r in rows), sum(r.other_minutes for r in rows))


def of_summary(session, owner, part) -> Total:
    row = session.scalars(
        select(HoursSummary).where(HoursSummary.owner_id == owner.id, HoursSummary.slice == part)
    ).first()
    return Total(row.check_in_minutes, row.other_minutes) if row else Total(0, 0)


def arguments(part: str) -> dict[str, str]:
    kind, _, value = part.partition(":")
    return {kind: value} if part else {}


def of_page(client, owner, part) -> Total:
    answer = client.get(f"{HOME}/figures/test-2017/{owner.id}", query_string=arguments(part))
    assert answer.status_code == 200, answer.text
    totals = answer.text.partition('aria-labelledby="totals"')[2].partition("</ul>")[0]
    whole, check_in, other = map(int, re.findall(r'<data value="(\d+)"', totals))
    assert whole == check_in + other
    assert f"({whole} minutes)" in said(totals)
    return Total(check_in, other)


def of_api(client, owner, part) -> Total:
    answer = client.get(
        f"{HOME}/api/figures",
        query_string={"campaign": "test-2017", "owner": owner.id, **arguments(part)},
    )
    assert answer.status_code == 200, answer.text
    totals = answer.json["totals"]
    assert totals["service_minutes"] == totals["check_in_minutes"] + totals["other_minutes"]
    return Total(totals["check_in_minutes"], totals["other_minutes"])


def rows_of_workbook(client, owner) -> dict[str, dict[str, list]]:
    """Every sheet of the workbook: its rows by their first cell, without the heading."""
    answer = client.get(f"{HOME}/figures/test-2017/{owner.id}/workbook.xlsx")
    assert answer.status_code == 200
    found = {}
    for number, name in enumerate(excel_book(answer.data)["sheets"], start=1):
        cells = excel_sheet(answer.data, number)["cells"]
        rows = {}
        for line in range(4, 4 + len(cells)):
            if f"B{line}" in cells:
                rows[cells.get(f"A{line}", "")] = [cells.get(f"{c}{line}") for c in "CDEFGHI"]
        found[name] = rows
    return found


def of_name_list(client, activity) -> int:
    """Minutes as the page of the activity says them."""
    page = said(client.get(f"{HOME}/activities/{activity.id}/name-list").text)
    return int(re.search(r"hours confirmed \((\d+) minutes\)", page).group(1))


def of_annex1(client, world, activity) -> int:
    """Minutes behind 是否记录时长 on the report of the activity."""
    found = world.uow.session.scalars(
        select(ActivityReport).where(ActivityReport.activity_id == activity.id)
    ).one()
    page = html.unescape(client.get(f"{HOME}/reports/{found.id}").text)
    return int(re.search(r"Confirmed records of \d+ volunteers?, (\d+) min", page).group(1))


@pytest.mark.parametrize("code", OWNERS)
def test_whoever_is_asked_the_total_is_the_same(code, world, browser):
    session, client = world.uow.session, browser.as_("secretariat")
    owner = owner_of(world, code)
    pages = {
        activity.id: (of_name_list(client, activity), of_annex1(client, world, activity))
        for activity in activities_of(world, owner, "")
    }
    for part in SLICES:
        ids = [activity.id for activity in activities_of(world, owner, part)]
        expected = of_entries(session, ids)

        found = {
            "records": of_records(session, ids),
            "summary": of_summary(session, owner, part),
            "page": of_page(client, owner, part),
            "api": of_api(client, owner, part),
        }
        assert found == dict.fromkeys(found, expected), part
        assert [sum(pages[of][side] for of in ids) for side in (0, 1)] == [expected.minutes] * 2


@pytest.mark.parametrize("code", OWNERS)
def test_the_workbook_of_the_figures_says_the_same(code, world, browser):
    session, client = world.uow.session, browser.as_("secretariat")
    owner = owner_of(world, code)
    sheets = rows_of_workbook(client, owner)

    for part in SLICES:
        total = of_summary(session, owner, part)
        name = {"": "合计", "theme": "按主题", "month": "按月份"}[part.partition(":")[0]]
        check_in, other, hours, minutes, *_ = sheets[name][part.partition(":")[2]]
        assert minutes == total.minutes
        assert (check_in, other, hours) == (
            hours_number(total.check_in),
            hours_number(total.other),
            hours_number(total.minutes),
        )
    whole = of_summary(session, owner, "").minutes
    for name in {"按月份", "按区域", "按组织"} & sheets.keys():  # a theme may count twice
        assert sum(row[3] for row in sheets[name].values()) == whole


@pytest.mark.parametrize("code", [*OWNERS[:3], *CODES])
def test_the_papers_for_the_same_scope_say_the_same(code, world):
    session = world.uow.session
    owner = owner_of(world, code)
    organization = owner if isinstance(owner, Organization) else None
    area = world.area("city") if organization else owner
    whole = of_summary(session, owner, "")
    total = whole.minutes
    assert total

    sheets = {
        sheet.name: sheet
        for sheet in campaign_statistics(
            session, world.campaign, area=area, organization=organization, now=COUNTED
        ).sheets
    }
    said = (
        f"已确认服务时长{hours_number(total):g}小时，"
        f"其中信用时数{hours_number(whole.check_in):g}小时"
    )
    assert said in sheets["按主题"].subtitle
    for row in sheets["各单位开展活动情况"].rows:
        of_row = of_summary(session, world.organization(row[0]), "")
        assert row[-2:] == (hours_number(of_row.minutes), hours_number(of_row.check_in))

    draft = explanation_facts(session, Selection(world.campaign, area, organization), now=COUNTED)
    assert (draft.service_minutes, draft.check_in_minutes) == (total, whole.check_in)
    names = {theme.name: theme.code for theme in world.campaign.rules.themes}
    for theme in draft.themes:
        part = f"theme:{names[theme.name]}"
        assert theme.service_minutes == of_summary(session, owner, part).minutes


def test_the_rows_of_a_breakdown_are_the_totals_of_their_own_pages(world, browser):
    session, client = world.uow.session, browser.as_("secretariat")
    for code in ("city", "east", "street"):
        for by in ("area", "organization", "theme", "month"):
            owner = owner_of(world, code)
            asked = {"campaign": "test-2017", "owner": owner.id, "by": by}
            rows = client.get(f"{HOME}/api/figures", query_string=asked).json["rows"]
            assert rows
            for row in rows:
                if row["key"] is None:
                    continue  # what belongs to no row has no page
                part = f"{by}:{row['key']}" if by in ("theme", "month") else ""
                own = session.get(Area, UUID(row["owner"])) if by == "area" else owner
                if by == "organization":
                    own = session.get_one(Organization, UUID(row["owner"]))
                total = of_summary(session, own, part)
                assert (row["check_in_minutes"], row["other_minutes"]) == (
                    total.check_in,
                    total.other,
                )


def test_the_story_has_in_it_what_could_go_wrong(world):
    """Guards the fixture: every source, corrections both ways, voids, several of each scope."""
    session = world.uow.session
    entries = session.scalars(select(ServiceEntry)).all()
    assert {entry.source for entry in entries} == set(RecordSource)
    assert {str(entry.kind) for entry in entries} == {"credit", "correction", "void"}
    assert len({entry.organization_id for entry in entries}) == len(CODES)
    records = session.scalars(select(ServiceRecord)).all()
    assert any(record.service_minutes == 0 for record in records)
    assert {record.month for record in records} == {"2017-06", "2017-07"}
    assert of_summary(session, world.area("east"), "").minutes not in (
        0,
        of_summary(session, world.area("city"), "").minutes,
    )
