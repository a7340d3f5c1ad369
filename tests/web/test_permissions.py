"""The permission walk: every route, every person, an own and a foreign object."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Blueprint, Flask, url_for

from flask_volunteer_reports import VolunteerReports, errors
from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.jobs import JOBS
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.policy import REACH, ROLES, TO_SEE
from flask_volunteer_reports.web.access import check_declared
from tests.web.walk import AREA_REACHES, CASES, REACHES, ROLE, Case
from tests.web.walk_builders import OWN_AREA, east_week, hand_over

BLUEPRINT = "volunteer_reports."
OFFICE_ROLES = {Role.CITY_SECRETARIAT, Role.DISTRICT_OFFICE}


def expected(person: str, place: str, door: Permission, case: Case) -> str:  # noqa: PLR0911 -- a table
    """Say what must come of it, from the roles and the reach above."""
    if door is Permission.ANYONE:
        return "in"
    if not person:
        return "401"
    if door in (Permission.SIGNED_IN, Permission.SERVE):
        if case.not_registered:
            return "404"
        return "in" if case.own in (None, person) else "404"
    role = ROLE[person]
    if role not in ROLES[door]:
        return "403"
    if case.see is None:
        return "in"
    seat = OWN_AREA[place]
    if case.build in (east_week, hand_over):
        seat = "east"
    reaches = AREA_REACHES[seat] if case.of_area else REACHES[place]
    if role not in ROLES[case.see] or person not in reaches:
        return "404"
    if case.only_own and role in OFFICE_ROLES:
        return "403"
    return "in" if role in ROLES[case.may or door] else "403"


def outcome(status: int) -> str:
    """Sort a status."""
    return str(status) if status in (401, 403, 404) or status >= 500 else "in"


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every method and endpoint of ours, static files apart."""
    return {
        (method, rule.endpoint.removeprefix(BLUEPRINT))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(BLUEPRINT) and not rule.endpoint.endswith("static")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_the_walk_covers_every_route(app):
    assert routes(app) == set(CASES)


@pytest.mark.parametrize("place", ["library", "school"])
@pytest.mark.parametrize("route", CASES, ids=lambda route: f"{route[0]} {route[1]}")
def test_who_may(route, place, app, world, browser, clock):
    method, endpoint = route
    case = CASES[route]
    door = app.view_functions[BLUEPRINT + endpoint].volunteer_reports_permission
    arguments, data = case.build(world, place), case.data(world, place)
    query = case.query(world, place)
    with app.test_request_context():
        address = url_for(BLUEPRINT + endpoint, **arguments, **query)
    # Those who may go last, because what they do changes the object.
    people = sorted(ROLE, key=lambda person: expected(person, place, door, case) == "in")
    found, wanted = {}, {}
    for person in people:
        answer = browser.as_(person).open(address, method=method, data=data or None)
        assert answer.status_code < 500, answer.text
        found[person] = outcome(answer.status_code)
        wanted[person] = expected(person, place, door, case)
    assert found == wanted


@pytest.mark.parametrize(
    ("method", "endpoint"),
    [route for route, case in CASES.items() if case.see is not None or case.own],
)
def test_what_is_not_there_is_a_404_for_everybody(method, endpoint, app, world, browser):
    case = CASES[method, endpoint]
    arguments = {
        name: uuid4() if name.endswith("_id") else "none" if name.endswith("code") else value
        for name, value in case.build(world, "library").items()
    }
    query = {name: uuid4() for name in case.query(world, "library")}
    with app.test_request_context():
        address = url_for(BLUEPRINT + endpoint, **arguments, **query)
    data = case.data(world, "library") or None
    for person in ROLE:
        answer = browser.as_(person).open(address, method=method, data=data)
        assert outcome(answer.status_code) in {"401", "403", "404"}, (person, answer.status_code)


def test_a_page_without_a_permission_does_not_start(app):
    fresh = Flask("other")
    fresh.config.update(SECRET_KEY="x", SQLALCHEMY_DATABASE_URI="sqlite://")
    VolunteerReports(fresh)
    fresh.view_functions["volunteer_reports.reporting.forgotten"] = lambda: "secret"

    with pytest.raises(errors.ConfigurationError, match=r"reporting\.forgotten"):
        check_declared(fresh)


@pytest.mark.parametrize("config", [{}])  # an application of its own, as it is changed
def test_a_page_without_a_permission_that_is_added_later_is_refused(app, browser):
    app.add_url_rule(
        "/volunteer-reports/forgotten",
        endpoint="volunteer_reports.forgotten",
        view_func=lambda: "secret",
    )

    answer = browser.as_("secretariat").get("/volunteer-reports/forgotten")

    assert answer.status_code == 403
    assert "secret" not in answer.text
    assert routes(app) != set(CASES)  # and the walk notices


def test_every_command_states_a_permission(app):
    group = app.cli.commands["volunteer-reports"]
    stated = {name: c.volunteer_reports_permission for name, c in group.commands.items()}
    assert set(stated.values()) == {Permission.OPERATE}
    assert "weekly-papers" in stated


def test_every_kind_of_job_states_a_permission():
    assert {name: kind.permission for name, kind in JOBS.items()} == {
        "certificate": Permission.SERVE,
        "close_notice": Permission.OPERATE,
        "form_check": Permission.EDIT_FORMS,
        "objection_due": Permission.OPERATE,
        "package": Permission.MAKE_PACKAGE,
        "sign_document": Permission.PRODUCE_PAPERS,
        "volunteer_import": Permission.REGISTER_VOLUNTEER,
        "volunteer_import_check": Permission.REGISTER_VOLUNTEER,
        "weekly_papers": Permission.PRODUCE_PAPERS,
    }


def test_every_kind_of_row_that_can_be_seen_has_its_reach():
    assert set(REACH) == set(TO_SEE)
    assert set(ROLES) == set(Permission) - {
        Permission.ANYONE,
        Permission.SIGNED_IN,
        Permission.SERVE,
        Permission.OPERATE,
        Permission.SERVE,
    }


@pytest.mark.parametrize("config", [{}])  # an application of its own, as it is changed
def test_a_blueprint_of_the_host_is_none_of_our_business(app):
    theirs = Blueprint("theirs", "theirs")
    theirs.add_url_rule("/theirs", view_func=lambda: "hello", endpoint="page")
    app.register_blueprint(theirs)
    assert app.test_client().get("/theirs").text == "hello"
