"""Sums of service records: the one place where minutes are added up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...models import EntryState, NameListEntry, ServiceRecord
from ..rows import Rows


@dataclass(frozen=True, slots=True)
class ActivityTotals:
    """What stands for one activity: confirmed people and minutes, and what waits."""

    volunteers: int = 0
    check_in_minutes: int = 0
    other_minutes: int = 0
    waiting: int = 0
    waiting_minutes: int = 0

    @property
    def service_minutes(self) -> int:
        """All that is confirmed."""
        return self.check_in_minutes + self.other_minutes


def activity_totals(session: Session, activity_id: UUID) -> ActivityTotals:
    """Add up one activity."""
    return totals_by_activity(session, [activity_id]).get(activity_id, ActivityTotals())


def totals_by_activity(
    session: Session, activity_ids: Collection[UUID] | Rows
) -> dict[UUID, ActivityTotals]:
    """Add up several activities; those without records and entries are left out.

    The ids may be a query as well. A volunteer counts while one of the person's records comes to
    something.
    """
    confirmed = session.execute(
        select(
            ServiceRecord.activity_id,
            func.count(ServiceRecord.volunteer_id.distinct()),
            func.sum(ServiceRecord.check_in_minutes),
            func.sum(ServiceRecord.other_minutes),
        )
        .where(ServiceRecord.activity_id.in_(activity_ids), ServiceRecord.stands())
        .group_by(ServiceRecord.activity_id)
    )
    waiting = session.execute(
        select(NameListEntry.activity_id, func.count(), func.sum(NameListEntry.service_minutes))
        .where(
            NameListEntry.activity_id.in_(activity_ids),
            NameListEntry.state == EntryState.PENDING,
        )
        .group_by(NameListEntry.activity_id)
    )
    sums = {key: (people, check_in, other) for key, people, check_in, other in confirmed}
    queue = {key: (entries, minutes) for key, entries, minutes in waiting}
    return {
        key: ActivityTotals(*sums.get(key, (0, 0, 0)), *queue.get(key, (0, 0)))
        for key in sums.keys() | queue.keys()
    }
