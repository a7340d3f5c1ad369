"""Hours that wait become records: confirmed by a second person, perhaps after a public notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ...domain.events import RecordsConfirmed
from ...domain.ledger import RecordSource
from ...domain.name_list import row_place
from ...domain.recording_rules import Confirmer
from ...domain.recurrence import Occasion
from ...errors import AlreadyDone, Conflict, NotAllowed, Problem
from ...models import Activity, EntryState, NameListEntry
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .ledger import Credit, write_credits
from .name_lists import check_planned, next_version, pending_entries, refuse_rows
from .notices import queue_closing
from .overlaps import find_overlaps, lock_volunteers
from .self_approval import may_confirm


def confirm_name_list(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, list_version: int, *, now: datetime
) -> int:
    """Turn the waiting entries of an activity that *actor* may confirm into service records.

    What a person entered, or would get, another person confirms; what is over the limit of the
    campaign a secretariat. The rest goes on waiting. Where the campaign asks for a public notice,
    the hours are shown first and become records when it has ended.

    Returns:
        How many entries were confirmed.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* confirms nothing here, or nothing of what waits.
        AlreadyDone: Nothing waits to be confirmed.
        Conflict: The activity is not over, or was cancelled.
        StaleVersion: Somebody changed the list after it was looked at.
        InvalidEntries: Somebody has been recorded elsewhere for the same time.

    Source:
        Order 67, art. 3, art. 7.
    """
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.CONFIRM_RECORDS, activity.project)
        check_planned(activity)
        if activity.ends_at > now:
            raise Conflict("The activity is not over. Confirm the hours after it has ended.")
        waiting = pending_entries(session, activity.id)
        if not waiting:
            raise AlreadyDone("No entry is waiting to be confirmed.")
        entries = _confirmable(uow, actor, activity, waiting)
        next_version(session, activity, list_version)
        lock_volunteers(session, [entry.volunteer_id for entry in entries])
        _refuse_overlaps(uow, activity, entries)
        _confirm(activity, entries, actor, now)
        if notice := activity.project.campaign.rules.recording.public_notice:
            queue_closing(uow, activity, now + notice, now=now)
        else:
            credit_entries(uow, activity, entries, now=now)
        uow.record(
            actor,
            RecordsConfirmed(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                records=len(entries),
                service_minutes=sum(entry.service_minutes for entry in entries),
            ),
        )
    return len(entries)


def credit_entries(
    uow: UnitOfWork, activity: Activity, entries: Sequence[NameListEntry], *, now: datetime
) -> None:
    """Write confirmed entries of an activity into the ledger, inside a transaction."""
    for entry in entries:
        entry.state = EntryState.CONFIRMED
    write_credits(uow.session, activity, [_credit_of(entry) for entry in entries], now=now)


def needed_confirmer(activity: Activity, entry: NameListEntry) -> Confirmer:
    """Tell who must confirm an entry that waits."""
    return activity.project.campaign.rules.recording.confirmer(
        entry.service_minutes, checked_in=entry.source is RecordSource.CHECK_IN
    )


def _confirmable(
    uow: UnitOfWork, actor: Actor, activity: Activity, waiting: Sequence[NameListEntry]
) -> list[NameListEntry]:
    of_others = [entry for entry in waiting if may_confirm(actor, entry)]
    if not of_others:
        raise NotAllowed(
            "You entered these hours yourself, or they are your own. A second person confirms "
            "them: another manager of the organization, or your office."
        )
    if uow.policy.may(actor, Permission.CONFIRM_LONG_RECORDS, activity.project):
        return of_others
    short = [
        entry
        for entry in of_others
        if needed_confirmer(activity, entry) is not Confirmer.SECRETARIAT
    ]
    if not short:
        raise NotAllowed(
            "So many hours in one activity are confirmed by a secretariat. They wait there; you "
            "need do nothing."
        )
    return short


def _refuse_overlaps(uow: UnitOfWork, activity: Activity, entries: Sequence[NameListEntry]) -> None:
    served = {entry.volunteer_id: _time(entry) for entry in entries if _is_typed(entry)}
    overlaps = find_overlaps(uow.session, activity.id, served)
    refuse_rows(
        [
            Problem(row_place(entry.position + 1), overlaps[entry.volunteer_id])
            for entry in entries
            if _is_typed(entry) and entry.volunteer_id in overlaps
        ]
    )


def _confirm(
    activity: Activity, entries: Sequence[NameListEntry], actor: Actor, now: datetime
) -> None:
    notice = activity.project.campaign.rules.recording.public_notice
    for entry in entries:
        entry.confirmed_at = now
        entry.confirmed_by_id, entry.confirmed_by = actor.id, actor.name
        if notice:
            entry.state = EntryState.NOTICED
            entry.notice_until = now + notice


def _credit_of(entry: NameListEntry) -> Credit:
    return Credit(
        volunteer_id=entry.volunteer_id,
        time=_time(entry),
        service_minutes=entry.service_minutes,
        source=entry.source,
        channel=entry.channel,
        evidence=entry.evidence,
        entered_at=entry.entered_at,
        entered_by=Actor(entry.entered_by_id, entry.entered_by),
        confirmed_by=Actor(str(entry.confirmed_by_id), str(entry.confirmed_by)),
    )


def _is_typed(entry: NameListEntry) -> bool:
    return entry.source is not RecordSource.CHECK_IN


def _time(entry: NameListEntry) -> Occasion:
    return Occasion(entry.starts_at, entry.ends_at)
