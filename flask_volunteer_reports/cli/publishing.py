"""Campaigns, from the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import InvalidEntry
from ..ports import Permission
from ..services import publishing
from ..state import current_unit_of_work, now
from .command import OPERATOR, command, tell


@command("load-campaign", permission=Permission.OPERATE)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_campaign(file: Path) -> None:
    """Load a campaign from a TOML FILE; loading it again changes nothing."""
    try:
        source = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidEntry("The campaign file is not UTF-8 text. Save it as UTF-8.") from error
    campaign, changed = publishing.load_campaign(
        current_unit_of_work(), OPERATOR, source, now=now()
    )
    tell(
        "The campaign %(code)s is loaded." if changed else "The campaign %(code)s is unchanged.",
        code=campaign.code,
    )
