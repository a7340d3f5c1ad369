"""Who a signed-in person is as a volunteer."""

from __future__ import annotations

from sqlalchemy import select

from ..errors import Conflict
from ..models import Volunteer
from ..ports import Actor, Permission
from .unit_of_work import UnitOfWork


def own_volunteer(uow: UnitOfWork, actor: Actor) -> Volunteer | None:
    """Return the volunteer who *actor* is, None while they are not known to each other."""
    volunteers = uow.policy.narrow(
        actor,
        select(Volunteer).where(Volunteer.person_id == actor.id),
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
