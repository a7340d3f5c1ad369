"""Hosts to type commands at: with the city in their database, or with nothing in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from flask_volunteer_reports import Host, VolunteerReports, prepare_sqlite
from flask_volunteer_reports.state import State, current_state
from tests.hosts.hosts import make_host
from tests.services.watching import everything
from tests.world import Clock


@pytest.fixture
def config() -> dict[str, object]:
    """No other settings, but an application in the test's own folder, where others join it."""
    return {}


@pytest.fixture
def host(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Flask]]:
    """Makes a host on the test's folder; beside `app` it is another one on the same database."""
    apps: list[Flask] = []

    def make(
        *,
        locale: str | None = "en",
        side: Host | None = None,
        prepared: bool = True,
        **config: object,
    ) -> Flask:
        """Make one.

        Args:
            locale: The language of the site; None leaves it to the default.
            side: The host's side of the contract; by default nobody is signed in.
            prepared: Call prepare_sqlite, as a careful host does.
        """
        app = make_host(tmp_path, VOLUNTEER_REPORTS_STORAGE_FOLDER=str(tmp_path / "storage"))
        app.config.update({"VOLUNTEER_REPORTS_LOCALE": locale} if locale else {}, **config)
        db = SQLAlchemy(app)
        if prepared:
            with app.app_context():
                prepare_sqlite(db.engine)
        side = side or Host(current_actor=lambda: None)
        VolunteerReports(app, db=db, host=side, clock=clock)
        apps.append(app)
        return app

    yield make
    for app in apps:
        with app.app_context():
            current_state().engine.dispose()


@pytest.fixture
def empty(host: Callable[..., Flask]) -> Flask:
    """A host whose database holds nothing."""
    return host()


@pytest.fixture
def chinese(app: Flask, host: Callable[..., Flask]) -> Flask:
    """A host in the default language, on the database in which the city has been founded."""
    return host(locale=None)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a file to load."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def unchanged(state: State) -> Iterator[None]:
    """Holds that the test changes no row of any table of ours."""
    before = everything(state)
    yield
    assert everything(state) == before
