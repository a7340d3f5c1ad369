"""One pair of check-in and check-out: how it begins, how it ends, and what comes of it.

Whoever calls holds the project and the volunteer, and has asked who may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ...domain.check_in import Purpose, counted, local_day, refuse_outside_window
from ...domain.events import VolunteerCheckedIn, VolunteerCheckedOut
from ...domain.recurrence import Occasion
from ...errors import AlreadyDone, Conflict
from ...models import Activity, CheckIn, CheckWay, Volunteer
from ...ports import Actor
from ..unit_of_work import UnitOfWork
from .attending import take_part
from .check_in_hours import credit_pair
from .overlaps import find_overlaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check-in or check-out, as it is sent."""

    id: UUID
    """Chosen by whoever sends it; what is sent again under it is taken once."""
    at: datetime
    """When it happened."""
    way: CheckWay


def begin_pair(
    uow: UnitOfWork,
    actor: Actor,
    activity: Activity,
    volunteer: Volunteer,
    check: Check,
    *,
    now: datetime,
) -> CheckIn:
    """Check somebody in.

    Raises:
        InvalidEntry: Too early or too late.
        AlreadyDone: The person is checked in here.
        Conflict: The person is somewhere else, had as many pairs today as there may be, or has no
            place.
    """
    session = uow.session
    refuse_outside_window(
        Purpose.IN, check.at, activity.occasion, activity.project.campaign.rules.recording
    )
    standing = open_pair(session, activity.id, volunteer.id)
    if standing is not None:
        raise AlreadyDone(
            "%(name)s is checked in since %(at)s already.",
            name=volunteer.name,
            at=standing.checked_in_at,
        )
    _refuse_elsewhere(session, activity, volunteer, check.at)
    _refuse_more_pairs(session, activity, volunteer, check.at)
    by_organizer = check.way is not CheckWay.CODE
    walked_in = take_part(uow, actor, activity, volunteer, by_organizer=by_organizer, now=now)
    way = CheckWay.WALK_IN if walked_in and by_organizer else check.way
    pair = CheckIn(
        id=check.id,
        activity_id=activity.id,
        volunteer_id=volunteer.id,
        checked_in_at=check.at,
        check_in_way=way,
        check_in_received_at=now,
        checked_in_by_id=actor.id,
        checked_in_by=actor.name,
    )
    session.add(pair)
    session.flush()
    uow.record(
        actor,
        VolunteerCheckedIn(
            subject_id=activity.id,
            by=actor.id,
            at=now,
            check_in_id=pair.id,
            volunteer_id=volunteer.id,
            way=way.value,
        ),
    )
    return pair


def end_pair(
    uow: UnitOfWork,
    actor: Actor,
    activity: Activity,
    volunteer: Volunteer,
    check: Check,
    *,
    now: datetime,
) -> CheckIn:
    """Check somebody out; the hours count at once, or wait where the rules ask for it.

    Raises:
        InvalidEntry: Too late, or before the check-in.
        AlreadyDone: The person is checked out.
        Conflict: The person is not checked in, or has been recorded elsewhere for the time.
    """
    session = uow.session
    refuse_outside_window(
        Purpose.OUT, check.at, activity.occasion, activity.project.campaign.rules.recording
    )
    pair = open_pair(session, activity.id, volunteer.id)
    if pair is None:
        _refuse_without_pair(session, activity, volunteer)
        raise Conflict("%(name)s is not checked in here. Check in first.", name=volunteer.name)
    time = counted(pair.checked_in_at, check.at, activity.occasion)
    if time is not None:
        refuse_overlap(session, activity, volunteer, time)
    pair.checked_out_at, pair.check_out_way, pair.check_out_id = check.at, check.way, check.id
    pair.check_out_received_at = now
    pair.checked_out_by_id, pair.checked_out_by = actor.id, actor.name
    session.flush()
    waits = time is not None and not credit_pair(uow, actor, activity, pair, time, now=now)
    session.flush()
    uow.record(
        actor,
        VolunteerCheckedOut(
            subject_id=activity.id,
            by=actor.id,
            at=now,
            check_in_id=pair.id,
            volunteer_id=volunteer.id,
            way=check.way.value,
            service_minutes=time.minutes if time else 0,
            waits=waits,
        ),
    )
    return pair


