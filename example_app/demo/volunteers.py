"""Volunteers who are more than a name on a list: where they live, who uses the site themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from random import Random
from uuid import UUID

from sqlalchemy import select

from flask_volunteer_reports import Actor
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.models import Volunteer
from flask_volunteer_reports.services import directory
from flask_volunteer_reports.services.unit_of_work import UnitOfWork

from ..people import User
from .city import FOUNDED_AT, City, Team
from .conduct import STEADY
from .stage import Ids


def enrol_volunteers(uow: UnitOfWork, city: City, ids: Ids, rng: Random) -> None:
    """Register the volunteers of the steadiest organizations one by one, with home and phone.

    The others' are registered with their first name list, as it happens where nobody did before.
    """
    with uow.transaction():
        for team in city.teams:
            if team.code in STEADY:
                known = {name: _register(uow, team, name, ids, rng) for name in team.volunteers}
                for person in team.with_telephones:
                    _claim(uow, team, person, known[person.name])


def offer_claim_code(
    uow: UnitOfWork, city: City, people: Mapping[str, Actor], *, now: datetime
) -> None:
    """Give the newcomer a claim code, and say on the sign-in page which it is."""
    newcomer = people["newcomer"]
    team = next(team for team in city.teams if newcomer.name in team.volunteers)
    row = uow.session.scalars(select(Volunteer).where(Volunteer.name == newcomer.name)).one()
    code = directory.make_claim_code(uow, team.manager, row.id, now=now)
    with uow.transaction(audited=False) as session:
        user = session.get_one(User, int(newcomer.id))
        user.description += f"。认领码：{code}"


def _register(uow: UnitOfWork, team: Team, name: str, ids: Ids, rng: Random) -> UUID:
    born_in = date(rng.randint(1950, 1999), rng.randint(1, 12), 1)
    row = directory.register_volunteer(
        uow,
        team.manager,
        team.id,
        VolunteerEntry(name=name, phone=f"138000{rng.randint(10000, 99999)}", born_in=born_in),
        area_id=rng.choice(team.communities).id,
        volunteer_id=ids.new(),
        now=FOUNDED_AT,
    )
    return row.id


def _claim(uow: UnitOfWork, team: Team, person: Actor, volunteer_id: UUID) -> None:
    code = directory.make_claim_code(uow, team.manager, volunteer_id, now=FOUNDED_AT)
    directory.claim_volunteer(uow, person, code, now=FOUNDED_AT)
    wording = uow.settings.consent_wording
    directory.accept_registration(uow, person, volunteer_id, wording, now=FOUNDED_AT)
