"""Hosts of different make: each mounts the plugin in a few lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_login import LoginManager, UserMixin, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from flask_volunteer_reports import (
    Actor,
    Grant,
    Host,
    Permission,
    VolunteerReports,
    errors,
    signals,
)
from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.models import Area
from flask_volunteer_reports.state import current_state
from tests.hosts.hosts import HOME, found, make_host
from tests.world import CAST, MANAGER, NOON, SECRETARIAT


def with_flask_login(app: Flask) -> None:
    """Flask-Login as its own documentation sets it up."""
    manager = LoginManager(app)

    class Person(UserMixin):
        def __init__(self, person_id: str) -> None:
            self.id = person_id
            self.name = f"Person {person_id}"

    @manager.user_loader
    def load(person_id: str) -> Person:
        return Person(person_id)

    @app.get("/sign-in/<person_id>")
    def sign_in(person_id: str) -> str:
        login_user(Person(person_id))
        return "hello"

    manager.login_view = "sign_in_page"
    app.add_url_rule("/sign-in", "sign_in_page", lambda: "please sign in")


def test_flask_login_is_found_by_itself(tmp_path, disposed):
    app = make_host(tmp_path, VOLUNTEER_REPORTS_LOCALE="en")
    disposed.append(app)
    db = SQLAlchemy(app)
    VolunteerReports(app, db=db)
    with_flask_login(app)  # even behind us
    found(app)
    client = app.test_client()

    away = client.get(f"{HOME}/reports")
    assert away.status_code == 302
    assert away.headers["Location"].startswith("/sign-in?next=")

    client.get(f"/sign-in/{MANAGER.id}")
    assert client.get(f"{HOME}/reports").status_code == 200
    client.get("/sign-in/somebody")
    page = client.get(f"{HOME}/")
    assert "You have no role here yet" in page.text
    assert "somebody" in page.text


def test_without_any_sign_in_the_error_says_what_to_do(tmp_path, disposed):
    app = make_host(tmp_path, VOLUNTEER_REPORTS_LOCALE="en")
    disposed.append(app)
    VolunteerReports(app, db=SQLAlchemy(app))
    found(app)

    answer = app.test_client().get(f"{HOME}/reports")

    assert answer.status_code == 500
    assert "Host(current_actor=...)" in answer.text


def test_the_registered_database_is_used(tmp_path, disposed):
    app = make_host(tmp_path)
    disposed.append(app)
    db = SQLAlchemy(app)
    VolunteerReports(app, host=Host(current_actor=lambda: None))
    with app.app_context():
        assert current_state().db is db


def test_a_host_without_a_database_gets_one_in_its_instance_folder(tmp_path, disposed):
    app = make_host(tmp_path)
    disposed.append(app)
    del app.config["SQLALCHEMY_DATABASE_URI"]
    VolunteerReports(app, host=Host(current_actor=lambda: SECRETARIAT))
    found(app)

    assert (tmp_path / "instance" / "volunteer_reports.sqlite").exists()
    assert app.test_client().get(f"{HOME}/weeks").status_code == 200
    with app.app_context(), current_state().engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_our_tables_can_live_on_another_bind(tmp_path):
    # In a process of its own: the bind is said once for a process.
    import subprocess  # noqa: PLC0415 -- here only
    import sys  # noqa: PLC0415

    code = f"""
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_volunteer_reports import VolunteerReports, Host, migrate
from flask_volunteer_reports.state import current_state
app = Flask("x", instance_path={str(tmp_path)!r})
app.config.update(SECRET_KEY="k" * 20, SQLALCHEMY_DATABASE_URI="sqlite:///a.sqlite",
    SQLALCHEMY_BINDS={{"volunteers": "sqlite:///b.sqlite"}},
    VOLUNTEER_REPORTS_BIND_KEY="volunteers")
db = SQLAlchemy(app)
VolunteerReports(app, db=db, host=Host(current_actor=lambda: None))
with app.app_context():
    migrate.upgrade(current_state().engine)
    assert app.test_client().get("/volunteer-reports/projects").status_code == 200
    print(current_state().engine.url.database)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip().endswith("b.sqlite")


def test_pages_extend_the_hosts_base_page_where_it_names_one(tmp_path, disposed):
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "ours.html").write_text(
        "<title>{% block title %}{% endblock %} - City</title>{% block head %}{% endblock %}"
        "<header>City of volunteers</header>{% block content %}{% endblock %}"
    )
    app = make_host(tmp_path, VOLUNTEER_REPORTS_BASE_TEMPLATE="ours.html")
    app.template_folder = str(templates)
    disposed.append(app)
    VolunteerReports(app, db=SQLAlchemy(app), host=Host(current_actor=lambda: SECRETARIAT))
    found(app)

    page = app.test_client().get(f"{HOME}/organizations").text

    assert "City of volunteers" in page
    assert "volunteer_reports.css" in page
    assert " - City</title>" in page


def test_a_host_may_replace_a_page(tmp_path, disposed):
    folder = tmp_path / "templates" / "volunteer_reports" / "publishing"
    folder.mkdir(parents=True)
    (folder / "campaigns.html").write_text("our own page of {{ campaigns | length }} campaigns")
    app = make_host(tmp_path)
    app.template_folder = str(tmp_path / "templates")
    disposed.append(app)
    VolunteerReports(app, db=SQLAlchemy(app), host=Host(current_actor=lambda: SECRETARIAT))
    found(app)

    assert app.test_client().get(f"{HOME}/campaigns").text == "our own page of 1 campaigns"


