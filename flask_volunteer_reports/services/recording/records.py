"""Service records once they are written."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ...domain.events import RecordVoided
from ...errors import AlreadyDone, Conflict, NotFound
from ...models import EntryKind, ServiceRecord
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork


def void_record(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    record_id: UUID,
    reason: str,
    *,
    now: datetime,
) -> ServiceRecord:
    """Take a service record back by a second entry with a reason.

    The volunteer can then be entered again with the right minutes.

    Returns:
        The new entry.

    Raises:
        NotFound: Activity or record are not there or out of reach.
        NotAllowed: *actor* does not manage the organization.
        AlreadyDone: It was voided before.
        Conflict: It is itself a void.

    Source:
        Order 67, art. 13.
    """
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.CONFIRM_RECORDS, activity.project)
        record = session.get(ServiceRecord, record_id)
        if record is None or record.activity_id != activity.id:
            raise NotFound("There is no such record.")
        if record.kind is EntryKind.VOID:
            raise Conflict("A void cannot be voided. Enter the volunteer again instead.")
        if session.scalar(select(ServiceRecord.id).where(ServiceRecord.voids_id == record.id)):
            raise AlreadyDone("This record was voided before.")
        void = ServiceRecord(
            activity_id=record.activity_id,
            volunteer_id=record.volunteer_id,
            recording_organization_id=record.recording_organization_id,
            kind=EntryKind.VOID,
            starts_at=record.starts_at,
            ends_at=record.ends_at,
            service_minutes=-record.service_minutes,
            source=record.source,
            recorded_at=now,
            recorded_by_id=actor.id,
            recorded_by=actor.name,
            confirmed_at=now,
            confirmed_by_id=actor.id,
            confirmed_by=actor.name,
            voids_id=record.id,
            reason=reason,
        )
        session.add(void)
        uow.record(
            actor,
            RecordVoided(
                subject_id=activity.id, by=actor.id, at=now, record_id=record.id, reason=reason
            ),
        )
    return void
