"""Sums of service records, and what they are made of: the one place where minutes are added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ...domain.ledger import Channel, EntryKind, RecordSource
from ...models import (
    Activity,
    EntryState,
    NameListEntry,
    Organization,
    Project,
    ServiceEntry,
    ServiceRecord,
    Volunteer,
)
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


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the ledger: who said what, when, on what evidence."""

    sequence: int
    """Its number in the chain of the organization."""
    kind: EntryKind
    service_minutes: int
    source: RecordSource
    channel: Channel
    evidence: str
    entered_at: datetime
    entered_by: str
    confirmed_at: datetime
    confirmed_by_id: str
    confirmed_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A record and the entries that it is made of, the credit first."""

    id: UUID
    activity_id: UUID
    volunteer_id: UUID
    starts_at: datetime
    ends_at: datetime
    check_in_minutes: int
    other_minutes: int
    title: str
    """Of the project."""
    place: str
    organization: str
    """That recorded it."""
    name: str
    volunteer_no: str
    entries: Sequence[EntryRow]

    @property
    def service_minutes(self) -> int:
        """What it comes to; 0 once it was voided."""
        return self.check_in_minutes + self.other_minutes


@dataclass(frozen=True, slots=True)
class VolunteerHours:
    """What one person has given."""

    check_in_minutes: int
    other_minutes: int
    records: int

    @property
    def service_minutes(self) -> int:
        """All of it."""
        return self.check_in_minutes + self.other_minutes


def volunteer_hours(session: Session, volunteer_id: UUID) -> VolunteerHours:
    """Add up one person's records."""
    check_in, other, records = session.execute(
        select(
            func.coalesce(func.sum(ServiceRecord.check_in_minutes), 0),
            func.coalesce(func.sum(ServiceRecord.other_minutes), 0),
            func.count(),
        ).where(ServiceRecord.volunteer_id == volunteer_id, ServiceRecord.stands())
    ).one()
    return VolunteerHours(int(check_in), int(other), records)


def records_with_entries(session: Session, *conditions: ColumnElement[bool]) -> list[RecordRow]:
    """Read records and their entries in two questions, by the time at which they began."""
    entries: dict[UUID, list[EntryRow]] = defaultdict(list)
    for entry in session.scalars(
        select(ServiceEntry)
        .join(ServiceRecord, ServiceEntry.record_id == ServiceRecord.id)
        .where(*conditions)
        .order_by(ServiceEntry.sequence)
    ):
        entries[entry.record_id].append(
            EntryRow(*(getattr(entry, field.name) for field in fields(EntryRow)))
        )
    rows = session.execute(
        select(ServiceRecord, Project.title, Activity.place, Organization.name, Volunteer)
        .join(Activity, ServiceRecord.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, ServiceRecord.organization_id == Organization.id)
        .join(Volunteer, ServiceRecord.volunteer_id == Volunteer.id)
        .where(*conditions)
        .order_by(ServiceRecord.starts_at, ServiceRecord.id)
    )
    return [
        RecordRow(
            id=record.id,
            activity_id=record.activity_id,
            volunteer_id=record.volunteer_id,
            starts_at=record.starts_at,
            ends_at=record.ends_at,
            check_in_minutes=record.check_in_minutes,
            other_minutes=record.other_minutes,
            title=title,
            place=place,
            organization=organization,
            name=volunteer.name,
            volunteer_no=volunteer.volunteer_no,
            entries=entries[record.id],
        )
        for record, title, place, organization, volunteer in rows
    ]
