"""``flask volunteer-reports …``: the same use cases, from the server's terminal."""

from __future__ import annotations

from . import archiving, directory, doctor, forms, publishing, reporting, schema, volunteers
from .command import group

__all__ = [
    "archiving",
    "directory",
    "doctor",
    "forms",
    "group",
    "publishing",
    "reporting",
    "schema",
    "volunteers",
]
