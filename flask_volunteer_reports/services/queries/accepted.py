"""Accepted reports of a week, as the papers need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from ...domain.directory import Affiliation
from ...domain.statuses import ReportStatus
from ...domain.weeks import Week
from ...models import Activity, ActivityReport, Area, Campaign, Organization, ReportRevision
from ..reporting.revisions import RevisionFacts
from ..rows import Rows
from .derived import DerivedFacts, derived_facts
from .hours import totals_by_activity


@dataclass(frozen=True, slots=True)
class AcceptedReport:
    """One report as it was accepted, with what is derived today."""

    report_id: UUID
    organization_id: UUID
    organization_code: str
    affiliation: Affiliation
    receiving_area_id: UUID
    facts: RevisionFacts
    derived: DerivedFacts
    week_starts_on: date
    activity_id: UUID | None
    """None for something that was never published."""


def accepted_reports(
    session: Session,
    campaign: Campaign,
    week: Week | None,
    *,
    area: Area,
    organization: Organization | None = None,
) -> Sequence[AcceptedReport]:
    """List the accepted reports of a week that the offices of *area* and below it received.

    Of the whole campaign where *week* is None, of one organization where one is named.

    A report that is being changed after its acceptance stands as it was accepted. In order of
    organization code and start.
    """
    reported = reported_activities(campaign, week, area=area, organization=organization)
    rows = session.execute(
        # Columns, not entities: an activity's own inner joins would drop free-standing reports.
        select(
            ActivityReport.id,
            Organization.id,
            Organization.code,
            Organization.affiliation,
            ActivityReport.receiving_area_id,
            ReportRevision.facts,
            Activity.id,
            Activity.published_at,
            Activity.starts_at,
            ActivityReport.week_starts_on,
        )
        .join(
            ReportRevision,
            and_(
                ReportRevision.report_id == ActivityReport.id,
                ReportRevision.number == ActivityReport.accepted_number,
            ),
        )
        .join(Organization, ActivityReport.organization_id == Organization.id)
        .outerjoin(Activity, ActivityReport.activity_id == Activity.id)
        .where(*_of_scope(campaign, week, area, organization))
    ).all()
    # Asked for by condition: a campaign has more activities than a statement may have values.
    totals = totals_by_activity(session, reported)
    accepted = [
        AcceptedReport(
            report_id,
            organization_id,
            code,
            affiliation,
            receiving_area_id,
            RevisionFacts.from_json(facts),
            derived_facts(campaign.rules, activity_id, published_at, starts_at, totals),
            week_starts_on,
            activity_id,
        )
        for (
            report_id,
            organization_id,
            code,
            affiliation,
            receiving_area_id,
            facts,
            activity_id,
            published_at,
            starts_at,
            week_starts_on,
        ) in rows
        if week_starts_on  # what was handed in has one
    ]
    return sorted(accepted, key=lambda row: (row.organization_code, row.facts.starts_at))


def reported_activities(
    campaign: Campaign,
    week: Week | None,
    *,
    area: Area,
    organization: Organization | None = None,
) -> Rows:
    """Query the ids of the activities that were reported on, within the same bounds."""
    return select(ActivityReport.activity_id).where(*_of_scope(campaign, week, area, organization))


def _of_scope(
    campaign: Campaign, week: Week | None, area: Area, organization: Organization | None
) -> Sequence[ColumnElement[bool]]:
    conditions = [
        ActivityReport.campaign_id == campaign.id,
        ActivityReport.status != ReportStatus.VOID,
        ActivityReport.receiving_area_id.in_(select(Area.id).where(Area.within(area.path))),
    ]
    if week:
        conditions.append(ActivityReport.week_starts_on == week.starts_on)
    if organization:
        conditions.append(ActivityReport.organization_id == organization.id)
    return conditions
