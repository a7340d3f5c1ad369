"""Fonts cut down, and the glyphs of the foot: looked up once, then kept in storage."""

from __future__ import annotations

import importlib.metadata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..errors import PaperFailed, StorageFailed
from ..ports import Storage
from ..storage import font_storage_name
from .faces import Face, faces_for, find_face
from .sealed import Blob, seal, unseal
from .snapshot import digest

_COMMON = (
    "0123456789 　第页共版号编查验码：〔〕-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

Glyph = tuple[str, int, float]
"""Face, number, width in thousandths."""


def common_glyphs(storage: Storage, families: Sequence[str]) -> Mapping[str, Glyph]:
    """Return the glyphs of what stands in most feet; looked up once, then kept in storage."""
    name = font_storage_name(digest("common", _COMMON, list(families), _first(families).identity))
    if storage.has(name):
        found = unseal(storage.read(name))
        if found:
            return {c: (face, number, width) for c, face, number, width in found[0]["glyphs"]}
    glyphs = {character: glyph_of(families, character) for character in _COMMON}
    _keep(storage, name, seal({"glyphs": [[c, *glyph] for c, glyph in glyphs.items()]}, {}))
    return glyphs


def _first(families: Sequence[str]) -> Face:
    return next(iter(faces_for(families)))


@lru_cache(maxsize=1024)
def glyph_of(families: tuple[str, ...], character: str) -> Glyph:
    """Return the glyph of *character* from the first face that has it.

    Raises:
        PaperFailed: None has it.
    """
    for face in faces_for(families):
        glyph = face.glyph(character)
        if glyph:
            return face.identity, *glyph
    raise PaperFailed(
        "The fonts of the papers cannot draw “%(character)s” in the number of the paper. Change "
        "how the office numbers its papers: its area's page says it.",
        character=character,
    )


@dataclass(frozen=True, slots=True)
class Subset:
    """A face cut down to what is used; ``program`` is compressed, ``length`` is its own."""

    ascent: int
    descent: int
    is_otf: bool
    """Whether its outlines are cubic (CFF)."""
    length: int
    program: Blob


def subset_of(storage: Storage, identity: str, glyphs: tuple[int, ...]) -> Subset:
    """Cut a face down to *glyphs*, or return what was cut before.

    Raises:
        FaceProblem: The face is not installed any more.
    """
    name = font_storage_name(digest("font subset", identity, list(glyphs), _engine()))
    if storage.has(name):
        found = unseal(storage.read(name))
        if found:
            return Subset(**found[0], program=found[1]["program"])
    face = find_face(identity)
    program = face.subset(glyphs)
    ascent, descent = face.extents
    head: dict[str, Any] = {
        "ascent": ascent,
        "descent": descent,
        "is_otf": program[:4] == b"OTTO",
        "length": len(program),
    }
    compressed = zlib.compress(program, 6)
    _keep(storage, name, seal(head, {"program": compressed}))
    return Subset(**head, program=compressed)


def _keep(storage: Storage, name: str, content: bytes) -> None:
    """Keep what can be made again; a full disk is no reason to fail here."""
    try:
        storage.save(name, content)
    except StorageFailed:
        return


@lru_cache(maxsize=1)
def _engine() -> str:
    return importlib.metadata.version("uharfbuzz")
