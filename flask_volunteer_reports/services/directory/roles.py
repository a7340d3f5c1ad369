"""Use cases of roles."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select, true

from ...domain.directory import Role
from ...domain.events import RoleEnded, RoleGranted
from ...errors import AlreadyDone, InvalidEntry
from ...models import Area, Organization, RoleGrant
from ...ports import OPERATOR_ID, Actor, Permission
from ..unit_of_work import UnitOfWork

TO_GRANT = {
    Role.CITY_SECRETARIAT: Permission.GRANT_CITY_SECRETARIAT,
    Role.DISTRICT_OFFICE: Permission.GRANT_DISTRICT_OFFICE,
    Role.ORGANIZATION_MANAGER: Permission.GRANT_ORGANIZATION_MANAGER,
    Role.ORGANIZATION_RECORDER: Permission.GRANT_ORGANIZATION_RECORDER,
}


def grant_role(
    uow: UnitOfWork,
    actor: Actor,
    person: Actor,
    role: Role,
    subject: Area | Organization,
    *,
    from_on: date,
    until_on: date | None = None,
    now: datetime,
) -> RoleGrant:
    """Give a person a role for an organization or an area.

    Managers name the recorders of their own organization; everything else is for the offices, and
    the role of a district office for the city.

    Args:
        person: The host's person; the name is kept as a snapshot.
        subject: The organization or area that the role is for.
        from_on: First day.
        until_on: Last day, still inside; None leaves it open.

    Raises:
        NotAllowed: *actor* may not give this role here.
        InvalidEntry: Role and subject do not go together, or the days are out of order.
        AlreadyDone: The person holds the role already on one of the days.
    """
    with uow.transaction() as session:
        uow.require(actor, TO_GRANT[role], subject)
        _check_fit(role, subject)
        # one grant after the other
        session.refresh(subject, with_for_update={"of": type(subject), "key_share": True})
        if person.id == OPERATOR_ID or not 0 < len(person.id.strip()) == len(person.id) <= 64:
            raise InvalidEntry(
                "“%(person)s” cannot be the id of a person of this site.",
                field="person_id",
                person=person.id,
            )
        if until_on and until_on < from_on:
            raise InvalidEntry("The last day lies before the first.", field="until_on")
        grant = RoleGrant(
            person_id=person.id,
            person_name=person.name,
            role=role,
            organization_id=subject.id if isinstance(subject, Organization) else None,
            area_id=subject.id if isinstance(subject, Area) else None,
            from_on=from_on,
            until_on=until_on,
            granted_by=actor.name,
        )
        before_it_ends = RoleGrant.from_on <= until_on if until_on else true()
        if session.scalar(
            select(RoleGrant.id).where(
                RoleGrant.person_id == grant.person_id,
                RoleGrant.role == role,
                RoleGrant.organization_id == grant.organization_id,
                RoleGrant.area_id == grant.area_id,
                or_(RoleGrant.until_on.is_(None), RoleGrant.until_on >= from_on),
                before_it_ends,
                RoleGrant.ended_at.is_(None),
            )
        ):
            raise AlreadyDone("This person holds this role already.")
        session.add(grant)
        session.flush()
        uow.record(
            actor,
            RoleGranted(subject_id=grant.id, by=actor.id, at=now, person_id=person.id, role=role),
        )
    return grant


def end_role(uow: UnitOfWork, actor: Actor, grant_id: UUID, *, now: datetime) -> RoleGrant:
    """Take a role away at once.

    Raises:
        NotFound: There is no such grant, or it is out of reach.
        NotAllowed: *actor* could not have given it.
        AlreadyDone: It was taken away before.
    """
    with uow.transaction():
        grant = uow.find(actor, RoleGrant, grant_id, lock=True)
        subject = grant.organization or grant.area
        assert subject is not None  # noqa: S101 -- the check constraint one_scope
        uow.require(actor, TO_GRANT[grant.role], subject)
        if grant.ended_at is not None:
            raise AlreadyDone("This role was taken away before.")
        grant.ended_at = now
        grant.ended_by = actor.name
        uow.record(
            actor,
            RoleEnded(
                subject_id=grant.id,
                by=actor.id,
                at=now,
                person_id=grant.person_id,
                role=grant.role,
            ),
        )
    return grant


def _check_fit(role: Role, subject: Area | Organization) -> None:
    if isinstance(subject, Organization) == (role.area_level is not None):
        raise InvalidEntry(
            "This role is for an area, not for an organization."
            if role.area_level
            else "This role is for an organization, not for an area.",
            field="role",
        )
    if isinstance(subject, Area) and subject.level is not role.area_level:
        raise InvalidEntry(
            "The role “%(role)s” needs an area of the level “%(level)s”.",
            field="area",
            role=role,
            level=role.area_level,
        )
