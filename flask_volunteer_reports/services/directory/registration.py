"""How volunteers come into the directory: number, card, membership, and the counts of them."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import Membership, Organization, RegistrationSummary, Volunteer
from ...ports import Actor
from ..summaries import areas_above, count_registered

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
        join(session, organization, [volunteer.id for volunteer in volunteers], now=now)
    count_residents(session, [volunteer.area_id for volunteer in volunteers])


def join(
    session: Session, organization: Organization, volunteer_ids: Sequence[UUID], *, now: datetime
) -> None:
    """Make volunteers, none of whom is one yet, members of an organization, and count them."""
    session.add_all(
        Membership(
            id=uuid4(), volunteer_id=volunteer_id, organization_id=organization.id, joined_at=now
        )
        for volunteer_id in volunteer_ids
    )
    session.flush()
    count_registered(session, {organization.id: len(volunteer_ids)})


def count_residents(
    session: Session, area_ids: Sequence[UUID], *, left: Sequence[UUID] = ()
) -> None:
    """Count volunteers in their areas and all areas above, and out of those that they have left.

    Both at once: an area above both stays as it is, and two who move crosswise take the counts in
    one order.

    Args:
        area_ids: The area of each volunteer.
        left: The area from which each came who has moved.
    """
    changes: Counter[UUID] = Counter()
    above = areas_above(session, {*area_ids, *left})
    for ids, change in ((area_ids, 1), (left, -1)):
        for area_id in ids:
            for owner_id in above[area_id]:
                changes[owner_id] += change
    count_registered(session, changes)


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
