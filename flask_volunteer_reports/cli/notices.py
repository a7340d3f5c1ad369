"""Public notices, from the terminal."""

from __future__ import annotations

from ..ports import Permission
from ..services import recording
from ..state import current_unit_of_work, now
from .command import OPERATOR, command, tell


@command("close-notices", permission=Permission.OPERATE)
def close_notices() -> None:
    """Turn hours into records whose public notice has ended.

    The worker does so by itself. Where none runs as a service, run this once an hour; done twice it
    credits once.
    """
    count = recording.close_notices(current_unit_of_work(), OPERATOR, now=now())
    tell("%(count)s records were made of hours whose public notice has ended.", count=count)
