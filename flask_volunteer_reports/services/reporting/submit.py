"""Handing a report in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...domain.events import ReportSubmitted
from ...domain.reporting import check_complete, problem_of
from ...domain.statuses import REPORT_STEPS, ReportStatus, advance
from ...domain.weeks import Timeliness
from ...errors import Conflict, InvalidEntries, Message
from ...models import ActivityReport, ReportRevision
from ...ports import Actor, Permission
from ...rendering.fonts import PaperFonts, undrawable, with_code_points
from ..unit_of_work import UnitOfWork, check_version
from .edit import content_of
from .nil_returns import void_standing
from .revisions import RevisionFacts


def submit_report(
    uow: UnitOfWork, actor: Actor, report_id: UUID, version: int, *, now: datetime
) -> ActivityReport:
    """Hand a report in for review.

    A nil return of the same week is voided by it. The first time decides whether it is late.

    Raises:
        NotFound: The report is not there or out of reach.
        NotAllowed: *actor* writes no reports for the organization.
        AlreadyDone: It was handed in before.
        Conflict: It is void, or late where the campaign refuses late reports.
        StaleVersion: Somebody else saved first.
        InvalidEntries: Something is missing or cannot be printed.

    Source:
        Notice 2017-98, 4(5), Annex 1.
    """
    with uow.transaction() as session:
        report = uow.find(actor, ActivityReport, report_id, lock=True)
        uow.require(actor, Permission.WRITE_REPORT, report)
        status = advance(report.status, to=ReportStatus.SUBMITTED, steps=REPORT_STEPS)
        check_version(report, version)
        check_complete(content_of(report), photos=len(report.photos), now=now)
        _refuse_unfit(report, PaperFonts.of(uow.settings))
        _refuse_late(report, now)
        report.status = status
        report.first_submitted_at = report.first_submitted_at or now
        filled_on = now.astimezone(report.campaign.rules.week.zone).date()
        revision = ReportRevision(
            report_id=report.id,
            number=_last_number(session, report) + 1,
            facts=RevisionFacts.of_report(report, filled_on=filled_on).to_json(),
            submitted_at=now,
            submitted_by_id=actor.id,
            submitted_by=actor.name,
        )
        session.add(revision)
        void_standing(
            uow,
            actor,
            report,
            reason=Message("An activity report was submitted for this week.").text,
            now=now,
        )
        uow.record(
            actor,
            ReportSubmitted(subject_id=report.id, by=actor.id, at=now, revision=revision.number),
        )
    return report


def _refuse_late(report: ActivityReport, now: datetime) -> None:
    rules = report.campaign.rules
    if rules.accept_late or report.week_starts_on is None or report.first_submitted_at:
        return
    week = rules.week.containing_day(report.week_starts_on)
    if rules.timeliness(week, now) is Timeliness.LATE:
        raise Conflict(
            "Week %(week)s was due on %(due)s, and this campaign takes no late reports. Ask the "
            "secretariat.",
            week=week.key,
            due=rules.due_at(week),
        )


def _refuse_unfit(report: ActivityReport, fonts: PaperFonts) -> None:
    """Refuse what would spoil the paper: the same photo twice, characters that no font can draw."""
    problems = []
    if len({photo.upload_sha256 for photo in report.photos}) < len(report.photos):
        text = Message("Both photos are the same file. Replace one of them.")
        problems.append(problem_of("photos", text))
    organization = report.organization
    texts = {
        "title": report.title,
        "place": report.place,
        "summary": report.summary,
        "organization": f"{organization.name}{organization.supervising_unit}"
        f"{organization.leader_name}",
    }
    for field, text_on_paper in texts.items():
        if missing := undrawable(text_on_paper, fonts):
            text = Message(
                "These characters cannot be printed in the papers: %(characters)s. Replace them.",
                {"characters": with_code_points(missing)},
            )
            problems.append(problem_of(field, text))
    if problems:
        raise InvalidEntries("The report is kept as a draft. It cannot be submitted yet:", problems)


def _last_number(session: Session, report: ActivityReport) -> int:
    newest = select(func.max(ReportRevision.number)).where(ReportRevision.report_id == report.id)
    return session.scalar(newest) or 0
