"""Hours on public notice: to everybody with masked names, to the volunteer in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ...domain.public_notice import mask_name
from ...models import (
    Activity,
    Campaign,
    EntryState,
    NameListEntry,
    Organization,
    Project,
    Volunteer,
)
from ...ports import Actor, Permission
from ..policy import Policy
from ..rows import Rows
from .paging import Page, fetch_page

_LATE_FIRST = (NameListEntry.notice_until.desc(), NameListEntry.position, NameListEntry.id)


@dataclass(frozen=True, slots=True)
class NoticedHours:
    """Hours on public notice; no number, no telephone."""

    id: UUID
    masked_name: str
    organization: str
    title: str
    day: date
    service_minutes: int
    until: datetime
    may_stop: bool
    """Whoever looks may take them off for the organization."""


@dataclass(frozen=True, slots=True)
class OwnNoticedHours:
    """Hours of one volunteer that are, or were, on public notice."""

    id: UUID
    organization: str
    title: str
    starts_at: datetime
    ends_at: datetime
    service_minutes: int
    until: datetime
    stopped_by: str | None
    stopped_reason: str | None


def public_notice(
    session: Session,
    policy: Policy,
    actor: Actor | None,
    campaign: Campaign,
    *,
    now: datetime,
    number: int,
    size: int,
) -> Page[NoticedHours]:
    """List the hours of a campaign that are on public notice, the newest first."""
    rows = _rows(
        NameListEntry.id,
        Volunteer.name,
        Organization.name,
        Project.title,
        NameListEntry.starts_at,
        NameListEntry.service_minutes,
        NameListEntry.notice_until,
        Project.id,
    ).where(
        Project.campaign_id == campaign.id,
        NameListEntry.state == EntryState.NOTICED,
        NameListEntry.notice_until > now,
    )
    found, number, total = fetch_page(
        session, rows.order_by(*_LATE_FIRST), number=number, size=size
    )
    mine = _in_reach(session, policy, actor, {row[7] for row in found})
    zone = campaign.rules.week.zone
    items = [
        NoticedHours(
            id_,
            mask_name(name),
            organization,
            title,
            starts_at.astimezone(zone).date(),
            minutes,
            until,
            key in mine,
        )
        for id_, name, organization, title, starts_at, minutes, until, key in found
    ]
    return Page(items, number, size, total)


def has_ended_notices(session: Session, campaign: Campaign, now: datetime) -> bool:
    """Tell whether hours wait to become records though their notice has ended."""
    waiting = _rows(NameListEntry.id).where(
        Project.campaign_id == campaign.id,
        NameListEntry.state == EntryState.NOTICED,
        NameListEntry.notice_until <= now,
    )
    return session.execute(waiting.limit(1)).first() is not None


def own_noticed_hours(session: Session, volunteer_id: UUID) -> Sequence[OwnNoticedHours]:
    """List what is on notice for a volunteer, and what was taken off, the last first."""
    rows = _rows(
        NameListEntry.id,
        Organization.name,
        Project.title,
        NameListEntry.starts_at,
        NameListEntry.ends_at,
        NameListEntry.service_minutes,
        NameListEntry.notice_until,
        NameListEntry.stopped_by,
        NameListEntry.stopped_reason,
    ).where(
        NameListEntry.volunteer_id == volunteer_id,
        or_(NameListEntry.state == EntryState.NOTICED, NameListEntry.stopped_reason.is_not(None)),
    )
    return [OwnNoticedHours(*row) for row in session.execute(rows.order_by(*_LATE_FIRST).limit(50))]


def _in_reach(
    session: Session, policy: Policy, actor: Actor | None, project_ids: set[UUID]
) -> set[UUID]:
    if actor is None:
        return set()
    rows = select(Project.id).where(Project.id.in_(project_ids))
    return set(session.scalars(policy.narrow(actor, rows, Project, Permission.CONFIRM_RECORDS)))


def _rows(*columns: Any) -> Rows:
    rows: Rows = (
        select(*columns)
        .select_from(NameListEntry)
        .join(Volunteer, NameListEntry.volunteer_id == Volunteer.id)
        .join(Activity, NameListEntry.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, Project.organization_id == Organization.id)
    )
    return rows
