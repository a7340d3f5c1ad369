"""Making text fit its cell: smaller down to a readable minimum, then on to a second sheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .pdf import Layout

LINE_HEIGHT = 1.3
POINT = 25.4 / 72
"""Millimetres."""

SEE_NEXT_SHEET = "……（下接续页）"


@dataclass(frozen=True, slots=True)
class Box:
    """The inside of a cell, in millimetres, and the font sizes it may use, in points."""

    width: float
    height: float
    sizes: Sequence[float] = (12, 11, 10, 9)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What stands in the cell, at which size, and what goes on to the next sheet."""

    text: str
    size: float
    rest: str = ""


def fit(text: str, box: Box, layout: Layout) -> Fitted:
    """Find the largest size at which *text* fits *box*, or cut it where the smallest is full."""
    for size in box.sizes:
        if _surely_fits(text, box, size) or _fits(text, box, size, layout):
            return Fitted(text, size)
    size = box.sizes[-1]
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        if _fits(text[:middle] + SEE_NEXT_SHEET, box, size, layout):
            low = middle
        else:
            high = middle
    cut = _before_a_break(text, low)
    return Fitted(text[:cut] + SEE_NEXT_SHEET, size, text[cut:])


def _surely_fits(text: str, box: Box, size: float) -> bool:
    """Judge without layout, on the safe side: every character as wide as an ideograph."""
    if not all(_is_plain(character) for character in text):
        return False
    per_line = int(box.width / (size * POINT)) - 2  # room for the rules about line ends
    if per_line < 1:
        return False
    lines = sum(max(1, -(-len(paragraph) // per_line)) for paragraph in text.split("\n"))
    return lines * size * POINT * LINE_HEIGHT <= box.height


def _is_plain(character: str) -> bool:
    return (
        character == "\n"
        or " " <= character <= "~"
        or unicodedata.east_asian_width(character) in ("W", "F")
    )


def _fits(text: str, box: Box, size: float, layout: Layout) -> bool:
    """Lay the text out on a page as large as the cell: it fits when one page is enough."""
    html = (
        "<style>"
        f"@page {{ size: {box.width}mm {box.height}mm; margin: 0 }}"
        "html, body, p { margin: 0; orphans: 1; widows: 1 }"
        f"p {{ font: {size}pt/{LINE_HEIGHT} {layout.font_family}; white-space: pre-wrap;"
        " overflow-wrap: anywhere }"
        f"</style><html lang=zh-Hans><p>{escape(text)}</p>"
    )
    return len(layout.lay_out(html).pages) == 1


def _before_a_break(text: str, place: int) -> int:
    """Move a cut back to the end of a clause, if one is near."""
    ends = [match.end() for match in re.finditer(r"[。！？；，、\n]", text[:place])]
    near = [end for end in ends if place - end <= 20]
    return near[-1] if near else max(place, 1)
