"""Who is there: the organizer's list of an activity, and a volunteer's own check-ins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from ...domain.check_in import counted
from ...domain.statuses import ActivityStatus, ProjectStatus
from ...models import (
    STANDING,
    Activity,
    CheckIn,
    CheckWay,
    Membership,
    Organization,
    Project,
    SignUp,
    SignUpStatus,
    Volunteer,
)
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork

_AROUND = timedelta(days=8)
"""No activity with its windows lasts longer; what is further away need not be looked at."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair of check-in and check-out."""

    id: UUID
    checked_in_at: datetime
    check_in_way: CheckWay
    checked_out_at: datetime | None
    closed_reason: str | None
    service_minutes: int
    """What lies between, as far as it counts; 0 while there is no check-out."""
    is_recorded: bool
    """The minutes are in the ledger; otherwise they wait."""

    @property
    def is_open(self) -> bool:
        """Nobody checked out, and nobody closed it."""
        return self.checked_out_at is None and self.closed_reason is None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody on the organizer's list."""

    volunteer_id: UUID
    name: str
    volunteer_no: str
    status: SignUpStatus | None
    pairs: Sequence[PairRow]

    @property
    def open_pair(self) -> PairRow | None:
        """The pair that has no end yet."""
        return next((pair for pair in self.pairs if pair.is_open), None)


@dataclass(frozen=True, slots=True)
class OwnActivity:
    """An activity in which a volunteer can check in or out now, or forgot to check out."""

    id: UUID
    title: str
    organization: str
    place: str
    starts_at: datetime
    ends_at: datetime
    has_place: bool
    pairs: Sequence[PairRow]
    is_over: bool
    """One can no longer check out; a person has to close what is open."""

    @property
    def open_pair(self) -> PairRow | None:
        """The pair that has no end yet."""
        return next((pair for pair in self.pairs if pair.is_open), None)


def people_at(session: Session, activity: Activity) -> list[PersonRow]:
    """List who has a place in an activity or was checked in, by number."""
    pairs = _pairs(session, CheckIn.activity_id == activity.id)
    rows = session.execute(
        select(Volunteer.id, Volunteer.name, Volunteer.volunteer_no, SignUp.status)
        .outerjoin(
            SignUp,
            (SignUp.volunteer_id == Volunteer.id)
            & (SignUp.activity_id == activity.id)
            & SignUp.status.in_(STANDING),
        )
        .where(
            or_(
                SignUp.id.is_not(None),
                Volunteer.id.in_(
                    select(CheckIn.volunteer_id).where(CheckIn.activity_id == activity.id)
                ),
            )
        )
        .order_by(Volunteer.volunteer_no)
    )
    return [PersonRow(*row, pairs[row[0], activity.id]) for row in rows]


def own_activities(session: Session, volunteer: Volunteer, now: datetime) -> list[OwnActivity]:
    """List where a volunteer can check in or out now, and where a check-out was forgotten.

    What takes place now is listed where the volunteer has a place or belongs to the organization.
    """
    placed = select(SignUp.activity_id).where(
        SignUp.volunteer_id == volunteer.id, SignUp.status.in_(STANDING)
    )
    opened = select(CheckIn.activity_id).where(
        CheckIn.volunteer_id == volunteer.id,
        CheckIn.checked_out_at.is_(None),
        CheckIn.closed_at.is_(None),
    )
    belongs = select(Membership.organization_id).where(
        Membership.volunteer_id == volunteer.id, Membership.ended_at.is_(None)
    )
    near = _near(now) & or_(Activity.id.in_(placed), Project.organization_id.in_(belongs))
    found = _activities(session, or_(near, Activity.id.in_(opened)))
    places = set(session.scalars(placed.where(SignUp.activity_id.in_([row.id for row in found]))))
    pairs = _pairs(session, CheckIn.volunteer_id == volunteer.id, _of(found))
    own = [_own(row, pairs[volunteer.id, row.id], now, has_place=row.id in places) for row in found]
    return [row for row in own if row.open_pair or _is_within(row, found, now)]


