"""The database schema: our revisions, run in an Alembic environment of our own.

A branch inside the host's Alembic history would break the host's ``flask db migrate``; so we keep
our own version table, and the host's autogenerate leaves our tables alone.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from .errors import ConfigurationError
from .models import TABLE_PREFIX, Base

DIRECTORY = str(files("flask_volunteer_reports.migrations"))
VERSION_TABLE = f"{TABLE_PREFIX}alembic_version"


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave our tables out of the host's autogenerate.

    Pass it to ``context.configure(include_name=...)`` in the host's ``env.py``; with Flask-Migrate
    that happens by itself.
    """
    return kind != "table" or not (name or "").startswith(TABLE_PREFIX)


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the host's tables out of ours."""
    return kind != "table" or (name or "").startswith(TABLE_PREFIX)


def upgrade(engine: Engine) -> None:
    """Bring our tables up to date.

    Raises:
        ConfigurationError: A newer version of the software has made them.
    """
    from alembic import command  # noqa: PLC0415 -- slow import
    from alembic.util.exc import CommandError  # noqa: PLC0415 -- slow import

    try:
        with engine.begin() as connection:
            command.upgrade(_configuration(connection), "head")
    except CommandError as error:
        raise ConfigurationError(
            "The tables are at revision %(current)s, which this version of the software does not "
            "know. Install the version that made them.",
            current=revisions(engine)[0],
        ) from error


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """Return the revision of the database, None for an empty one, and the newest there is."""
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 -- slow import
    from alembic.script import ScriptDirectory  # noqa: PLC0415 -- slow import

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        current = context.get_current_revision()
    return current, ScriptDirectory(DIRECTORY).get_current_head()


def check(engine: Engine) -> None:
    """Raise unless revisions and models describe the same tables."""
    from alembic import command  # noqa: PLC0415 -- slow import

    with engine.begin() as connection:
        command.check(_configuration(connection))


def write_revision(engine: Engine, message: str) -> None:
    """Write a new revision from what the models have and the database has not."""
    from alembic import command  # noqa: PLC0415 -- slow import

    with engine.begin() as connection:
        command.revision(_configuration(connection), message, autogenerate=True)


def leave_ours_alone(app: Flask) -> None:
    """Teach the host's Flask-Migrate, if there is one, not to drop our tables."""
    migrate = app.extensions.get("migrate")
    if migrate is None:
        return
    arguments: dict[str, Any] = migrate.configure_args
    theirs = arguments.get("include_name")

    def both(name: str | None, kind: str, parents: Any) -> bool:
        return include_name(name, kind, parents) and (not theirs or theirs(name, kind, parents))

    arguments["include_name"] = both


def _configuration(connection: Any) -> Any:
    from alembic.config import Config  # noqa: PLC0415 -- slow import

    configuration = Config()
    configuration.set_main_option("script_location", DIRECTORY.replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration


def metadata() -> Any:
    """Return our tables as the models describe them."""
    return Base.metadata
