"""What a volunteer sees of the own service: activities ahead, activities past, records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.statuses import ActivityStatus, ProjectStatus
from ...models import (
    STANDING,
    Activity,
    Organization,
    Project,
    ServiceEntry,
    ServiceRecord,
    SignUp,
    SignUpStatus,
)
from ..rows import Rows
from .name_list import EntryRow
from .paging import Page, fetch_page

MOST_PAST = 20


@dataclass(frozen=True, slots=True)
class OwnActivity:
    """An activity that a volunteer signed up for, and how that stands."""

    activity_id: UUID
    project_id: UUID
    sign_up_id: UUID
    title: str
    organization: str
    starts_at: datetime
    ends_at: datetime
    place: str
    status: SignUpStatus
    reason: str | None
    """Why it was declined."""
    cancelled: bool
    """The activity does not take place."""
    cancelled_reason: str | None


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A service record as its volunteer sees it."""

    id: UUID
    title: str
    organization: str
    place: str
    starts_at: datetime
    ends_at: datetime
    check_in_minutes: int
    other_minutes: int

    @property
    def service_minutes(self) -> int:
        """What it comes to; 0 once it was voided."""
        return self.check_in_minutes + self.other_minutes


def coming_activities(
    session: Session, volunteer_id: UUID, *, now: datetime
) -> Sequence[OwnActivity]:
    """List the activities that are not over, the next first; also those that declined."""
    shown = (*STANDING, SignUpStatus.DECLINED)
    rows = _own_activities(volunteer_id).where(Activity.ends_at > now, SignUp.status.in_(shown))
    return _read(session, rows.order_by(Activity.starts_at, SignUp.signed_up_at))


def past_activities(
    session: Session, volunteer_id: UUID, *, now: datetime
) -> Sequence[OwnActivity]:
    """List the activities of late in which the volunteer had a place, the last first."""
    had_a_place = SignUp.status.in_((SignUpStatus.ADMITTED, SignUpStatus.NO_SHOW))
    rows = _own_activities(volunteer_id).where(Activity.ends_at <= now, had_a_place)
    return _read(session, rows.order_by(Activity.starts_at.desc()).limit(MOST_PAST))


def own_records(session: Session, volunteer_id: UUID, *, number: int, size: int) -> Page[OwnRecord]:
    """List the records of a volunteer, the last first, voided ones included."""
    rows = (
        select(
            ServiceRecord.id,
            Project.title,
            Organization.name,
            Activity.place,
            ServiceRecord.starts_at,
            ServiceRecord.ends_at,
            ServiceRecord.check_in_minutes,
            ServiceRecord.other_minutes,
        )
        .join(Activity, ServiceRecord.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, ServiceRecord.organization_id == Organization.id)
        .where(ServiceRecord.volunteer_id == volunteer_id)
        .order_by(ServiceRecord.starts_at.desc(), ServiceRecord.id)
    )
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page([OwnRecord(*row) for row in found], number, size, total)


def entries_of(session: Session, record_id: UUID) -> Sequence[EntryRow]:
    """List the entries that a record is made of, the credit first."""
    entries = session.scalars(
        select(ServiceEntry)
        .where(ServiceEntry.record_id == record_id)
        .order_by(ServiceEntry.sequence)
    )
    return [
        EntryRow(
            entry.sequence,
            entry.kind,
            entry.service_minutes,
            entry.source,
            entry.entered_by,
            entry.confirmed_by,
            entry.confirmed_at,
            entry.reason,
        )
        for entry in entries
    ]


def _own_activities(volunteer_id: UUID) -> Rows:
    return (
        select(
            Activity.id,
            Project.id,
            SignUp.id,
            Project.title,
            Organization.name,
            Activity.starts_at,
            Activity.ends_at,
            Activity.place,
            SignUp.status,
            SignUp.reason,
            Activity.status,
            Project.status,
            Activity.cancelled_reason,
            Project.cancelled_reason,
        )
        .join(Activity, SignUp.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, Project.organization_id == Organization.id)
        .where(SignUp.volunteer_id == volunteer_id)
    )


def _read(session: Session, rows: Rows) -> Sequence[OwnActivity]:
    return [
        OwnActivity(
            *row[:10],
            cancelled=row[10] is ActivityStatus.CANCELLED or row[11] is ProjectStatus.CANCELLED,
            cancelled_reason=row[12] or row[13],
        )
        for row in session.execute(rows)
    ]
