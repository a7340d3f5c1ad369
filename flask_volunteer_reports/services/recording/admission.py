"""Who is admitted to an activity, who is not, and who did not come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ...domain.events import NoShowRecorded, NoShowUndone, SignUpAdmitted, SignUpDeclined
from ...errors import AlreadyDone, Conflict
from ...models import (
    HOLDING,
    CheckIn,
    EntryState,
    NameListEntry,
    ServiceRecord,
    SignUp,
    SignUpStatus,
)
from ...ports import Actor
from ..places import free_place
from ..unit_of_work import UnitOfWork
from .sign_ups import find_sign_up


def admit_sign_up(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, sign_up_id: UUID, *, now: datetime
) -> None:
    """Admit a volunteer, who holds a place already.

    Raises:
        NotFound: Activity or sign-up are not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        AlreadyDone: The volunteer was admitted before.
        Conflict: The sign-up does not ask to be admitted any more, or has no place yet.
    """
    with uow.transaction():
        activity, sign_up = find_sign_up(uow, actor, activity_id, sign_up_id)
        if sign_up.status is SignUpStatus.ADMITTED:
            raise AlreadyDone("This volunteer was admitted before.")
        if sign_up.status is SignUpStatus.WAITING:
            raise Conflict("There is no place for this volunteer. Raise the capacity first.")
        if sign_up.status is not SignUpStatus.APPLIED:
            raise Conflict("This sign-up was taken back or declined in the meantime.")
        sign_up.status = SignUpStatus.ADMITTED
        sign_up.admitted_at, sign_up.admitted_by = now, actor.id
        uow.record(
            actor,
            SignUpAdmitted(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                volunteer_id=sign_up.volunteer_id,
                person_id=sign_up.volunteer.person_id,
            ),
        )


def decline_sign_up(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    sign_up_id: UUID,
    reason: str,
    *,
    now: datetime,
) -> None:
    """Do not admit a volunteer who asks for it or waits; the place goes to who waits first.

    Args:
        reason: The volunteer reads it.

    Raises:
        NotFound: Activity or sign-up are not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        AlreadyDone: The volunteer was declined before.
        Conflict: The volunteer was admitted, or took the sign-up back.
    """
    with uow.transaction():
        activity, sign_up = find_sign_up(uow, actor, activity_id, sign_up_id)
        if sign_up.status is SignUpStatus.DECLINED:
            raise AlreadyDone("This volunteer was declined before.")
        if sign_up.status not in (SignUpStatus.APPLIED, SignUpStatus.WAITING):
            raise Conflict("This volunteer was admitted, or took the sign-up back.")
        held = sign_up.status in HOLDING
        sign_up.status = SignUpStatus.DECLINED
        sign_up.ended_at, sign_up.ended_by, sign_up.reason = now, actor.id, reason
        uow.record(
            actor,
            SignUpDeclined(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                volunteer_id=sign_up.volunteer_id,
                person_id=sign_up.volunteer.person_id,
                reason=reason,
            ),
        )
        if held:
            free_place(uow, actor, activity, now=now)


def record_no_show(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, sign_up_id: UUID, *, now: datetime
) -> None:
    """Write down that a volunteer had a place and did not come.

    Raises:
        NotFound: Activity or sign-up are not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        AlreadyDone: It was written down before.
        Conflict: The activity is not over; the volunteer had no place, or was there.
    """
    with uow.transaction() as session:
        activity, sign_up = find_sign_up(uow, actor, activity_id, sign_up_id)
        if sign_up.status is SignUpStatus.NO_SHOW:
            raise AlreadyDone("This was recorded as a no-show before.")
        if activity.ends_at > now:
            raise Conflict("No-shows are recorded after the activity has ended.")
        if sign_up.status is not SignUpStatus.ADMITTED:
            raise Conflict("This volunteer had no place in the activity.")
        if _was_there(session, sign_up):
            raise Conflict(
                "There are hours or a check-in of this volunteer for the activity. Who was there "
                "is no no-show."
            )
        sign_up.status = SignUpStatus.NO_SHOW
        sign_up.ended_at, sign_up.ended_by = now, actor.id
        uow.record(
            actor,
            NoShowRecorded(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                volunteer_id=sign_up.volunteer_id,
                person_id=sign_up.volunteer.person_id,
            ),
        )


def undo_no_show(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, sign_up_id: UUID, *, now: datetime
) -> None:
    """Take back that a volunteer did not come.

    Raises:
        NotFound: Activity or sign-up are not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        AlreadyDone: It stands as a place that was given.
        Conflict: The sign-up was no place to begin with.
    """
    with uow.transaction():
        activity, sign_up = find_sign_up(uow, actor, activity_id, sign_up_id)
        if sign_up.status is SignUpStatus.ADMITTED:
            raise AlreadyDone("This is not recorded as a no-show.")
        if sign_up.status is not SignUpStatus.NO_SHOW:
            raise Conflict("This is not recorded as a no-show.")
        sign_up.status = SignUpStatus.ADMITTED
        sign_up.ended_at = sign_up.ended_by = None
        uow.record(
            actor,
            NoShowUndone(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                volunteer_id=sign_up.volunteer_id,
                person_id=sign_up.volunteer.person_id,
            ),
        )


def _was_there(session: Session, sign_up: SignUp) -> bool:
    """Tell whether anything says that the volunteer came."""
    of_this = [
        exists().where(
            rows.activity_id == sign_up.activity_id,
            rows.volunteer_id == sign_up.volunteer_id,
            standing,
        )
        for rows, standing in (
            (ServiceRecord, ServiceRecord.stands()),
            (NameListEntry, NameListEntry.state.in_((EntryState.PENDING, EntryState.NOTICED))),
            (CheckIn, CheckIn.id.is_not(None)),
        )
    ]
    return bool(session.scalar(select(of_this[0] | of_this[1] | of_this[2])))
