"""``flask volunteer-reports …``: the same use cases, from the server's terminal."""

from __future__ import annotations

from . import archiving, directory, doctor, forms, notices, publishing, reporting, schema
from .command import group

__all__ = [
    "archiving",
    "directory",
    "doctor",
    "forms",
    "group",
    "notices",
    "publishing",
    "reporting",
    "schema",
]
