from __future__ import annotations

from datetime import date

import pytest

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.events import RoleGranted
from flask_volunteer_reports.errors import AlreadyDone, InvalidEntry, NotAllowed
from flask_volunteer_reports.models import RoleGrant
from flask_volunteer_reports.services.directory import end_role, grant_role
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
)

from .watching import outcomes, rows

CITY, DISTRICT = Role.CITY_SECRETARIAT, Role.DISTRICT_OFFICE
MANAGING, RECORDING = Role.ORGANIZATION_MANAGER, Role.ORGANIZATION_RECORDER
FIRST, LAST = date(2017, 7, 1), date(2017, 7, 31)


@pytest.fixture
def subject_of(world):
    """An area or an organization by its code."""
    areas = {"city", "east", "west", "street", "quay"}
    return lambda code: world.area(code) if code in areas else world.organization(code)


def test_a_person_receives_a_role(uow, world, happens):
    library = world.organization("library")

    with happens() as said:
        grant = grant_role(
            uow, MANAGER, NOBODY, RECORDING, library, from_on=FIRST, until_on=LAST, now=NOON
        )

    assert (grant.person_id, grant.person_name, grant.role) == ("nan", NOBODY.name, RECORDING)
    assert (grant.organization_id, grant.area_id) == (library.id, None)
    assert (grant.from_on, grant.until_on, grant.granted_by) == (FIRST, LAST, MANAGER.name)
    assert (grant.ended_at, grant.ended_by) == (None, None)
    assert said == [
        RoleGranted(subject_id=grant.id, by="mia", at=NOON, person_id="nan", role=RECORDING)
    ]


def test_an_office_is_for_an_area(uow, world, happens):
    with happens():
        grant = grant_role(
            uow, SECRETARIAT, NOBODY, DISTRICT, world.area("east"), from_on=FIRST, now=NOON
        )
    assert (grant.area_id, grant.organization_id) == (world.area("east").id, None)
    assert grant.until_on is None


WHO_GIVES_WHAT = [
    (OPERATOR, CITY, "city", True),
    (SECRETARIAT, CITY, "city", True),
    (SECRETARIAT, DISTRICT, "west", True),
    (SECRETARIAT, MANAGING, "school", True),
    (SECRETARIAT, RECORDING, "library", True),
    (OFFICE_EAST, CITY, "city", False),
    (OFFICE_EAST, DISTRICT, "east", False),
    (OFFICE_EAST, MANAGING, "school", True),
    (OFFICE_EAST, MANAGING, "quay-team", True),
    (OFFICE_EAST, RECORDING, "school", True),
    (OFFICE_EAST, MANAGING, "library", False),
    (OFFICE_WEST, MANAGING, "school", False),
    (MANAGER, MANAGING, "library", False),
    (MANAGER, RECORDING, "library", True),
    (MANAGER, RECORDING, "school", False),
    (MANAGER_EAST, RECORDING, "school", True),
    (RECORDER, RECORDING, "library", False),
    (NOBODY, RECORDING, "library", False),
]


@pytest.mark.parametrize(
    ("actor", "role", "code", "allowed"),
    WHO_GIVES_WHAT,
    ids=[f"{actor.id} {role} of {code}" for actor, role, code, _ in WHO_GIVES_WHAT],
)
def test_who_may_give_which_role(actor, role, code, allowed, uow, subject_of, refuses):
    subject = subject_of(code)
    if allowed:
        grant_role(uow, actor, NOBODY, role, subject, from_on=FIRST, now=NOON)
        assert len(rows(uow, RoleGrant, person_id="nan")) == 1
        return
    with refuses(NotAllowed):
        grant_role(uow, actor, NOBODY, role, subject, from_on=FIRST, now=NOON)


@pytest.mark.parametrize(
    ("role", "code", "field"),
    [
        pytest.param(DISTRICT, "library", "role", id="an office for an organization"),
        pytest.param(MANAGING, "east", "role", id="a manager of an area"),
        pytest.param(DISTRICT, "city", "area", id="a district office of the city"),
        pytest.param(DISTRICT, "street", "area", id="a district office of a street"),
        pytest.param(CITY, "east", "area", id="a city secretariat of a district"),
    ],
)
def test_role_and_subject_go_together(role, code, field, uow, subject_of, refuses):
    with refuses(InvalidEntry) as refused:
        grant_role(uow, OPERATOR, NOBODY, role, subject_of(code), from_on=FIRST, now=NOON)
    assert refused.value.field == field


def test_a_role_does_not_end_before_it_begins(uow, world, refuses):
    library = world.organization("library")
    with refuses(InvalidEntry) as refused:
        grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=LAST, until_on=FIRST, now=NOON)
    assert refused.value.field == "until_on"


def test_a_second_click_gives_no_second_role(uow, world, refuses):
    library = world.organization("library")
    grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=FIRST, now=NOON)
    with refuses(AlreadyDone):
        grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=FIRST, now=NOON)


def test_a_person_may_hold_two_roles_and_one_role_for_two(uow, world):
    for role, code in ((MANAGING, "library"), (RECORDING, "library"), (MANAGING, "school")):
        subject = world.organization(code)
        grant_role(uow, OPERATOR, NOBODY, role, subject, from_on=FIRST, now=NOON)
    assert len(rows(uow, RoleGrant, person_id="nan")) == 3


def test_a_role_that_was_taken_away_can_be_given_again(uow, world):
    library = world.organization("library")
    first = grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=FIRST, now=NOON)
    end_role(uow, MANAGER, first.id, now=NOON)
    second = grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=FIRST, now=NOON)
    assert first.id != second.id


def test_a_role_can_be_given_for_the_time_after_another_has_run_out(uow, world, refuses):
    library = world.organization("library")
    grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=FIRST, until_on=LAST, now=NOON)
    with refuses(AlreadyDone):
        grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=LAST, now=NOON)
    grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=date(2017, 8, 1), now=NOON)
    assert len(rows(uow, RoleGrant, person_id="nan")) == 2


def test_a_role_can_be_given_for_the_time_before_another_begins(uow, world):
    library = world.organization("library")
    grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=date(2017, 8, 1), now=NOON)
    grant_role(uow, MANAGER, NOBODY, RECORDING, library, from_on=FIRST, until_on=LAST, now=NOON)
    assert len(rows(uow, RoleGrant, person_id="nan")) == 2


def test_two_at_once_give_one_role(uow, world, colleague, at_once):
    library = world.organization("library").id

    def give(actor):
        def act(own):
            subject = own.session.get_one(type(world.organization("library")), library)
            grant_role(own, actor, NOBODY, RECORDING, subject, from_on=FIRST, now=NOON)

        return act

    assert outcomes(at_once(give(MANAGER), give(colleague))) == ["AlreadyDone", "done"]
    assert len(rows(uow, RoleGrant, person_id="nan")) == 1
