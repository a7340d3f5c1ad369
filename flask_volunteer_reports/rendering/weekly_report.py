"""The parts of the weekly report that are not forms: cover with contents, and who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from .papers import Annex1Sheet, Annex2Table, LedgerStand, Standings, WeeklyReport
from .snapshot import UNLESS_NONE

ROWS_ON_A_PAGE = 40
"""About as many lines of contents fit on a page: a first guess only."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    label: str
    anchor: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyCover:
    """What the cover says; less than the report, so that few changes touch it."""

    campaign_title: str
    document_number: str
    issued_by: str
    week_key: str
    year: int
    month: int
    week_of_month: int
    first_day: date
    last_day: date
    due_at: datetime
    produced_on: date
    organizations: Standings
    districts: Standings
    service_minutes: int
    check_in_minutes: int
    activities: int
    attendances: int
    published: int
    recorded: int
    district_activities: int
    district_attendances: int
    annex1: tuple[Entry, ...]
    annex2: tuple[Entry, ...]
    standings: Entry
    ledger: LedgerStand | None = field(default=None, metadata=UNLESS_NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyStandings:
    """Who is missing, late or nil."""

    first_day: date
    last_day: date
    produced_on: date
    organizations: Standings
    districts: Standings


def title_of(report: WeeklyReport) -> str:
    """Return the title of the whole file."""
    return f"学雷锋志愿服务活动周报 {report.week_key}"


def sheet_label(sheet: Annex1Sheet) -> str:
    """Return the name of a sheet in contents and bookmarks."""
    return f"{sheet.organization_name}　{sheet.title}"


def table_label(table: Annex2Table) -> str:
    """Return the name of a table in contents and bookmarks."""
    return table.area_name


def standings_of(report: WeeklyReport) -> WeeklyStandings:
    """Take from *report* what its last pages say."""
    return WeeklyStandings(
        first_day=report.first_day,
        last_day=report.last_day,
        produced_on=report.produced_on,
        organizations=report.organizations,
        districts=report.districts,
    )


def cover_of(report: WeeklyReport, cover_pages: int, form_pages: Sequence[int]) -> WeeklyCover:
    """Take from *report* what its cover says.

    Args:
        cover_pages: How many pages the cover itself has.
        form_pages: How many each sheet and then each table has.
    """
    starts = [cover_pages + 1]
    for pages in form_pages:
        starts.append(starts[-1] + pages)
    sheets = len(report.annex1)
    labels = [*map(sheet_label, report.annex1), *map(table_label, report.annex2)]
    entries = [
        Entry(label, f"form-{n}", page)
        for n, (label, page) in enumerate(zip(labels, starts, strict=False))
    ]
    lines = report.district_lines
    return WeeklyCover(
        campaign_title=report.campaign_title,
        document_number=report.document_number,
        issued_by=report.issued_by,
        week_key=report.week_key,
        year=report.year,
        month=report.month,
        week_of_month=report.week_of_month,
        first_day=report.first_day,
        last_day=report.last_day,
        due_at=report.due_at,
        produced_on=report.produced_on,
        organizations=report.organizations,
        districts=report.districts,
        service_minutes=report.service_minutes,
        check_in_minutes=report.check_in_minutes,
        activities=sheets,
        attendances=report.attendances,
        published=report.published,
        recorded=report.recorded,
        district_activities=len(lines),
        district_attendances=sum(line.volunteer_count for line in lines),
        annex1=tuple(entries[:sheets]),
        annex2=tuple(entries[sheets:]),
        standings=Entry("未报、逾期和零报告名单", "standings", starts[-1]),
        ledger=report.ledger,
    )
