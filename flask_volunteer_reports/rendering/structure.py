"""Reads the structure tree of a PDF that WeasyPrint wrote, and makes it relative and plain.

WeasyPrint puts every line of text into an element of its own and leaves the scope of table headers
out. Here spans that say nothing are merged into what they stand in, empty elements are dropped, and
headers get their scope: a column where a row has nothing but headers, a row otherwise.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .laid_out import ROOT

_PAGE, _LINK = -2, -3
"""The first page and the first link among references; those that follow are two less each."""
_SILENT = ("Span", "NonStruct")
_POINTS = 0.75
"""Points in a CSS pixel: WeasyPrint gives the boxes of figures in pixels from the top."""


@dataclass(slots=True, eq=False)
class _Element:
    kind: str
    page: int
    attributes: str
    kids: list[Any] = field(default_factory=list)
    """Elements, numbers of marked content, and links (as the key of their annotation)."""


@dataclass(frozen=True, slots=True)
class PageOwners:
    """For one page: the element of each piece of marked content, and of each link."""

    owners: Sequence[int]
    linked: Mapping[Any, int]


class StructureReader:
    """Collects the structure trees of the documents of one form into one."""

    def __init__(self) -> None:
        self.tops: list[int] = []
        self._lines: list[str] = []
        """Of the document that is read; those before it are kept more tightly."""
        self._references: list[list[int]] = []
        self._read_lines: list[bytes] = []
        self._read_references = array("q")
        self._elements = 0
        self._pages = 0
        self._links = 0

    def read(self, file: Any) -> list[PageOwners]:
        """Add the tree of *file* (pikepdf); return for each page what belongs to which element."""
        pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        heights = [float(page.obj.MediaBox[3]) for page in file.pages]
        (document,) = file.Root.StructTreeRoot.K
        owners: list[dict[int, int]] = [{} for _ in pages]
        linked: list[dict[Any, int]] = [{} for _ in pages]
        for kid in document.get("/K", []):
            for element in _plain(_Reader(pages, heights).element(kid)):
                self.tops.append(self._add(element, ROOT, owners, linked))
        self._put_away()
        self._pages += len(heights)
        counts = [_marks(page) for page in file.pages]
        return [
            PageOwners(array("q", [of_page.get(n, ROOT) for n in range(count)]), of_link)
            for of_page, of_link, count in zip(owners, linked, counts, strict=True)
        ]

    def _add(
        self,
        element: _Element,
        parent: int,
        owners: list[dict[int, int]],
        linked: list[dict[Any, int]],
    ) -> int:
        place = len(self._lines)
        number = self._elements + place
        page = _PAGE - 2 * (self._pages + element.page)
        self._lines.append("")
        has_content = any(not isinstance(kid, _Element) for kid in element.kids)
        references = [parent, page] if has_content else [parent]
        self._references.append(references)
        kids = []
        for kid in element.kids:
            if isinstance(kid, _Element):
                references.append(self._add(kid, number, owners, linked))
                kids.append("%d 0 R")
            elif isinstance(kid, int):
                owners[element.page][kid] = number
                kids.append(str(kid))
            else:
                linked[element.page][kid] = number
                references += [_LINK - 2 * self._links, page]
                kids.append("<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>")
                self._links += 1
        self._lines[place] = (
            f"<</S/{element.kind}/P %d 0 R{'/Pg %d 0 R' if has_content else ''}"
            f"/K[{' '.join(kids)}]{element.attributes}>>"
        )
        return number

    def _put_away(self) -> None:
        """Let go of the many small objects of a document: a table can have hundreds of them."""
        if self._lines:
            self._read_lines.append("\n".join(self._lines).encode("ascii"))
        for of_element in self._references:
            self._read_references.extend(of_element)
        self._elements += len(self._lines)
        self._lines, self._references = [], []

    def template(self, pages: int) -> tuple[bytes, Sequence[int]]:
        """Return all elements with places for references, and the references (see LaidOut)."""
        first = {_PAGE % 2: self._elements, _LINK % 2: self._elements + pages}
        references = (
            reference if reference >= ROOT else first[reference % 2] + (_PAGE - reference) // 2
            for reference in self._read_references
        )
        return b"\n".join(self._read_lines), array("q", references)


class _Reader:
    """Reads the elements of one file."""

    def __init__(self, pages: Mapping[Any, int], heights: Sequence[float]) -> None:
        self._pages = pages
        self._heights = heights

    def element(self, source: Any) -> _Element:
        kind = str(source.S)[1:]
        page = self._pages[source.Pg.objgen]
        element = _Element(kind, page, self._attributes(kind, source, self._heights[page]))
        for kid in source.get("/K", []):
            if isinstance(kid, int):
                element.kids.append(kid)
            elif kid.get("/Type") == "/OBJR":
                element.kids.append(kid.Obj.objgen)
            else:
                child = self.element(kid)
                element.kids += list(_plain(child)) if child.page == page else [child]
        return _merged(element)

    @staticmethod
    def _attributes(kind: str, source: Any, height: float) -> str:
        given = source.get("/A", {})
        if kind == "Figure":
            x1, y1, x2, y2 = (float(edge) * _POINTS for edge in given.BBox)
            alternative = str(source.get("/Alt", "")).encode("utf-16-be").hex().upper()
            return (
                f"/A<</O/Layout/BBox[{x1:.2f} {height - y2:.2f} {x2:.2f} {height - y1:.2f}]>>"
                f"/Alt<FEFF{alternative}>"
            )
        if kind in ("TH", "TD"):
            spans = [f"{key}{int(given[key])}" for key in ("/ColSpan", "/RowSpan") if key in given]
            spans = [span.replace("Span", "Span ") for span in spans]
            scope = ["/Scope/Row"] if kind == "TH" else []
            return f"/A<</O/Table{''.join([*spans, *scope])}>>" if spans or scope else ""
        return ""


def _plain(element: _Element) -> Iterator[_Element]:
    """Yield what remains of an element: itself, its children, or nothing."""
    is_silent = element.kind in _SILENT and not element.attributes
    if is_silent and all(isinstance(kid, _Element) for kid in element.kids):
        yield from element.kids
    else:
        yield element


def _merged(element: _Element) -> _Element:
    """Take the marked content of silent children of the same page into the element itself."""
    kids: list[Any] = []
    for kid in element.kids:
        if isinstance(kid, _Element) and kid.kind in _SILENT and not kid.attributes:
            kids += kid.kids if kid.page == element.page else [kid]
        else:
            kids.append(kid)
    element.kids = kids
    if element.kind == "TR" and all(_is_header(kid) for kid in kids):
        for kid in kids:
            kid.attributes = kid.attributes.replace("/Scope/Row", "/Scope/Column")
    return element


def _is_header(kid: Any) -> bool:
    return isinstance(kid, _Element) and kid.kind == "TH"


def _marks(page: Any) -> int:
    """Count the marks of a page's content that belong to the structure tree."""
    content: bytes = page.obj.Contents.read_bytes()
    return content.count(b"/MCID ")
