"""Check-in and check-out, by the volunteer with the organizer's code, or by the organizer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ...domain.check_in import Purpose
from ...domain.name_list import ListedVolunteer
from ...errors import Conflict, InvalidEntry, NotFound
from ...models import Activity, CheckIn, CheckWay, Project, SignUp, Volunteer
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .attending import check_taking_place
from .check_in_codes import refuse_code
from .check_in_pairs import Check, begin_pair, end_pair, known_check
from .overlaps import lock_volunteers
from .self_approval import refuse_own_hours
from .volunteers import resolve_volunteers

_CARD = re.compile(r"(?:^|/cards/)([0-9a-f]{24})/?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom the organizer means: one of the three."""

    volunteer_id: UUID | None = None
    """Ticked off the list."""
    card: str = ""
    """What a volunteer's own QR code says, or the volunteer number typed by hand."""
    walk_in: ListedVolunteer | None = None
    """A name, perhaps with a number; who is not known is registered."""


def check_in_with_code(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    code: str,
    *,
    check_in_id: UUID,
    now: datetime,
) -> CheckIn:
    """Check in on one's own telephone with the code that the organizer shows.

    Args:
        check_in_id: Chosen by the telephone: sent five times, it is one check-in.

    Returns:
        The pair that has begun.

    Raises:
        NotFound: There is no such activity in public.
        InvalidEntry: The code is not good, or it is too early or too late.
        AlreadyDone: The person is checked in here.
        Conflict: Too many wrong codes; the person is no volunteer, is somewhere else, had all pairs
            of the day or has no place.
    """
    return _check_with_code(uow, actor, activity_id, code, Purpose.IN, check_in_id, now)


def check_out_with_code(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    code: str,
    *,
    check_out_id: UUID,
    now: datetime,
) -> CheckIn:
    """Check out on one's own telephone; the hours count, or wait where the rules ask for it.

    Returns:
        The pair that has ended.

    Raises:
        NotFound: There is no such activity in public.
        InvalidEntry: The code is not good, or it is too late.
        AlreadyDone: The person is checked out.
        Conflict: Too many wrong codes; the person is not checked in, or recorded elsewhere.
    """
    return _check_with_code(uow, actor, activity_id, code, Purpose.OUT, check_out_id, now)


def check_in_by_organizer(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, whom: Whom, check: Check, *, now: datetime
) -> CheckIn:
    """Check somebody in at the place: off the list, by the card, or as a walk-in.

    Args:
        check: ``at`` is when it was ticked, which with a bad network is before *now*.

    Raises:
        NotFound: The activity is out of reach, or nobody is known by that card.
        NotAllowed: *actor* enters no records for the organization, or ticks themselves off.
        InvalidEntry: Too early or too late; it is not clear who is meant.
        AlreadyDone: The person is checked in here.
        Conflict: The activity does not take place; the person is somewhere else, had all pairs of
            the day or has no place.
    """
    return _check_by_organizer(uow, actor, activity_id, whom, Purpose.IN, check, now)


def check_out_by_organizer(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, whom: Whom, check: Check, *, now: datetime
) -> CheckIn:
    """Check somebody out at the place.

    Raises:
        NotFound: The activity is out of reach, or nobody is known by that card.
        NotAllowed: *actor* enters no records for the organization, or ticks themselves off.
        InvalidEntry: Too late, or before the check-in.
        AlreadyDone: The person is checked out.
        Conflict: The activity does not take place; the person is not checked in, or recorded
            elsewhere.
    """
    return _check_by_organizer(uow, actor, activity_id, whom, Purpose.OUT, check, now)


def find_own_volunteer(uow: UnitOfWork, actor: Actor) -> Volunteer:
    """Return the volunteer who *actor* is.

    Raises:
        Conflict: The person is not registered as a volunteer.
        NotAllowed: The host forbids it.
    """
    own = uow.session.scalars(
        select(Volunteer)
        .where(Volunteer.person_id == actor.id)
        .execution_options(populate_existing=True)
    ).first()
    if own is None:
        raise Conflict(
            "You are not registered as a volunteer here. Register first, or ask the organizer to "
            "check you in by name."
        )
    uow.require(actor, Permission.SERVE, own)
    return own


