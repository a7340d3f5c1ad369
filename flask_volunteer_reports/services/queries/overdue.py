"""Hours that should have been entered by now: what is still open after the days for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from ...domain.campaign import CampaignRules
from ...domain.statuses import ActivityStatus
from ...models import (
    Activity,
    Area,
    Campaign,
    CheckIn,
    EntryState,
    NameListEntry,
    Organization,
    Project,
    ServiceRecord,
    SignUp,
)
from .paging import Page, fetch_page

PLACES_ASKED_AFTER = timedelta(days=92)
"""How long a place is asked after whose person was neither recorded nor called a no-show."""


@dataclass(frozen=True, slots=True)
class OverdueActivity:
    """One activity, and how many of its people are still open."""

    id: UUID
    title: str
    organization: str
    starts_at: datetime
    ends_at: datetime
    due_at: datetime
    """The end of the days in which its hours were to be entered."""
    entries: int
    """Hours that nobody confirmed."""
    check_ins: int
    """Check-ins without a check-out that nobody closed."""
    places: int
    """People with a place who were neither recorded nor called a no-show."""


def overdue_activities(
    session: Session,
    scope: ColumnElement[bool],
    *conditions: ColumnElement[bool],
    number: int,
    size: int,
    now: datetime,
) -> Page[OverdueActivity]:
    """List activities with open people, of projects in *scope*, the oldest first."""
    open_people = _open_people(session, scope, *conditions, now=now).subquery()
    activity_id, entries, check_ins, places = open_people.c
    sums = (
        select(
            activity_id,
            func.sum(entries).label("entries"),
            func.sum(check_ins).label("check_ins"),
            func.sum(places).label("places"),
        )
        .group_by(activity_id)
        .subquery()
    )
    rows = (
        select(
            Activity.id,
            Project.title,
            Organization.name,
            Activity.starts_at,
            Activity.ends_at,
            Project.campaign_id,
            sums.c.entries,
            sums.c.check_ins,
            sums.c.places,
        )
        .join(sums, sums.c.id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, Project.organization_id == Organization.id)
        .order_by(Activity.ends_at, Activity.id)
    )
    found, number, total = fetch_page(session, rows, number=number, size=size)
    rules = {campaign.id: campaign.rules for campaign in session.scalars(select(Campaign))}
    return Page(
        [
            OverdueActivity(
                row.id,
                row.title,
                row.name,
                row.starts_at,
                row.ends_at,
                _due_at(rules[row.campaign_id], row.ends_at),
                row.entries,
                row.check_ins,
                row.places,
            )
            for row in found
        ],
        number,
        size,
        total,
    )


def count_overdue(session: Session, *conditions: ColumnElement[bool], now: datetime) -> int:
    """Count the activities with open people, of projects and organizations that meet conditions."""
    open_people = _open_people(session, *conditions, now=now).subquery()
    return session.scalar(select(func.count(open_people.c.id.distinct()))) or 0


def overdue_by_organization(
    session: Session, organization_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, int]:
    """Count the activities with open people of each of some organizations."""
    own = Project.organization_id.in_(organization_ids)
    open_people = _open_people(session, own, now=now).subquery()
    rows = session.execute(
        select(Project.organization_id, func.count(Activity.id.distinct()))
        .join(Activity, Activity.project_id == Project.id)
        .join(open_people, open_people.c.id == Activity.id)
        .group_by(Project.organization_id)
    )
    return {row[0]: row[1] for row in rows}


def in_area(area: Area) -> ColumnElement[bool]:
    """Condition: the project is of an organization in an area or below it."""
    own = select(Organization.id).join(Organization.area).where(Area.within(area.path))
    return Project.organization_id.in_(own)


def entered_before(rules: CampaignRules, now: datetime) -> datetime:
    """Return the instant of which it holds: activities that ended before it are overdue *now*."""
    zone = rules.week.zone
    day = now.astimezone(zone).date()
    while _due_at(rules, datetime.combine(day, time(12), zone)) > now:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), zone)


def _due_at(rules: CampaignRules, ends_at: datetime) -> datetime:
    return rules.recording.enter_until(ends_at, rules.week.zone, rules.working_days)


def _open_people(session: Session, *conditions: ColumnElement[bool], now: datetime) -> Any:
    """Select one row for each open person of an overdue activity: its id, and what is open."""
    campaigns = session.scalars(select(Campaign)).all()
    past = {campaign.id: entered_before(campaign.rules, now) for campaign in campaigns}
    due = or_(
        false(),
        *(
            and_(Project.campaign_id == campaign_id, Activity.ends_at < before)
            for campaign_id, before in past.items()
        ),
    )
    conditions = (*conditions, due, Activity.status == ActivityStatus.PLANNED)
    oldest = min(past.values(), default=now) - PLACES_ASKED_AFTER
    return union_all(
        _of_activities(NameListEntry, 0, NameListEntry.state == EntryState.PENDING, *conditions),
        _of_activities(
            CheckIn, 1, CheckIn.checked_out_at.is_(None), CheckIn.closed_at.is_(None), *conditions
        ),
        _of_activities(
            SignUp,
            2,
            SignUp.is_open(),
            Activity.starts_at > oldest,
            *(~_of_the_same_person(rows, standing) for rows, standing in _SETTLED),
            *conditions,
        ),
    )


_SETTLED: tuple[tuple[Any, ColumnElement[bool]], ...] = (
    (ServiceRecord, ServiceRecord.stands()),
    (NameListEntry, NameListEntry.state.in_((EntryState.PENDING, EntryState.NOTICED))),
    # Closed with a reason, or open and so counted as such.
    (CheckIn, CheckIn.checked_out_at.is_(None)),
)


def _of_the_same_person(rows: Any, standing: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(literal(1))
        .where(
            rows.activity_id == SignUp.activity_id,
            rows.volunteer_id == SignUp.volunteer_id,
            standing,
        )
        .exists()
    )


def _of_activities(rows: Any, place: int, *conditions: ColumnElement[bool]) -> Any:
    marks = [literal(int(place == n)).label(name) for n, name in enumerate(_KINDS)]
    return (
        select(Activity.id.label("id"), *marks)
        .select_from(rows)
        .join(Activity, rows.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .where(*conditions)
    )


_KINDS = ("entries", "check_ins", "places")
