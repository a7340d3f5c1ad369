"""What one volunteer has given: for the person's own eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from ...domain.ledger import EntryKind, RecordSource
from ...models import ServiceEntry, ServiceRecord, Volunteer
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHours:
    """Totals of one person over all campaigns; all zero for who is no volunteer."""

    volunteer_no: str | None = None
    records: int = 0
    """Records that stand."""
    by_source: Mapping[RecordSource, int] = field(
        default_factory=lambda: dict.fromkeys(RecordSource, 0)
    )
    """Minutes of every source, zero as well.

    A correction counts for the source of the record that it corrects; what a person added by hand
    to a check-in is manual.
    """

    @property
    def check_in_minutes(self) -> int:
        """信用时数."""
        return self.by_source[RecordSource.CHECK_IN]

    @property
    def other_minutes(self) -> int:
        """Everything else."""
        return self.service_minutes - self.check_in_minutes

    @property
    def service_minutes(self) -> int:
        """All that counts."""
        return sum(self.by_source.values())


def own_hours(uow: UnitOfWork, actor: Actor) -> OwnHours:
    """Add up the standing records of the volunteer who *actor* is."""
    own = select(Volunteer).where(Volunteer.person_id == actor.id)
    volunteer = uow.session.scalars(
        uow.policy.narrow(actor, own, Volunteer, Permission.SERVE)
    ).first()
    if volunteer is None:
        return OwnHours()
    minutes = dict.fromkeys(RecordSource, 0)
    records = 0
    for source, count, check_in, other in uow.session.execute(
        select(
            ServiceEntry.source,
            func.count(),
            func.sum(ServiceRecord.check_in_minutes),
            func.sum(ServiceRecord.other_minutes),
        )
        .join(ServiceRecord, ServiceEntry.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.volunteer_id == volunteer.id,
            ServiceRecord.stands(),
            ServiceEntry.kind == EntryKind.CREDIT,
        )
        .group_by(ServiceEntry.source)
    ):
        records += count
        minutes[RecordSource.CHECK_IN] += check_in
        minutes[RecordSource.MANUAL if source is RecordSource.CHECK_IN else source] += other
    return OwnHours(volunteer_no=volunteer.volunteer_no, records=records, by_source=minutes)
