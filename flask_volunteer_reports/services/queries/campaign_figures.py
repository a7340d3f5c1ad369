"""A campaign in figures: from the same sums as the pages, for drafts of explanatory reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ...domain.archiving import MediaKind
from ...domain.statuses import ReportStatus
from ...domain.weeks import Timeliness
from ...models import Activity, ActivityReport, ProjectTheme, ReportRevision
from .archive import Selection, media_counts
from .hours import totals_by_activity


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """What was done for one theme; an activity of several themes counts in each."""

    name: str
    activities: int
    attendances: int
    service_minutes: int
    check_in_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFigures:
    """What was done in a campaign, by the reports that were accepted."""

    organizations: int
    """How many of them reported."""
    activities: int
    attendances: int
    """人次: heads, added up over activities."""
    service_minutes: int
    check_in_minutes: int
    """Confirmed."""
    on_time: int
    late: int
    themes: Sequence[ThemeFigures]
    """Those with an activity, in the order of the campaign."""
    without_theme: int
    """Activities of no project, and so of no theme."""
    media: Mapping[MediaKind, int]


@dataclass(frozen=True, slots=True)
class _Row:
    organization_id: UUID
    activity_id: UUID | None
    project_id: UUID | None
    attendances: int
    service_minutes: int
    check_in_minutes: int
    timeliness: Timeliness


def campaign_figures(session: Session, selection: Selection) -> CampaignFigures:
    """Add up what was accepted in a selection."""
    rows = _rows(session, selection)
    themes = _themes(session, {row.project_id for row in rows if row.project_id})
    by_theme: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        for code in themes.get(row.project_id, ()) if row.project_id else ():
            by_theme[code].append(row)
    return CampaignFigures(
        organizations=len({row.organization_id for row in rows}),
        activities=len(rows),
        attendances=sum(row.attendances for row in rows),
        service_minutes=sum(row.service_minutes for row in rows),
        check_in_minutes=sum(row.check_in_minutes for row in rows),
        on_time=sum(row.timeliness is Timeliness.ON_TIME for row in rows),
        late=sum(row.timeliness is Timeliness.LATE for row in rows),
        themes=[
            ThemeFigures(
                term.name,
                len(by_theme[term.code]),
                sum(row.attendances for row in by_theme[term.code]),
                sum(row.service_minutes for row in by_theme[term.code]),
                sum(row.check_in_minutes for row in by_theme[term.code]),
            )
            for term in selection.campaign.rules.themes
            if by_theme[term.code]
        ],
        without_theme=sum(not row.project_id or not themes.get(row.project_id) for row in rows),
        media=media_counts(session, selection),
    )


def _rows(session: Session, selection: Selection) -> list[_Row]:
    rules = selection.campaign.rules
    found = session.execute(
        # Columns, not entities: an activity's own inner joins would drop free-standing reports.
        select(
            ActivityReport.organization_id,
            Activity.id,
            Activity.project_id,
            ReportRevision.facts["volunteer_count"].as_integer(),
            ActivityReport.week_starts_on,
            ActivityReport.first_submitted_at,
        )
        .join(
            ReportRevision,
            and_(
                ReportRevision.report_id == ActivityReport.id,
                ReportRevision.number == ActivityReport.accepted_number,
            ),
        )
        .outerjoin(Activity, ActivityReport.activity_id == Activity.id)
        .where(
            selection.of(ActivityReport, "receiving_area_id"),
            ActivityReport.status != ReportStatus.VOID,
        )
    ).all()
    totals = totals_by_activity(session, [row[1] for row in found if row[1]])
    return [
        _Row(
            organization_id,
            activity_id,
            project_id,
            volunteers,
            totals[activity_id].service_minutes if activity_id in totals else 0,
            totals[activity_id].check_in_minutes if activity_id in totals else 0,
            rules.timeliness(rules.week.containing_day(week_starts_on), submitted_at),
        )
        for organization_id, activity_id, project_id, volunteers, week_starts_on, submitted_at in (
            found
        )
    ]


def _themes(session: Session, project_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    themes: dict[UUID, list[str]] = defaultdict(list)
    for project_id, code in session.execute(
        select(ProjectTheme.project_id, ProjectTheme.code).where(
            ProjectTheme.project_id.in_(project_ids), ProjectTheme.position.is_not(None)
        )
    ):
        themes[project_id].append(code)
    return themes
