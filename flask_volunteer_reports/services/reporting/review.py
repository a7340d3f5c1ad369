"""What an office says to a report."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ...domain.events import ReportAccepted, ReportReturned
from ...domain.statuses import REPORT_STEPS, ReportStatus, advance
from ...errors import InvalidEntry
from ...models import ActivityReport, Outcome, ReportRevision
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork, check_version


def return_report(
    uow: UnitOfWork, actor: Actor, report_id: UUID, version: int, *, reason: str, now: datetime
) -> ActivityReport:
    """Ask back: the organization sees the reason and submits again.

    Raises:
        NotFound: The report is not there or out of reach.
        NotAllowed: *actor* does not review it.
        InvalidEntry: The reason is missing.
        AlreadyDone: It was returned before.
        Conflict: It is not waiting for a review.
        StaleVersion: Somebody else decided or changed it first.
    """
    with uow.transaction():
        report = _find_for_review(uow, actor, report_id)
        if not reason:
            raise InvalidEntry("Say what the organization should mend.", field="reason")
        revision = _decide(report, version, ReportStatus.RETURNED, Outcome.RETURNED, actor, now)
        revision.reason = reason
        uow.record(
            actor,
            ReportReturned(
                subject_id=report.id,
                by=actor.id,
                at=now,
                revision=revision.number,
                reason=reason,
            ),
        )
    return report


def accept_report(
    uow: UnitOfWork, actor: Actor, report_id: UUID, version: int, *, now: datetime
) -> ActivityReport:
    """Accept a report; from now on this revision stands in the papers.

    Raises:
        NotFound: The report is not there or out of reach.
        NotAllowed: *actor* does not review it.
        AlreadyDone: It was accepted before.
        Conflict: It is not waiting for a review.
        StaleVersion: Somebody else decided or changed it first.
    """
    with uow.transaction():
        report = _find_for_review(uow, actor, report_id)
        revision = _decide(report, version, ReportStatus.ACCEPTED, Outcome.ACCEPTED, actor, now)
        report.accepted_number = revision.number
        uow.record(
            actor,
            ReportAccepted(subject_id=report.id, by=actor.id, at=now, revision=revision.number),
        )
    return report


def _find_for_review(uow: UnitOfWork, actor: Actor, report_id: UUID) -> ActivityReport:
    report = uow.find(actor, ActivityReport, report_id, lock=True)
    uow.require(actor, Permission.REVIEW_REPORT, report)
    return report


def _decide(
    report: ActivityReport,
    version: int,
    status: ReportStatus,
    outcome: Outcome,
    actor: Actor,
    now: datetime,
) -> ReportRevision:
    report.status = advance(report.status, to=status, steps=REPORT_STEPS)
    check_version(report, version)
    revision = report.revisions[-1]
    revision.outcome = outcome
    revision.decided_at = now
    revision.decided_by = actor.name
    return revision
