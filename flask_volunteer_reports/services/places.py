"""Places in an activity: given, freed, and handed on to who waits first.

``Activity.taken`` counts those who hold a place. It changes here alone, in a statement that looks
at the capacity itself, so that the last place is given once however many ask. Callers hold the
project, so that nobody joins the waiting list while a place becomes free.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from ..domain.events import SignUpMovedUp
from ..domain.statuses import ActivityStatus
from ..models import Activity, SignUp, SignUpStatus
from ..ports import Actor
from .unit_of_work import UnitOfWork


def take_places(session: Session, activity: Activity, wanted: int) -> int:
    """Take as many of *wanted* places as there are, and return how many that were."""
    left = wanted
    if activity.capacity is not None:
        left = min(wanted, max(0, activity.capacity - activity.taken))
    if not left or not _take(session, activity, left):
        return 0
    return left


def free_place(uow: UnitOfWork, actor: Actor, activity: Activity, *, now: datetime) -> None:
    """Give a place back; who waits first gets it."""
    uow.session.execute(
        update(Activity)
        .where(Activity.id == activity.id)
        .values(taken=Activity.taken - 1)
        .execution_options(synchronize_session=False)
    )
    uow.session.refresh(activity, ["taken"])
    move_up(uow, actor, activity, now=now)


def move_up(uow: UnitOfWork, actor: Actor, activity: Activity, *, now: datetime) -> None:
    """Give free places to those who wait, in the order in which they signed up.

    Nobody moves up in an activity that is cancelled or over.

    Args:
        actor: Whose deed made the places free.
    """
    if activity.status is not ActivityStatus.PLANNED or activity.ends_at <= now:
        return
    session = uow.session
    first = (
        select(SignUp)
        .where(SignUp.activity_id == activity.id, SignUp.status == SignUpStatus.WAITING)
        .order_by(SignUp.signed_up_at, SignUp.id)
    )
    if activity.capacity is not None:
        first = first.limit(max(0, activity.capacity - activity.taken))
    waiting = session.scalars(first.execution_options(populate_existing=True)).all()
    for sign_up in waiting[: take_places(session, activity, len(waiting))]:
        hold_place(sign_up, activity, actor, now=now)
        uow.record(
            actor,
            SignUpMovedUp(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                volunteer_id=sign_up.volunteer_id,
                person_id=sign_up.volunteer.person_id,
                status=sign_up.status,
            ),
        )


def hold_place(sign_up: SignUp, activity: Activity, actor: Actor, *, now: datetime) -> None:
    """Let a sign-up hold the place that was taken for it; some must still be admitted."""
    if activity.project.needs_admission:
        sign_up.status = SignUpStatus.APPLIED
        return
    sign_up.status = SignUpStatus.ADMITTED
    sign_up.admitted_at, sign_up.admitted_by = now, actor.id


def _take(session: Session, activity: Activity, count: int) -> bool:
    taken = session.execute(
        update(Activity)
        .where(
            Activity.id == activity.id,
            or_(Activity.capacity.is_(None), Activity.taken + count <= Activity.capacity),
        )
        .values(taken=Activity.taken + count)
        .execution_options(synchronize_session=False)
    )
    session.refresh(activity, ["taken"])
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # an UPDATE has one