def own_activity(
    session: Session, volunteer: Volunteer, activity: Activity, now: datetime
) -> OwnActivity:
    """Return what a volunteer needs to know to check in or out of one activity."""
    pairs = _pairs(
        session, CheckIn.volunteer_id == volunteer.id, CheckIn.activity_id == activity.id
    )
    place = session.scalars(
        select(SignUp.id).where(
            SignUp.volunteer_id == volunteer.id,
            SignUp.activity_id == activity.id,
            SignUp.status.in_(STANDING),
        )
    ).first()
    return _own(activity, pairs[volunteer.id, activity.id], now, has_place=place is not None)


def activities_now(uow: UnitOfWork, actor: Actor, now: datetime) -> list[Activity]:
    """List the activities for which *actor* can check people in or out now."""
    mine = uow.policy.reach(actor, Project, Permission.ENTER_RECORDS)
    found = _activities(uow.session, _near(now) & mine)
    return [row for row in found if _window(row)[0] <= now <= _window(row)[1]]


def _near(now: datetime) -> ColumnElement[bool]:
    """Condition: the activity takes place about now; its exact windows are the campaign's."""
    return (
        (Activity.starts_at < now + _AROUND)
        & (Activity.starts_at > now - _AROUND)
        & (Activity.status == ActivityStatus.PLANNED)
        & Activity.published_at.is_not(None)
        & Project.status.in_((ProjectStatus.PUBLISHED, ProjectStatus.FINISHED))
    )


def _activities(session: Session, condition: ColumnElement[bool]) -> Sequence[Activity]:
    return session.scalars(
        select(Activity)
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, Project.organization_id == Organization.id)
        .where(condition)
        .order_by(Activity.starts_at, Activity.id)
        .limit(200)
    ).all()


def _window(activity: Activity) -> tuple[datetime, datetime]:
    rules = activity.project.campaign.rules.recording
    return activity.starts_at - rules.check_in_before, activity.ends_at + rules.check_out_after


def _is_within(row: OwnActivity, found: Sequence[Activity], now: datetime) -> bool:
    opens, closes = _window(next(activity for activity in found if activity.id == row.id))
    return opens <= now <= closes


def _own(
    activity: Activity, pairs: Sequence[PairRow], now: datetime, *, has_place: bool
) -> OwnActivity:
    return OwnActivity(
        activity.id,
        activity.project.title,
        activity.project.organization.name,
        activity.place,
        activity.starts_at,
        activity.ends_at,
        has_place,
        pairs,
        is_over=now > _window(activity)[1],
    )


def _of(found: Sequence[Activity]) -> ColumnElement[bool]:
    return CheckIn.activity_id.in_([row.id for row in found])


def _pairs(
    session: Session, *conditions: ColumnElement[bool]
) -> defaultdict[tuple[UUID, UUID], list[PairRow]]:
    """Read pairs in order of time, by volunteer and activity."""
    found: defaultdict[tuple[UUID, UUID], list[PairRow]] = defaultdict(list)
    for pair in session.scalars(
        select(CheckIn)
        .where(*conditions)
        .options(joinedload(CheckIn.activity))
        .order_by(CheckIn.checked_in_at, CheckIn.id)
        .execution_options(populate_existing=True)
    ):
        found[pair.volunteer_id, pair.activity_id].append(_row(pair))
    return found


def _row(pair: CheckIn) -> PairRow:
    out = pair.checked_out_at
    time = counted(pair.checked_in_at, out, pair.activity.occasion) if out else None
    return PairRow(
        pair.id,
        pair.checked_in_at,
        pair.check_in_way,
        out,
        pair.closed_reason,
        time.minutes if time else 0,
        pair.record_id is not None,
    )
