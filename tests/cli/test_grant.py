"""``grant``: the first roles of a site, given at its server's terminal."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from flask_volunteer_reports import Actor, Host
from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.models import AuditEntry, RoleGrant
from flask_volunteer_reports.services.directory import AreaEntry, add_area
from tests.cli.terminal import done, mistyped, refused
from tests.world import NOON, OPERATOR

TODAY = date(2017, 7, 6)


@pytest.fixture
def held(uow):
    """What person 17 holds: role, code of its subject, first and last day, name."""

    def grants() -> list[tuple[object, ...]]:
        uow.session.rollback()
        rows = uow.session.scalars(
            select(RoleGrant).where(RoleGrant.person_id == "17").order_by(RoleGrant.role)
        )
        return [
            (
                row.role,
                (row.organization or row.area).code,
                row.from_on,
                row.until_on,
                row.person_name,
            )
            for row in rows
        ]

    return grants


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        pytest.param(
            ("city_secretariat", "--area", "city"),
            "city",
            "17 is now “City secretariat” for City.\n",
            id="city secretariat",
        ),
        pytest.param(
            ("district_office", "--area", "east"),
            "east",
            "17 is now “District office” for East district.\n",
            id="district office",
        ),
        pytest.param(
            ("organization_manager", "--organization", "library"),
            "library",
            "17 is now “Organization manager” for Volunteers of the library.\n",
            id="manager",
        ),
        pytest.param(
            ("organization_recorder", "--organization", "library"),
            "library",
            "17 is now “Organization recorder” for Volunteers of the library.\n",
            id="recorder",
        ),
    ],
)
def test_each_role_is_given_from_today(words, code, told, app, held):
    assert done(app, "grant", "17", *words) == told
    assert held() == [(Role(words[0]), code, TODAY, None, "17")]


def test_a_city_secretariat_needs_no_area_where_there_is_one_city(app, held):
    done(app, "grant", "17", "city_secretariat")
    assert held() == [(Role.CITY_SECRETARIAT, "city", TODAY, None, "17")]


def test_where_there_are_two_cities_it_asks_which(app, uow, held):
    add_area(uow, OPERATOR, "second", None, AreaEntry(name="Second city"), now=NOON)
    assert "add --area CODE" in refused(app, "grant", "17", "city_secretariat")
    assert held() == []


def test_the_role_lets_the_person_in(app, browser):
    page = "/volunteer-reports/areas"
    assert browser.as_("nobody").get(page).status_code == 403
    done(app, "grant", "nan", "city_secretariat")
    assert browser.as_("nobody").get(page).status_code == 200


def test_the_audit_log_says_that_it_was_the_operator(app, uow):
    done(app, "grant", "17", "city_secretariat")
    entry = uow.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).all()
    [granted] = [e for e in entry if e.details.get("person_id") == "17"]
    assert (granted.event, granted.actor_id, granted.at > NOON) == ("RoleGranted", "operator", True)


def test_first_and_last_day_may_be_said(app, held):
    days = ("--from", "2017-08-01", "--until", "2017-08-31")
    done(app, "grant", "17", "city_secretariat", *days)
    assert held() == [
        (Role.CITY_SECRETARIAT, "city", date(2017, 8, 1), date(2017, 8, 31), "17"),
    ]


def test_a_last_day_before_the_first_is_refused(app, held):
    days = ("--from", "2017-08-31", "--until", "2017-08-01")
    assert "last day lies before the first" in refused(
        app, "grant", "17", "city_secretariat", *days
    )
    assert held() == []


def test_a_day_that_is_none_is_refused(app):
    said = mistyped(app, "grant", "17", "city_secretariat", "--from", "2017-02-30")
    assert "2017-02-30" in said


def test_a_second_time_it_is_no_error_and_nothing_is_added(app, held):
    done(app, "grant", "17", "city_secretariat")
    again = done(app, "grant", "17", "city_secretariat")
    assert again == "This person holds this role already.\n"
    assert len(held()) == 1


def test_a_person_may_hold_several_roles(app, held):
    done(app, "grant", "17", "district_office", "--area", "east")
    done(app, "grant", "17", "district_office", "--area", "west")
    done(app, "grant", "17", "organization_manager", "--organization", "hikers")
    assert [code for _, code, *_ in held()] == ["east", "west", "hikers"]


def test_the_name_may_be_said(app, held):
    said = done(app, "grant", "17", "city_secretariat", "--name", "孙敏")
    assert said == "孙敏 is now “City secretariat” for City.\n"
    assert [name for *_, name in held()] == ["孙敏"]


def test_a_host_that_knows_its_people_gives_the_name_and_refuses_strangers(app, host, held):
    people = {"17": Actor("17", "Ann")}
    knowing = host(side=Host(current_actor=lambda: None, find_person=people.get))

    assert done(knowing, "grant", "17", "city_secretariat").startswith("Ann is now")
    assert [name for *_, name in held()] == ["Ann"]

    told = refused(knowing, "grant", "71", "city_secretariat", "--name", "Ann")
    assert told == "Error: This site knows nobody with the id 71.\n"


def test_a_role_that_does_not_exist_is_refused_with_those_that_do(app, held):
    said = mistyped(app, "grant", "17", "city_secretary")
    assert "'city_secretary' is not one of" in said
    for role in Role:
        assert f"'{role.value}'" in said
    assert held() == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(
            ("organization_manager",),
            "This role is for an organization: add --organization CODE.",
            id="no organization",
        ),
        pytest.param(
            ("organization_manager", "--organization", "libary"),
            "There is no organization with the code libary.",
            id="no such organization",
        ),
        pytest.param(
            ("district_office",), "Say for which area: add --area CODE.", id="no district"
        ),
        pytest.param(
            ("district_office", "--area", "city"),
            "The role “District office” needs an area of the level “County or district”.",
            id="a city for a district",
        ),
        pytest.param(
            ("city_secretariat", "--area", "east"),
            "The role “City secretariat” needs an area of the level “City”.",
            id="a district for a city",
        ),
    ],
)
def test_a_role_that_does_not_fit_its_subject_is_refused(words, told, app, held):
    assert refused(app, "grant", "17", *words) == f"Error: {told}\n"
    assert held() == []


@pytest.mark.parametrize("role", ["city_secretariat", "district_office"])
def test_an_area_that_does_not_exist_is_named(role, app, held):
    said = refused(app, "grant", "17", role, "--area", "eats")
    assert "eats" in said
    assert held() == []


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("organization_recorder", "--area", "east"), id="area for a recorder"),
        pytest.param(
            ("city_secretariat", "--organization", "library"), id="organization for a secretariat"
        ),
        pytest.param(
            ("district_office", "--area", "east", "--organization", "library"),
            id="organization beside the area",
        ),
        pytest.param(
            ("organization_manager", "--organization", "library", "--area", "east"),
            id="area beside the organization",
        ),
    ],
)
def test_an_option_that_the_role_has_no_use_for_is_refused_and_not_ignored(words, app, held):
    refused(app, "grant", "17", *words)
    assert held() == []


@pytest.mark.parametrize(
    "person",
    [
        pytest.param("", id="nothing"),
        pytest.param("  ", id="blanks"),
        pytest.param("operator", id="the operator's own"),
        pytest.param("1" * 65, id="65 characters"),
    ],
)
def test_an_id_that_no_person_can_have_is_refused(person, app, uow):
    refused(app, "grant", person, "city_secretariat")
    assert not uow.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id.in_([person, person.strip()]))
    ).all()


def test_it_speaks_chinese_by_default(chinese):
    said = done(chinese, "grant", "17", "city_secretariat")
    assert said == "已授予17“市志愿服务联合会秘书处”角色，范围：City。\n"
    said = done(chinese, "grant", "17", "city_secretariat")
    assert said == "该人员已有此角色。\n"
    said = refused(chinese, "grant", "17", "organization_manager", "--organization", "libary")
    assert said == "Error: 没有编码为libary的志愿服务组织。\n"
