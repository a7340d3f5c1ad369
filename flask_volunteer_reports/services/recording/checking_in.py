"""Check-in and check-out, by the volunteer with the organizer's code, or by the organizer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ...domain.check_in import Purpose
from ...models import CheckIn, CheckWay
from ...ports import Actor, Permission
from ..publishing.activities import find_activity, find_public_activity
from ..serving import require_volunteer
from ..unit_of_work import UnitOfWork
from .attending import check_taking_place
from .check_in_codes import refuse_code
from .check_in_pairs import Check, begin_pair, end_pair, known_check
from .overlaps import lock_volunteers
from .self_approval import refuse_own_hours
from .whom import Whom, find_whom


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
        activity = find_public_activity(uow, activity_id, lock=True)
        check_taking_place(activity)
        volunteer = require_volunteer(uow, actor)
        lock_volunteers(session, [volunteer.id], recording=activity.project.organization_id)
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
        volunteer = find_whom(uow, actor, activity, whom, now)
        refuse_own_hours(actor, volunteer)
        lock_volunteers(session, [volunteer.id], recording=activity.project.organization_id)
        act = begin_pair if purpose is Purpose.IN else end_pair
        return act(uow, actor, activity, volunteer, check, now=now)
