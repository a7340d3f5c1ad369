"""A small volunteer website that mounts Flask Volunteer Reports.

Everything about the plugin is in the last lines of :func:`create_app`; the rest is what such a site
has anyway: its own people, pages and database. Copy from here.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from flask import Flask, render_template

from flask_volunteer_reports import Host, VolunteerReports, prepare_sqlite

from . import people
from .database import DATABASE, db
from .demo.seed import seed_demo


def create_app() -> Flask:
    """Make the site; its data lie in the instance folder, or in ``EXAMPLE_APP_INSTANCE``."""
    app = Flask(__name__, instance_path=_instance_path())
    folder = Path(app.instance_path)
    folder.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SECRET_KEY=os.environ.get("SECRET_KEY") or _kept_secret(folder / "secret-key"),
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / DATABASE}",
        VOLUNTEER_REPORTS_BASE_TEMPLATE="base.html",
        VOLUNTEER_REPORTS_PUBLIC_URL="http://127.0.0.1:5000",
    )

    db.init_app(app)
    people.init_app(app)
    app.add_url_rule("/", "home", home)
    app.cli.add_command(seed_demo)

    with app.app_context():
        prepare_sqlite(db.engine)
    VolunteerReports(app, db=db, host=Host(find_person=people.find_person))
    return app


def home() -> str:
    """Welcome visitors."""
    return render_template("home.html")


def _instance_path() -> str | None:
    given = os.environ.get("EXAMPLE_APP_INSTANCE")
    return str(Path(given).resolve()) if given else None


def _kept_secret(file: Path) -> str:
    """Return the secret in *file*; the first time it is made up, readable for the owner only."""
    with suppress(FileExistsError):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as secret:
            secret.write(secrets.token_hex())
    return file.read_text("utf-8")
