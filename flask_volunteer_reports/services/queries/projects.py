"""Lists of projects: for the public, and for those who work on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from ...domain.campaign import Term
from ...domain.derived import Derived, published_before_start
from ...domain.statuses import ActivityStatus, ProjectStatus, ReportStatus
from ...models import (
    Activity,
    ActivityReport,
    Area,
    Campaign,
    Commission,
    Organization,
    Project,
    ProjectTheme,
)
from ..rows import Rows
from .history import HistoryRow, history
from .hours import ActivityTotals, totals_by_activity
from .paging import Page, contains, fetch_page

PUBLIC = (ProjectStatus.PUBLISHED, ProjectStatus.FINISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFilter:
    """What a list of projects is narrowed to; None and empty mean all."""

    text: str = ""
    theme: str = ""
    area_id: UUID | None = None
    from_on: date | None = None
    until_on: date | None = None
    status: ProjectStatus | None = None
    organization_id: UUID | None = None

    @property
    def by_date(self) -> bool:
        """Whether days are asked for."""
        return bool(self.from_on or self.until_on)


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project in a list; nothing personal in it."""

    id: UUID
    title: str
    organization: str
    status: ProjectStatus
    published_at: datetime | None
    themes: Sequence[Term]
    activities: int
    next_at: datetime | None
    """The start of its first activity between the days asked for; without days of its next one, or
    of its last when all are over."""
    place: str


def public_projects(
    session: Session,
    wanted: ProjectFilter,
    *,
    zone: ZoneInfo,
    number: int,
    size: int,
    now: datetime,
) -> Page[ProjectRow]:
    """List what the public may see: by date where days are asked for, else newest first."""
    fits = _fits(wanted, zone)
    rows = _rows(wanted, fits).where(Project.status.in_(PUBLIC))
    if wanted.by_date:
        first_at = select(func.min(Activity.starts_at)).where(
            Activity.project_id == Project.id, fits
        )
        rows = rows.order_by(first_at.scalar_subquery(), Project.id)
    else:
        rows = rows.order_by(Project.published_at.desc(), Project.id)
    since = None if wanted.by_date else now
    return _page(session, rows, fits, since, number=number, size=size)


def managed_projects(
    session: Session,
    scope: ColumnElement[bool],
    wanted: ProjectFilter,
    *,
    zone: ZoneInfo,
    number: int,
    size: int,
    now: datetime,
) -> Page[ProjectRow]:
    """List projects in *scope*, newest first."""
    fits = _fits(wanted, zone)
    rows = _rows(wanted, fits).where(scope)
    if wanted.status:
        rows = rows.where(Project.status == wanted.status)
    rows = rows.order_by(Project.created_at.desc(), Project.id)
    return _page(session, rows, fits, now, number=number, size=size)


def _rows(wanted: ProjectFilter, fits: ColumnElement[bool]) -> Rows:
    rows = select(
        Project.id,
        Project.title,
        Organization.name,
        Project.status,
        Project.published_at,
        Project.campaign_id,
    ).join(Organization, Project.organization_id == Organization.id)
    if wanted.text:
        rows = rows.where(
            contains(wanted.text, Project.title, Project.description, Organization.name)
        )
    if wanted.organization_id:
        rows = rows.where(Project.organization_id == wanted.organization_id)
    if wanted.theme:
        theme = exists().where(
            ProjectTheme.project_id == Project.id,
            ProjectTheme.code == wanted.theme,
            ProjectTheme.position.is_not(None),
        )
        rows = rows.where(theme)
    if wanted.area_id or wanted.by_date:
        rows = rows.where(exists().where(Activity.project_id == Project.id, fits))
    return rows


def _fits(wanted: ProjectFilter, zone: ZoneInfo) -> ColumnElement[bool]:
    """Condition: an activity takes place, lies in the area and between the days."""
    conditions: list[ColumnElement[bool]] = [Activity.status == ActivityStatus.PLANNED]
    if wanted.area_id:
        path = select(Area.path).where(Area.id == wanted.area_id).scalar_subquery()
        below = select(Area.id).where(Area.within(path))
        conditions.append(Activity.area_id.in_(below))
    if wanted.from_on:
        start = datetime.combine(wanted.from_on, time.min, zone)
        conditions.append(Activity.ends_at >= start)
    if wanted.until_on:
        end = datetime.combine(wanted.until_on + timedelta(days=1), time.min, zone)
        conditions.append(Activity.starts_at < end)
    return and_(*conditions)


