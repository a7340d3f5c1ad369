"""Beginning a report."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.events import ReportStarted
from ...domain.reporting import ReportContent
from ...domain.statuses import ReportStatus
from ...errors import AlreadyDone, InvalidEntry, NotFound
from ...models import Activity, ActivityReport, Campaign, Organization
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..queries.hours import activity_totals
from ..unit_of_work import UnitOfWork
from .edit import fill
from .receiving import receiving_area


def start_report(
    uow: UnitOfWork,
    actor: Actor,
    organization_id: UUID,
    *,
    report_id: UUID,
    activity_id: UUID | None = None,
    campaign_id: UUID | None = None,
    now: datetime,
) -> ActivityReport:
    """Begin a report from an activity, with all that is known filled in, or free-standing.

    Args:
        report_id: Chosen when the page was opened, so that a second click begins no second report.
        activity_id: The activity that is reported; None for something that was never published.
        campaign_id: The campaign, for a free-standing report.

    Raises:
        NotFound: Organization or activity are not there or out of reach.
        NotAllowed: *actor* writes no reports for the organization.
        AlreadyDone: The activity has its report; one activity, one Annex 1.
        InvalidEntry: A free-standing report names no campaign.

    Source:
        Notice 2017-98, 4(4), Annex 1.
    """
    with uow.transaction() as session:
        organization = uow.find(actor, Organization, organization_id)
        uow.require(actor, Permission.WRITE_REPORT, organization)
        activity = find_activity(uow, actor, activity_id, lock=True) if activity_id else None
        if activity and activity.project.organization_id != organization.id:
            raise NotFound("There is no such activity.")
        if session.get(ActivityReport, report_id) or (activity and report_of(session, activity.id)):
            raise AlreadyDone("There is a report of this activity already.")
        campaign = activity.project.campaign if activity else None
        if campaign is None and campaign_id is not None:
            campaign = session.get(Campaign, campaign_id)
        if campaign is None:
            raise InvalidEntry("Choose a campaign.", field="campaign_id")
        report = ActivityReport(
            id=report_id,
            campaign_id=campaign.id,
            organization_id=organization.id,
            receiving_area_id=receiving_area(session, campaign, organization).id,
            created_at=now,
            created_by_id=actor.id,
            edited_at=now,
            edited_by=actor.name,
        )
        if activity:
            _prefill(session, report, activity)
        session.add(report)
        uow.record(actor, ReportStarted(subject_id=report_id, by=actor.id, at=now))
    return report


def report_of(session: Session, activity_id: UUID) -> UUID | None:
    """Return the id of the report of an activity, None while there is none."""
    return session.scalar(
        select(ActivityReport.id).where(
            ActivityReport.activity_id == activity_id, ActivityReport.status != ReportStatus.VOID
        )
    )


def _prefill(session: Session, report: ActivityReport, activity: Activity) -> None:
    totals = activity_totals(session, activity.id)
    report.activity_id = activity.id
    fill(
        report,
        ReportContent(
            title=activity.project.title,
            starts_at=activity.starts_at,
            ends_at=activity.ends_at,
            place=activity.place,
            volunteer_count=totals.volunteers or totals.waiting or activity.taken or None,
            summary="",
        ),
        activity.project.campaign.rules,
    )
