"""The half of the policy that is the host's: its veto, its own roles; and what bounds an area."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.models import Area, Organization
from flask_volunteer_reports.ports import OPERATOR_ID, Actor, Grant, Permission
from flask_volunteer_reports.services.directory import AreaEntry, add_area
from tests.world import MANAGER, NOBODY, NOON, OFFICE_EAST, OPERATOR, SECRETARIAT

P = Permission


def organizations(uow, actor, permission=P.SEE_ORGANIZATION) -> set[str]:
    listed = uow.policy.narrow(actor, select(Organization.code), Organization, permission)
    return set(uow.session.scalars(listed))


def test_the_host_forbids_what_our_roles_allow(vetoed, world):
    uow, library = vetoed(P.EDIT_ORGANIZATION), world.organization("library")
    assert not uow.policy.may(MANAGER, P.EDIT_ORGANIZATION, library)
    assert organizations(uow, MANAGER, P.EDIT_ORGANIZATION) == set()
    assert uow.policy.may(MANAGER, P.SEE_ORGANIZATION, library)


def test_and_allows_nothing_that_our_roles_do_not(hosted, world):
    generous = hosted(may=lambda actor, permission, subject: True)
    assert not generous.policy.may(NOBODY, P.SEE_ORGANIZATION, world.organization("library"))
    assert organizations(generous, NOBODY) == set()


def test_a_veto_may_be_about_one_thing(hosted, world):
    library, clinic = world.organization("library"), world.organization("clinic")
    uow = hosted(may=lambda actor, permission, subject: subject is not library)
    assert not uow.policy.may(SECRETARIAT, P.SEE_ORGANIZATION, library)
    assert uow.policy.may(SECRETARIAT, P.SEE_ORGANIZATION, clinic)


def test_a_veto_may_be_about_one_person(hosted, world):
    uow = hosted(may=lambda actor, permission, subject: actor != MANAGER)
    assert organizations(uow, MANAGER) == set()
    assert "library" in organizations(uow, SECRETARIAT)


def test_even_the_operator_can_be_stopped_by_it(vetoed, world):
    uow = vetoed(P.EDIT_ORGANIZATION)
    assert not uow.policy.may(OPERATOR, P.EDIT_ORGANIZATION, world.organization("library"))


def test_the_host_may_answer_for_the_roles_in_place_of_our_table(hosted):
    asked = []

    def grants(actor, day):
        asked.append((actor, day))
        return [Grant(Role.DISTRICT_OFFICE, area_path="city/west/")] if actor == NOBODY else []

    uow = hosted(grants=grants)

    assert organizations(uow, NOBODY) == {"hikers"}
    assert organizations(uow, MANAGER) == set()  # whatever our own table says
    assert organizations(uow, NOBODY) == {"hikers"}
    assert asked == [(NOBODY, date(2017, 7, 6)), (MANAGER, date(2017, 7, 6))]


def test_its_roles_reach_as_ours_do(hosted, world):
    library = world.organization("library")
    grant = Grant(Role.ORGANIZATION_MANAGER, organization_id=library.id)
    uow = hosted(grants=lambda actor, day: iter([grant]))
    assert organizations(uow, NOBODY, P.EDIT_PROJECT) == {"library"}
    assert uow.policy.may(NOBODY, P.WRITE_REPORT, library)
    assert not uow.policy.may(NOBODY, P.REVIEW_REPORT, library)


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        pytest.param(P.ANYONE, {"operator", "sec", "nan"}, id="anyone"),
        pytest.param(P.SIGNED_IN, {"operator", "sec", "nan"}, id="whoever is signed in"),
        pytest.param(P.OPERATE, {"operator"}, id="the operator alone"),
        pytest.param(P.SEE_WEEK, {"operator", "sec"}, id="an office"),
    ],
)
def test_what_needs_no_thing_is_answered_by_the_scope(permission, who, uow):
    people = (OPERATOR, SECRETARIAT, NOBODY)
    assert {actor.id for actor in people if uow.policy.scope(actor, permission)} == who


def test_a_person_who_is_called_operator_is_not_the_operator(uow, world):
    impostor = Actor(OPERATOR_ID, "operator")
    assert not uow.policy.scope(impostor, P.OPERATE)
    assert not uow.policy.may(impostor, P.SEE_ORGANIZATION, world.organization("library"))


def add(uow, world, code):
    return add_area(
        uow, OPERATOR, code, world.area("city").id, AreaEntry(name=f"District {code}"), now=NOON
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("eastern", id="a code that begins with another"),
        pytest.param("EAST", id="a code that differs in its case alone"),
    ],
)
def test_an_office_does_not_reach_a_district_with_a_similar_code(code, uow, world):
    other = add(uow, world, code)
    assert not uow.policy.may(OFFICE_EAST, P.EDIT_AREA, other)
    narrowed = uow.policy.narrow(OFFICE_EAST, select(Area.code), Area)
    assert set(uow.session.scalars(narrowed)) == {"east", "street", "quay"}


@pytest.mark.parametrize(("code", "other"), [("a_b", "axb"), ("a.b", "axb"), ("a-b", "a-bc")])
def test_signs_in_codes_are_no_wildcards(code, other, uow, world, hosted):
    add(uow, world, code)
    add(uow, world, other)
    grant = Grant(Role.DISTRICT_OFFICE, area_path=f"city/{code}/")
    office = hosted(grants=lambda actor, day: [grant])
    narrowed = office.policy.narrow(NOBODY, select(Area.code), Area)
    assert set(uow.session.scalars(narrowed)) == {code}
