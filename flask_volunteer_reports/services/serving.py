"""Who a signed-in person is as a volunteer, and what they say of themselves."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ..domain.events import CalendarAddressRenewed, MonthOfBirthStated
from ..errors import AlreadyDone, Conflict, InvalidEntry
from ..models import CalendarAddress, Volunteer
from ..ports import Actor, Permission
from .unit_of_work import UnitOfWork

OLDEST = 120  # years


def own_volunteer(uow: UnitOfWork, actor: Actor) -> Volunteer | None:
    """Return the volunteer who *actor* is, None while they are not known to each other."""
    volunteers = uow.policy.narrow(
        actor,
        select(Volunteer)
        .where(Volunteer.person_id == actor.id)
        .execution_options(populate_existing=True),
        Volunteer,
        Permission.SERVE,
    )
    return uow.session.scalars(volunteers).first()


def require_volunteer(uow: UnitOfWork, actor: Actor) -> Volunteer:
    """Return the volunteer who *actor* is.

    Raises:
        Conflict: *actor* is not known as a volunteer.
        NotAllowed: The host forbids it.
    """
    volunteer = own_volunteer(uow, actor)
    if volunteer is None:
        raise Conflict(
            "You are not known as a volunteer here yet. Open “My volunteer service” to see what "
            "to do."
        )
    uow.require(actor, Permission.SERVE, volunteer)
    return volunteer


def state_month_of_birth(
    uow: UnitOfWork, actor: Actor, born_in: date, *, zone: ZoneInfo, now: datetime
) -> Volunteer:
    """Write down in which month the person who asks was born; no more is kept.

    Args:
        born_in: Some day of that month.
        zone: Where the day of *now* is told.

    Raises:
        Conflict: *actor* is not known as a volunteer, or refused to be one.
        InvalidEntry: It lies ahead, or further back than anybody lives.
        AlreadyDone: It is written down so.
    """
    with uow.transaction() as session:
        volunteer = require_volunteer(uow, actor)
        session.refresh(volunteer, with_for_update={"key_share": True})
        if volunteer.refused_at is not None:
            raise Conflict(
                "You refused to be registered as a volunteer; nothing new is recorded for you."
            )
        month = born_in.replace(day=1)
        today = now.astimezone(zone).date()
        if month > today or month.year < today.year - OLDEST:
            raise InvalidEntry("Nobody was born in that month. Check the year.", field="born_in")
        if volunteer.born_in == month:
            raise AlreadyDone("This was saved already. Nothing was changed.")
        volunteer.born_in = month
        uow.record(actor, MonthOfBirthStated(subject_id=volunteer.id, by=actor.id, at=now))
    return volunteer


def renew_calendar_address(uow: UnitOfWork, actor: Actor, *, now: datetime) -> CalendarAddress:
    """Make the secret address of the calendar of the person who asks; the last one ends with it.

    Raises:
        Conflict: *actor* is not known as a volunteer.
    """
    with uow.transaction() as session:
        volunteer = require_volunteer(uow, actor)
        session.refresh(volunteer, with_for_update={"key_share": True})
        address = session.get(CalendarAddress, volunteer.id, populate_existing=True)
        if address is None:
            address = CalendarAddress(volunteer_id=volunteer.id)
            session.add(address)
        address.secret, address.made_at = secrets.token_urlsafe(32), now
        uow.record(actor, CalendarAddressRenewed(subject_id=volunteer.id, by=actor.id, at=now))
    return address
