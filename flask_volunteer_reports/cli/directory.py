"""The directory, from the terminal: areas, organizations, the first roles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from sqlalchemy import select

from ..domain.directory import AreaLevel, Role
from ..errors import InvalidEntry, NotFound
from ..models import Area, Organization
from ..ports import Actor, Permission
from ..services import directory
from ..services.directory.csv_files import load_areas, load_organizations
from ..state import current_state, current_unit_of_work, now
from .command import OPERATOR, command, tell


@command("grant", permission=Permission.OPERATE)
@click.argument("person")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--organization", "organization_code", help="Code of the organization.")
@click.option("--area", "area_code", help="Code of the area.")
@click.option("--name", help="The person's name; without it the host is asked, or the id is used.")
@click.option("--from", "from_on", type=click.DateTime(["%Y-%m-%d"]), help="First day; today.")
@click.option("--until", "until_on", type=click.DateTime(["%Y-%m-%d"]), help="Last day; open.")
def grant(
    person: str,
    role: str,
    organization_code: str | None,
    area_code: str | None,
    name: str | None,
    from_on: date | None,
    until_on: date | None,
) -> None:
    """Give PERSON (the host's id) a ROLE.

    A city secretariat needs no --area where there is only one city.
    """
    uow = current_unit_of_work()
    subject = _subject(Role(role), organization_code, area_code)
    find = current_state().host.find_person
    found = find(person) if find else Actor(person, name or person)
    if found is None:
        raise NotFound("This site knows nobody with the id %(person)s.", person=person)
    moment = now()
    directory.grant_role(
        uow,
        OPERATOR,
        Actor(found.id, name or found.name),
        Role(role),
        subject,
        from_on=date.fromordinal(from_on.toordinal())
        if from_on
        else moment.astimezone(current_state().settings.zone).date(),
        until_on=date.fromordinal(until_on.toordinal()) if until_on else None,
        now=moment,
    )
    tell(
        "%(person)s is now “%(role)s” for %(scope)s.",
        person=name or found.name,
        role=Role(role),
        scope=subject.name,
    )


@command("load-areas", permission=Permission.OPERATE)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_areas_command(file: Path) -> None:
    """Load areas from a CSV FILE: code,name,parent,civility_office,federation."""
    counts = load_areas(current_unit_of_work(), OPERATOR, file.read_bytes(), now=now())
    tell(
        "%(added)s added, %(changed)s changed, %(same)s as they were.",
        added=counts.added,
        changed=counts.changed,
        same=counts.same,
    )


@command("load-organizations", permission=Permission.OPERATE)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_organizations_command(file: Path) -> None:
    """Load organizations from a CSV FILE.

    Columns: code,name,affiliation,kind,specialty,area,registered_on,supervising_unit,leader_name,
    leader_mobile. A file saved by a Chinese Excel is read as well.
    """
    counts = load_organizations(current_unit_of_work(), OPERATOR, file.read_bytes(), now=now())
    tell(
        "%(added)s added, %(changed)s changed, %(same)s as they were.",
        added=counts.added,
        changed=counts.changed,
        same=counts.same,
    )


def _subject(
    role: Role, organization_code: str | None, area_code: str | None
) -> Area | Organization:
    session = current_unit_of_work().session
    if role.area_level is None:
        if area_code:
            raise InvalidEntry("This role is for an organization, not for an area.")
        if not organization_code:
            raise InvalidEntry("This role is for an organization: add --organization CODE.")
        organization = session.scalars(
            select(Organization).where(Organization.code == organization_code)
        ).first()
        if organization is None:
            raise NotFound(
                "There is no organization with the code %(code)s.", code=organization_code
            )
        return organization
    if organization_code:
        raise InvalidEntry("This role is for an area, not for an organization.")
    if area_code:
        area = session.scalars(select(Area).where(Area.code == area_code)).first()
        if area is None:
            raise NotFound("There is no area with the code %(code)s.", code=area_code)
        return area
    found = session.scalars(select(Area).where(Area.level == role.area_level)).all()
    if len(found) != 1 or role.area_level is not AreaLevel.CITY:
        raise InvalidEntry("Say for which area: add --area CODE.")
    return found[0]
