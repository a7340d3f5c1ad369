"""Saving what a report says."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ...domain.campaign import CampaignRules
from ...domain.events import ReportEdited
from ...domain.reporting import ReportContent, check_content
from ...domain.statuses import REPORT_STEPS, ReportStatus, advance
from ...errors import Conflict, InvalidEntry
from ...models import ActivityReport
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork, changes_of, check_version


def edit_report(
    uow: UnitOfWork,
    actor: Actor,
    report_id: UUID,
    version: int,
    content: ReportContent,
    *,
    now: datetime,
) -> ActivityReport:
    """Save what a report says; gaps are allowed until it is submitted.

    An accepted report becomes a draft again and needs its review again; until then the accepted
    revision stays in the papers.

    Raises:
        NotFound: The report is not there or out of reach.
        NotAllowed: *actor* writes no reports for the organization.
        Conflict: It is with the office, or void.
        StaleVersion: Somebody else saved first.
        InvalidEntry: Something cannot be right even in a draft.
    """
    with uow.transaction():
        report = find_writable(uow, actor, report_id)
        check_content(content, longest_summary=uow.settings.longest_summary)
        fill(report, content, report.campaign.rules)
        changed = changes_of(report)
        check_version(report, version, changed=changed)
        if changed:
            reopened = reopen(report)
            report.edited_at, report.edited_by = now, actor.name
            uow.record(
                actor,
                ReportEdited(
                    subject_id=report.id, by=actor.id, at=now, changed=changed, reopened=reopened
                ),
            )
    return report


def find_writable(
    uow: UnitOfWork, actor: Actor, report_id: UUID, *, lock: bool = True
) -> ActivityReport:
    """Return a report that *actor* may write in now."""
    report = uow.find(actor, ActivityReport, report_id, lock=lock)
    uow.require(actor, Permission.WRITE_REPORT, report)
    if report.status is ReportStatus.SUBMITTED:
        raise Conflict(
            "The report is with the office. Ask the office to return it if it must be changed."
        )
    if report.status is ReportStatus.VOID:
        raise Conflict("The report is void. Begin a new one.")
    return report


def reopen(report: ActivityReport) -> bool:
    """Make a draft again of an accepted report that is about to change; tell whether it was."""
    accepted = report.status is ReportStatus.ACCEPTED
    if accepted:
        report.status = advance(report.status, to=ReportStatus.DRAFT, steps=REPORT_STEPS)
    return accepted


def fill(report: ActivityReport, content: ReportContent, rules: CampaignRules) -> None:
    """Write *content* into *report*, with the week that follows from it."""
    week = rules.week_of(content.starts_at, field="starts_at") if content.starts_at else None
    new_week = week.starts_on if week else None
    if report.accepted_number is not None and new_week != report.week_starts_on:
        raise InvalidEntry(
            "An accepted report stays in its week. Have the office void it, and begin a new one.",
            field="starts_at",
        )
    report.title = content.title
    report.starts_at, report.ends_at = content.starts_at, content.ends_at
    report.week_starts_on = new_week
    report.place = content.place
    report.volunteer_count = content.volunteer_count
    report.summary = content.summary


def content_of(report: ActivityReport) -> ReportContent:
    """Return what a report says at present."""
    return ReportContent(
        title=report.title,
        starts_at=report.starts_at,
        ends_at=report.ends_at,
        place=report.place,
        volunteer_count=report.volunteer_count,
        summary=report.summary,
    )
