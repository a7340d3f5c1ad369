from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.directory import Affiliation, OrganizationKind, Specialty
from flask_volunteer_reports.domain.events import OrganizationRegistered
from flask_volunteer_reports.errors import InvalidEntry, NotAllowed, NotFound
from flask_volunteer_reports.models import Organization
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.directory import OrganizationEntry, register_organization
from tests.world import MANAGER, NOON, OFFICE_EAST, OFFICE_WEST, SECRETARIAT, local

from .watching import outcomes, rows


@pytest.fixture
def entry(world):
    return OrganizationEntry(
        code="medics",
        name="Medics of the East",
        affiliation=Affiliation.DISTRICT,
        kind=OrganizationKind.PROFESSIONAL_TEAM,
        specialty=Specialty.MEDICAL,
        area_id=world.area("east").id,
        registered_on=date(2014, 5, 4),
        supervising_unit="Health bureau",
        leader_name="Ms Li",
        leader_mobile="138 0000 0001",
    )


def test_an_organization_joins_the_directory(uow, world, entry, happens):
    with happens() as said:
        registered = register_organization(uow, OFFICE_EAST, entry, now=NOON)

    organization = world.organization("medics")
    assert (organization.name, organization.affiliation, organization.kind) == (
        "Medics of the East",
        Affiliation.DISTRICT,
        OrganizationKind.PROFESSIONAL_TEAM,
    )
    assert (organization.specialty, organization.area.code) == (Specialty.MEDICAL, "east")
    assert (organization.registered_on, organization.supervising_unit) == (
        date(2014, 5, 4),
        "Health bureau",
    )
    assert (organization.leader_name, organization.leader_mobile) == ("Ms Li", "13800000001")
    assert (organization.dissolved_on, organization.version) == (None, 1)
    assert said == [OrganizationRegistered(subject_id=registered.id, by="east", at=NOON)]


def test_only_professional_teams_keep_a_specialty(uow, world, entry):
    register_organization(uow, OFFICE_EAST, replace(entry, kind=OrganizationKind.SOCIAL), now=NOON)
    assert world.organization("medics").specialty is None


def test_leader_and_day_of_registration_may_be_unknown(uow, world, entry):
    gaps = replace(entry, registered_on=None, leader_name="", leader_mobile="")
    register_organization(uow, OFFICE_EAST, gaps, now=NOON)
    organization = world.organization("medics")
    assert (organization.registered_on, organization.leader_mobile) == (None, "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"code": "me/dics"}, "code", id="a malformed code"),
        pytest.param({"code": "library"}, "code", id="a code that is taken"),
        pytest.param({"specialty": None}, "specialty", id="a team without its specialty"),
        pytest.param({"registered_on": date(2017, 7, 7)}, "registered_on", id="a day to come"),
        pytest.param({"leader_mobile": "1.38E+10"}, "leader_mobile", id="a spoilt number"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change, field, uow, entry, refuses):
    with refuses(InvalidEntry) as refused:
        register_organization(uow, OFFICE_EAST, replace(entry, **change), now=NOON)
    assert refused.value.field == field


def test_today_is_the_local_day(uow, entry, world):
    just_after_midnight = local("2017-07-07 00:30")  # still 6 July in UTC
    today = replace(entry, registered_on=date(2017, 7, 7))
    register_organization(uow, OFFICE_EAST, today, now=just_after_midnight)
    assert world.organization("medics").registered_on == date(2017, 7, 7)


def test_a_second_click_meets_the_code_that_is_taken(uow, entry, refuses):
    register_organization(uow, OFFICE_EAST, entry, now=NOON)
    with refuses(InvalidEntry, "has the code medics"):
        register_organization(uow, OFFICE_EAST, entry, now=NOON)


def test_two_at_once_register_one_organization(world, entry, at_once):
    results = at_once(
        lambda uow: register_organization(uow, OFFICE_EAST, entry, now=NOON),
        lambda uow: register_organization(uow, SECRETARIAT, entry, now=NOON),
    )
    assert outcomes(results) == ["InvalidEntry", "done"]
    assert len(rows(world.uow, Organization, code="medics")) == 1


def test_an_area_out_of_reach_is_not_found(uow, world, entry, refuses):
    elsewhere = replace(entry, area_id=uuid4())
    for actor, wanted in ((OFFICE_WEST, entry), (MANAGER, entry), (SECRETARIAT, elsewhere)):
        with refuses(NotFound):
            register_organization(uow, actor, wanted, now=NOON)


def test_who_sees_the_area_but_may_not_register_there_is_told_so(vetoed, entry, refuses):
    uow = vetoed(Permission.REGISTER_ORGANIZATION)
    with refuses(NotAllowed):
        register_organization(uow, OFFICE_EAST, entry, now=NOON)
