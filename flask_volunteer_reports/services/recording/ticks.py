"""What an organizer ticked off while there was no network, sent afterwards, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ...domain.check_in import Purpose, instant_of_tick
from ...errors import AlreadyDone, Conflict, InvalidEntry, Message, NotAllowed, NotFound
from ...models import CheckWay
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .check_in_pairs import Check
from .checking_in import Whom, check_in_by_organizer, check_out_by_organizer

MOST_TICKS = 100
"""In one batch; a page sends the rest in the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One thing that was ticked on a telephone."""

    id: UUID
    purpose: Purpose
    whom: Whom
    way: CheckWay
    at: datetime
    """By the telephone's clock."""


@dataclass(frozen=True, slots=True)
class TickResult:
    """What became of a tick."""

    id: UUID
    refused: Message | None = None
    """Why it was not taken; None when it was, now or before."""


def take_ticks(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, ticks: Sequence[Tick], *, now: datetime
) -> list[TickResult]:
    """Take what was ticked off, each tick for itself: a wrong one keeps back none of the others.

    Returns:
        What became of each, in the order of *ticks*. Sent again, a tick that was taken is taken.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        InvalidEntry: There are more than one batch may have.
    """
    if len(ticks) > MOST_TICKS:
        raise InvalidEntry("At most %(most)s ticks are sent at once.", most=MOST_TICKS)
    results: dict[UUID, TickResult] = {}
    with uow.transaction():
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.ENTER_RECORDS, activity.project)
        rules = activity.project.campaign.rules
        last = rules.recording.enter_until(activity.ends_at, rules.week.zone, rules.working_days)
        # By the time of the tick, so that a check-out finds its check-in.
        for tick in sorted(ticks, key=lambda tick: tick.at):
            results[tick.id] = _take(uow, actor, activity_id, tick, last, now)
    return [results[tick.id] for tick in ticks]


def _take(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, tick: Tick, last: datetime, now: datetime
) -> TickResult:
    act = check_in_by_organizer if tick.purpose is Purpose.IN else check_out_by_organizer
    try:
        if now >= last:
            raise Conflict(
                "The days in which hours are to be entered are over. Enter the person in the name "
                "list; the hours are then marked as entered late."
            )
        at = instant_of_tick(tick.at, now)
        act(uow, actor, activity_id, tick.whom, Check(id=tick.id, at=at, way=tick.way), now=now)
    except AlreadyDone:
        return TickResult(tick.id)  # a colleague ticked the same person off
    except (Conflict, InvalidEntry, NotAllowed, NotFound) as error:
        problems = getattr(error, "problems", ())
        return TickResult(tick.id, problems[0].message if problems else error.message)
    return TickResult(tick.id)