def test_the_prefix_is_a_setting(tmp_path, disposed):
    app = make_host(tmp_path, VOLUNTEER_REPORTS_URL_PREFIX="/zyfw")
    disposed.append(app)
    VolunteerReports(app, db=SQLAlchemy(app), host=Host(current_actor=lambda: None))
    found(app)
    assert app.test_client().get("/zyfw/projects").status_code == 200


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("VOLUNTEER_REPORTS_URL_PREFX", "/x", "Did you mean VOLUNTEER_REPORTS_URL_PREFIX"),
        ("VOLUNTEER_REPORTS_PAGE_SIZE", "25", "must be of type int"),
        ("VOLUNTEER_REPORTS_PAGE_SIZE", 0, "above zero"),
        ("VOLUNTEER_REPORTS_LOCALE", "fr", "must be one of zh_Hans_CN, en"),
        ("VOLUNTEER_REPORTS_TIME_ZONE", "Mars/Phobos", "no known time zone"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(tmp_path, key, value, complaint):
    app = make_host(tmp_path, **{key: value})
    with pytest.raises(errors.ConfigurationError, match=complaint) as stopped:
        VolunteerReports(app, db=SQLAlchemy(app))
    assert key in str(stopped.value)


def test_twice_on_one_application_is_refused(tmp_path, disposed):
    app = make_host(tmp_path)
    disposed.append(app)
    extension = VolunteerReports(app, db=SQLAlchemy(app))
    with pytest.raises(RuntimeError, match="already"):
        extension.init_app(app)


def test_one_extension_serves_several_applications(tmp_path, disposed):
    extension = VolunteerReports(host=Host(current_actor=lambda: None))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        app = make_host(tmp_path / name)
        disposed.append(app)
        extension.init_app(app)
        found(app)
        assert app.test_client().get(f"{HOME}/projects").status_code == 200


def test_the_host_can_answer_for_the_roles(tmp_path, disposed):
    def grants(actor, today):
        assert today == NOON.date()
        if actor.id == "boss":
            yield Grant(Role.CITY_SECRETARIAT, area_path="city/")

    app = make_host(tmp_path)
    disposed.append(app)
    boss = Actor("boss", "The boss")
    VolunteerReports(
        app,
        db=SQLAlchemy(app),
        host=Host(current_actor=lambda: boss, grants=grants),
        clock=lambda: NOON,
    )
    found(app)
    assert app.test_client().get(f"{HOME}/organizations").status_code == 200


def test_the_hosts_veto_is_heard(tmp_path, disposed):
    def may(actor, permission, subject):
        return permission is not Permission.SEE_ORGANIZATION

    app = make_host(tmp_path)
    disposed.append(app)
    VolunteerReports(app, db=SQLAlchemy(app), host=Host(current_actor=lambda: SECRETARIAT, may=may))
    found(app)
    client = app.test_client()
    assert client.get(f"{HOME}/organizations").status_code == 403
    assert client.get(f"{HOME}/weeks").status_code == 200


def test_the_host_hears_what_happened_and_a_failing_receiver_disturbs_nobody(tmp_path, disposed):
    app = make_host(tmp_path)
    disposed.append(app)
    VolunteerReports(app, db=SQLAlchemy(app), host=Host(current_actor=lambda: None))
    heard = []

    def fail(_app, event):
        raise ValueError(event)

    def hear(sender, event):
        heard.append((sender, event.code))

    with signals.campaign_loaded.connected_to(fail), signals.campaign_loaded.connected_to(hear):
        found(app)

    assert heard == [(app, "test-2017")]


def test_the_language_of_the_host_comes_first(tmp_path, disposed):
    app = make_host(tmp_path)
    disposed.append(app)
    VolunteerReports(
        app,
        db=SQLAlchemy(app),
        host=Host(current_actor=lambda: None, locale=lambda: "en"),
    )
    found(app)
    assert "Volunteer projects" in app.test_client().get(f"{HOME}/projects").text


def test_the_hosts_autogenerate_leaves_our_tables_alone(tmp_path, disposed):
    from flask_migrate import Migrate  # noqa: PLC0415 -- here only

    app = make_host(tmp_path)
    disposed.append(app)
    db = SQLAlchemy(app)
    asked = []
    Migrate(app, db, include_name=lambda name, kind, parents: asked.append(name) or True)
    VolunteerReports(app, db=db, host=Host(current_actor=lambda: None))

    include = app.extensions["migrate"].configure_args["include_name"]

    assert not include("volunteer_reports_area", "table", {})
    assert include("people", "table", {})
    assert include("area_id", "column", {})
    assert asked == ["people", "area_id"]


def test_roles_have_first_and_last_days(tmp_path, disposed):
    now = [NOON]
    app = make_host(tmp_path)
    disposed.append(app)
    VolunteerReports(
        app,
        db=SQLAlchemy(app),
        host=Host(current_actor=lambda: CAST["manager"]),
        clock=lambda: now[0],
    )
    found(app)
    client = app.test_client()
    assert client.get(f"{HOME}/reports").status_code == 200
    now[0] = datetime(2017, 5, 31, 15, 59, tzinfo=UTC)  # 31 May in the city
    assert client.get(f"{HOME}/reports").status_code == 403
    now[0] = datetime(2017, 5, 31, 16, 0, tzinfo=UTC)  # 1 June in the city
    assert client.get(f"{HOME}/reports").status_code == 200


def test_contexts_of_a_hosts_own_tests_do_not_mix_people_up(tmp_path, disposed):
    person = ["secretariat"]
    app = make_host(tmp_path)
    disposed.append(app)
    VolunteerReports(app, db=SQLAlchemy(app), host=Host(current_actor=lambda: CAST.get(person[0])))
    found(app)
    app.test_client_class = None
    with app.app_context():
        client = app.test_client()
        assert client.get(f"{HOME}/areas").status_code == 200
        person[0] = "nobody"
        assert client.get(f"{HOME}/areas").status_code == 403
        assert current_state().db.session.scalars(select(Area)).all()
