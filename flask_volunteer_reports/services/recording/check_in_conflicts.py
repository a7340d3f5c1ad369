"""What stands in the way of a check-in: other places, other records, too many pairs."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ...domain.check_in import local_day
from ...domain.recurrence import Occasion
from ...errors import Conflict
from ...models import Activity, CheckIn, Volunteer
from .overlaps import find_overlaps


def refuse_overlap(
    session: Session, activity: Activity, volunteer: Volunteer, time: Occasion
) -> None:
    """Raise Conflict where the volunteer has been recorded for some of the time."""
    overlaps = find_overlaps(session, activity.id, {volunteer.id: time})
    if overlaps:
        raise Conflict.of(overlaps[volunteer.id])


def refuse_elsewhere(
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


def refuse_more_pairs(
    session: Session, activity: Activity, volunteer: Volunteer, at: datetime
) -> None:
    """Hold that a volunteer has no more pairs in an activity on a local day than there may be."""
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
