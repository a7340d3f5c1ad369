"""Fixtures: a host of a few lines, a small city in it, and who is signed in."""

from __future__ import annotations

import contextvars
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from blinker import Signal
from flask import Flask, request
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from flask_volunteer_reports import Host, VolunteerReports, migrate, prepare_sqlite
from flask_volunteer_reports.domain.events import Event
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services.unit_of_work import UnitOfWork
from flask_volunteer_reports.state import KEY, State, current_state, current_unit_of_work
from flask_volunteer_reports.storage import FolderStorage
from tests import world as city
from tests.archive import Shelves
from tests.databases import Databases, SQLiteFiles, postgres_databases
from tests.world import CAST, Clock, World


class FakeRunner:
    """Counts how often it was woken."""

    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        """Count."""
        self.woken += 1


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``pytest --postgres`` run the tests on PostgreSQL."""
    parser.addoption("--postgres", action="store_true", help="Use PostgreSQL, not SQLite.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what several do at once on PostgreSQL as well: SQLite lets one write at a time."""
    for item in items:
        if "at_once" in getattr(item, "fixturenames", ()):
            item.add_marker("postgres")


def make_app(folder: Path, clock: Clock, runner: FakeRunner, **config: object) -> Flask:
    """Make a host that trusts the header X-Person."""
    app = Flask("tests.host", instance_path=str(folder / "instance"))
    app.config.update(
        TESTING=True,
        SECRET_KEY="a key for tests only",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'host.sqlite'}",
        WTF_CSRF_ENABLED=False,
        VOLUNTEER_REPORTS_LOCALE="en",
        VOLUNTEER_REPORTS_STORAGE_FOLDER=str(folder / "storage"),
    )
    app.config.update(config)
    db = SQLAlchemy(app)
    with app.app_context():
        prepare_sqlite(db.engine)
    app.test_client_class = FreshClient
    VolunteerReports(
        app, db=db, host=Host(current_actor=_who_is_asking), runner=runner, clock=clock
    )
    return app


def _who_is_asking() -> Actor | None:
    return CAST.get(request.headers.get("X-Person", ""))


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Where the tests have their databases."""
    if request.config.getoption("--postgres"):
        with postgres_databases() as made:
            yield made
    else:
        yield SQLiteFiles(tmp_path_factory.mktemp("founded"))


@pytest.fixture(scope="session")
def founded(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The database in which the city has been founded; copied for every test."""
    found_city(tmp_path_factory.mktemp("founding"), databases.founded())
    return databases


def found_city(folder: Path, address: str) -> None:
    """Found the city in the database at *address*, and leave nobody connected to it."""
    app = make_app(folder, Clock(), FakeRunner(), SQLALCHEMY_DATABASE_URI=address)
    with app.app_context():
        migrate.upgrade(current_state().engine)
        city.build(current_unit_of_work(), current_state().storage, now=city.NOON)
        current_state().db.session.remove()
        with current_state().engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        current_state().engine.dispose()


@pytest.fixture
def clock() -> Clock:
    """The time of the application; a Thursday noon of week 2017-W27."""
    return Clock()


@pytest.fixture
def runner() -> FakeRunner:
    """The task runner of the application."""
    return FakeRunner()


@pytest.fixture
def config() -> dict[str, object] | None:
    """More settings for the application; a module that has some, or none, gets one of its own."""
    return None


class LentApp:
    """One host that the tests of a process use one after the other, each with a city of its own.

    To set an application up, and to compile its statements and templates, takes longer than most
    tests.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._app = make_app(folder, Clock(), FakeRunner())

    @contextmanager
    def lend(self, founded: Databases, clock: Clock, runner: FakeRunner) -> Iterator[Flask]:
        """Clear the folder, found the city, and afterwards forget what a test has set."""
        shutil.rmtree(self._folder)
        self._folder.mkdir()
        founded.copy(self._folder)
        app = self._app
        config, extensions = dict(app.config), dict(app.extensions)
        app.extensions[KEY] = replace(
            app.extensions[KEY],
            storage=FolderStorage(self._folder / "storage"),
            clock=clock,
            runner=runner,
        )
        try:
            yield app
        finally:
            with app.app_context():
                current_state().engine.dispose()
            for kept, before in ((app.config, config), (app.extensions, extensions)):
                kept.clear()
                kept.update(before)


@pytest.fixture(scope="session")
def lent_app(tmp_path_factory: pytest.TempPathFactory) -> LentApp:
    """The host of those tests that need no other settings."""
    return LentApp(tmp_path_factory.mktemp("host"))


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    founded: Databases,
    clock: Clock,
    runner: FakeRunner,
    config: dict[str, object] | None,
) -> Iterator[Flask]:
    """A host with the city in its database."""
    if config is None and isinstance(founded, SQLiteFiles):
        lent: LentApp = request.getfixturevalue("lent_app")
        with lent.lend(founded, clock, runner) as app:
            yield app
        return
    address = founded.copy(tmp_path)
    app = make_app(tmp_path, clock, runner, SQLALCHEMY_DATABASE_URI=address, **config or {})
    yield app
    with app.app_context():
        current_state().engine.dispose()
    founded.drop(address)


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """An application context, for use cases that are called directly."""
    with app.app_context():
        yield app


@pytest.fixture
def state(context: Flask) -> State:
    """What init_app left."""
    return current_state()


@pytest.fixture
def uow(context: Flask) -> UnitOfWork:
    """A unit of work."""
    return current_unit_of_work()


@pytest.fixture
def world(uow: UnitOfWork, state: State) -> World:
    """The city, to build things in."""
    return World(uow, state.storage)


@pytest.fixture
def shelves(world: World) -> Shelves:
    """The archive, to file things in."""
    return Shelves(world)


@pytest.fixture
def published(context: Flask) -> Iterator[list[Event]]:
    """The events that were sent, in order."""
    from flask_volunteer_reports import signals  # noqa: PLC0415 -- not needed by most tests

    heard: list[Event] = []

    def hear(_app: object, event: Event) -> None:
        heard.append(event)

    every = [value for value in vars(signals).values() if isinstance(value, Signal)]
    for signal in every:
        signal.connect(hear)
    yield heard
    for signal in every:
        signal.disconnect(hear)


class FreshClient(FlaskClient):
    """A client whose requests know nothing of the test's application context, as in real life."""

    def open(self, *args, **kwargs):
        """Make a request in a fresh context."""
        return contextvars.Context().run(super().open, *args, **kwargs)


class Browser:
    """A client that is somebody."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._clients: dict[str, FlaskClient] = {}

    def as_(self, person: str) -> FlaskClient:
        """A client signed in as one of the cast; an empty name is nobody."""
        if person not in self._clients:
            client = self._app.test_client()
            client.environ_base["HTTP_X_PERSON"] = person
            self._clients[person] = client
        return self._clients[person]


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Clients for the whole cast."""
    return Browser(app)
