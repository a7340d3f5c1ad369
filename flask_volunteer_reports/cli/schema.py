"""The database schema, from the terminal."""

from __future__ import annotations

from .. import migrate
from ..ports import Permission
from ..state import current_state
from .command import command, tell


@command("upgrade-db", permission=Permission.OPERATE)
def upgrade_db() -> None:
    """Bring the tables of Volunteer Reports up to date."""
    engine = current_state().engine
    migrate.upgrade(engine)
    current, _ = migrate.revisions(engine)
    tell("The tables are at revision %(revision)s.", revision=current)
