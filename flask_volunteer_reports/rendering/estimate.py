"""Where text will break in a cell of Word or Excel, which lay it out themselves, with their fonts.

Judged on the safe side: every ideograph fills its square, every letter is a wide one, and each line
that is broken keeps a square free for the rules about line ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .fit import LINE_HEIGHT, POINT, SEE_NEXT_SHEET, Box, Fitted, _before_a_break

_LETTER = 0.62
"""Of a square; FangSong's letters are half of one, those of other fonts wider."""

_WORDS = re.compile("[!-~]+|.")


def fit_by_estimate(text: str, box: Box) -> Fitted:
    """Choose the largest size at which *text* should fit *box*, or cut it where that is full."""
    for size in box.sizes:
        if len(line_ends(text, box.width, size)) <= _room(box, size):
            return Fitted(text, size)
    size = box.sizes[-1]
    room = _room(box, size)
    full = line_ends(text, box.width, size)[max(room - 1, 0)]
    while full > 1 and len(line_ends(text[:full] + SEE_NEXT_SHEET, box.width, size)) > room:
        full -= 1
    cut = _before_a_break(text, max(full, 1))
    return Fitted(text[:cut] + SEE_NEXT_SHEET, size, text[cut:])


def line_ends(text: str, width: float, size: float) -> list[int]:
    """Return behind which character each line ends; *width* in millimetres, *size* in points."""
    squares = max(width / (size * POINT), 2.0)
    ends: list[int] = []
    start = 0
    for paragraph in text.split("\n"):
        if sum(map(_width, paragraph)) > squares:
            ends += [start + end for end in _broken(paragraph, squares - 1)]
        start += len(paragraph) + 1
        ends.append(min(start, len(text)))
    return ends


def _broken(paragraph: str, squares: float) -> Iterator[int]:
    """Tell behind which character each line but the last ends."""
    used = 0.0
    for start, wide in _pieces(paragraph, squares):
        if used and used + wide > squares:
            yield start
            used = 0.0
        used += wide


def _room(box: Box, size: float) -> int:
    """How many lines *box* holds."""
    return int(box.height / (size * POINT * LINE_HEIGHT) + 1e-9)


def _pieces(paragraph: str, squares: float) -> Iterator[tuple[int, float]]:
    """Cut it into what stays together on a line: where each piece starts, how wide it is."""
    for match in _WORDS.finditer(paragraph):
        word = match[0]
        if len(word) * _LETTER <= squares:
            yield match.start(), sum(map(_width, word))
        else:
            for offset, character in enumerate(word):
                yield match.start() + offset, _width(character)


def _width(character: str) -> float:
    plain = unicodedata.east_asian_width(character) in ("Na", "H")
    return _LETTER if plain else 1.0
