"""The faces that papers are set in: found again by what they are, measured, cut down.

A laid-out page names its glyphs by number. A number means the same glyph in the same face only, so
a face is known by its PostScript name, the number of its glyphs and the checksum that stands in it,
never by where it happens to be installed.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from .fonts import InstalledFace, installed_faces
from .fonts import faces as faces_of

_NAME_RECORD = struct.Struct(">6H")
_DROPPED = (
    b"BASE",
    b"DSIG",
    b"EBDT",
    b"EBLC",
    b"EBSC",
    b"GPOS",
    b"GSUB",
    b"JSTF",
    b"LTSH",
    b"PCLT",
)


class FaceProblem(Exception):
    """A face that cannot be used as a stored page needs it: not installed, or not a plain font."""


@dataclass(frozen=True)
class Face:
    """One face of a font file that is installed here.

    Args:
        identity: See :func:`identity_of`.
        index: Its place in a collection; 0 for a file of its own.
    """

    identity: str
    path: str
    index: int

    @property
    def name(self) -> str:
        """Its PostScript name."""
        return self.identity.split("/")[0]

    @cached_property
    def _font(self) -> Any:
        import uharfbuzz  # noqa: PLC0415 -- not needed where the subsets are stored

        return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(self.path), self.index))

    def glyph(self, character: str) -> tuple[int, float] | None:
        """Return the glyph of *character* and its width in thousandths; None: it has none."""
        number = self._font.get_nominal_glyph(ord(character))
        if not number:
            return None
        return number, self._font.get_glyph_h_advance(number) * 1000 / self._font.face.upem

    @property
    def extents(self) -> tuple[int, int]:
        """Ascent and descent in thousandths."""
        extents, upem = self._font.get_font_extents("ltr"), self._font.face.upem
        return round(extents.ascender * 1000 / upem), round(extents.descender * 1000 / upem)

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """Return a font file with *glyphs* only, under their own numbers.

        As WeasyPrint does it: first everything else is emptied, then what lies behind the last one
        is cut off.
        """
        import uharfbuzz  # noqa: PLC0415 -- see above

        wanted = set(glyphs) | {0}
        flags = uharfbuzz.SubsetFlags.DESUBROUTINIZE | uharfbuzz.SubsetFlags.NO_HINTING
        emptied = _cut(self._font.face, wanted, flags | uharfbuzz.SubsetFlags.RETAIN_GIDS)
        content: bytes = _cut(emptied, range(max(wanted) + 1), flags).blob.data
        return content


def _cut(face: Any, glyphs: Iterable[int], flags: Any) -> Any:
    import uharfbuzz  # noqa: PLC0415 -- see above

    wish = uharfbuzz.SubsetInput()
    wish.glyph_set.update(glyphs)
    wish.flags = flags
    wish.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _DROPPED)
    return uharfbuzz.subset(face, wish)


def identity_of(font: Any, index: int) -> str:
    """Tell which face lies in the font file *font* (any buffer) at *index*.

    Raises:
        FaceProblem: It is no font file, or a variable one, whose glyphs are not fixed.
    """
    try:
        tables = dict(_tables(font, index))
        if b"fvar" in tables or index >> 16:
            raise FaceProblem("a variable font")
        name = _postscript_name(font, tables[b"name"])
        (glyphs,) = struct.unpack_from(">H", font, tables[b"maxp"] + 4)
        (checksum,) = struct.unpack_from(">I", font, tables[b"head"] + 8)
    except (KeyError, struct.error, StopIteration) as error:
        raise FaceProblem("not a font file") from error
    return f"{name}/{glyphs}/{checksum:08x}"


def _tables(font: Any, index: int) -> Iterator[tuple[bytes, int]]:
    start = 0
    if bytes(font[:4]) == b"ttcf":
        (start,) = struct.unpack_from(">I", font, 12 + 4 * index)
    (count,) = struct.unpack_from(">H", font, start + 4)
    for number in range(count):
        tag, _, place, _ = struct.unpack_from(">4s3I", font, start + 12 + 16 * number)
        yield tag, place


def _postscript_name(font: Any, table: int) -> str:
    _, count, texts = struct.unpack_from(">3H", font, table)
    for number in range(count):
        platform, _, _, kind, length, place = _NAME_RECORD.unpack_from(
            font, table + 6 + _NAME_RECORD.size * number
        )
        if kind == 6 and platform in (1, 3):
            start = table + texts + place
            raw = bytes(font[start : start + length])
            return raw.decode("utf-16-be" if platform == 3 else "latin-1")
    raise FaceProblem("a font without a PostScript name")


@lru_cache(maxsize=256)
def find_face(identity: str) -> Face:
    """Find the installed face that *identity* names.

    Raises:
        FaceProblem: It is not installed here, or another version of it is.
    """
    name = identity.split("/", maxsplit=1)[0]
    for installed in installed_faces():
        if installed.name == name and _identity(installed.path, installed.index) == identity:
            return _face(identity, installed.path, installed.index)
    raise FaceProblem(f"{identity} is not installed")


def identity_of_installed(installed: InstalledFace) -> str:
    """Return the identity of an installed face; empty where it cannot be used."""
    return _identity(installed.path, installed.index)


@lru_cache(maxsize=256)
def _face(identity: str, path: str, index: int) -> Face:
    return Face(identity, path, index)


@lru_cache(maxsize=1024)
def _identity(path: str, index: int) -> str:
    try:
        with (
            Path(path).open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as m,
        ):
            return identity_of(m, index)
    except (OSError, ValueError, FaceProblem):
        return ""


def faces_for(families: Sequence[str]) -> Iterator[Face]:
    """Yield the regular faces of *families* in their order, then every other upright face."""
    wanted = faces_of(tuple(families))
    ordered = sorted(wanted, key=lambda face: abs(face.weight - 80))  # stable: families in order
    regular = [face for face in ordered if abs(face.weight - 80) <= 20 and not face.slant]
    others = sorted(installed_faces(), key=lambda face: (face.slant, face.name, face.path))
    seen = set()
    for face in [*regular, *ordered, *others]:
        identity = _identity(face.path, face.index)
        if identity and identity not in seen:
            seen.add(identity)
            yield _face(identity, face.path, face.index)
