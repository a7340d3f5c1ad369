"""What our commands share: the group, the operator, and errors as answers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from .. import migrate
from ..errors import (
    AlreadyDone,
    ConfigurationError,
    InvalidEntries,
    Message,
    VolunteerReportsError,
)
from ..i18n import translate
from ..ports import OPERATOR_ID, Actor, Permission
from ..state import current_state, current_unit_of_work

OPERATOR = Actor(id=OPERATOR_ID, name="operator", is_operator=True)

group = AppGroup("volunteer-reports", help="Volunteer reports: set-up, data, papers.")


def command(
    name: str, *, permission: Permission, tables: bool = True
) -> Callable[[Callable[..., None]], click.Command]:
    """Register a command of ours; there is no default permission.

    The person at the terminal is the operator. Errors of ours become one clear answer in the site's
    language and the exit code 1; what was done before is said and is no error.

    Args:
        tables: The command needs our tables as they are in this version.
    """

    def register(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def answer(*args: Any, **kwargs: Any) -> None:
            try:
                if not current_unit_of_work().policy.scope(OPERATOR, permission):
                    raise ConfigurationError("The operator may not do this.")
                if tables:
                    _check_tables()
                function(*args, **kwargs)
            except AlreadyDone as error:
                click.echo(say(error.message))
            except VolunteerReportsError as error:
                raise click.ClickException(_text(error)) from error

        registered: click.Command = group.command(name)(with_appcontext(answer))
        registered.volunteer_reports_permission = permission  # type: ignore[attr-defined]  # shown to tests
        return registered

    return register


def read_revisions() -> tuple[str | None, str | None]:
    """Return the revision of the tables and the newest one.

    Raises:
        ConfigurationError: The database is out of reach.
    """
    try:
        return migrate.revisions(current_state().engine)
    except SQLAlchemyError as error:
        raise ConfigurationError(
            "The database cannot be reached: %(error)s. Check SQLALCHEMY_DATABASE_URI.",
            error=str(error).splitlines()[0],
        ) from error


def _check_tables() -> None:
    current, newest = read_revisions()
    if current != newest:
        raise ConfigurationError(
            "The tables are at revision %(current)s, the newest is %(newest)s. Run “flask "
            "volunteer-reports upgrade-db”.",
            current=current or "-",
            newest=newest,
        )


def say(message: Message) -> str:
    """Put a message into the site's language."""
    settings = current_state().settings
    return translate(message, settings.locale, settings.zone)


def tell(text: str, **values: object) -> None:
    """Print a message in the site's language."""
    click.echo(say(Message(text, values)))


def _text(error: VolunteerReportsError) -> str:
    lines = [say(error.message)]
    if isinstance(error, InvalidEntries):
        lines += [f"  {say(p.place)}: {say(p.message)}" for p in error.problems]
    return "\n".join(lines)
