"""The extension object: where a host and this package meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from . import cli, database, migrate, web
from .config import Settings
from .contrib import flask_login
from .jobs import NoWorker, SpawnedWorker
from .ports import Host, Storage, TaskRunner
from .state import KEY, State
from .storage import FolderStorage
from .web.access import check_declared


class VolunteerReports:
    """Adds volunteer reporting to a Flask application.

    The host keeps what is its own - people, the database, the base page - and lends it here once.
    The instance keeps no application, so one instance can serve several.

    Args:
        app: Call :meth:`init_app` on it now.
        db: The host's Flask-SQLAlchemy. Without it the one that is registered on the application is
            used; where there is none, one on SQLite in the instance folder is brought along.
        host: The host's side of the contract; by default Flask-Login says who is signed in.
        storage: Where photos and papers are kept; by default a folder.
        runner: Who works on jobs; by default a process that is started when a job waits.
        clock: Tells the time; aware.
    """

    def __init__(
        self,
        app: Flask | None = None,
        *,
        db: SQLAlchemy | None = None,
        host: Host | None = None,
        storage: Storage | None = None,
        runner: TaskRunner | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._db = db
        self._host = host or Host()
        self._storage = storage
        self._runner = runner
        self._clock = clock
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Register pages, commands and state on *app*.

        Raises:
            RuntimeError: The extension is on this application already.
            ConfigurationError: A setting is unknown or wrong, or a page declares no permission.
        """
        if KEY in app.extensions:
            raise RuntimeError("Volunteer Reports is already set up on this application.")

        settings = Settings.from_config(app.config)
        folder = Path(settings.storage_folder or Path(app.instance_path) / "volunteer_reports")
        app.extensions[KEY] = State(
            settings=settings,
            host=_with_flask_login(self._host),
            db=database.find_or_bring(app, self._db, settings),
            storage=self._storage or FolderStorage(folder.resolve()),
            runner=self._runner or _runner(app, settings, folder.resolve()),
            clock=self._clock,
        )
        blueprint = web.create_blueprint()
        app.register_blueprint(blueprint, url_prefix=settings.url_prefix)
        check_declared(app)
        web.keep_what_was_typed(app, blueprint)
        app.cli.add_command(cli.group)
        migrate.leave_ours_alone(app)


def _with_flask_login(host: Host) -> Host:
    if host.current_actor is not None:
        return host
    return replace(
        host, current_actor=flask_login.current_actor, sign_in=host.sign_in or flask_login.sign_in
    )


def _runner(app: Flask, settings: Settings, folder: Path) -> TaskRunner:
    if settings.job_runner == "none":
        return NoWorker()
    return SpawnedWorker(app, settings, folder / "worker.log")
