"""Accepted reports of a week, as the papers need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ...domain.directory import Affiliation
from ...domain.statuses import ReportStatus
from ...domain.weeks import Week
from ...models import Activity, ActivityReport, Area, Campaign, Organization, ReportRevision
from ..reporting.revisions import RevisionFacts
from .derived import DerivedFacts, derived_facts
from .totals import totals_by_activity


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


def accepted_reports(
    session: Session, campaign: Campaign, week: Week, *, area: Area
) -> Sequence[AcceptedReport]:
    """List the accepted reports of a week that the offices of *area* and below it received.

    A report that is being changed after its acceptance stands as it was accepted. In order of
    organization code and start.
    """
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
        .where(
            ActivityReport.campaign_id == campaign.id,
            ActivityReport.week_starts_on == week.starts_on,
            ActivityReport.status != ReportStatus.VOID,
            ActivityReport.receiving_area_id.in_(select(Area.id).where(Area.within(area.path))),
        )
    ).all()
    totals = totals_by_activity(session, [row[6] for row in rows if row[6]])
    accepted = [
        AcceptedReport(
            report_id,
            organization_id,
            code,
            affiliation,
            receiving_area_id,
            RevisionFacts.from_json(facts),
            derived_facts(campaign.rules, activity_id, published_at, starts_at, totals),
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
        ) in rows
    ]
    return sorted(accepted, key=lambda row: (row.organization_code, row.facts.starts_at))
