"""Which templates, fonts and engine a paper is made with: one digest."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from .faces import identity_of_installed
from .fonts import installed_faces
from .snapshot import digest

ENGINE = 1
"""To be raised whenever the code lays the same facts out in another way, or extracts it so."""


def template_version(families: Sequence[str], templates: Mapping[str, str]) -> str:
    """Return the digest of all that decides how facts are laid out.

    Args:
        families: Font families of the papers.
        templates: The office's own document templates by name.
    """
    faces = [
        [family, face.weight, face.slant, identity_of_installed(face)]
        for family in families
        for face in installed_faces()
        if family in face.families
    ]
    return digest(
        ENGINE,
        importlib.metadata.version("weasyprint"),
        faces,
        list(families),
        dict(_own_templates()),
        dict(templates),
    )


def _own_templates() -> Iterator[tuple[str, str]]:
    folder: Any = files("flask_volunteer_reports.templates") / "volunteer_reports" / "documents"
    for file in folder.iterdir():
        if file.is_file():
            yield file.name, hashlib.sha256(file.read_bytes()).hexdigest()