def find_by_card(session: Session, card: str) -> Volunteer:
    """Return whose card it is, wherever the person is registered: the card was shown.

    Args:
        card: The code, or the address that the QR code holds.

    Raises:
        NotFound: There is no such card.
    """
    code = _CARD.search(card)
    found = session.scalars(
        select(Volunteer)
        .where(Volunteer.card_code == (code[1] if code else ""))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("There is no such card. Ask the person to open it anew.")
    return found


def find_public_activity(session: Session, activity_id: UUID, *, lock: bool = False) -> Activity:
    """Return an activity that the public knows of, whatever the person's roles.

    Raises:
        NotFound: There is none.
        Conflict: It was cancelled.
    """
    activity = session.get(Activity, activity_id, populate_existing=True)
    if activity is None or activity.published_at is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    if lock:  # in the same order as name lists and confirmations
        session.execute(
            select(Project.id).where(Project.id == activity.project_id).with_for_update()
        )
    check_taking_place(activity)
    return activity


def _check_with_code(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    code: str,
    purpose: Purpose,
    check_id: UUID,
    now: datetime,
) -> CheckIn:
    with uow.transaction() as session:
        activity = find_public_activity(session, activity_id, lock=True)
        volunteer = find_own_volunteer(uow, actor)
        lock_volunteers(session, [volunteer.id])
        pair = known_check(session, check_id, purpose, activity.id, volunteer.id)
        if pair is not None:
            return pair
        refused = refuse_code(session, actor, activity, volunteer, code, purpose, now=now)
        if refused is None:
            act = begin_pair if purpose is Purpose.IN else end_pair
            check = Check(id=check_id, at=now, way=CheckWay.CODE)
            pair = act(uow, actor, activity, volunteer, check, now=now)
    if refused is not None or pair is None:
        raise refused or RuntimeError("Neither a pair nor a reason.")
    return pair


def _check_by_organizer(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    whom: Whom,
    purpose: Purpose,
    check: Check,
    now: datetime,
) -> CheckIn:
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.ENTER_RECORDS, activity.project)
        check_taking_place(activity)
        known = known_check(session, check.id, purpose, activity.id, whom.volunteer_id)
        if known is not None:
            return known
        volunteer = _find_whom(uow, actor, activity, whom, now)
        refuse_own_hours(actor, volunteer)
        lock_volunteers(session, [volunteer.id])
        act = begin_pair if purpose is Purpose.IN else end_pair
        return act(uow, actor, activity, volunteer, check, now=now)


def _find_whom(
    uow: UnitOfWork, actor: Actor, activity: Activity, whom: Whom, now: datetime
) -> Volunteer:
    if whom.walk_in is not None:
        organization = activity.project.organization
        return resolve_volunteers(uow, actor, organization, [whom.walk_in], now=now)[0]
    typed = whom.card.strip()
    if whom.volunteer_id is None and _CARD.search(typed):
        return find_by_card(uow.session, typed)
    if whom.volunteer_id is None and not typed:
        raise InvalidEntry("Say who it is.", field="card")
    is_meant = (
        Volunteer.id == whom.volunteer_id if whom.volunteer_id else Volunteer.volunteer_no == typed
    )
    # A number is easily guessed and a card is not: a number tells nobody a stranger's name.
    known_here = [
        Volunteer.id.in_(select(rows.volunteer_id).where(rows.activity_id == activity.id))
        for rows in (SignUp, CheckIn)
    ]
    within = uow.policy.narrow(actor, select(Volunteer.id), Volunteer)
    found = uow.session.scalars(
        select(Volunteer)
        .where(is_meant, or_(*known_here, Volunteer.id.in_(within)))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(
            "Nobody is known by this card or number here. Add the person as a walk-in, with name "
            "and number."
        )
    return found
