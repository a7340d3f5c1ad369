"""The facts of a week's papers, gathered from what was accepted and handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ...domain.directory import AreaLevel
from ...domain.weeks import Timeliness, Week
from ...models import Area, Campaign, Job
from ...rendering.papers import (
    Annex1Sheet,
    Annex2Group,
    Annex2Line,
    Annex2Table,
    LedgerStand,
    Standing,
    Standings,
    WeeklyReport,
)
from ..recording.verifying import daily_head
from ..reporting.district_summaries import SummaryLine, compile_lines, lines_of, newest_summary
from .accepted import AcceptedReport, accepted_reports
from .week_board import BoardEntry, WeekState, week_board


@dataclass(frozen=True, slots=True)
class Annex1Paper:
    """One Annex 1, with whose it is."""

    report: AcceptedReport
    sheet: Annex1Sheet


@dataclass(frozen=True, slots=True)
class Annex2Paper:
    """One Annex 2, with whose it is."""

    area_id: UUID
    table: Annex2Table


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """All that the papers of a week say, for the office of one area.

    ``weekly_report`` is the city's only, as is ``city_id``.
    """

    annex1: Sequence[Annex1Paper]
    annex2: Sequence[Annex2Paper]
    weekly_report: WeeklyReport | None = None
    city_id: UUID | None = None

    @property
    def photos(self) -> list[str]:
        """Digests of all photos, each once, in order."""
        return list(dict.fromkeys(name for paper in self.annex1 for name in paper.sheet.photos))


def gather_week(
    session: Session, campaign: Campaign, week: Week, *, area: Area, now: datetime
) -> WeekFacts:
    """Gather the facts of a week for the office of *area*: the city, or a district.

    Every accepted report that the office or one below it received becomes an Annex 1; every owing
    district in reach an Annex 2 - as handed in, or compiled and unsigned where it did not.
    """
    rules = campaign.rules
    zone = rules.week.zone
    reports = accepted_reports(session, campaign, week, area=area)
    annex1 = [Annex1Paper(report, _sheet(report, zone)) for report in reports]
    districts = session.scalars(
        select(Area)
        .where(Area.code.in_(rules.annex2_areas), Area.within(area.path))
        .order_by(Area.code)
    )
    annex2 = [
        Annex2Paper(district.id, _table(session, campaign, week, district))
        for district in districts
    ]
    if area.level is not AreaLevel.CITY:
        return WeekFacts(annex1, annex2)
    received = [paper for paper in annex1 if paper.report.receiving_area_id == area.id]
    report = _weekly_report(session, campaign, week, area, received, annex2, now)
    return WeekFacts(annex1, annex2, report, area.id)


def _sheet(report: AcceptedReport, zone: ZoneInfo) -> Annex1Sheet:
    facts = report.facts
    return Annex1Sheet(
        organization_code=report.organization_code,
        organization_name=facts.organization_name,
        registered_on=facts.registered_on,
        supervising_unit=facts.supervising_unit,
        leader_name=facts.leader_name,
        leader_mobile=facts.leader_mobile,
        filled_on=facts.filled_on,
        title=facts.title,
        starts_at=facts.starts_at.astimezone(zone),
        ends_at=facts.ends_at.astimezone(zone),
        place=facts.place,
        volunteer_count=facts.volunteer_count,
        hours_recorded=report.derived.hours_recorded.value,
        project_published=report.derived.project_published.value,
        summary=facts.summary,
        photos=facts.photos,
    )


def _table(session: Session, campaign: Campaign, week: Week, district: Area) -> Annex2Table:
    rules = campaign.rules
    summary = newest_summary(session, campaign, week, district)
    lines = lines_of(summary) if summary else compile_lines(session, campaign, week, area=district)
    by_category = {
        name: tuple(_line(line, rules.week.zone) for line in of_category)
        for name, of_category in groupby(lines, key=lambda line: line.category)
    }
    month, number = rules.week.month_and_number(week)
    return Annex2Table(
        area_code=district.code,
        area_name=district.name,
        month=month,
        week_of_month=number,
        first_day=week.starts_on,
        last_day=week.ends_on,
        filled_by_unit=summary.filled_by_unit if summary else "",
        print_misprint=rules.annex2_print_misprint,
        groups=tuple(
            Annex2Group(
                category=category.name,
                minimum_rows=category.minimum_rows,
                lines=by_category.get(category.name, ()),
            )
            for category in rules.annex2_categories
        ),
    )


def _line(line: SummaryLine, zone: ZoneInfo) -> Annex2Line:
    return Annex2Line(
        organization=line.organization,
        title=line.title,
        summary=line.summary,
        starts_at=line.starts_at.astimezone(zone),
        ends_at=line.ends_at.astimezone(zone),
        volunteer_count=line.volunteer_count,
    )


def _weekly_report(
    session: Session,
    campaign: Campaign,
    week: Week,
    city: Area,
    annex1: Sequence[Annex1Paper],
    annex2: Sequence[Annex2Paper],
    now: datetime,
) -> WeeklyReport:
    rules = campaign.rules
    zone = rules.week.zone
    board = week_board(session, campaign, week, area=city)
    month, number = rules.week.month_and_number(week)
    hours = [paper.report.derived.totals for paper in annex1]
    return WeeklyReport(
        campaign_title=rules.title,
        document_number=rules.document_number,
        issued_by=rules.secretariat,
        week_key=week.key,
        year=week.starts_on.year,
        month=month,
        week_of_month=number,
        first_day=week.starts_on,
        last_day=week.ends_on,
        due_at=board.due_at.astimezone(zone),
        produced_on=now.astimezone(zone).date(),
        organizations=standings(board.organizations, zone),
        districts=standings(board.districts, zone),
        service_minutes=sum(totals.service_minutes for totals in hours),
        check_in_minutes=sum(totals.check_in_minutes for totals in hours),
        annex1=tuple(paper.sheet for paper in annex1),
        annex2=tuple(paper.table for paper in annex2),
        ledger=_ledger(session, campaign, week, now) if rules.recording.print_ledger_head else None,
    )


def _ledger(session: Session, campaign: Campaign, week: Week, now: datetime) -> LedgerStand | None:
    """Tell where the ledger stood when the week ended, so that printing again says the same."""
    zone = campaign.rules.week.zone
    at = datetime.combine(week.ends_on + timedelta(days=1), time(), zone)
    if at > now:
        return None
    head = daily_head(session, at)
    return LedgerStand(at=at, entries=head.entries, digest=head.digest)


def standings(entries: Iterable[BoardEntry], zone: ZoneInfo) -> Standings:
    """Count who owed the papers of a week, and tell what became of it."""
    owing = [entry for entry in entries if entry.owes]

    def those(wanted: Callable[[BoardEntry], bool]) -> tuple[Standing, ...]:
        return tuple(
            Standing(
                entry.name, entry.handed_in_at.astimezone(zone) if entry.handed_in_at else None
            )
            for entry in owing
            if wanted(entry)
        )

    return Standings(
        owing=len(owing),
        on_time=sum(entry.timeliness is Timeliness.ON_TIME for entry in owing),
        late=those(lambda entry: entry.timeliness is Timeliness.LATE),
        in_review=those(lambda entry: entry.state in (WeekState.IN_REVIEW, WeekState.RETURNED)),
        nil=those(lambda entry: entry.state is WeekState.NIL_RETURN),
        missing=those(lambda entry: entry.state is WeekState.MISSING),
    )


def latest_job(
    session: Session, jobs: ColumnElement[bool], campaign: Campaign, week: Week, area: Area
) -> Job | None:
    """Find the newest job for the papers of a week and an office.

    Args:
        jobs: Condition: they are in reach.
    """
    return session.scalars(
        select(Job)
        .where(
            jobs,
            Job.kind == "weekly_papers",
            Job.key == f"{campaign.code}/{week.key}/{area.code}",
        )
        .order_by(Job.created_at.desc(), Job.id)
    ).first()
