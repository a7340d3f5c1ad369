"""How many lines a text takes, reckoned from the widths of its glyphs, without a layout.

Follows the rules of line breaking that matter in our texts, not all of Unicode's. It is right for
nearly every text and used as such; the papers are checked after their layout.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from .fonts import InstalledFace, faces

_NOT_AT_THE_START = frozenset("、。，．：；！？）】》〉」』〕〗｝］％‰℃…—·)]},.:;!?%“”‘’")
_NOT_AT_THE_END = frozenset("（【《〈「『〔〖｛［([{“”‘’")


class Ruler:
    """Measures text in the fonts of the papers.

    Args:
        chain: The installed families, in the order in which they are tried.
    """

    def __init__(self, chain: tuple[str, ...]) -> None:
        self._advances = _Advances(chain)

    def width(self, text: str) -> float:
        """Measure *text* on one line, in em."""
        return sum(map(self._advances.__getitem__, text))

    def is_mixed(self, text: str) -> bool:
        """Say whether some of its glyphs come from another font than the first of the chain.

        Their ascent differs, which would make their lines higher than the others.
        """
        self.width(text)
        return not self._advances.foreign.isdisjoint(text)

    def count(self, text: str, line: float) -> int:
        """Count the lines of *text*.

        Args:
            line: The length of a line, in em.
        """
        return sum(1 for _ in self._starts(text, line))

    def head(self, text: str, line: float, lines: int) -> int:
        """Return how many characters of *text* stand on its first *lines* lines."""
        for number, start in enumerate(self._starts(text, line)):
            if number == lines:
                return start
        return len(text)

    def _starts(self, text: str, line: float) -> Iterator[int]:
        """Yield where each line begins."""
        place = 0
        for paragraph in text.removesuffix("\n").split("\n"):
            yield place
            used = 0.0
            for piece in _pieces(paragraph):
                width = self.width(piece)
                if used and used + width > line:
                    yield place
                    used = 0.0
                while used + width > line and len(piece) > 1 and piece.strip(" "):
                    fits = self._longest(piece, line)
                    piece = piece[fits:]  # noqa: PLW2901 -- a word longer than a line
                    place += fits
                    width = self.width(piece)
                    if not piece:
                        break
                    yield place
                used += width
                place += len(piece)
            place += 1

    def _longest(self, piece: str, line: float) -> int:
        used = 0.0
        for count, character in enumerate(piece):
            used += self._advances[character]
            if used > line:
                return max(1, count)
        return len(piece)


def _pieces(paragraph: str) -> Iterator[str]:
    """Split a paragraph where a line may end."""
    start = 0
    for place in range(1, len(paragraph)):
        if _may_break(paragraph[place - 1], paragraph[place]):
            yield paragraph[start:place]
            start = place
    if paragraph:
        yield paragraph[start:]


@lru_cache(maxsize=65536)
def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before == " ":
        return True
    if after in _NOT_AT_THE_START or before in _NOT_AT_THE_END:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


class _Advances(dict[str, float]):
    """The width of each character in em; an ideograph's where no font has it."""

    def __init__(self, chain: tuple[str, ...]) -> None:
        super().__init__()
        self._chain = chain
        self.foreign: set[str] = set()

    def __missing__(self, character: str) -> float:
        self[character] = width = self._measure(character)
        return width

    def _measure(self, character: str) -> float:
        for face in faces(self._chain):
            if face.draws(character):
                if face not in faces(self._chain[:1]):
                    self.foreign.add(character)
                font = _font(face)
                glyph = font.get_nominal_glyph(ord(character))
                if glyph is not None:
                    return float(font.get_glyph_h_advance(glyph)) / float(font.face.upem)
        return 1.0


@lru_cache(maxsize=8)
def _font(face: InstalledFace) -> Any:
    import uharfbuzz  # noqa: PLC0415 -- only where papers are laid out

    blob = uharfbuzz.Blob.from_file_path(face.path)
    return uharfbuzz.Font(uharfbuzz.Face(blob, face.index & 0xFFFF))
