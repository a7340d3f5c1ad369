"""The demo city is what a city should be, and there is something to do in it."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from contextlib import closing
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from .conftest import ROOT

NESTED = re.compile("“[^”]*“")
ZONE = ZoneInfo("Asia/Shanghai")
OF_2017 = (
    "FROM volunteer_reports_project p JOIN volunteer_reports_campaign c ON c.id = p.campaign_id"
    " {join} WHERE c.code = 'huizhou-2017'"
)
LAST_WEEK_OF_THE_LIBRARY = """
    SELECT
        (SELECT count(*) FROM volunteer_reports_name_list_entry e WHERE e.activity_id = a.id) > 0,
        (SELECT count(*) FROM volunteer_reports_service_record s WHERE s.activity_id = a.id) > 0,
        (SELECT count(*) FROM volunteer_reports_activity_report r WHERE r.activity_id = a.id) > 0
    FROM volunteer_reports_activity a
    JOIN volunteer_reports_project p ON p.id = a.project_id
    JOIN volunteer_reports_organization o ON o.id = p.organization_id
    WHERE o.code = '441300-01' AND p.status IN ('published', 'finished')
        AND p.published_at < a.starts_at AND a.starts_at BETWEEN ? AND ?
"""


@pytest.fixture(scope="module")
def ask(site):
    """Ask the city's database."""
    with closing(sqlite3.connect(site.folder / "example.sqlite")) as connection:
        yield lambda *question: connection.execute(*question).fetchall()


def test_no_photo_is_handed_in_twice(ask):
    photos = ask("SELECT upload_sha256, sha256 FROM volunteer_reports_scene_photo")
    uploads, kept = zip(*photos, strict=True)
    assert len(photos) > 700
    assert len(set(uploads)) == len(set(kept)) == len(photos)


def test_quotes_inside_quotes_are_single(ask):
    summaries = [row[0] for row in ask("SELECT summary FROM volunteer_reports_activity_report")]
    assert [summary for summary in summaries if NESTED.search(summary)] == []
    assert any("“‘" in summary for summary in summaries)


def test_400_projects_of_2017_and_every_kind_among_them(ask):
    kinds = [row[0] for row in ask(f"SELECT p.kind {OF_2017.format(join='')}")]
    campaign = tomllib.loads((ROOT / "example_app/huizhou-2017.toml").read_text("utf-8"))
    assert len(kinds) == 400
    assert set(kinds) == {kind["code"] for kind in campaign["activity_kinds"]}


@pytest.mark.parametrize(
    ("moment", "join"),
    [
        ("p.created_at", ""),
        ("p.published_at", ""),
        ("m.requested_at", "JOIN volunteer_reports_commission m ON m.project_id = p.id"),
        ("m.answered_at", "JOIN volunteer_reports_commission m ON m.project_id = p.id"),
    ],
)
def test_offices_work_by_day(ask, moment, join):
    rows = ask(f"SELECT {moment} {OF_2017.format(join=join)} AND {moment} IS NOT NULL")
    clocks = [
        datetime.fromisoformat(f"{row[0]}+00:00").astimezone(ZONE).time().replace(microsecond=0)
        for row in rows
    ]
    assert clocks
    assert [c for c in clocks if not time(8, 30) <= c <= time(17, 30)] == []


def test_last_week_left_the_library_every_sort_of_work(ask):
    today = datetime.now(ZONE).date()
    monday = datetime.combine(today - timedelta(days=today.weekday() + 7), time(), ZONE)
    bounds = [
        day.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S")
        for day in (monday, monday + timedelta(days=7))
    ]
    found = ask(LAST_WEEK_OF_THE_LIBRARY, bounds)
    # Entered, confirmed, reported:
    assert (0, 0, 0) in found
    assert (1, 0, 0) in found
    assert (1, 1, 0) in found


def kinds(ask, column, table, where="1"):
    """How many rows of a table there are by kind."""
    found = f"FROM volunteer_reports_{table} WHERE {where} GROUP BY 1"
    return dict(ask(f"SELECT {column}, count(*) {found}"))


def test_volunteers_live_somewhere_and_some_use_the_site(ask):
    homes = ask(
        "SELECT count(DISTINCT v.area_id) FROM volunteer_reports_volunteer v"
        " JOIN volunteer_reports_area a ON a.id = v.area_id WHERE a.level = 'community'"
    )
    assert homes[0][0] > 10
    [(known, agreed)] = ask(
        "SELECT count(*), count(c.id) FROM volunteer_reports_volunteer v"
        " LEFT JOIN volunteer_reports_consent c ON c.volunteer_id = v.id"
        " WHERE v.person_id IS NOT NULL"
    )
    assert min(known, agreed) >= 10


def test_one_volunteer_has_a_story_and_the_other_is_still_to_claim_theirs(ask):
    [(code,)] = ask("SELECT claim_code FROM volunteer_reports_volunteer WHERE name = '方晓晴'")
    [(offered,)] = ask("SELECT description FROM user WHERE username = 'newcomer'")
    assert offered.endswith(code)

    own = "volunteer_id = (SELECT id FROM volunteer_reports_volunteer WHERE name = '许嘉怡')"
    records = kinds(ask, "check_in_minutes > 0", "service_record", own)
    assert min(records[0], records[1]) >= 3
    assert {"corrected", "open"} <= set(kinds(ask, "status", "objection", own))
    # The one from before the correction says superseded.
    held = kinds(ask, "superseded_at IS NULL", "service_certificate", own)
    assert set(held) == {0, 1}
    assert {"waiting", "applied", "admitted"} <= set(kinds(ask, "status", "sign_up", own))


def test_hours_came_about_in_every_way(ask):
    ways = kinds(ask, "check_in_way || '/' || coalesce(check_out_way, '')", "check_in")
    assert ways["code/code"] > 50
    assert ways["ticked/ticked"] > 30
    forgotten = kinds(ask, "closed_at IS NULL", "check_in", "checked_out_at IS NULL")
    assert forgotten[0] >= 2  # closed by a person, with a reason
    assert forgotten[1] >= 2  # open to both
    assert set(kinds(ask, "source", "service_entry")) >= {"check_in", "manual", "imported"}
    assert set(kinds(ask, "kind", "service_entry")) >= {"credit", "correction"}


def test_hours_over_eight_wait_for_a_person(ask):
    waits = "state = 'pending' AND source = 'check_in'"
    long = kinds(ask, "service_minutes > 480", "name_list_entry", waits)
    assert list(long) == [1]