def known_check(
    session: Session, check_id: UUID, purpose: Purpose, activity_id: UUID, volunteer_id: UUID | None
) -> CheckIn | None:
    """Return the pair that a check was taken for before, if it was.

    Args:
        volunteer_id: Who it must have been; None is anyone.

    Raises:
        Conflict: The id was used for something else.
    """
    mine = CheckIn.id if purpose is Purpose.IN else CheckIn.check_out_id
    pair = session.scalars(
        select(CheckIn)
        .where(or_(CheckIn.id == check_id, CheckIn.check_out_id == check_id))
        .execution_options(populate_existing=True)
    ).first()
    if pair is None:
        return None
    sent = pair.id if mine is CheckIn.id else pair.check_out_id
    same = sent == check_id and pair.activity_id == activity_id
    if not same or volunteer_id not in (None, pair.volunteer_id):
        raise Conflict("This was sent before for something else. Load the page again and retry.")
    return pair


def open_pair(session: Session, activity_id: UUID, volunteer_id: UUID) -> CheckIn | None:
    """Return the pair of a volunteer in an activity that has no end yet."""
    return session.scalars(
        select(CheckIn)
        .where(
            CheckIn.activity_id == activity_id,
            CheckIn.volunteer_id == volunteer_id,
            CheckIn.checked_out_at.is_(None),
            CheckIn.closed_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).first()


def refuse_overlap(
    session: Session, activity: Activity, volunteer: Volunteer, time: Occasion
) -> None:
    """Raise Conflict where the volunteer has been recorded for some of the time."""
    overlaps = find_overlaps(session, activity.id, {volunteer.id: time})
    if overlaps:
        raise Conflict.of(overlaps[volunteer.id])


def _refuse_elsewhere(
    session: Session, activity: Activity, volunteer: Volunteer, at: datetime
) -> None:
    """Hold that the person is in no other activity at the time.

    A check-out that was forgotten yesterday keeps nobody from serving today: an open pair counts
    for as long as one could check out there.
    """
    others = session.scalars(
        select(CheckIn).where(
            CheckIn.volunteer_id == volunteer.id,
            CheckIn.activity_id != activity.id,
            CheckIn.checked_in_at <= at,
            CheckIn.closed_at.is_(None),
            or_(CheckIn.checked_out_at.is_(None), CheckIn.checked_out_at > at),
        )
    )
    for other in others:
        there = other.activity
        until = there.ends_at + there.project.campaign.rules.recording.check_out_after
        if other.checked_out_at is not None or at <= until:
            raise Conflict(
                "%(name)s is checked in at “%(title)s” since %(at)s. Check out there first.",
                name=volunteer.name,
                title=there.project.title,
                at=other.checked_in_at,
            )
    begins = max(at, activity.starts_at)
    refuse_overlap(session, activity, volunteer, Occasion(begins, begins + timedelta(seconds=1)))


def _refuse_more_pairs(
    session: Session, activity: Activity, volunteer: Volunteer, at: datetime
) -> None:
    rules = activity.project.campaign.rules
    day = local_day(at, rules.week.zone)
    had = session.scalar(
        select(func.count()).where(
            CheckIn.activity_id == activity.id,
            CheckIn.volunteer_id == volunteer.id,
            CheckIn.checked_in_at >= day.starts_at,
            CheckIn.checked_in_at < day.ends_at,
        )
    )
    if (had or 0) >= rules.recording.pairs_a_day:
        raise Conflict(
            "%(name)s has checked in %(count)s times today, which is as often as this activity "
            "allows. The organizer can enter the rest in the name list.",
            name=volunteer.name,
            count=had,
        )


def _refuse_without_pair(session: Session, activity: Activity, volunteer: Volunteer) -> None:
    last = session.scalars(
        select(CheckIn)
        .where(CheckIn.activity_id == activity.id, CheckIn.volunteer_id == volunteer.id)
        .order_by(CheckIn.checked_in_at.desc())
        .limit(1)
    ).first()
    if last is None:
        return
    if last.checked_out_at is not None:
        raise AlreadyDone(
            "%(name)s checked out at %(at)s already.", name=volunteer.name, at=last.checked_out_at
        )
    raise Conflict(
        "The check-in of %(name)s was closed at %(at)s: %(reason)s",
        name=volunteer.name,
        at=last.closed_at,
        reason=last.closed_reason,
    )
