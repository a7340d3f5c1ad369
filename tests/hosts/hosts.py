"""Hosts for tests: a few lines each, and the city in them."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from flask_volunteer_reports import migrate
from flask_volunteer_reports.state import current_state, current_unit_of_work
from tests import world as city
from tests.conftest import FreshClient
from tests.world import NOON

HOME = "/volunteer-reports"


def make_host(folder: Path, **config) -> Flask:
    """A host with nothing but a secret key and a database address."""
    app = Flask("tests.host", instance_path=str(folder / "instance"))
    app.config.update(
        TESTING=True,
        SECRET_KEY="a key for tests only",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'host.sqlite'}",
        **config,
    )
    app.test_client_class = FreshClient
    return app


def found(app: Flask) -> None:
    """Make the tables and found the city."""
    with app.app_context():
        migrate.upgrade(current_state().engine)
        city.build(current_unit_of_work(), current_state().storage, now=NOON)
