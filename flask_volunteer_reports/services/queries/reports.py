"""Lists of reports, nil returns, commissions, papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ...domain.statuses import CommissionStatus, ReportStatus
from ...domain.weeks import Timeliness
from ...models import (
    ActivityReport,
    Area,
    Campaign,
    Commission,
    NilReturn,
    Organization,
    Project,
    ReportRevision,
)
from ..rows import Rows
from .derived import DerivedFacts, derived_facts
from .history import HistoryRow, history
from .hours import totals_by_activity
from .paging import Page, contains, fetch_page


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilter:
    """What the list of reports is narrowed to; None and empty mean all."""

    text: str = ""
    status: ReportStatus | None = None
    week_starts_on: date | None = None
    campaign_id: UUID | None = None
    organization_id: UUID | None = None
    office_id: UUID | None = None
    """The area whose office receives them."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in a list."""

    id: UUID
    title: str
    organization: str
    office: str
    """Who receives it."""
    week: str
    starts_at: datetime | None
    volunteer_count: int | None
    status: ReportStatus
    timeliness: Timeliness | None
    """None until it was handed in."""
    changed_since: bool
    """An accepted report that is being changed."""


@dataclass(frozen=True, slots=True)
class NilReturnRow:
    """One nil return in a list."""

    id: UUID
    organization: str
    week: str
    filed_at: datetime
    filed_by: str
    note: str
    void_reason: str | None
    """Why it was taken back; None while it stands."""


@dataclass(frozen=True, slots=True)
class CommissionRow:
    """One request to publish on behalf that waits for an office."""

    id: UUID
    project_id: UUID
    title: str
    organization: str
    office: str
    """Who is asked."""
    requested_by: str
    requested_at: datetime
    note: str


def reports(
    session: Session,
    scope: ColumnElement[bool],
    wanted: ReportFilter,
    *,
    number: int,
    size: int,
) -> Page[ReportRow]:
    """List reports in *scope*, newest week first."""
    rows: Rows = (
        select(
            ActivityReport.id,
            ActivityReport.title,
            Organization.name,
            _office(),
            ActivityReport.week_starts_on,
            ActivityReport.starts_at,
            ActivityReport.volunteer_count,
            ActivityReport.status,
            ActivityReport.first_submitted_at,
            ActivityReport.accepted_number,
            ActivityReport.campaign_id,
        )
        .join(Organization, ActivityReport.organization_id == Organization.id)
        .join(Area, ActivityReport.receiving_area_id == Area.id)
        .where(scope)
        .order_by(ActivityReport.week_starts_on.desc(), ActivityReport.starts_at, ActivityReport.id)
    )
    if wanted.text:
        rows = rows.where(contains(wanted.text, ActivityReport.title, Organization.name))
    if wanted.status:
        rows = rows.where(ActivityReport.status == wanted.status)
    if wanted.week_starts_on:
        rows = rows.where(ActivityReport.week_starts_on == wanted.week_starts_on)
    if wanted.campaign_id:
        rows = rows.where(ActivityReport.campaign_id == wanted.campaign_id)
    if wanted.organization_id:
        rows = rows.where(ActivityReport.organization_id == wanted.organization_id)
    if wanted.office_id:
        rows = rows.where(ActivityReport.receiving_area_id == wanted.office_id)
    found, number, total = fetch_page(session, rows, number=number, size=size)
    rules = _rules(session)
    items = []
    for row in found:
        of_campaign = rules[row.campaign_id]
        week = of_campaign.week.containing_day(row.week_starts_on) if row.week_starts_on else None
        timeliness = None
        if week and row.first_submitted_at:
            timeliness = of_campaign.timeliness(week, row.first_submitted_at)
        items.append(
            ReportRow(
                row.id,
                row.title,
                row.name,
                row.office,
                week.key if week else "",
                row.starts_at,
                row.volunteer_count,
                row.status,
                timeliness,
                row.accepted_number is not None and row.status is not ReportStatus.ACCEPTED,
            )
        )
    return Page(items, number, size, total)


