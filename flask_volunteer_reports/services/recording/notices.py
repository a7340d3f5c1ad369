"""Public notices: confirmed hours are shown first, and become records when nobody stops them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from ...domain.events import NoticeEnded, NoticeStopped
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from ...models import Activity, EntryState, Job, NameListEntry
from ...ports import OPERATOR_ID, Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .overlaps import lock_volunteers

CLOSE_NOTICE = "close_notice"


def queue_closing(uow: UnitOfWork, activity: Activity, until: datetime, *, now: datetime) -> None:
    """See to it that the notice of an activity is closed when it ends, inside a transaction."""
    uow.queue(
        Job(
            id=uuid4(),
            kind=CLOSE_NOTICE,
            # One for each confirmation: what is confirmed later is on notice for longer.
            key=f"{activity.id}/{uuid4().hex}",
            arguments={"activity": str(activity.id)},
            area_id=activity.project.organization.area_id,
            not_before=until,
            created_at=now,
            # Of nobody who may lose a role before it ends: whoever was allowed has confirmed.
            created_by_id=OPERATOR_ID,
            created_by=OPERATOR_ID,
        )
    )


def close_notices(uow: UnitOfWork, actor: Actor, *, now: datetime) -> int:
    """Turn all hours into records whose public notice has ended.

    Each activity is a transaction of its own: work that was interrupted goes on with the rest.

    Returns:
        How many records were made.
    """
    due = uow.session.scalars(
        select(NameListEntry.activity_id)
        .where(NameListEntry.state == EntryState.NOTICED, NameListEntry.notice_until <= now)
        .distinct()
        .order_by(NameListEntry.activity_id)
    ).all()
    uow.session.rollback()  # nothing stays open between the activities
    return sum(close_notice(uow, actor, activity_id, now=now) for activity_id in due)


def close_notice(uow: UnitOfWork, actor: Actor, activity_id: UUID, *, now: datetime) -> int:
    """Turn the hours of one activity into records whose public notice has ended.

    Done twice, or by two at once, it credits once. Who has refused to be registered meanwhile gets
    no record.

    Returns:
        How many records were made.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* confirms no records of the organization.
    """
    from .confirming import credit_entries  # noqa: PLC0415 -- which itself puts on notice

    with uow.transaction():
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.CONFIRM_RECORDS, activity.project)
        entries = _due(uow, activity, now)
        if not entries:
            return 0
        lock_volunteers(
            uow.session,
            [entry.volunteer_id for entry in entries],
            recording=activity.project.organization_id,
        )
        right = [entry for entry in entries if entry.volunteer.refused_at is None]
        for entry in entries:
            if entry not in right:
                reason = "The person has refused to be registered."
                _stop(uow, actor, entry, reason, now)
        credit_entries(uow, activity, right, now=now)
        uow.record(
            actor,
            NoticeEnded(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                records=len(right),
                service_minutes=sum(entry.service_minutes for entry in right),
            ),
        )
    return len(right)


def stop_notice(
    uow: UnitOfWork,
    actor: Actor,
    entry_id: UUID,
    reason: str,
    *,
    permission: Permission,
    now: datetime,
) -> NameListEntry:
    """Take hours off the public notice, with a reason; they do not count.

    Args:
        permission: As whom: SERVE as the volunteer concerned, CONFIRM_RECORDS for the organization.

    Raises:
        NotFound: There are no such hours, or they are no business of *actor*.
        AlreadyDone: They were taken off before.
        InvalidEntry: No reason is given.
        Conflict: The notice has ended.
    """
    with uow.transaction() as session:
        entry = session.scalars(
            select(NameListEntry)
            .where(NameListEntry.id == entry_id)
            .with_for_update(of=NameListEntry, key_share=True)
            .execution_options(populate_existing=True)
        ).first()
        if entry is None or not _is_in_reach(uow, actor, entry, permission):
            raise NotFound("There is no such page, or it is not yours to see.")
        if entry.state is EntryState.WITHDRAWN:
            raise AlreadyDone("These hours were taken off the public notice before.")
        if not reason.strip():
            raise InvalidEntry("Give the reason.", field="reason")
        until = entry.notice_until
        if entry.state is not EntryState.NOTICED or until is None or until <= now:
            raise Conflict(
                "The public notice of these hours has ended. Object to the record instead."
            )
        _stop(uow, actor, entry, reason.strip(), now)
    return entry


def _is_in_reach(
    uow: UnitOfWork, actor: Actor, entry: NameListEntry, permission: Permission
) -> bool:
    subject = entry.volunteer if permission is Permission.SERVE else entry.activity.project
    return uow.policy.may(actor, permission, subject)


def _stop(uow: UnitOfWork, actor: Actor, entry: NameListEntry, reason: str, now: datetime) -> None:
    entry.state = EntryState.WITHDRAWN
    entry.stopped_reason, entry.stopped_by = reason, actor.name
    uow.record(
        actor,
        NoticeStopped(
            subject_id=entry.activity_id,
            by=actor.id,
            at=now,
            volunteer_id=entry.volunteer_id,
            reason=reason,
        ),
    )


def _due(uow: UnitOfWork, activity: Activity, now: datetime) -> Sequence[NameListEntry]:
    return uow.session.scalars(
        select(NameListEntry)
        .where(
            NameListEntry.activity_id == activity.id,
            NameListEntry.state == EntryState.NOTICED,
            NameListEntry.notice_until <= now,
        )
        .order_by(NameListEntry.position, NameListEntry.id)
        .with_for_update(of=NameListEntry, key_share=True)
        .execution_options(populate_existing=True)
    ).all()
