"""Who is meant: the volunteer who acts, or the one whom the organizer has in front of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ...domain.name_list import ListedVolunteer
from ...errors import InvalidEntry, NotFound
from ...models import Activity, CheckIn, SignUp, Volunteer
from ...ports import Actor
from ..unit_of_work import UnitOfWork
from .volunteers import resolve_volunteers

_CARD = re.compile(r"(?:^|/cards/)([0-9a-f]{24})/?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom the organizer means: one of the three."""

    volunteer_id: UUID | None = None
    """Ticked off the list."""
    card: str = ""
    """What a volunteer's own QR code says, or the volunteer number typed by hand."""
    walk_in: ListedVolunteer | None = None
    """A name, perhaps with a number; who is not known is registered."""


def find_by_card(session: Session, card: str) -> Volunteer:
    """Return whose card it is, wherever the person is registered: the card was shown.

    Args:
        card: The code, or the address that the QR code holds.

    Raises:
        NotFound: There is no such card.
    """
    code = _CARD.search(card)
    found = session.scalars(
        select(Volunteer)
        .where(Volunteer.card_code == (code[1] if code else ""))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("There is no such card. Ask the person to open it anew.")
    return found


def find_whom(
    uow: UnitOfWork, actor: Actor, activity: Activity, whom: Whom, now: datetime
) -> Volunteer:
    """Return the volunteer whom an organizer means, registered where not known yet.

    Raises:
        NotFound: Nobody is known by that card or number here.
        InvalidEntry: It is not clear who is meant.
    """
    if whom.walk_in is not None:
        organization = activity.project.organization
        return resolve_volunteers(uow, actor, organization, [whom.walk_in], now=now)[0]
    typed = whom.card.strip()
    if whom.volunteer_id is None and _CARD.search(typed):
        return find_by_card(uow.session, typed)
    if whom.volunteer_id is None and not typed:
        raise InvalidEntry("Say who it is.", field="card")
    is_meant = (
        Volunteer.id == whom.volunteer_id if whom.volunteer_id else Volunteer.volunteer_no == typed
    )
    # A number is easily guessed and a card is not: a number tells nobody a stranger's name.
    known_here = [
        Volunteer.id.in_(select(rows.volunteer_id).where(rows.activity_id == activity.id))
        for rows in (SignUp, CheckIn)
    ]
    within = uow.policy.reach(actor, Volunteer)
    found = uow.session.scalars(
        select(Volunteer)
        .where(is_meant, or_(*known_here, within))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(
            "Nobody is known by this card or number here. Add the person as a walk-in, with name "
            "and number."
        )
    return found
