"""Lists and pages of volunteers: with a million of them, a page reads as much as with ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from ...models import (
    Activity,
    Area,
    Consent,
    Membership,
    Organization,
    Project,
    RegistrationSummary,
    ServiceRecord,
    SignUp,
    SignUpStatus,
    Volunteer,
)
from ..rows import Rows

MOST_LATEST = 20
_HIGHEST = "z" * 33
"""Behind every volunteer number, which has at most 32 letters and digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerFilter:
    """What a list is narrowed to.

    Of an organization any part of name or number is looked for; of an area the whole name or the
    whole number, because only these are found without reading everybody.
    """

    organization_id: UUID | None = None
    area: Area | None = None
    text: str = ""
    after: str = ""
    """The number behind which the page begins."""


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """One volunteer in a list; no phone."""

    id: UUID
    volunteer_no: str
    name: str
    area: str
    refused: bool
    known_person: bool


@dataclass(frozen=True, slots=True)
class VolunteerPage:
    """Some volunteers in order of number; ``next_after`` is empty on the last page."""

    items: Sequence[VolunteerRow]
    next_after: str
    total: int | None
    """How many there are; None where nobody has counted them."""


def list_volunteers(session: Session, wanted: VolunteerFilter, *, size: int) -> VolunteerPage:
    """List the members of an organization or the residents of an area, which *wanted* names.

    The caller has made sure that the person may see them.
    """
    rows: Rows = select(
        Volunteer.id,
        Volunteer.volunteer_no,
        Volunteer.name,
        Area.name.label("area"),
        Volunteer.refused_at.is_not(None).label("refused"),
        Volunteer.person_id.is_not(None).label("known_person"),
    ).join(Area, Volunteer.area_id == Area.id)
    if wanted.organization_id:
        rows = rows.join(Membership, Membership.volunteer_id == Volunteer.id).where(
            Membership.organization_id == wanted.organization_id, Membership.ended_at.is_(None)
        )
    elif wanted.area:
        rows = rows.where(Area.within(wanted.area.path))
        if not wanted.text:
            rows = rows.where(Volunteer.volunteer_no <= _last_of_area(wanted.after, size))
    rows = _found(rows, wanted).where(Volunteer.volunteer_no > wanted.after)
    found = session.execute(rows.order_by(Volunteer.volunteer_no).limit(size + 1)).all()
    items = [VolunteerRow(*row) for row in found[:size]]
    more = len(found) > size
    return VolunteerPage(items, items[-1].volunteer_no if more else "", _total(session, wanted))


def _last_of_area(after: str, size: int) -> ColumnElement[str]:
    """Return the last number of each single area that can stand on the page.

    Otherwise the database would read and sort everybody in a district for every page.
    """
    other = aliased(Volunteer)
    last = (
        select(other.volunteer_no)
        .where(other.area_id == Area.id, other.volunteer_no > after)
        .order_by(other.volunteer_no)
        .limit(1)
        .offset(size)
        .correlate(Area)
        .scalar_subquery()
    )
    return func.coalesce(last, _HIGHEST)


def _found(rows: Rows, wanted: VolunteerFilter) -> Rows:
    if not wanted.text:
        return rows
    if wanted.organization_id:
        return rows.where(
            or_(
                Volunteer.name.contains(wanted.text, autoescape=True),
                Volunteer.volunteer_no.icontains(wanted.text, autoescape=True),
            )
        )
    return rows.where(or_(Volunteer.name == wanted.text, Volunteer.volunteer_no == wanted.text))


