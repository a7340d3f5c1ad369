"""The database: the host's, or one that we bring where the host has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

from .config import Settings
from .errors import ConfigurationError
from .models import Base

_BIND = "bind_key"


def find_or_bring(app: Flask, db: SQLAlchemy | None, settings: Settings) -> SQLAlchemy:
    """Return the Flask-SQLAlchemy that carries our transactions on *app*.

    Raises:
        ConfigurationError: Two applications of one process want our tables on different binds.
    """
    _bind(settings)
    found = db or app.extensions.get("sqlalchemy")
    return found if found is not None else _bring(app)


def _bind(settings: Settings) -> None:
    """Say on which bind our tables are; they are described once in a process."""
    info = Base.metadata.info
    if info.setdefault(_BIND, settings.bind_key) != settings.bind_key:
        raise ConfigurationError(
            "Our tables are on the bind %(first)s already; one process cannot have them on "
            "%(second)s as well.",
            first=repr(info[_BIND]),
            second=repr(settings.bind_key),
        )


def _bring(app: Flask) -> SQLAlchemy:
    """Set up Flask-SQLAlchemy on a file in the instance folder."""
    if not app.config.get("SQLALCHEMY_DATABASE_URI"):
        Path(app.instance_path).mkdir(parents=True, exist_ok=True)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///volunteer_reports.sqlite"
    db = SQLAlchemy()
    db.init_app(app)
    with app.app_context():
        prepare_sqlite(db.engine)
    return db


def prepare_sqlite(engine: Any) -> None:
    """Let readers and one writer of an SQLite file work side by side, and lose nothing.

    For hosts on SQLite: call it once on the engine. Does nothing for other databases.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 15000")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()
