"""Sign-ups, as the organization makes them and takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.events import SignUpCancelled, VolunteersSignedUp
from ...domain.name_list import ListedVolunteer, row_place
from ...domain.statuses import ActivityStatus, ProjectStatus
from ...errors import AlreadyDone, Conflict, InvalidEntries, NotFound, Problem
from ...models import HOLDING, STANDING, Activity, SignUp, SignUpStatus, Volunteer
from ...ports import Actor, Permission
from ..places import free_place, take_places
from ..publishing.activities import find_activity
from ..queries.offers import hindrances
from ..unit_of_work import UnitOfWork
from .volunteers import resolve_volunteers


@dataclass(frozen=True, slots=True)
class SignedUpByList:
    """What came of a list: how many have a place now, and who waits for one."""

    placed: int
    waiting: tuple[str, ...]
    """Names, in the order of the list and so of the waiting list."""


def sign_up_volunteers(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    rows: Sequence[ListedVolunteer],
    *,
    now: datetime,
) -> SignedUpByList:
    """Sign volunteers up for a coming activity; who stands on its list already stays as they are.

    Whom the organization signs up needs not be admitted. Places are given in the order of *rows*;
    who finds none goes on the waiting list.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        Conflict: It is not published, cancelled or over.
        AlreadyDone: All of them are signed up.
        InvalidEntries: It is not clear who is meant by a row, or somebody is too young or
            elsewhere at that time; each row is named and nobody was signed up.
    """
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.ENTER_RECORDS, activity.project)
        _check_open(activity, now)
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
        _check_hindrances(session, activity, rows, volunteers, new)
        placed = take_places(session, activity, len(new))
        session.add_all(_sign_ups(activity, new, placed, actor, now))
        waiting = tuple(volunteer.name for volunteer in new[placed:])
        uow.record(
            actor,
            VolunteersSignedUp(
                subject_id=activity.id, by=actor.id, at=now, count=len(new), waiting=len(waiting)
            ),
        )
    return SignedUpByList(placed, waiting)


def cancel_sign_up(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, sign_up_id: UUID, *, now: datetime
) -> None:
    """Take a sign-up back; whoever waits first gets its place.

    Raises:
        NotFound: Activity or sign-up are not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        AlreadyDone: It was taken back before.
        Conflict: It was declined, or is a no-show.
    """
    with uow.transaction():
        activity, sign_up = find_sign_up(uow, actor, activity_id, sign_up_id)
        cancel(uow, actor, activity, sign_up, now=now)


def cancel(
    uow: UnitOfWork, actor: Actor, activity: Activity, sign_up: SignUp, *, now: datetime
) -> None:
    """End a sign-up of an activity that is held, and hand its place on."""
    if sign_up.status is SignUpStatus.CANCELLED:
        raise AlreadyDone("This sign-up was taken back before.")
    if sign_up.status not in STANDING:
        raise Conflict("This sign-up was declined; there is nothing to take back.")
    if sign_up.status is SignUpStatus.NO_SHOW:
        raise Conflict("This is recorded as a no-show. Undo that first.")
    held = sign_up.status in HOLDING
    sign_up.status = SignUpStatus.CANCELLED
    sign_up.ended_at, sign_up.ended_by = now, actor.id
    uow.record(
        actor,
        SignUpCancelled(
            subject_id=activity.id,
            by=actor.id,
            at=now,
            volunteer_id=sign_up.volunteer_id,
            person_id=sign_up.volunteer.person_id,
        ),
    )
    if held:
        free_place(uow, actor, activity, now=now)


def find_sign_up(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, sign_up_id: UUID
) -> tuple[Activity, SignUp]:
    """Return a sign-up and its activity, held, for somebody who answers for the organization.

    Raises:
        NotFound: Activity or sign-up are not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
    """
    activity = find_activity(uow, actor, activity_id, lock=True)
    uow.require(actor, Permission.ENTER_RECORDS, activity.project)
    sign_up = uow.session.get(SignUp, sign_up_id, populate_existing=True)
    if sign_up is None or sign_up.activity_id != activity.id:
        raise NotFound("There is no such sign-up.")
    return activity, sign_up


def _check_hindrances(
    session: Session,
    activity: Activity,
    rows: Sequence[ListedVolunteer],
    volunteers: Sequence[Volunteer],
    new: Sequence[Volunteer],
) -> None:
    """Raise InvalidEntries, naming the rows of those among *new* who cannot take part."""
    hindered = hindrances(session, activity, new)
    problems = [
        Problem(row_place(row.number), hindered[volunteer.id])
        for row, volunteer in zip(rows, volunteers, strict=True)
        if volunteer.id in hindered
    ]
    if problems:
        raise InvalidEntries(
            "Nobody was signed up yet. Take these %(count)s people out of the list and send it "
            "again:",
            problems,
            count=len(problems),
        )


def _check_open(activity: Activity, now: datetime) -> None:
    if (
        activity.status is not ActivityStatus.PLANNED
        or activity.project.status is not ProjectStatus.PUBLISHED
    ):
        raise Conflict(
            "Volunteers can sign up only for activities that are published and not cancelled."
        )
    if activity.ends_at <= now:
        raise Conflict("The activity is over. Enter the hours in its name list.")


def _sign_ups(
    activity: Activity, volunteers: Sequence[Volunteer], placed: int, actor: Actor, now: datetime
) -> list[SignUp]:
    """Make the sign-ups of a list; the first *placed* have a place."""
    # In one order with the rows, because those who wait at the same instant move up by id.
    ids = sorted(uuid4() for _ in volunteers)
    made = []
    for number, (sign_up_id, volunteer) in enumerate(zip(ids, volunteers, strict=True)):
        sign_up = SignUp(
            id=sign_up_id,
            activity_id=activity.id,
            volunteer_id=volunteer.id,
            status=SignUpStatus.WAITING,
            signed_up_at=now,
            signed_up_by=actor.id,
        )
        if number < placed:
            sign_up.status = SignUpStatus.ADMITTED
            sign_up.admitted_at, sign_up.admitted_by = now, actor.id
        made.append(sign_up)
    return made
