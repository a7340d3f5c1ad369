"""Check-ins whose check-out was forgotten, closed by a person who says why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ...domain.check_in import counted
from ...domain.events import CheckInClosed
from ...domain.ledger import Channel, RecordSource
from ...domain.recurrence import Occasion
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from ...models import Activity, CheckIn, EntryState, NameListEntry
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .check_in_conflicts import refuse_overlap
from .check_in_hours import wait_for_confirmation
from .overlaps import lock_volunteers, typed
from .self_approval import refuse_own_hours


def close_check_in(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    check_in_id: UUID,
    reason: str,
    *,
    ended_at: datetime | None,
    now: datetime,
) -> CheckIn:
    """Close a check-in without check-out, with the time that the person left or with nothing.

    By itself nothing is counted. A time is the word of the person who types it, so the hours are
    typed hours (荣誉时数) and wait for a second person.

    Raises:
        NotFound: Activity or check-in are not there or out of reach.
        NotAllowed: *actor* enters no records for the organization, or closes their own.
        AlreadyDone: It has an end already.
        InvalidEntry: The time is before the check-in, in the future or leaves no whole minute.
        Conflict: The person has been recorded for the time.
    """
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.ENTER_RECORDS, activity.project)
        pair = session.get(CheckIn, check_in_id, populate_existing=True)
        if pair is None or pair.activity_id != activity.id:
            raise NotFound("There is no such check-in.")
        refuse_own_hours(actor, pair.volunteer)
        lock_volunteers(session, [pair.volunteer_id], recording=activity.project.organization_id)
        session.refresh(pair)
        if pair.checked_out_at is not None or pair.closed_at is not None:
            raise AlreadyDone("This check-in has an end already. Nothing was changed.")
        time = _time(activity, pair, ended_at, now) if ended_at is not None else None
        if time is not None:
            _refuse_twice(uow, activity, pair, time)
            wait_for_confirmation(
                session,
                activity,
                pair,
                time,
                _source(activity, now),
                Channel.ORGANIZER,
                actor,
                now=now,
            )
        pair.closed_at, pair.closed_reason = now, reason
        pair.closed_by_id, pair.closed_by = actor.id, actor.name
        uow.record(
            actor,
            CheckInClosed(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                check_in_id=pair.id,
                volunteer_id=pair.volunteer_id,
                service_minutes=time.minutes if time else 0,
                reason=reason,
            ),
        )
    return pair


def _time(activity: Activity, pair: CheckIn, ended_at: datetime, now: datetime) -> Occasion:
    if ended_at > now:
        raise InvalidEntry("This time has not come yet.", field="ended_at")
    try:
        time = counted(pair.checked_in_at, ended_at, activity.occasion)
    except InvalidEntry as error:
        error.field = "ended_at"
        raise
    if time is None:
        raise InvalidEntry(
            "Between the check-in and this time lies no whole minute of the activity. Leave the "
            "time empty to record nothing.",
            field="ended_at",
        )
    return time


def _source(activity: Activity, now: datetime) -> RecordSource:
    """Call 补录 what comes after the days in which hours are to be entered."""
    rules = activity.project.campaign.rules
    last = rules.recording.enter_until(activity.ends_at, rules.week.zone, rules.working_days)
    return RecordSource.BACKFILL if now >= last else RecordSource.MANUAL


def _refuse_twice(uow: UnitOfWork, activity: Activity, pair: CheckIn, time: Occasion) -> None:
    """Hold that the person does not stand in the name list of the activity for the time."""
    refuse_overlap(uow.session, activity, pair.volunteer, time)
    listed = uow.session.scalars(
        select(NameListEntry.id).where(
            NameListEntry.activity_id == activity.id,
            NameListEntry.volunteer_id == pair.volunteer_id,
            NameListEntry.state == EntryState.PENDING,
            typed(),
        )
    ).first()
    if listed is not None:
        raise Conflict(
            "%(name)s stands in the name list already. Close the check-in without a time, and "
            "change the minutes in the name list.",
            name=pair.volunteer.name,
        )
