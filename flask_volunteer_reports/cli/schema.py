"""The database schema, from the terminal."""

from __future__ import annotations

from .. import migrate
from ..ports import Permission
from ..state import current_state
from .command import command, read_revisions, tell


@command("upgrade-db", permission=Permission.OPERATE, tables=False)
def upgrade_db() -> None:
    """Bring the tables of Volunteer Reports up to date."""
    before, newest = read_revisions()
    if before == newest:
        tell("The tables are at revision %(revision)s; there is nothing to do.", revision=before)
        return
    migrate.upgrade(current_state().engine)
    tell("The tables are at revision %(revision)s.", revision=newest)
