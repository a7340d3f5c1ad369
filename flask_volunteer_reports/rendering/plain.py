"""The honest way round: a whole paper as WeasyPrint writes it. Runs in the rendering process.

For a paper whose pages cannot be taken out of WeasyPrint's output (docs/adr/0011-laid-out-once.md).
It looks the same and takes longer: every form is laid out anew, with the foot as margin boxes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .orders import Batch, Order, PlainPaper
from .pdf import LINK_SCHEME, PHOTO_SCHEME, Layout
from .stamp import FOOT, code_rows, mark_words, runs

_CODE = "mark"
"""The name under which the QR code is fetched, like a photo."""

Lay = Callable[[Order, Batch, Layout], Iterable[Any]]


def render_plainly(paper: PlainPaper, layout: Layout, lay: Lay) -> bytes:
    """Render *paper*.

    Args:
        lay: Lays one form out.
    """
    documents: list[tuple[Any, list[Any]]] = []
    first = 1
    if paper.mark and paper.mark.address:
        layout.foot_images = {_CODE: _code(paper.mark.address)}
    for order, count, bookmarks, anchor in zip(
        paper.batch.orders, paper.pages, paper.bookmarks, paper.anchors, strict=True
    ):
        of_form = list(_numbered(order, paper, first, layout, lay))
        pages = [page for document in of_form for page in document.pages]
        _mark_places(pages, bookmarks, anchor)
        documents.append((of_form[0], pages))
        first += count
    return _write(documents, paper)


def _numbered(
    order: Order, paper: PlainPaper, first: int, layout: Layout, lay: Lay
) -> Iterator[Any]:
    """Lay one form out; the pages of its documents are numbered on from *first*."""
    layout.foot = _foot(paper, first)
    try:
        for document in lay(order, paper.batch, layout):
            first += len(document.pages)
            layout.foot = _foot(paper, first)  # before the next of a long table is laid out
            yield document
    finally:
        layout.foot = ""


def _mark_places(pages: Sequence[Any], bookmarks: Sequence[tuple[int, str]], anchor: str) -> None:
    """Give the pages of a form their bookmarks, and its first page the anchor that links name."""
    for page in pages:
        page.bookmarks = []
        page.anchors = {}
        page.links = [
            ("internal", target.removeprefix(f"{LINK_SCHEME}:"), box, element)
            if target.startswith(f"{LINK_SCHEME}:")
            else (kind, target, box, element)
            for kind, target, box, element in page.links
            if kind == "external"
        ]
    pages[0].bookmarks = [(level, label, (0, 0), "open") for level, label in bookmarks]
    if anchor:
        pages[0].anchors = {anchor: (0, 0, 0, 0)}


def _write(documents: Sequence[tuple[Any, Sequence[Any]]], paper: PlainPaper) -> bytes:
    first = documents[0][0]
    first.metadata.title = paper.title
    first.metadata.lang = "zh-Hans"
    whole = first.copy([page for _, pages in documents for page in pages])
    out = io.BytesIO()
    whole.write_pdf(out, pdf_variant=paper.variant, pdf_identifier=paper.identifier, pdf_tags=True)
    return out.getvalue()


def _foot(paper: PlainPaper, first: int) -> str:
    """Write the foot as margin boxes; *first* is the number of the form's first page."""
    boxes = []
    place = f"height: {FOOT}mm; margin: auto 0 0"
    if paper.numbered:
        words = f'"第 " counter(page) " 页　共 {sum(paper.pages)} 页"'
        boxes.append(f"@bottom-center {{ content: {words}; font-size: 9pt; {place} }}")
    if paper.mark:
        lines = "\\a ".join(_quoted(words) for words in mark_words(paper.mark))
        code = f"url({PHOTO_SCHEME}:{_CODE})" if paper.mark.address else "''"
        box = f"width: 60mm; {place}"
        boxes += [
            f'@bottom-left {{ content: "{lines}"; white-space: pre; font-size: 7pt; {box} }}',
            f"@bottom-right {{ content: {code}; text-align: right; {box} }}",
        ]
    return f"@page {{ {' '.join(boxes)} }} @page :first {{ counter-reset: page {first} }}"


def _quoted(words: str) -> str:
    return re.sub(r'["\\\n]', lambda match: f"\\{ord(match[0]):x} ", words)


def _code(address: str) -> bytes:
    """Draw the QR code of *address* as SVG, 12 mm wide."""
    rows = code_rows(address)
    path = "".join(
        f"M{start} {turn}h{length}v1h-{length}z"
        for turn, row in enumerate(rows)
        for start, length in runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="12mm" height="12mm" '
        f'viewBox="0 0 {len(rows)} {len(rows)}"><path d="{path}"/></svg>'
    ).encode()
