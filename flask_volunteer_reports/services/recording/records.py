"""Service records once they are written: corrected and voided by further entries."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ...domain.events import RecordCorrected, RecordVoided
from ...domain.ledger import Channel
from ...domain.recording_rules import Confirmer
from ...domain.recurrence import Occasion
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotAllowed, NotFound
from ...models import Activity, ServiceRecord
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .ledger import Change, write_change
from .overlaps import find_overlaps, lock_volunteers
from .self_approval import refuse_own_hours


def correct_record(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    record_id: UUID,
    change: Change,
    *,
    expected_minutes: int,
    now: datetime,
) -> ServiceRecord:
    """Put a service record right by a further entry with a reason.

    Args:
        change: What it is to come to: above zero, not longer than its time.
        expected_minutes: What it came to when the form was opened.

    Raises:
        NotFound: Activity or record are not there or out of reach.
        NotAllowed: *actor* does not confirm records of the organization, the hours are their own,
            or so many minutes need a secretariat.
        AlreadyDone: The record is so already, or was voided.
        Conflict: Somebody else corrected it in the meantime.
        InvalidEntry: The time lies outside the activity, or the person has time elsewhere.

    Source:
        Order 67, art. 13.
    """
    with uow.transaction() as session:
        activity, record = _find(uow, actor, activity_id, record_id)
        check_change(uow, actor, activity, change)
        lock_volunteers(session, [record.volunteer_id], recording=activity.project.organization_id)
        if record.service_minutes != expected_minutes:
            raise Conflict(
                "Somebody else corrected this record in the meantime. Look at it and correct it "
                "again where it is still wrong."
            )
        if change.service_minutes == record.service_minutes:
            raise AlreadyDone("The record comes to just so many minutes. Nothing was changed.")
        served = {record.volunteer_id: change.time}
        overlaps = find_overlaps(session, activity.id, served, besides=record.id)
        if overlaps:
            raise InvalidEntry.of(overlaps[record.volunteer_id])
        write_change(session, record, change, actor, now=now)
        uow.record(
            actor,
            RecordCorrected(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                record_id=record.id,
                service_minutes=change.service_minutes,
                reason=change.reason,
            ),
        )
    return record


def void_record(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    record_id: UUID,
    reason: str,
    *,
    channel: Channel = Channel.RECORD_PAGE,
    evidence: str = "",
    now: datetime,
) -> ServiceRecord:
    """Take a service record back by a further entry with a reason.

    The volunteer can then be entered again.

    Returns:
        The record, which now comes to nothing.

    Raises:
        NotFound: Activity or record are not there or out of reach.
        NotAllowed: *actor* does not confirm records of the organization, or the hours are their
            own.
        AlreadyDone: It was voided before.

    Source:
        Order 67, art. 13.
    """
    with uow.transaction() as session:
        activity, record = _find(uow, actor, activity_id, record_id)
        # Whoever else records or certifies for the person waits: whether the person stays active
        # in a sum, and which papers say it, depends on all their records.
        lock_volunteers(session, [record.volunteer_id], recording=record.organization_id)
        change = Change(
            time=Occasion(record.starts_at, record.ends_at),
            service_minutes=0,
            reason=reason,
            channel=channel,
            evidence=evidence,
        )
        write_change(session, record, change, actor, now=now)
        uow.record(
            actor,
            RecordVoided(
                subject_id=activity.id, by=actor.id, at=now, record_id=record.id, reason=reason
            ),
        )
    return record


def _find(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, record_id: UUID
) -> tuple[Activity, ServiceRecord]:
    activity = find_activity(uow, actor, activity_id, lock=True)
    uow.require(actor, Permission.CONFIRM_RECORDS, activity.project)
    record = uow.session.get(ServiceRecord, record_id, populate_existing=True)
    if record is None or record.activity_id != activity.id:
        raise NotFound("There is no such record.")
    if not record.service_minutes:
        raise AlreadyDone("This record was voided before.")
    refuse_own_hours(actor, record.volunteer)
    return activity, record


def check_change(uow: UnitOfWork, actor: Actor, activity: Activity, change: Change) -> None:
    """Hold that what a record is to come to can be, and that *actor* may say so.

    Raises:
        InvalidEntry: No minute, more minutes than the time has, or time outside the activity.
        NotAllowed: So many minutes need a secretariat.
    """
    time, minutes = change.time, change.service_minutes
    if not 0 < minutes <= time.minutes:
        raise InvalidEntry(
            "A record has at least one minute and not more than lie between its start and its end. "
            "To take all of it back, void it.",
            field="minutes",
        )
    if time.starts_at < activity.starts_at or time.ends_at > activity.ends_at:
        raise InvalidEntry(
            "The time lies outside the activity, which runs from %(start)s to %(end)s. Record only "
            "the time actually given.",
            field="starts_at",
            start=activity.starts_at,
            end=activity.ends_at,
        )
    confirmer = activity.project.campaign.rules.recording.confirmer(minutes, checked_in=False)
    if confirmer is Confirmer.SECRETARIAT and not uow.policy.may(
        actor, Permission.CONFIRM_LONG_RECORDS, activity.project
    ):
        raise NotAllowed(
            "So many hours in one activity are confirmed by a secretariat. Ask your office to "
            "correct the record."
        )
