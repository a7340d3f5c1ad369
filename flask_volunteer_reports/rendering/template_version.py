"""Which templates, fonts and engine a paper is made with: one digest."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from .faces import identity_of_installed
from .fonts import PaperFonts, faces
from .snapshot import digest

ENGINE = 1
"""To be raised whenever the code lays the same facts out in another way, or extracts it so."""


def template_version(fonts: PaperFonts, templates: Mapping[str, str]) -> str:
    """Return the digest of all that decides how facts are laid out.

    Args:
        fonts: The families of the papers.
        templates: The office's own document templates by name.
    """
    chains = (fonts.text_chain, fonts.title_chain, fonts.heading_chain, fonts.wide_chain)
    installed = [
        [[face.weight, face.slant, identity_of_installed(face)] for face in faces(chain)]
        for chain in chains
    ]
    return digest(
        ENGINE,
        importlib.metadata.version("weasyprint"),
        installed,
        fonts.to_arguments(),
        dict(_own_templates()),
        dict(templates),
    )


def _own_templates() -> Iterator[tuple[str, str]]:
    folder: Any = files("flask_volunteer_reports.templates") / "volunteer_reports" / "documents"
    for file in folder.iterdir():
        if file.is_file():
            yield file.name, hashlib.sha256(file.read_bytes()).hexdigest()
