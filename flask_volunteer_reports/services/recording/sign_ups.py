"""Places in an activity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update

from ...domain.events import SignUpCancelled, VolunteersSignedUp
from ...domain.name_list import ListedVolunteer
from ...domain.statuses import ActivityStatus, ProjectStatus
from ...errors import AlreadyDone, Conflict, NotFound
from ...models import STANDING, Activity, SignUp, SignUpStatus
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .volunteers import resolve_volunteers


def sign_up_volunteers(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    rows: Sequence[ListedVolunteer],
    *,
    now: datetime,
) -> int:
    """Give places in a coming activity to volunteers; who has one keeps it.

    Returns:
        How many were newly signed up.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        Conflict: It is not published, cancelled or over, or has not so many places left; then
            nobody was signed up.
        InvalidEntries: It is not clear who is meant by a row.
    """
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.ENTER_RECORDS, activity.project)
        if (
            activity.status is not ActivityStatus.PLANNED
            or activity.project.status is not ProjectStatus.PUBLISHED
        ):
            raise Conflict(
                "Volunteers can sign up only for activities that are published and not cancelled."
            )
        if activity.ends_at <= now:
            raise Conflict("The activity is over. Enter the hours in its name list.")
        volunteers = resolve_volunteers(uow, actor, activity.project.organization, rows, now=now)
        standing = set(
            session.scalars(
                select(SignUp.volunteer_id).where(
                    SignUp.activity_id == activity.id, SignUp.status.in_(STANDING)
                )
            )
        )
        new = [volunteer for volunteer in volunteers if volunteer.id not in standing]
        if not new:
            raise AlreadyDone("All of them are signed up already.")
        taken = session.execute(
            update(Activity)
            .where(
                Activity.id == activity.id,
                or_(Activity.capacity.is_(None), Activity.taken + len(new) <= Activity.capacity),
            )
            .values(taken=Activity.taken + len(new))
            .execution_options(synchronize_session=False)
        )
        if not taken.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
            raise Conflict(
                "There are not %(count)s places left. Raise the capacity or sign up fewer.",
                count=len(new),
            )
        session.add_all(
            SignUp(
                activity_id=activity.id,
                volunteer_id=volunteer.id,
                signed_up_at=now,
                signed_up_by=actor.id,
                admitted_at=now,
                admitted_by=actor.id,
            )
            for volunteer in new
        )
        uow.record(
            actor,
            VolunteersSignedUp(subject_id=activity.id, by=actor.id, at=now, count=len(new)),
        )
    return len(new)


def cancel_sign_up(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, sign_up_id: UUID, *, now: datetime
) -> None:
    """Take a sign-up back and free its place.

    Raises:
        NotFound: Activity or sign-up are not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        AlreadyDone: It was taken back before.
    """
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.ENTER_RECORDS, activity.project)
        sign_up = session.get(SignUp, sign_up_id, populate_existing=True)
        if sign_up is None or sign_up.activity_id != activity.id:
            raise NotFound("There is no such sign-up.")
        if sign_up.status not in STANDING:
            raise AlreadyDone("This sign-up was taken back before.")
        sign_up.status = SignUpStatus.CANCELLED
        sign_up.ended_at, sign_up.ended_by = now, actor.id
        session.execute(
            update(Activity)
            .where(Activity.id == activity.id)
            .values(taken=Activity.taken - 1)
            .execution_options(synchronize_session=False)
        )
        uow.record(
            actor,
            SignUpCancelled(
                subject_id=activity.id, by=actor.id, at=now, volunteer_id=sign_up.volunteer_id
            ),
        )