def next_to_review(session: Session, scope: ColumnElement[bool], office_id: UUID) -> UUID | None:
    """Return the report in *scope* that has waited longest for the office of that area."""
    return session.scalar(
        select(ActivityReport.id)
        .where(
            scope,
            ActivityReport.status == ReportStatus.SUBMITTED,
            ActivityReport.receiving_area_id == office_id,
        )
        .order_by(ActivityReport.first_submitted_at, ActivityReport.id)
        .limit(1)
    )


def nil_returns(
    session: Session, scope: ColumnElement[bool], *, number: int, size: int
) -> Page[NilReturnRow]:
    """List nil returns in *scope*, newest week first."""
    rows: Rows = (
        select(NilReturn, Organization.name)
        .join(Organization, NilReturn.organization_id == Organization.id)
        .where(scope)
        .order_by(NilReturn.week_starts_on.desc(), NilReturn.filed_at.desc(), NilReturn.id)
    )
    found, number, total = fetch_page(session, rows, number=number, size=size)
    rules = _rules(session)
    items = [
        NilReturnRow(
            row.id,
            organization,
            rules[row.campaign_id].week.containing_day(row.week_starts_on).key,
            row.filed_at,
            row.filed_by,
            row.note,
            row.void_reason,
        )
        for row, organization in found
    ]
    return Page(items, number, size, total)


def open_commissions(
    session: Session, scope: ColumnElement[bool], *, office_id: UUID | None, number: int, size: int
) -> Page[CommissionRow]:
    """List commissions in *scope* and that wait, oldest first.

    Args:
        office_id: Only those that ask the office of this area.
    """
    rows: Rows = (
        select(
            Commission.id,
            Project.id,
            Project.title,
            Organization.name,
            _office(),
            Commission.requested_by,
            Commission.requested_at,
            Commission.note,
        )
        .join(Project, Commission.project_id == Project.id)
        .join(Organization, Project.organization_id == Organization.id)
        .join(Area, Commission.office_area_id == Area.id)
        .where(scope, Commission.status == CommissionStatus.OPEN)
        .order_by(Commission.requested_at, Commission.id)
    )
    if office_id:
        rows = rows.where(Commission.office_area_id == office_id)
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page([CommissionRow(*row) for row in found], number, size, total)


def _office() -> ColumnElement[str]:
    """Name the office of the area that is joined."""
    return func.coalesce(func.nullif(Area.federation, ""), Area.name).label("office")


def _rules(session: Session) -> dict[UUID, Any]:
    return {campaign.id: campaign.rules for campaign in session.scalars(select(Campaign))}


def area_by_code(session: Session, code: str) -> Area | None:
    """Return the area with that code, None where there is none."""
    return session.scalars(select(Area).where(Area.code == code)).first()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything about one report, for those who write or review it."""

    derived: DerivedFacts
    revisions: Sequence[ReportRevision]
    history: Sequence[HistoryRow]
    due_at: datetime | None
    timeliness: Timeliness | None
    """On time or late as handed in; before that, as it would be now is not said."""


def report_page(session: Session, report: ActivityReport) -> ReportPage:
    """Gather what the page of a report shows, in a constant number of queries."""
    rules = report.campaign.rules
    totals = totals_by_activity(session, [report.activity_id] if report.activity_id else [])
    week = rules.week.containing_day(report.week_starts_on) if report.week_starts_on else None
    timeliness = None
    if week and report.first_submitted_at:
        timeliness = rules.timeliness(week, report.first_submitted_at)
    activity = report.activity
    return ReportPage(
        derived_facts(
            rules,
            report.activity_id,
            activity.published_at if activity else None,
            activity.starts_at if activity else None,
            totals,
        ),
        report.revisions,
        history(session, report.id),
        rules.due_at(week) if week else None,
        timeliness,
    )
