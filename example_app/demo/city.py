"""The city: its areas and organizations from two CSV files, its roles, who is paired with whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import select

from flask_volunteer_reports import Actor
from flask_volunteer_reports.cli.command import OPERATOR
from flask_volunteer_reports.domain.directory import (
    Affiliation,
    AreaLevel,
    OrganizationKind,
    Role,
    Specialty,
)
from flask_volunteer_reports.models import Area, Organization
from flask_volunteer_reports.services.directory import (
    AreaEntry,
    edit_area,
    grant_role,
    make_pairing,
)
from flask_volunteer_reports.services.directory.csv_files import load_areas, load_organizations
from flask_volunteer_reports.services.unit_of_work import UnitOfWork

from .people import MANAGERS, MEMBERS, OFFICES, RECORDERS, WITH_TELEPHONES, volunteer_names

FOUNDED_AT = datetime(2017, 5, 22, 1, 0, tzinfo=UTC)
FOUNDED_ON = date(2017, 5, 22)
CITY = "441300"
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Office:
    """The secretariat of the city or of a district, and the person who sits in it."""

    area_id: UUID
    code: str
    federation: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Community:
    """A community that an organization serves."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """An organization with its people."""

    id: UUID
    code: str
    name: str
    affiliation: Affiliation
    kind: OrganizationKind
    specialty: Specialty | None
    manager: Actor
    recorder: Actor
    office: Office
    communities: tuple[Community, ...]
    volunteers: tuple[str, ...]
    with_telephones: tuple[Actor, ...]
    """Those of the volunteers who use the site themselves."""
    phone: str


@dataclass(frozen=True, slots=True)
class City:
    """Everybody who plays a part."""

    secretariat: Office
    districts: tuple[Office, ...]
    teams: tuple[Team, ...]

    def team(self, code: str) -> Team:
        """Return the organization with that code."""
        return next(team for team in self.teams if team.code == code)


def found_city(uow: UnitOfWork, people: Mapping[str, Actor], rng: Random) -> City:
    """Enter areas, organizations, pairings and roles."""
    load_areas(uow, OPERATOR, (_HERE / "areas.csv").read_bytes(), now=FOUNDED_AT)
    load_organizations(uow, OPERATOR, (_HERE / "organizations.csv").read_bytes(), now=FOUNDED_AT)
    _choose_numbers(uow)
    areas = uow.session.scalars(select(Area).order_by(Area.code)).all()
    secretariat, *districts = (
        _open_office(uow, area, people["secretariat" if area.code == CITY else OFFICES[area.code]])
        for area in areas
        if area.level in (AreaLevel.CITY, AreaLevel.DISTRICT)
    )
    communities = [area for area in areas if area.level is AreaLevel.COMMUNITY]
    organizations = uow.session.scalars(select(Organization).order_by(Organization.code)).all()
    teams = []
    with uow.transaction():
        for organization in organizations:
            office = next(
                (o for o in districts if organization.code.startswith(o.code)), secretariat
            )
            near = "441302" if office is secretariat else office.code
            served = _pair(
                uow, office, organization, [a for a in communities if near in a.path], rng
            )
            teams.append(_staff(uow, organization, office, people, served, rng))
    return City(secretariat, tuple(districts), tuple(teams))


def _choose_numbers(uow: UnitOfWork) -> None:
    """Let the city number its papers in its own way; the districts leave it to the system."""
    city = uow.session.scalars(select(Area).where(Area.code == CITY)).one()
    entry = AreaEntry(
        name=city.name,
        civility_office=city.civility_office,
        federation=city.federation,
        weekly_report_number="惠志联周报〔{year}〕{week}号",
        annex1_number="惠志联情况表〔{year}〕{serial}号",
        annex2_number="惠志联汇总表〔{year}〕{serial}号",
    )
    edit_area(uow, OPERATOR, city.id, city.version, entry, now=FOUNDED_AT)


def _open_office(uow: UnitOfWork, area: Area, person: Actor) -> Office:
    role = Role.CITY_SECRETARIAT if area.level is AreaLevel.CITY else Role.DISTRICT_OFFICE
    grant_role(uow, OPERATOR, person, role, area, from_on=FOUNDED_ON, now=FOUNDED_AT)
    return Office(area.id, area.code, area.federation, person)


def _pair(
    uow: UnitOfWork, office: Office, organization: Organization, near: list[Area], rng: Random
) -> tuple[Community, ...]:
    """Pair units with two communities; others work in their own, or near by."""
    if organization.affiliation in (Affiliation.SUBDISTRICT, Affiliation.SOCIAL):
        home = [area for area in near if area.path.startswith(organization.area.path)]
        return tuple(Community(area.id, area.name) for area in home or rng.sample(near, 2))
    chosen = rng.sample(near, 2)
    for area in chosen:
        make_pairing(
            uow, office.actor, organization.id, area.id, from_on=FOUNDED_ON, now=FOUNDED_AT
        )
    return tuple(Community(area.id, area.name) for area in chosen)


def _staff(
    uow: UnitOfWork,
    organization: Organization,
    office: Office,
    people: Mapping[str, Actor],
    served: tuple[Community, ...],
    rng: Random,
) -> Team:
    """Give an organization its manager, its recorder and its volunteers."""
    code, names = organization.code, volunteer_names(rng, 26)
    manager = _person(people, MANAGERS.get(code), f"manager-{code}", organization.leader_name)
    recorder = _person(people, RECORDERS.get(code), f"recorder-{code}", names[0])
    members = [people[username] for username in MEMBERS.get(code, ())]
    names[1 : 1 + len(members)] = [member.name for member in members]
    others = [Actor(f"volunteer-{code}-{n}", names[n]) for n in range(1 + len(members), len(names))]
    for actor, person, role in (
        (office.actor, manager, Role.ORGANIZATION_MANAGER),
        (manager, recorder, Role.ORGANIZATION_RECORDER),
    ):
        grant_role(uow, actor, person, role, organization, from_on=FOUNDED_ON, now=FOUNDED_AT)
    return Team(
        id=organization.id,
        code=code,
        name=organization.name,
        affiliation=organization.affiliation,
        kind=organization.kind,
        specialty=organization.specialty,
        manager=manager,
        recorder=recorder,
        office=office,
        communities=served,
        volunteers=tuple(names),
        with_telephones=tuple([*members[:1], *others][: WITH_TELEPHONES.get(code, 0)]),
        phone=organization.leader_mobile,
    )


def _person(people: Mapping[str, Actor], username: str | None, id_: str, name: str) -> Actor:
    return people[username] if username else Actor(id_, name)
