"""Taking a report out of everything."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ...domain.events import ReportVoided
from ...domain.statuses import REPORT_STEPS, ReportStatus, advance
from ...models import ActivityReport
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork, check_version


def void_report(
    uow: UnitOfWork, actor: Actor, report_id: UUID, version: int, *, reason: str, now: datetime
) -> ActivityReport:
    """Take a report out of everything, with a reason; it stays readable.

    Who writes it may void it while it is not with the office; what was handed in or accepted is
    the office's to void.

    Raises:
        NotFound: The report is not there or out of reach.
        NotAllowed: It is the other side's to void.
        AlreadyDone: It is void.
        StaleVersion: Somebody else saved first.
    """
    with uow.transaction():
        report = uow.find(actor, ActivityReport, report_id, lock=True)
        status = advance(report.status, to=ReportStatus.VOID, steps=REPORT_STEPS)
        own = report.status in (ReportStatus.DRAFT, ReportStatus.RETURNED)
        never_accepted = report.accepted_number is None
        uow.require(
            actor,
            Permission.WRITE_REPORT if own and never_accepted else Permission.REVIEW_REPORT,
            report,
        )
        report.status = status
        check_version(report, version)
        report.void_reason = reason
        uow.record(actor, ReportVoided(subject_id=report.id, by=actor.id, at=now, reason=reason))
    return report
