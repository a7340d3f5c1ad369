"""What a pair of check-in and check-out becomes: a record at once, or hours that wait."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ...domain.ledger import Channel, RecordSource
from ...domain.recording_rules import Confirmer
from ...domain.recurrence import Occasion
from ...models import (
    Activity,
    CheckIn,
    CheckWay,
    EntryState,
    NameListEntry,
    ServiceRecord,
)
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork
from .ledger import Credit, write_credits

CHECKER = Actor("check-in", "check-in")
"""Who confirms what a volunteer did with the organizer's code: nobody in person."""


def credit_pair(
    uow: UnitOfWork,
    actor: Actor,
    activity: Activity,
    pair: CheckIn,
    time: Occasion,
    *,
    now: datetime,
) -> bool:
    """Make of a finished pair what the rules say; tell whether its hours count at once.

    They wait for a person where they are over the limit of the campaign, and where the volunteer
    is one of those who show the code, so that nobody is their own witness. They wait for the end of
    a public notice where the campaign asks for one.
    """
    rules = activity.project.campaign.rules.recording
    given = time.minutes + _minutes_so_far(uow.session, activity.id, pair.volunteer_id)
    channel = Channel.CODE if _by_code(pair) else Channel.ORGANIZER
    confirmer = CHECKER if channel is Channel.CODE else _organizer(pair)
    needs_person = rules.confirmer(given, checked_in=True) is not Confirmer.NOBODY
    if needs_person or _own_witness(uow, actor, activity, pair):
        wait_for_confirmation(
            uow.session, activity, pair, time, RecordSource.CHECK_IN, channel, actor, now=now
        )
        return False
    if rules.public_notice:
        entry = wait_for_confirmation(
            uow.session, activity, pair, time, RecordSource.CHECK_IN, channel, actor, now=now
        )
        entry.state, entry.notice_until = EntryState.NOTICED, now + rules.public_notice
        entry.confirmed_at = now
        entry.confirmed_by_id, entry.confirmed_by = confirmer.id, confirmer.name
        return False
    credit = Credit(
        volunteer_id=pair.volunteer_id,
        time=time,
        service_minutes=time.minutes,
        source=RecordSource.CHECK_IN,
        channel=channel,
        evidence=str(pair.id),
        entered_at=now,
        entered_by=actor,
        confirmed_by=confirmer,
    )
    [record] = write_credits(uow.session, activity, [credit], now=now)
    pair.record_id = record.id
    return True


def wait_for_confirmation(
    session: Session,
    activity: Activity,
    pair: CheckIn,
    time: Occasion,
    source: RecordSource,
    channel: Channel,
    actor: Actor,
    *,
    now: datetime,
) -> NameListEntry:
    """Add hours to those that wait in the activity; whoever has its list open is told."""
    last = session.scalar(
        select(func.max(NameListEntry.position)).where(NameListEntry.activity_id == activity.id)
    )
    entry = NameListEntry(
        activity_id=activity.id,
        volunteer_id=pair.volunteer_id,
        position=0 if last is None else last + 1,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        service_minutes=time.minutes,
        source=source,
        channel=channel,
        evidence=str(pair.id),
        state=EntryState.PENDING,
        entered_at=now,
        entered_by_id=actor.id,
        entered_by=actor.name,
    )
    session.add(entry)
    session.execute(
        update(Activity)
        .where(Activity.id == activity.id)
        .values(list_version=Activity.list_version + 1)
        .execution_options(synchronize_session=False)
    )
    return entry


def _minutes_so_far(session: Session, activity_id: UUID, volunteer_id: UUID) -> int:
    """Add up what the volunteer has in the activity: the limit is one of the whole activity."""
    recorded = session.scalar(
        select(
            func.sum(ServiceRecord.check_in_minutes) + func.sum(ServiceRecord.other_minutes)
        ).where(
            ServiceRecord.activity_id == activity_id, ServiceRecord.volunteer_id == volunteer_id
        )
    )
    waiting = session.scalar(
        select(func.sum(NameListEntry.service_minutes)).where(
            NameListEntry.activity_id == activity_id,
            NameListEntry.volunteer_id == volunteer_id,
            NameListEntry.state.in_((EntryState.PENDING, EntryState.NOTICED)),
        )
    )
    return int(recorded or 0) + int(waiting or 0)


def _by_code(pair: CheckIn) -> bool:
    return pair.check_in_way is CheckWay.CODE and pair.check_out_way is CheckWay.CODE


def _organizer(pair: CheckIn) -> Actor:
    """Return who of the organization was there: at the check-out, otherwise at the check-in."""
    if pair.check_out_way is not CheckWay.CODE:
        return Actor(str(pair.checked_out_by_id), str(pair.checked_out_by))
    return Actor(pair.checked_in_by_id, pair.checked_in_by)


def _own_witness(uow: UnitOfWork, actor: Actor, activity: Activity, pair: CheckIn) -> bool:
    return (
        pair.volunteer.person_id == actor.id
        and _by_code(pair)
        and uow.policy.may(actor, Permission.ENTER_RECORDS, activity.project)
    )
