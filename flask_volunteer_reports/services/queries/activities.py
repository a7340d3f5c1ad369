"""Lists of activities by what they still need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from ...domain.statuses import ActivityStatus, ProjectStatus, ReportStatus
from ...models import (
    Activity,
    ActivityReport,
    EntryState,
    NameListEntry,
    Organization,
    Project,
    ServiceRecord,
)
from .hours import ActivityTotals, totals_by_activity
from .paging import Page, fetch_page

LOOK_BACK = timedelta(days=28)
"""How long an activity without hours or report is asked after."""


class Needs(StrEnum):
    """What an activity of a published project still needs."""

    HOURS = "hours"
    """It is over, and nobody is entered; voided records do not count."""
    CONFIRMATION = "confirmation"
    """Entries of its name list wait for a manager."""
    REPORT = "report"
    """It is over, and no report was begun."""


@dataclass(frozen=True, slots=True)
class NeedyActivity:
    """One activity in a list."""

    totals: ActivityTotals
    id: UUID
    project_id: UUID
    title: str
    organization: str
    starts_at: datetime
    ends_at: datetime
    place: str


def activities_that_need(
    session: Session,
    scope: ColumnElement[bool],
    needs: Needs,
    *,
    organization_id: UUID | None,
    number: int,
    size: int,
    now: datetime,
) -> Page[NeedyActivity]:
    """List activities of projects in *scope*, newest first.

    Those that need hours or a report are asked after for four weeks.
    """
    rows = (
        select(
            Activity.id,
            Activity.project_id,
            Project.title,
            Organization.name,
            Activity.starts_at,
            Activity.ends_at,
            Activity.place,
        )
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, Project.organization_id == Organization.id)
        .where(scope, condition(needs, now))
        .order_by(Activity.starts_at.desc(), Activity.id)
    )
    if organization_id:
        rows = rows.where(Project.organization_id == organization_id)
    found, number, total = fetch_page(session, rows, number=number, size=size)
    totals = totals_by_activity(session, [row[0] for row in found])
    items = [NeedyActivity(totals.get(row[0], ActivityTotals()), *row) for row in found]
    return Page(items, number, size, total)


def condition(needs: Needs, now: datetime) -> ColumnElement[bool]:
    """Condition: the activity, joined with its project, needs that."""
    waiting = exists().where(
        NameListEntry.activity_id == Activity.id, NameListEntry.state == EntryState.PENDING
    )
    if needs is Needs.CONFIRMATION:
        return waiting
    over = (
        Project.status.in_([ProjectStatus.PUBLISHED, ProjectStatus.FINISHED])
        & (Activity.status == ActivityStatus.PLANNED)
        & (Activity.ends_at <= now)
        & (Activity.ends_at > now - LOOK_BACK)
    )
    if needs is Needs.HOURS:
        standing = exists().where(ServiceRecord.activity_id == Activity.id, ServiceRecord.stands())
        return over & ~waiting & ~standing
    return over & ~exists().where(
        ActivityReport.activity_id == Activity.id, ActivityReport.status != ReportStatus.VOID
    )