def _total(session: Session, wanted: VolunteerFilter) -> int | None:
    """Read the number that is kept anyway; nobody counts a million rows for a page."""
    owner_id = wanted.organization_id or (wanted.area.id if wanted.area else None)
    if owner_id is None or wanted.text or (wanted.organization_id and wanted.area):
        return None
    total = session.scalar(
        select(RegistrationSummary.registered).where(RegistrationSummary.owner_id == owner_id)
    )
    return total or 0


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """An organization that a volunteer belongs or belonged to."""

    id: UUID
    organization_id: UUID
    organization: str
    joined_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """What a volunteer agreed to."""

    wording: str
    given_at: datetime
    given_on: date
    """The local day: what stands on a sheet of paper."""
    given_on_paper: bool
    recorded_by: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A sign-up."""

    activity_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    status: SignUpStatus


@dataclass(frozen=True, slots=True)
class ServedRow:
    """A record of hours."""

    activity_id: UUID
    title: str
    starts_at: datetime
    check_in_minutes: int
    other_minutes: int


@dataclass(frozen=True, slots=True)
class Served:
    """What was recorded: sums of everything, and the latest of it."""

    check_in_minutes: int
    other_minutes: int
    records: int
    latest: Sequence[ServedRow]


def memberships(
    session: Session, volunteer_id: UUID, scope: ColumnElement[bool] | None = None
) -> Sequence[MembershipRow]:
    """List the memberships of a volunteer, the first one first.

    Args:
        scope: Condition: an organization may be named; all are without it.
    """
    rows = (
        select(
            Membership.id,
            Organization.id.label("organization_id"),
            Organization.name,
            Membership.joined_at,
            Membership.ended_at,
        )
        .join(Organization, Membership.organization_id == Organization.id)
        .where(Membership.volunteer_id == volunteer_id)
        .order_by(Membership.joined_at, Membership.id)
    )
    if scope is not None:
        rows = rows.where(scope)
    return [MembershipRow(*row) for row in session.execute(rows)]


def consents(session: Session, volunteer_id: UUID, zone: ZoneInfo) -> Sequence[ConsentRow]:
    """List what a volunteer agreed to, newest first."""
    rows = session.execute(
        select(Consent.wording, Consent.given_at, Consent.given_on_paper, Consent.recorded_by)
        .where(Consent.volunteer_id == volunteer_id)
        .order_by(Consent.given_at.desc(), Consent.id)
    )
    return [
        ConsentRow(wording, given_at, given_at.astimezone(zone).date(), on_paper, recorded_by)
        for wording, given_at, on_paper, recorded_by in rows
    ]


def places(session: Session, volunteer_id: UUID, scope: ColumnElement[bool]) -> Sequence[PlaceRow]:
    """List the latest sign-ups of a volunteer for projects in *scope*."""
    rows = session.execute(
        select(Activity.id, Project.title, Activity.starts_at, Activity.ends_at, SignUp.status)
        .join(Activity, SignUp.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .where(SignUp.volunteer_id == volunteer_id, scope)
        .order_by(Activity.starts_at.desc(), SignUp.id)
        .limit(MOST_LATEST)
    )
    return [PlaceRow(*row) for row in rows]


def served(session: Session, volunteer_id: UUID, scope: ColumnElement[bool]) -> Served:
    """Sum up the records of a volunteer in *scope*, and list the latest."""
    mine = (ServiceRecord.volunteer_id == volunteer_id, scope)
    sums = session.execute(
        select(
            func.coalesce(func.sum(ServiceRecord.check_in_minutes), 0),
            func.coalesce(func.sum(ServiceRecord.other_minutes), 0),
            func.count(),
        ).where(*mine, ServiceRecord.stands())
    ).one()
    rows = session.execute(
        select(
            Activity.id,
            Project.title,
            ServiceRecord.starts_at,
            ServiceRecord.check_in_minutes,
            ServiceRecord.other_minutes,
        )
        .join(Activity, ServiceRecord.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .where(*mine, ServiceRecord.stands())
        .order_by(ServiceRecord.starts_at.desc(), ServiceRecord.id)
        .limit(MOST_LATEST)
    )
    return Served(sums[0], sums[1], sums[2], [ServedRow(*row) for row in rows])


def first_organization(session: Session, volunteer: Volunteer) -> str:
    """Name the organization that registered a volunteer; empty where none did."""
    rows = (
        select(Organization.name)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(
            Membership.volunteer_id == volunteer.id,
            Membership.joined_at == volunteer.registered_at,
        )
        .order_by(Membership.id)
    )
    return session.scalars(rows).first() or ""
