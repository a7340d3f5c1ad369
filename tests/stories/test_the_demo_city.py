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