def _page(
    session: Session,
    rows: Rows,
    fits: ColumnElement[bool],
    since: datetime | None,
    *,
    number: int,
    size: int,
) -> Page[ProjectRow]:
    found, number, total = fetch_page(session, rows, number=number, size=size)
    ids = [row.id for row in found]
    themes = _themes(session, ids)
    occasions = _occasions(session, ids, fits, since)
    campaigns = {
        campaign.id: campaign.rules
        for campaign in session.scalars(
            select(Campaign).where(Campaign.id.in_({row.campaign_id for row in found}))
        )
    }
    items = []
    for row in found:
        rules = campaigns[row.campaign_id]
        terms = [term for code in themes[row.id] if (term := rules.theme(code))]
        count, next_at, place = occasions.get(row.id, (0, None, ""))
        items.append(
            ProjectRow(
                row.id,
                row.title,
                row.name,
                row.status,
                row.published_at,
                terms,
                count,
                next_at,
                place,
            )
        )
    return Page(items, number, size, total)


def _themes(session: Session, ids: Collection[UUID]) -> defaultdict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for project_id, code in session.execute(
        select(ProjectTheme.project_id, ProjectTheme.code)
        .where(ProjectTheme.project_id.in_(ids), ProjectTheme.position.is_not(None))
        .order_by(ProjectTheme.position)
    ):
        found[project_id].append(code)
    return found


def _occasions(
    session: Session, ids: Collection[UUID], fits: ColumnElement[bool], since: datetime | None
) -> dict[UUID, tuple[int, datetime | None, str]]:
    """For each project: how many activities, and the start and place of one that *fits*.

    Args:
        since: Show the first after it, or the last when all are over; None shows the first.
    """
    of_project = (Activity.project_id.in_(ids), Activity.status == ActivityStatus.PLANNED)
    shown: ColumnElement[datetime] = func.min(Activity.starts_at).filter(fits)
    if since:
        coming = func.min(Activity.starts_at).filter(fits, Activity.ends_at >= since)
        shown = func.coalesce(coming, func.max(Activity.starts_at).filter(fits))
    per_project = (
        select(Activity.project_id, func.count().label("count"), shown.label("next_at"))
        .where(*of_project)
        .group_by(Activity.project_id)
        .subquery()
    )
    rows = session.execute(
        select(
            per_project.c.project_id,
            per_project.c.count,
            Activity.starts_at,
            Activity.place,
        )
        .join(
            Activity,
            and_(
                Activity.project_id == per_project.c.project_id,
                Activity.starts_at == per_project.c.next_at,
            ),
        )
        .where(fits)
    )
    return {project_id: (count, next_at, place) for project_id, count, next_at, place in rows}


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity of a project, with what hangs on it."""

    activity: Activity
    published: Derived
    totals: ActivityTotals
    report_id: UUID | None
    report_status: ReportStatus | None


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Everything about one project, for those who work on it."""

    activities: Sequence[ActivityRow]
    commissions: Sequence[Commission]
    history: Sequence[HistoryRow]


def project_page(session: Session, project: Project) -> ProjectPage:
    """Gather what the page of a project shows, in a constant number of queries."""
    activities = session.scalars(
        select(Activity).where(Activity.project_id == project.id).order_by(Activity.starts_at)
    ).all()
    ids = [activity.id for activity in activities]
    totals = totals_by_activity(session, ids)
    reports = {
        activity_id: (report_id, status)
        for activity_id, report_id, status in session.execute(
            select(ActivityReport.activity_id, ActivityReport.id, ActivityReport.status).where(
                ActivityReport.activity_id.in_(ids), ActivityReport.status != ReportStatus.VOID
            )
        )
    }
    min_lead = project.campaign.rules.min_lead
    rows = [
        ActivityRow(
            activity,
            published_before_start(activity.published_at, activity.starts_at, min_lead=min_lead),
            totals.get(activity.id, ActivityTotals()),
            *reports.get(activity.id, (None, None)),
        )
        for activity in activities
    ]
    commissions = session.scalars(
        select(Commission)
        .where(Commission.project_id == project.id)
        .order_by(Commission.requested_at.desc())
    ).all()
    return ProjectPage(rows, commissions, history(session, project.id, *ids))
