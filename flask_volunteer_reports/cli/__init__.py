"""``flask volunteer-reports …``: the same use cases, from the server's terminal."""

from __future__ import annotations

from . import (
    archiving,
    directory,
    doctor,
    forms,
    notices,
    publishing,
    recording,
    reporting,
    schema,
    volunteers,
)
from .command import group

__all__ = [
    "archiving",
    "directory",
    "doctor",
    "forms",
    "group",
    "notices",
    "publishing",
    "recording",
    "reporting",
    "schema",
    "volunteers",
]
