"""Objections as they are listed: to the volunteer, to the organization, to its office."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from ...domain.statuses import ActivityStatus
from ...models import (
    STANDING,
    Activity,
    Area,
    CheckIn,
    EntryState,
    Membership,
    NameListEntry,
    Objection,
    ObjectionGround,
    ObjectionStatus,
    Organization,
    Project,
    ServiceRecord,
    SignUp,
    Volunteer,
)
from ...ports import Actor, Permission
from ..policy import Policy
from ..rows import Rows
from .paging import Page, fetch_page

OFFERED_FOR = timedelta(days=180)
MOST_OFFERED = 30


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection in a list."""

    id: UUID
    title: str
    organization: str
    starts_at: datetime
    name: str
    volunteer_no: str
    ground: ObjectionGround
    text: str
    raised_at: datetime
    due_at: datetime
    status: ObjectionStatus
    answered_at: datetime | None
    answered_by: str | None
    answer: str

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether it waits for longer than the organization has."""
        return self.status is ObjectionStatus.OPEN and self.due_at <= now


@dataclass(frozen=True, slots=True)
class OfferedActivity:
    """An activity in which hours of a volunteer may be missing."""

    id: UUID
    title: str
    organization: str
    starts_at: datetime
    ends_at: datetime


def own_objections(
    session: Session, volunteer_id: UUID, *, number: int, size: int
) -> Page[ObjectionRow]:
    """List what a volunteer has objected to, the open ones first, then the last answered."""
    rows = (
        _rows()
        .where(Objection.volunteer_id == volunteer_id)
        .order_by(Objection.status != ObjectionStatus.OPEN, Objection.raised_at.desc())
    )
    return _page(session, rows, number, size)


def objections_to_answer(
    session: Session, policy: Policy, actor: Actor, *, now: datetime, number: int, size: int
) -> Page[ObjectionRow]:
    """List what waits for an answer of *actor*, the longest overdue first."""
    rows = _rows().where(waits_for(policy, actor, now)).order_by(Objection.due_at, Objection.id)
    return _page(session, rows, number, size)


def answered_objections(
    session: Session, policy: Policy, actor: Actor, *, number: int, size: int
) -> Page[ObjectionRow]:
    """List what was answered or taken back in reach of *actor*, the last first."""
    rows = _rows().where(Objection.status != ObjectionStatus.OPEN)
    rows = policy.narrow(actor, rows, Objection)
    return _page(session, rows.order_by(Objection.answered_at.desc()), number, size)


def waits_for(policy: Policy, actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Condition: the objection is open and *actor* may answer: an office only past the limit."""
    scope = policy.scope(actor, Permission.ANSWER_OBJECTION)
    if scope.everything:
        mine: ColumnElement[bool] = true()
    else:
        mine = or_(
            scope.of_organization(Objection.organization_id),
            and_(
                Objection.due_at <= now,
                scope.of_organization_or_its_area(Objection.organization_id),
            ),
        )
    return and_(Objection.status == ObjectionStatus.OPEN, mine)


def open_by_organization(
    session: Session, organization_ids: Collection[UUID]
) -> Mapping[UUID, int]:
    """Count the open objections of each organization."""
    rows = session.execute(
        select(Objection.organization_id, func.count())
        .where(
            Objection.organization_id.in_(organization_ids),
            Objection.status == ObjectionStatus.OPEN,
        )
        .group_by(Objection.organization_id)
    )
    return {row[0]: row[1] for row in rows}


def overdue_in_area(session: Session, area: Area, now: datetime) -> int:
    """Count the objections of an area whose organizations have not answered in time."""
    within = select(Organization.id).where(
        Organization.area_id.in_(select(Area.id).where(Area.within(area.path)))
    )
    count = session.scalar(
        select(func.count()).where(
            Objection.status == ObjectionStatus.OPEN,
            Objection.due_at <= now,
            Objection.organization_id.in_(within),
        )
    )
    return count or 0


def activities_without_hours(
    session: Session, volunteer_id: UUID, *, now: datetime
) -> Sequence[OfferedActivity]:
    """List late activities where hours of a volunteer may be missing, the last first.

    Those that the volunteer signed up for or checked in to, and those of the own organizations;
    not where hours are recorded or wait to be, nor where an objection waits.
    """
    own = Activity.id
    rows = session.execute(
        select(Activity.id, Project.title, Organization.name, Activity.starts_at, Activity.ends_at)
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, Project.organization_id == Organization.id)
        .where(
            Activity.ends_at <= now,
            Activity.ends_at > now - OFFERED_FOR,
            Activity.published_at.is_not(None),
            Activity.status == ActivityStatus.PLANNED,
            or_(
                own.in_(
                    select(SignUp.activity_id).where(
                        SignUp.volunteer_id == volunteer_id, SignUp.status.in_(STANDING)
                    )
                ),
                own.in_(select(CheckIn.activity_id).where(CheckIn.volunteer_id == volunteer_id)),
                Project.organization_id.in_(
                    select(Membership.organization_id).where(
                        Membership.volunteer_id == volunteer_id, Membership.ended_at.is_(None)
                    )
                ),
            ),
            ~exists().where(
                ServiceRecord.activity_id == own,
                ServiceRecord.volunteer_id == volunteer_id,
                ServiceRecord.stands(),
            ),
            ~exists().where(
                NameListEntry.activity_id == own,
                NameListEntry.volunteer_id == volunteer_id,
                NameListEntry.state.in_((EntryState.PENDING, EntryState.NOTICED)),
            ),
            ~exists().where(
                Objection.activity_id == own,
                Objection.volunteer_id == volunteer_id,
                Objection.status == ObjectionStatus.OPEN,
            ),
        )
        .order_by(Activity.starts_at.desc())
        .limit(MOST_OFFERED)
    )
    return [OfferedActivity(*row) for row in rows]


def _rows() -> Rows:
    return (
        select(
            Objection.id,
            Project.title,
            Organization.name,
            Activity.starts_at,
            Volunteer.name,
            Volunteer.volunteer_no,
            Objection.ground,
            Objection.text,
            Objection.raised_at,
            Objection.due_at,
            Objection.status,
            Objection.answered_at,
            Objection.answered_by,
            Objection.answer,
        )
        .join(Volunteer, Objection.volunteer_id == Volunteer.id)
        .join(Organization, Objection.organization_id == Organization.id)
        .join(Activity, Objection.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
    )


def _page(session: Session, rows: Rows, number: int, size: int) -> Page[ObjectionRow]:
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page([ObjectionRow(*row) for row in found], number, size, total)
