"""Nil returns: a week without activity, declared."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ...domain.events import NilReturnFiled, NilReturnVoided
from ...domain.statuses import ReportStatus
from ...domain.weeks import Week
from ...errors import AlreadyDone, Conflict
from ...models import ActivityReport, Campaign, NilReturn, Organization
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork
from .receiving import find_campaign, receiving_area


def file_nil_return(
    uow: UnitOfWork,
    actor: Actor,
    organization_id: UUID,
    campaign_code: str,
    week_key: str,
    note: str,
    *,
    now: datetime,
) -> NilReturn:
    """Declare that an organization had no activity in a week that is over.

    Raises:
        NotFound: Organization or campaign are not there or out of reach.
        NotAllowed: *actor* writes no reports for the organization.
        InvalidEntry: It is no week of the campaign.
        Conflict: The week is not over, or a report of it has been handed in.
        AlreadyDone: It was declared before.
    """
    with uow.transaction() as session:
        # Locked, so that the second of two clicks finds what the first has saved.
        organization = uow.find(actor, Organization, organization_id, lock=True)
        uow.require(actor, Permission.WRITE_REPORT, organization)
        campaign = find_campaign(session, campaign_code)
        week = campaign.rules.parse_week(week_key)
        refuse_unfinished(campaign, week, now)
        if _standing(session, campaign.id, organization.id, week):
            raise AlreadyDone("The nil return for this week was filed before.")
        if _handed_in(session, campaign.id, organization.id, week):
            raise Conflict(
                "A report of week %(week)s has been handed in, so it is no week without activity.",
                week=week.key,
            )
        nil_return = NilReturn(
            campaign_id=campaign.id,
            organization_id=organization.id,
            receiving_area_id=receiving_area(session, campaign, organization).id,
            week_starts_on=week.starts_on,
            note=note,
            filed_at=now,
            filed_by=actor.name,
        )
        session.add(nil_return)
        session.flush()
        uow.record(
            actor,
            NilReturnFiled(subject_id=nil_return.id, by=actor.id, at=now, week=week.key),
        )
    return nil_return


def void_nil_return(
    uow: UnitOfWork, actor: Actor, nil_return_id: UUID, reason: str, *, now: datetime
) -> NilReturn:
    """Take a nil return back.

    Raises:
        NotFound: It is not there or out of reach.
        NotAllowed: *actor* writes no reports for the organization.
        AlreadyDone: It was taken back before.
    """
    with uow.transaction():
        nil_return = uow.find(actor, NilReturn, nil_return_id, lock=True)
        uow.require(actor, Permission.WRITE_REPORT, nil_return)
        if nil_return.voided_at is not None:
            raise AlreadyDone("This nil return was taken back before.")
        _void(uow, actor, nil_return, reason, now)
    return nil_return


def void_standing(
    uow: UnitOfWork, actor: Actor, report: ActivityReport, *, reason: str, now: datetime
) -> None:
    """Void the nil return that a report of the same week contradicts, if there is one."""
    rules = report.campaign.rules
    assert report.week_starts_on is not None  # noqa: S101 -- only complete reports come here
    week = rules.week.containing_day(report.week_starts_on)
    nil_return = _standing(uow.session, report.campaign_id, report.organization_id, week)
    if nil_return:
        _void(uow, actor, nil_return, reason, now)


def refuse_unfinished(campaign: Campaign, week: Week, now: datetime) -> None:
    """Raise Conflict while *week* is not over in the campaign's zone."""
    if now.astimezone(campaign.rules.week.zone).date() <= week.ends_on:
        raise Conflict(
            "Week %(week)s is not over; it ends on %(last)s.", week=week.key, last=week.ends_on
        )


def _void(uow: UnitOfWork, actor: Actor, nil_return: NilReturn, reason: str, now: datetime) -> None:
    nil_return.voided_at = now
    nil_return.void_reason = reason
    uow.record(
        actor,
        NilReturnVoided(subject_id=nil_return.id, by=actor.id, at=now, reason=reason),
    )


def _standing(
    session: Session, campaign_id: UUID, organization_id: UUID, week: Week
) -> NilReturn | None:
    return session.scalars(
        select(NilReturn).where(
            NilReturn.campaign_id == campaign_id,
            NilReturn.organization_id == organization_id,
            NilReturn.week_starts_on == week.starts_on,
            NilReturn.voided_at.is_(None),
        )
    ).first()


def _handed_in(session: Session, campaign_id: UUID, organization_id: UUID, week: Week) -> bool:
    handed_in = exists().where(
        ActivityReport.campaign_id == campaign_id,
        ActivityReport.organization_id == organization_id,
        ActivityReport.week_starts_on == week.starts_on,
        ActivityReport.first_submitted_at.is_not(None),
        ActivityReport.status != ReportStatus.VOID,
    )
    return bool(session.scalar(select(handed_in)))
