"""What a volunteer sees of the own service: activities ahead, activities past, records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from ...domain.statuses import ActivityStatus
from ...models import (
    STANDING,
    Activity,
    Organization,
    Project,
    ServiceRecord,
    SignUp,
    SignUpStatus,
)
from ..rows import Rows
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


def waiting_before(session: Session, sign_up_id: UUID) -> int:
    """Count those who wait for the same activity and come first."""
    own = select(SignUp.activity_id, SignUp.signed_up_at).where(SignUp.id == sign_up_id).subquery()
    before = or_(
        SignUp.signed_up_at < own.c.signed_up_at,
        and_(SignUp.signed_up_at == own.c.signed_up_at, SignUp.id < sign_up_id),
    )
    return (
        session.scalar(
            select(func.count())
            .select_from(SignUp)
            .join(own, SignUp.activity_id == own.c.activity_id)
            .where(SignUp.status == SignUpStatus.WAITING, before)
        )
        or 0
    )


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
            Activity.status == ActivityStatus.CANCELLED,
            Activity.cancelled_reason,
        )
        .join(Activity, SignUp.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, Project.organization_id == Organization.id)
        .where(SignUp.volunteer_id == volunteer_id)
    )


def _read(session: Session, rows: Rows) -> Sequence[OwnActivity]:
    return [OwnActivity(*row) for row in session.execute(rows)]
