"""The bookmarks of a PDF."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from .pdf_file import PdfFile, text


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One bookmark: its level from 1, its label, the object number of its page."""

    level: int
    label: str
    page: int


def write_outline(file: PdfFile, bookmarks: Sequence[Bookmark]) -> bytes:
    """Write *bookmarks* (in reading order); return the entries for the catalog."""
    if not bookmarks:
        return b""
    root = file.reserve()
    first = file.reserve(len(bookmarks))
    parents, children = _nest(bookmarks)
    for place, bookmark in enumerate(bookmarks):
        siblings = children[parents[place]]
        turn = bisect_left(siblings, place)
        entries = [b"/Title%b/Dest[%d 0 R/Fit]" % (text(bookmark.label), bookmark.page)]
        parent = root if parents[place] < 0 else first + parents[place]
        entries.append(b"/Parent %d 0 R" % parent)
        if turn:
            entries.append(b"/Prev %d 0 R" % (first + siblings[turn - 1]))
        if turn + 1 < len(siblings):
            entries.append(b"/Next %d 0 R" % (first + siblings[turn + 1]))
        entries.append(_kids(children.get(place, []), first))
        file.put(first + place, b"<<%b>>" % b"".join(entries))
    file.put(root, b"<</Type/Outlines%b>>" % _kids(children[-1], first, len(bookmarks)))
    return b"/Outlines %d 0 R/PageMode/UseOutlines" % root


def _nest(bookmarks: Sequence[Bookmark]) -> tuple[list[int], dict[int, list[int]]]:
    """Return the parent of each bookmark (-1: none), and the children of each."""
    parents: list[int] = []
    children: dict[int, list[int]] = {-1: []}
    open_ones: list[int] = []
    for place, bookmark in enumerate(bookmarks):
        while open_ones and bookmarks[open_ones[-1]].level >= bookmark.level:
            open_ones.pop()
        parent = open_ones[-1] if open_ones else -1
        parents.append(parent)
        children.setdefault(parent, []).append(place)
        open_ones.append(place)
    return parents, children


def _kids(kids: Sequence[int], first: int, count: int = 0) -> bytes:
    if not kids:
        return b""
    ends = (first + kids[0], first + kids[-1], count or len(kids))
    return b"/First %d 0 R/Last %d 0 R/Count %d" % ends
