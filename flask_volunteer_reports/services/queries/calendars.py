"""What stands in calendars: a volunteer's own activities, an organization's published ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.statuses import ActivityStatus, ProjectStatus
from ...models import (
    STANDING,
    Activity,
    CalendarAddress,
    Organization,
    Project,
    SignUp,
    SignUpStatus,
)
from ..rows import Rows

KEPT = timedelta(days=180)
"""How long after its end an activity stays in a calendar."""
MOST_EVENTS = 1000


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One activity as a calendar shows it; nothing about other people."""

    activity_id: UUID
    project_id: UUID
    title: str
    organization: str
    starts_at: datetime
    ends_at: datetime
    place: str
    published_at: datetime
    sequence: int
    """Grows with each change of the activity or its project."""
    cancelled: bool
    status: SignUpStatus | None = None
    """Of the owner's sign-up; None in the calendar of an organization."""


def volunteer_calendar(
    session: Session, secret: str, *, now: datetime
) -> Sequence[CalendarRow] | None:
    """Read what the owner of an address is signed up for; None where there is no such address."""
    address = session.scalars(
        select(CalendarAddress).where(CalendarAddress.secret == secret)
    ).first()
    if address is None:
        return None
    rows = (
        select(*_COLUMNS, SignUp.status)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(SignUp.volunteer_id == address.volunteer_id, SignUp.status.in_(STANDING))
    )
    return _read(session, rows, now)


def organization_calendar(
    session: Session, organization_id: UUID, *, now: datetime
) -> Sequence[CalendarRow]:
    """Read the activities of an organization that everybody may see."""
    return _read(session, select(*_COLUMNS).where(Project.organization_id == organization_id), now)


_COLUMNS = (
    Activity.id,
    Project.id,
    Project.title,
    Organization.name,
    Activity.starts_at,
    Activity.ends_at,
    Activity.place,
    Activity.published_at,
    Activity.version + Project.version,
    Activity.status == ActivityStatus.CANCELLED,
)


def _read(session: Session, rows: Rows, now: datetime) -> Sequence[CalendarRow]:
    """Read the activities that are public and not long over, the latest first where too many."""
    found = session.execute(
        rows.join(Project, Activity.project_id == Project.id)
        .join(Organization, Project.organization_id == Organization.id)
        .where(
            Activity.published_at.is_not(None),
            Project.status != ProjectStatus.DRAFT,
            Activity.ends_at > now - KEPT,
        )
        .order_by(Activity.starts_at.desc(), Activity.id)
        .limit(MOST_EVENTS)
    )
    return [CalendarRow(*row) for row in reversed(found.all())]
