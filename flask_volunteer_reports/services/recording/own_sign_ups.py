"""Sign-ups, as volunteers make them and take them back themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ...domain.events import VolunteerSignedUp
from ...errors import AlreadyDone, Conflict
from ...models import STANDING, Activity, SignUp, SignUpStatus, Volunteer
from ...ports import Actor
from ..places import hold_place, take_places
from ..publishing.activities import find_public_activity
from ..queries.offers import refusal
from ..serving import require_volunteer
from ..unit_of_work import UnitOfWork
from .overlaps import lock_volunteers
from .sign_ups import cancel


def sign_up(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, *, sign_up_id: UUID, now: datetime
) -> SignUp:
    """Sign the person up who asks: for a place, to be admitted, or on the waiting list.

    Args:
        sign_up_id: Chosen when the button was shown, so that a second click changes nothing.

    Returns:
        The sign-up; its status says what came of it.

    Raises:
        NotFound: There is no such activity in public.
        Conflict: Signing up is not possible; says why.
        AlreadyDone: The person is signed up.
    """
    with uow.transaction() as session:
        activity = find_public_activity(uow, activity_id, lock=True)
        volunteer = require_volunteer(uow, actor)
        # Their other sign-ups wait: nobody gets two places at one time with two clicks.
        lock_volunteers(session, [volunteer.id])
        session.refresh(volunteer)
        _refuse_second(uow, activity, volunteer, sign_up_id)
        refused = refusal(session, activity, volunteer, now=now)
        if refused:
            raise Conflict.of(refused.message)
        made = SignUp(
            id=sign_up_id,
            activity_id=activity.id,
            volunteer_id=volunteer.id,
            status=SignUpStatus.WAITING,
            signed_up_at=now,
            signed_up_by=actor.id,
        )
        if take_places(session, activity, 1):
            hold_place(made, activity, actor, now=now)
        session.add(made)
        uow.record(
            actor,
            VolunteerSignedUp(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                volunteer_id=volunteer.id,
                person_id=volunteer.person_id,
                status=made.status,
            ),
        )
    return made


def cancel_own_sign_up(uow: UnitOfWork, actor: Actor, sign_up_id: UUID, *, now: datetime) -> None:
    """Take the own sign-up back; whoever waits first gets its place.

    Who waits can always leave the waiting list.

    Raises:
        NotFound: There is none of the person's own with that id.
        AlreadyDone: It was taken back before.
        Conflict: The activity is too near, or over; it was declined.
    """
    with uow.transaction() as session:
        own = uow.find(actor, SignUp, sign_up_id)
        activity = find_public_activity(uow, own.activity_id, lock=True)
        session.refresh(own)
        if own.status in (SignUpStatus.APPLIED, SignUpStatus.ADMITTED):
            until = cancel_until(activity)
            if now > until:
                raise Conflict(
                    "It could be taken back until %(until)s. Ask the organization to do it now.",
                    until=until,
                )
        cancel(uow, actor, activity, own, now=now)


def cancel_until(activity: Activity) -> datetime:
    """Return the last instant at which a volunteer gives a place back without asking."""
    rules = activity.project.campaign.rules.recording
    return activity.starts_at - rules.cancel_until_before


def _refuse_second(
    uow: UnitOfWork, activity: Activity, volunteer: Volunteer, sign_up_id: UUID
) -> None:
    if uow.session.get(SignUp, sign_up_id) is not None:
        raise AlreadyDone("This was sent before. Nothing was changed.")
    standing = select(SignUp.id).where(
        SignUp.activity_id == activity.id,
        SignUp.volunteer_id == volunteer.id,
        SignUp.status.in_(STANDING),
    )
    if uow.session.scalar(standing) is not None:
        raise AlreadyDone("You are signed up for this activity already.")
