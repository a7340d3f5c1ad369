"""How volunteers come into the directory: number, card, membership, and the counts of them."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import Membership, Organization, RegistrationSummary, Volunteer
from ...ports import Actor
from ..summaries import areas_above, count_active_registered, count_registered

_AT_ONCE = 100  # numbers asked about in one question


def new_volunteer(
    volunteer_no: str, name: str, area_id: UUID, actor: Actor, *, now: datetime
) -> Volunteer:
    """Make a volunteer who is not in the database yet."""
    return Volunteer(
        id=uuid4(),
        volunteer_no=volunteer_no,
        name=name,
        area_id=area_id,
        card_code=secrets.token_hex(12),
        registered_at=now,
        registered_by=actor.id,
        registered_by_name=actor.name,
    )


def add_volunteers(
    session: Session,
    volunteers: Sequence[Volunteer],
    organization: Organization | None,
    *,
    now: datetime,
) -> None:
    """Send newcomers to the database, as members of an organization where there is one."""
    # By number, as two lists with the same new numbers must not wait for each other.
    in_order = sorted(volunteers, key=lambda volunteer: volunteer.volunteer_no)
    session.add_all(in_order)
    session.flush()
    if organization:
        _add_members(session, organization, volunteers, now=now)
    count_registered(session, _residents(session, Counter(v.area_id for v in volunteers)))


def hold_volunteers(session: Session, volunteer_ids: Collection[UUID]) -> None:
    """Make others wait who would change the same people, their records or memberships.

    In one order, so that nobody waits in a circle. Ids never change and nothing is deleted, so the
    rows are held only against other changes (``key_share``), not against what refers to them.
    """
    session.execute(
        select(Volunteer.id)
        .where(Volunteer.id.in_(volunteer_ids))
        .order_by(Volunteer.id)
        .with_for_update(key_share=True)
    )


def join(
    session: Session,
    organization: Organization,
    volunteers: Sequence[Volunteer],
    *,
    now: datetime,
) -> None:
    """Make volunteers, who are held and not members yet, members of an organization."""
    _add_members(session, organization, volunteers, now=now)
    joined = {volunteer.id: {organization.id: 1} for volunteer in volunteers}
    count_active_registered(session, joined)


def leave(session: Session, membership: Membership, *, now: datetime) -> None:
    """End the membership of a volunteer who is held."""
    membership.ended_at = max(now, membership.joined_at)
    change = {membership.organization_id: -1}
    count_registered(session, change)
    count_active_registered(session, {membership.volunteer_id: change})


def move(session: Session, moved: Mapping[UUID, tuple[UUID, UUID]]) -> None:
    """Count volunteers, who are held, into the areas where they live now and out of those before.

    Both at once: an area above both stays as it is, and two who move crosswise take the counts in
    one order.

    Args:
        moved: Volunteer to the area before and the area now.
    """
    above = areas_above(session, {area_id for areas in moved.values() for area_id in areas})
    changes: dict[UUID, Counter[UUID]] = {}
    for volunteer_id, (before, now) in moved.items():
        changes[volunteer_id] = Counter(above[now])
        changes[volunteer_id].subtract(above[before])
    in_all: Counter[UUID] = Counter()
    for change in changes.values():
        in_all.update(change)
    count_registered(session, in_all)
    count_active_registered(session, changes)


def _residents(session: Session, by_area: Mapping[UUID, int]) -> Counter[UUID]:
    """Count who lives in an area in all areas above as well."""
    found: Counter[UUID] = Counter()
    for area_id, above in areas_above(session, by_area).items():
        found.update(dict.fromkeys(above, by_area[area_id]))
    return found


def _add_members(
    session: Session,
    organization: Organization,
    volunteers: Sequence[Volunteer],
    *,
    now: datetime,
) -> None:
    session.add_all(
        Membership(
            id=uuid4(), volunteer_id=volunteer.id, organization_id=organization.id, joined_at=now
        )
        for volunteer in volunteers
    )
    session.flush()
    count_registered(session, {organization.id: len(volunteers)})


def number_without_organization(session: Session) -> str:
    """Find a number for somebody who belongs to no organization: V and nine digits."""
    while True:
        number = f"V{secrets.randbelow(10**9):09}"
        if not session.scalar(select(Volunteer.id).where(Volunteer.volunteer_no == number)):
            return number


def free_numbers(session: Session, organization: Organization, taken: set[str]) -> Iterator[str]:
    """Count on from the number of members, passing over what was *taken* by hand."""
    prefix = f"{organization.code}-"
    members = session.scalar(
        select(RegistrationSummary.registered).where(
            RegistrationSummary.owner_id == organization.id
        )
    )
    for first in count((members or 0) + 1, _AT_ONCE):
        numbers = [f"{prefix}{number:04}" for number in range(first, first + _AT_ONCE)]
        taken |= {
            *session.scalars(
                select(Volunteer.volunteer_no).where(Volunteer.volunteer_no.in_(numbers))
            )
        }
        yield from (number for number in numbers if number not in taken)
