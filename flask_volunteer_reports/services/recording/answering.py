"""Answers to objections: the record is put right by a further entry, or explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from ...domain.events import ObjectionAnswered
from ...domain.ledger import Channel, RecordSource
from ...domain.recurrence import Occasion
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotAllowed
from ...models import (
    Activity,
    EntryState,
    NameListEntry,
    Objection,
    ObjectionGround,
    ObjectionStatus,
    ServiceRecord,
)
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .confirming import credit_entries
from .ledger import Change
from .name_lists import check_planned
from .notices import queue_closing
from .objections import LONGEST_TEXT, settle
from .overlaps import find_overlaps, lock_volunteers
from .records import check_change, correct_record, void_record
from .self_approval import refuse_own_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the hours are to come to, and what they came to when the form was opened."""

    starts_at: datetime
    service_minutes: int
    """0 voids the record."""
    expected_minutes: int

    @property
    def time(self) -> Occasion:
        """The stretch that so many minutes take."""
        return Occasion(self.starts_at, self.starts_at + timedelta(minutes=self.service_minutes))


def answer_objection(
    uow: UnitOfWork,
    actor: Actor,
    objection_id: UUID,
    text: str,
    correction: Correction | None = None,
    *,
    now: datetime,
) -> Objection:
    """Answer an objection; with a correction the record is put right by a further entry.

    The organization answers; once the limit of the campaign has passed, its office may as well.
    Missing hours are credited as the volunteer's own claim that *actor* confirms, so that there are
    two persons' words for them - never more than what was claimed.

    Raises:
        NotFound: The objection is not there or out of reach.
        NotAllowed: *actor* raised it, or is of the office and the organization still has time.
        AlreadyDone: It was answered or taken back before.
        InvalidEntry: Nothing is said, the time lies outside the activity or what was claimed, or
            the person has time elsewhere.
        Conflict: The record has changed since the form was opened, comes to just so many minutes,
            or so many minutes need a secretariat.

    Source:
        Order 67, art. 13.
    """
    with uow.transaction():
        objection = uow.find(actor, Objection, objection_id, lock=True)
        refuse_own_hours(actor, objection.volunteer)
        _check_turn(uow, actor, objection, now)
        text = _checked(text)
        status = ObjectionStatus.CORRECTED if correction else ObjectionStatus.EXPLAINED
        settle(objection, status, actor, now)
        objection.answer = text
        if correction:
            try:
                _put_right(uow, actor, objection, correction, now)
            except (AlreadyDone, NotAllowed) as error:
                raise Conflict.of(error.message) from error
        uow.record(
            actor,
            ObjectionAnswered(
                subject_id=objection.id,
                by=actor.id,
                at=now,
                volunteer_id=objection.volunteer_id,
                corrected=correction is not None,
            ),
        )
    return objection


def _check_turn(uow: UnitOfWork, actor: Actor, objection: Objection, now: datetime) -> None:
    scope = uow.policy.scope(actor, Permission.ANSWER_OBJECTION)
    own = scope.everything or objection.organization_id in scope.organization_ids
    if not own and now < objection.due_at:
        raise NotAllowed(
            "The organization has until %(due)s to answer. Afterwards your office may.",
            due=objection.due_at,
        )


def _checked(text: str) -> str:
    if not text.strip():
        raise InvalidEntry("Tell the volunteer what you found.", field="text")
    if len(text) > LONGEST_TEXT:
        raise InvalidEntry("Write at most %(most)s characters.", field="text", most=LONGEST_TEXT)
    return text.strip()


def _put_right(
    uow: UnitOfWork, actor: Actor, objection: Objection, correction: Correction, now: datetime
) -> None:
    record, evidence = objection.record, str(objection.id)
    if record is None:
        _credit(uow, actor, objection, correction, now)
        return
    _check_unchanged(uow, record, correction)
    reason = objection.answer[:500]
    if objection.ground is ObjectionGround.NOT_ME or not correction.service_minutes:
        void_record(
            uow,
            actor,
            record.activity_id,
            record.id,
            reason,
            channel=Channel.OBJECTION,
            evidence=evidence,
            now=now,
        )
        return
    correct_record(
        uow,
        actor,
        record.activity_id,
        record.id,
        Change(
            time=correction.time,
            service_minutes=correction.service_minutes,
            reason=reason,
            channel=Channel.OBJECTION,
            evidence=evidence,
        ),
        expected_minutes=correction.expected_minutes,
        now=now,
    )


def _check_unchanged(uow: UnitOfWork, record: ServiceRecord, correction: Correction) -> None:
    uow.session.refresh(record)
    if record.service_minutes != correction.expected_minutes:
        raise Conflict(
            "Somebody else corrected this record in the meantime. Look at it and correct it "
            "again where it is still wrong."
        )


def _credit(
    uow: UnitOfWork, actor: Actor, objection: Objection, correction: Correction, now: datetime
) -> None:
    """Credit what the volunteer has claimed, or less; first on notice where that is asked for."""
    activity = find_activity(uow, actor, objection.activity_id, lock=True)
    uow.require(actor, Permission.CONFIRM_RECORDS, activity.project)
    check_planned(activity)
    time, minutes = correction.time, correction.service_minutes
    change = Change(time=time, service_minutes=minutes, reason=objection.answer)
    check_change(uow, actor, activity, change)
    _check_claimed(objection, time)
    lock_volunteers(
        uow.session, [objection.volunteer_id], recording=activity.project.organization_id
    )
    overlaps = find_overlaps(uow.session, activity.id, {objection.volunteer_id: time})
    if overlaps:
        raise InvalidEntry.of(overlaps[objection.volunteer_id])
    entry = _entry(activity, objection, actor, time, now)
    entry.service_minutes = minutes
    uow.session.add(entry)
    if notice := activity.project.campaign.rules.recording.public_notice:
        entry.state, entry.notice_until = EntryState.NOTICED, now + notice
        queue_closing(uow, activity, now + notice, now=now)
    else:
        credit_entries(uow, activity, [entry], now=now)


def _check_claimed(objection: Objection, time: Occasion) -> None:
    start, end = objection.claimed_starts_at, objection.claimed_ends_at
    if start is None or end is None or time.starts_at < start or time.ends_at > end:
        raise InvalidEntry(
            "The volunteer claims the time from %(start)s to %(end)s, and no more than that can be "
            "credited in answer to it.",
            field="starts_at",
            start=start,
            end=end,
        )


def _entry(
    activity: Activity, objection: Objection, actor: Actor, time: Occasion, now: datetime
) -> NameListEntry:
    rules, volunteer = activity.project.campaign.rules, objection.volunteer
    last = rules.recording.enter_until(activity.ends_at, rules.week.zone, rules.working_days)
    late = objection.raised_at >= last
    return NameListEntry(
        id=uuid4(),
        activity_id=activity.id,
        volunteer_id=volunteer.id,
        position=0,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        source=RecordSource.BACKFILL if late else RecordSource.MANUAL,
        channel=Channel.OBJECTION,
        evidence=str(objection.id),
        entered_at=objection.raised_at,
        entered_by_id=volunteer.person_id or str(volunteer.id),
        entered_by=volunteer.name,
        confirmed_at=now,
        confirmed_by_id=actor.id,
        confirmed_by=actor.name,
    )
