"""Use cases of organizations and their pairings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from ...domain.directory import (
    Affiliation,
    AreaLevel,
    OrganizationKind,
    Specialty,
    check_code,
    check_phone,
)
from ...domain.events import (
    OrganizationEdited,
    OrganizationRegistered,
    PairingEnded,
    PairingMade,
)
from ...errors import AlreadyDone, InvalidEntry, NotAllowed, NotFound
from ...models import Area, Organization, OrganizationMove, Pairing
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork, changes_of, check_version


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationEntry:
    """What the directory holds about an organization."""

    code: str
    name: str
    affiliation: Affiliation
    kind: OrganizationKind
    specialty: Specialty | None
    area_id: UUID
    registered_on: date | None
    supervising_unit: str
    leader_name: str
    leader_mobile: str
    dissolved_on: date | None = None


# What decides whom an organization reports to and what it owes: for its office to say.
_FOR_THE_OFFICE = ("code", "affiliation", "kind", "specialty", "area_id", "dissolved_on")
_COLUMNS = (*_FOR_THE_OFFICE, "name", "registered_on", "supervising_unit", "leader_name")


def register_organization(
    uow: UnitOfWork, actor: Actor, entry: OrganizationEntry, *, now: datetime
) -> Organization:
    """Enter an organization in the directory.

    Raises:
        NotFound: The area is not there or out of reach.
        NotAllowed: *actor* may not register organizations there.
        InvalidEntry: Something in *entry* cannot be.
    """
    with uow.transaction() as session:
        area = uow.find(actor, Area, entry.area_id, lock=True)
        uow.require(actor, Permission.REGISTER_ORGANIZATION, area)
        organization = Organization()
        _fill(uow, organization, entry, now)
        session.add(organization)
        session.flush()
        uow.record(actor, OrganizationRegistered(subject_id=organization.id, by=actor.id, at=now))
    return organization


def edit_organization(
    uow: UnitOfWork,
    actor: Actor,
    organization_id: UUID,
    version: int,
    entry: OrganizationEntry,
    *,
    now: datetime,
) -> Organization:
    """Change what the directory holds about an organization.

    Managers keep name, leader and supervising unit up to date; what decides about duties is the
    office's to change.

    Raises:
        NotFound: The organization is not there or out of reach.
        NotAllowed: *actor* may not change one of these.
        StaleVersion: Somebody else saved first.
        InvalidEntry: Something in *entry* cannot be.
    """
    with uow.transaction() as session:
        organization = uow.find(actor, Organization, organization_id)
        uow.require(actor, Permission.EDIT_ORGANIZATION, organization)
        before = organization.area_id
        _fill(uow, organization, entry, now)
        changed = changes_of(organization)
        check_version(organization, version, changed=changed)
        if set(changed) & set(_FOR_THE_OFFICE):
            # Both where it is and where it goes must be in the office's reach.
            _require_office(uow, actor, organization_id)
            uow.require(
                actor, Permission.REGISTER_ORGANIZATION, uow.find(actor, Area, entry.area_id)
            )
        if "area_id" in changed:
            session.add(
                OrganizationMove(
                    organization_id=organization.id,
                    from_area_id=before,
                    to_area_id=entry.area_id,
                    moved_at=now,
                )
            )
        if changed:
            uow.record(
                actor,
                OrganizationEdited(
                    subject_id=organization.id, by=actor.id, at=now, changed=changed
                ),
            )
    return organization


def make_pairing(
    uow: UnitOfWork,
    actor: Actor,
    organization_id: UUID,
    community_id: UUID,
    *,
    from_on: date,
    now: datetime,
) -> Pairing:
    """Pair an organization with a community (结对).

    Raises:
        NotFound: The organization is out of reach, or there is no such community.
        NotAllowed: *actor* is not an office of the organization.
        AlreadyDone: They are paired already.

    Source:
        Notice 2017-98, 3(1)1.
    """
    with uow.transaction() as session:
        uow.find(actor, Organization, organization_id, lock=True)
        _require_office(uow, actor, organization_id)
        community = session.get(Area, community_id)
        if community is None or community.level is not AreaLevel.COMMUNITY:
            raise NotFound("There is no such community.")
        if session.scalar(
            select(Pairing.id).where(
                Pairing.organization_id == organization_id,
                Pairing.community_id == community_id,
                or_(Pairing.until_on.is_(None), Pairing.until_on >= from_on),
            )
        ):
            raise AlreadyDone("The two are paired already.")
        pairing = Pairing(
            organization_id=organization_id, community_id=community_id, from_on=from_on
        )
        session.add(pairing)
        uow.record(
            actor,
            PairingMade(subject_id=organization_id, by=actor.id, at=now, community=community.name),
        )
    return pairing


def end_pairing(
    uow: UnitOfWork,
    actor: Actor,
    organization_id: UUID,
    pairing_id: UUID,
    *,
    until_on: date,
    now: datetime,
) -> None:
    """Let a pairing end with a day, the last one inside.

    Raises:
        NotFound: The organization is out of reach or has no such pairing.
        NotAllowed: *actor* is not an office of the organization.
        AlreadyDone: It has ended before.
        InvalidEntry: It would end before it began.
    """
    with uow.transaction() as session:
        uow.find(actor, Organization, organization_id, lock=True)
        _require_office(uow, actor, organization_id)
        pairing = session.get(Pairing, pairing_id, populate_existing=True)
        if pairing is None or pairing.organization_id != organization_id:
            raise NotFound("There is no such pairing.")
        if pairing.until_on is not None:
            raise AlreadyDone("This pairing has ended before.")
        if until_on < pairing.from_on:
            raise InvalidEntry("The last day lies before the first.", field="until_on")
        pairing.until_on = until_on
        uow.record(
            actor,
            PairingEnded(
                subject_id=organization_id,
                by=actor.id,
                at=now,
                community=pairing.community.name,
            ),
        )


def _require_office(uow: UnitOfWork, actor: Actor, organization_id: UUID) -> None:
    """Raise NotAllowed unless *actor* reaches the organization as an office, not as its member."""
    rows = select(Organization.id).where(Organization.id == organization_id)
    office = uow.policy.narrow(actor, rows, Organization, Permission.REGISTER_ORGANIZATION)
    if uow.session.scalar(office) is None:
        raise NotAllowed(
            "Code, affiliation, kind, area, dissolution and pairings are for the office to change."
        )


def _fill(
    uow: UnitOfWork, organization: Organization, entry: OrganizationEntry, now: datetime
) -> None:
    check_code(entry.code)
    taken = select(Organization.id).where(
        Organization.code == entry.code, Organization.id != organization.id
    )
    if uow.session.scalar(taken):
        raise InvalidEntry(
            "Another organization has the code %(code)s.", field="code", code=entry.code
        )
    team = entry.kind is OrganizationKind.PROFESSIONAL_TEAM
    if team and entry.specialty is None:
        raise InvalidEntry("Say what the professional team is trained in.", field="specialty")
    if entry.registered_on and entry.registered_on > now.astimezone(uow.settings.zone).date():
        raise InvalidEntry("The day of registration lies in the future.", field="registered_on")
    for column in _COLUMNS:
        setattr(organization, column, getattr(entry, column))
    organization.specialty = entry.specialty if team else None
    organization.leader_mobile = (
        check_phone(entry.leader_mobile, field="leader_mobile") if entry.leader_mobile else ""
    )
