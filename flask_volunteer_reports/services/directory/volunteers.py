"""Use cases of volunteers: registered, edited, members of organizations."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.events import (
    VolunteerEdited,
    VolunteerJoined,
    VolunteerLeft,
    VolunteerRegistered,
)
from ...domain.volunteers import VolunteerEntry, check_volunteer_no, checked_entry
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from ...models import Area, Membership, Organization, Volunteer
from ...ports import Actor, Permission
from ..serving import own_volunteer
from ..unit_of_work import UnitOfWork, changes_of, check_version
from .registration import (
    add_volunteers,
    free_numbers,
    join,
    leave,
    move,
    new_volunteer,
    number_without_organization,
)


def register_volunteer(
    uow: UnitOfWork,
    actor: Actor,
    organization_id: UUID,
    entry: VolunteerEntry,
    *,
    area_id: UUID | None = None,
    volunteer_id: UUID,
    now: datetime,
) -> Volunteer:
    """Enter a volunteer in the directory as a member of an organization.

    Args:
        area_id: Where the volunteer lives; without it where the organization sits.
        volunteer_id: Chosen when the form was opened, so that a second click registers nobody.

    Raises:
        NotFound: The organization is out of reach, or there is no such area.
        NotAllowed: *actor* registers no volunteers there.
        AlreadyDone: The same form was sent before.
        InvalidEntry: Something in *entry* cannot be, or the number is taken.
    """
    with uow.transaction() as session:
        organization = uow.find(actor, Organization, organization_id, lock=True)
        uow.require(actor, Permission.REGISTER_VOLUNTEER, organization)
        if session.get(Volunteer, volunteer_id):
            raise AlreadyDone("This volunteer is registered already.")
        checked = checked_entry(entry, local_day(uow, now))
        number = checked.volunteer_no or next(free_numbers(session, organization, set()))
        _check_free(session, number)
        home = area_id or organization.area_id
        if session.get(Area, home) is None:
            raise NotFound("There is no such area.")
        volunteer = new_volunteer(number, checked.name, home, actor, now=now)
        volunteer.id = volunteer_id
        volunteer.phone, volunteer.born_in = checked.phone, checked.born_in
        add_volunteers(session, [volunteer], organization, now=now)
        uow.record(
            actor,
            VolunteerRegistered(
                subject_id=volunteer.id, by=actor.id, at=now, organization=organization.code
            ),
        )
    return volunteer


def register_self(
    uow: UnitOfWork, actor: Actor, entry: VolunteerEntry, *, area_id: UUID, now: datetime
) -> Volunteer:
    """Let a signed-in person register themselves, without any organization.

    The consent is the caller's to record in the same transaction; the number is ours to give, so
    that nobody takes one that belongs to somebody else.

    Raises:
        NotFound: There is no such area.
        AlreadyDone: The person is registered already.
        InvalidEntry: Something in *entry* cannot be.
    """
    with uow.transaction() as session:
        if own_volunteer(uow, actor):
            raise AlreadyDone("You are registered already.")
        checked = checked_entry(entry, local_day(uow, now))
        if session.get(Area, area_id) is None:
            raise NotFound("There is no such area.")
        number = number_without_organization(session)
        volunteer = new_volunteer(number, checked.name, area_id, actor, now=now)
        volunteer.phone, volunteer.born_in = checked.phone, checked.born_in
        volunteer.person_id = actor.id
        add_volunteers(session, [volunteer], None, now=now)
        uow.record(
            actor,
            VolunteerRegistered(subject_id=volunteer.id, by=actor.id, at=now, organization=""),
        )
    return volunteer


def edit_volunteer(
    uow: UnitOfWork,
    actor: Actor,
    volunteer_id: UUID,
    version: int,
    entry: VolunteerEntry,
    *,
    area_id: UUID,
    permission: Permission = Permission.REGISTER_VOLUNTEER,
    now: datetime,
) -> Volunteer:
    """Correct name, phone, month of birth or area; the number stays.

    Args:
        permission: ``SERVE`` where volunteers correct what is said of themselves.

    Raises:
        NotFound: The volunteer is out of reach, or there is no such area.
        Conflict: The person has refused to be registered, and somebody else would edit.
        StaleVersion: Somebody else saved first.
        InvalidEntry: Something in *entry* cannot be.
    """
    with uow.transaction() as session:
        volunteer = uow.find(actor, Volunteer, volunteer_id, permission=permission, lock=True)
        if permission is not Permission.SERVE:
            check_not_refused(volunteer)
        if session.get(Area, area_id) is None:
            raise NotFound("There is no such area.")
        checked = checked_entry(entry, local_day(uow, now))
        before = volunteer.area_id
        volunteer.name, volunteer.phone = checked.name, checked.phone
        volunteer.born_in, volunteer.area_id = checked.born_in, area_id
        changed = changes_of(volunteer)
        check_version(volunteer, version, changed=changed)
        if before != area_id:
            move(session, {volunteer.id: (before, area_id)})
        if changed:
            uow.record(
                actor,
                VolunteerEdited(subject_id=volunteer.id, by=actor.id, at=now, changed=changed),
            )
    return volunteer


def join_organization(
    uow: UnitOfWork,
    actor: Actor,
    organization_id: UUID,
    volunteer_no: str,
    name: str,
    *,
    now: datetime,
) -> Volunteer:
    """Take a registered volunteer into an organization, by number and name together.

    Whoever knows both has them from the volunteer; a number alone finds nobody.

    Raises:
        NotFound: The organization is out of reach.
        NotAllowed: *actor* registers no volunteers there.
        InvalidEntry: Nobody has this number and this name.
        AlreadyDone: The volunteer is a member already.
        Conflict: The person has refused to be registered.
    """
    with uow.transaction() as session:
        organization = uow.find(actor, Organization, organization_id)
        uow.require(actor, Permission.REGISTER_VOLUNTEER, organization)
        number = check_volunteer_no(volunteer_no)
        volunteer = session.scalars(
            select(Volunteer)
            .where(Volunteer.volunteer_no == number)
            .with_for_update(of=Volunteer, key_share=True)
            .execution_options(populate_existing=True)
        ).first()
        if volunteer is None or volunteer.name != name.strip():
            raise InvalidEntry(
                "No volunteer has this number and this name. Copy both from the volunteer's page.",
                field="volunteer_no",
            )
        check_not_refused(volunteer)
        if standing_membership(session, volunteer.id, organization.id):
            raise AlreadyDone("This volunteer belongs to the organization already.")
        join(session, organization, [volunteer], now=now)
        uow.record(
            actor,
            VolunteerJoined(
                subject_id=volunteer.id, by=actor.id, at=now, organization=organization.code
            ),
        )
    return volunteer


def leave_organization(
    uow: UnitOfWork,
    actor: Actor,
    volunteer_id: UUID,
    membership_id: UUID,
    *,
    permission: Permission = Permission.REGISTER_VOLUNTEER,
    now: datetime,
) -> None:
    """End a membership; what was recorded stays.

    Args:
        permission: ``SERVE`` where volunteers leave by themselves.

    Raises:
        NotFound: Volunteer or organization are out of reach, or there is no such membership.
        AlreadyDone: It has ended before.
    """
    with uow.transaction() as session:
        volunteer = uow.find(actor, Volunteer, volunteer_id, permission=permission, lock=True)
        membership = session.get(Membership, membership_id, populate_existing=True)
        if membership is None or membership.volunteer_id != volunteer.id:
            raise NotFound("There is no such membership.")
        if permission is not Permission.SERVE:
            uow.find(actor, Organization, membership.organization_id, permission=permission)
        if membership.ended_at is not None:
            raise AlreadyDone("This membership has ended before.")
        leave(session, membership, now=now)
        uow.record(
            actor,
            VolunteerLeft(
                subject_id=volunteer.id,
                by=actor.id,
                at=now,
                organization=membership.organization.code,
            ),
        )


def standing_membership(
    session: Session, volunteer_id: UUID, organization_id: UUID
) -> Membership | None:
    """Return the membership that has not ended."""
    return session.scalars(
        select(Membership).where(
            Membership.volunteer_id == volunteer_id,
            Membership.organization_id == organization_id,
            Membership.ended_at.is_(None),
        )
    ).first()


def check_not_refused(volunteer: Volunteer) -> None:
    """Raise Conflict when the person does not want to be registered."""
    if volunteer.refused_at is not None:
        raise Conflict(
            "%(name)s has refused to be registered here. Record nothing for this person.",
            name=volunteer.name,
        )


def local_day(uow: UnitOfWork, now: datetime) -> date:
    """Return the local day of an instant."""
    return now.astimezone(uow.settings.zone).date()


def _check_free(session: Session, number: str) -> None:
    if session.scalar(select(Volunteer.id).where(Volunteer.volunteer_no == number)):
        raise InvalidEntry(
            "The number %(no)s is taken. If it is this person, add them to the organization by "
            "number and name.",
            field="volunteer_no",
            no=number,
        )
