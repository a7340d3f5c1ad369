"""Making text fit its cell: smaller down to a readable minimum, then on to a second sheet."""

from __future__ import annotations

import re
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
    """The inside of a cell, in millimetres, and the font sizes it may use, in points.

    小四 first; below 小五 (9 points) nothing is set that has to be read.
    """

    width: float
    height: float
    sizes: Sequence[float] = (12, 11, 10, 9)

    def line(self, size: float) -> float:
        """Return the length of a line, in em."""
        return self.width / (size * POINT)

    def lines(self, size: float) -> int:
        """Return how many lines there is room for."""
        return int(self.height / (size * POINT * LINE_HEIGHT))


@dataclass(frozen=True, slots=True)
class Fitted:
    """What stands in the cell, at which size, and what goes on to the next sheet."""

    text: str
    size: float
    rest: str = ""
    is_mixed: bool = False
    """Glyphs come from several fonts; the template holds its lines at their height."""

    @property
    def css_class(self) -> str:
        """The class of style.css that sets it at its size."""
        return f"pt{self.size:g}".replace(".", "-")


def fit(text: str, box: Box, layout: Layout, *, careful: bool = False) -> Fitted:
    """Find the largest size at which *text* fits *box*, or cut it where the smallest is full.

    Args:
        careful: Lay the text out to see, instead of reckoning its lines; for the few texts for
            which the reckoning was wrong.
    """
    for size in box.sizes:
        if _fits(text, box, size, layout, careful=careful):
            return Fitted(text, size, "", layout.ruler.is_mixed(text))
    size = box.sizes[-1]
    place = _longest_head(text, box, size, layout)
    while careful and place > 1 and not _stands(text[:place] + SEE_NEXT_SHEET, box, size, layout):
        place -= max(1, int(box.line(size) / 2))
    cut = _before_a_break(text, max(place, 1))
    return Fitted(text[:cut] + SEE_NEXT_SHEET, size, text[cut:], layout.ruler.is_mixed(text))


def height_of(fitted: Fitted, box: Box, layout: Layout) -> float:
    """Reckon how high the text stands, in millimetres."""
    lines = layout.ruler.count(fitted.text, box.line(fitted.size))
    return lines * fitted.size * POINT * LINE_HEIGHT


def _fits(text: str, box: Box, size: float, layout: Layout, *, careful: bool) -> bool:
    if len(text) > 4 * box.lines(size) * box.line(size):
        return False  # not even a text of narrow letters would
    if careful:
        return _stands(text, box, size, layout)
    return layout.ruler.count(text, box.line(size)) <= box.lines(size)


def _longest_head(text: str, box: Box, size: float, layout: Layout) -> int:
    """Return how many characters stand in the box before the note that more follows."""
    room = layout.ruler.width(SEE_NEXT_SHEET)
    line, lines = box.line(size), box.lines(size)
    before_last = layout.ruler.head(text, line, lines - 1)
    last = layout.ruler.head(text[before_last:], line - room, 1)
    return before_last + last


def _stands(text: str, box: Box, size: float, layout: Layout) -> bool:
    """Lay the text out on a page as large as the cell: it fits when one page is enough."""
    html = (
        "<style>"
        f"@page {{ size: {box.width}mm {box.height}mm; margin: 0 }}"
        "html, body, p { margin: 0; orphans: 1; widows: 1 }"
        f"p {{ font: {size}pt/{LINE_HEIGHT} {layout.font_family}; white-space: pre-wrap;"
        " overflow-wrap: anywhere } span { line-height: 0 }"
        f"</style><html lang=zh-Hans><p><span>{escape(text)}</span></p>"
    )
    return len(layout.lay_out(html).pages) == 1


def _before_a_break(text: str, place: int) -> int:
    """Move a cut back to the end of a clause, if one is near."""
    ends = [match.end() for match in re.finditer(r"[。！？；，、\n]", text[:place])]
    near = [end for end in ends if place - end <= 20]
    return near[-1] if near else place
