"""What waits for a person: for the organizations they act for, and for their offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...domain.statuses import CommissionStatus, ReportStatus
from ...domain.weeks import Week
from ...models import (
    Activity,
    ActivityReport,
    Area,
    Campaign,
    Commission,
    NilReturn,
    Organization,
    Project,
)
from ..rows import Rows
from .activities import Needs, condition
from .objections import open_by_organization, overdue_in_area
from .overdue import count_overdue, in_area, overdue_by_organization
from .week_board import WeekBoard, WeekState, week_board


@dataclass(frozen=True, slots=True)
class OrganizationTasks:
    """What waits for one organization."""

    id: UUID
    name: str
    owes: bool
    handed_in: int
    nil_return: bool
    returned: int
    drafts: int
    activities: Mapping[Needs, int]
    """How many activities need hours, a confirmation, a report."""
    overdue: int
    """Activities with open people after the days in which hours are to be entered."""
    objections: int
    """How many objections wait for an answer."""


@dataclass(frozen=True, slots=True)
class OfficeTasks:
    """What waits for the office of one area."""

    area: Area
    to_review: int
    commissions: int
    overdue: int
    """As above, of all organizations in the area."""
    objections: int
    """How many objections the organizations have not answered in time."""
    board: WeekBoard | None
    """Last week, None before the first week is over."""

    @property
    def states(self) -> Mapping[WeekState, int]:
        """How many entries of last week's board are in each state."""
        return Counter(entry.state for entry in self.board.entries) if self.board else {}


def running_campaign(session: Session, now: datetime) -> Campaign | None:
    """Return the campaign that runs, or whose last papers were due at most two weeks ago.

    Of several the one that began last; without any, the newest there is.
    """
    campaigns = session.scalars(select(Campaign).order_by(Campaign.starts_on.desc())).all()
    for campaign in campaigns:
        rules = campaign.rules
        today = now.astimezone(rules.week.zone).date()
        if rules.starts_on <= today <= rules.ends_on + timedelta(days=14):
            return campaign
    return campaigns[0] if campaigns else None


def organization_tasks(
    session: Session,
    organization_ids: Collection[UUID],
    campaign: Campaign,
    week: Week | None,
    *,
    now: datetime,
) -> Sequence[OrganizationTasks]:
    """Tell what waits for each organization; *week* is the one whose report is due next."""
    organizations = session.scalars(
        select(Organization)
        .where(Organization.id.in_(organization_ids))
        .order_by(Organization.code)
    ).all()
    statuses = Counter(
        {
            (key, status): count
            for key, status, count in session.execute(
                select(ActivityReport.organization_id, ActivityReport.status, func.count())
                .where(ActivityReport.organization_id.in_(organization_ids))
                .group_by(ActivityReport.organization_id, ActivityReport.status)
            )
        }
    )
    week_start = week.starts_on if week else None
    handed_in = _counts(
        session,
        select(ActivityReport.organization_id, func.count())
        .where(
            ActivityReport.organization_id.in_(organization_ids),
            ActivityReport.campaign_id == campaign.id,
            ActivityReport.week_starts_on == week_start,
            ActivityReport.first_submitted_at.is_not(None),
            ActivityReport.status != ReportStatus.VOID,
        )
        .group_by(ActivityReport.organization_id),
    )
    nil = _counts(
        session,
        select(NilReturn.organization_id, func.count())
        .where(
            NilReturn.organization_id.in_(organization_ids),
            NilReturn.campaign_id == campaign.id,
            NilReturn.week_starts_on == week_start,
            NilReturn.voided_at.is_(None),
        )
        .group_by(NilReturn.organization_id),
    )
    needy = {needs: _counts(session, _activities(organization_ids, needs, now)) for needs in Needs}
    overdue = overdue_by_organization(session, organization_ids, now=now)
    objections = open_by_organization(session, organization_ids)
    rules = campaign.rules
    return [
        OrganizationTasks(
            organization.id,
            organization.name,
            bool(week and rules.owes(week) and rules.reports_to_city(organization.affiliation)),
            handed_in.get(organization.id, 0),
            organization.id in nil,
            statuses[organization.id, ReportStatus.RETURNED],
            statuses[organization.id, ReportStatus.DRAFT],
            {needs: counts.get(organization.id, 0) for needs, counts in needy.items()},
            overdue.get(organization.id, 0),
            objections.get(organization.id, 0),
        )
        for organization in organizations
    ]


def office_tasks(
    session: Session, area: Area, campaign: Campaign, week: Week | None, *, now: datetime
) -> OfficeTasks:
    """Tell what waits for the office of *area*; *week* is the one whose papers are due next."""
    to_review = session.scalar(
        select(func.count()).where(
            ActivityReport.receiving_area_id == area.id,
            ActivityReport.status == ReportStatus.SUBMITTED,
        )
    )
    commissions = session.scalar(
        select(func.count()).where(
            Commission.office_area_id == area.id, Commission.status == CommissionStatus.OPEN
        )
    )
    overdue = count_overdue(session, in_area(area), now=now)
    board = week_board(session, campaign, week, area=area) if week else None
    objections = overdue_in_area(session, area, now)
    return OfficeTasks(area, to_review or 0, commissions or 0, overdue, objections, board)


def _activities(organization_ids: Collection[UUID], needs: Needs, now: datetime) -> Rows:
    """Count the activities of each organization that need something."""
    return (
        select(Project.organization_id, func.count())
        .join(Activity, Activity.project_id == Project.id)
        .where(Project.organization_id.in_(organization_ids), condition(needs, now))
        .group_by(Project.organization_id)
    )


def _counts(session: Session, rows: Rows) -> dict[UUID, int]:
    return {row[0]: row[1] for row in session.execute(rows)}
