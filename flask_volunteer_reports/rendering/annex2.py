"""附件2: the table of one district, on as many pages as it needs. Runs in the rendering process.

WeasyPrint shows a merged cell on its first page only, and keeps a whole document in memory. So it
is reckoned how many rows a page holds; every page gets a table of its own, with the heading row and
its categories; and a few pages at a time are laid out, looked at, and let go.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from ..errors import PaperFailed
from .documents import OURS, Templates, paper_html, time_span
from .fit import Box, Fitted, fit, height_of
from .papers import ANNEX2_TITLE, Annex2Line, Annex2Table, RenderedFile
from .pdf import Layout, page_of

# The insides of the cells; style.css draws them. Rows grow with their text up to these heights.
_BOXES = {
    "organization": Box(31.5, 60, (10.5, 9)),
    "content": Box(57.5, 60, (10.5, 9)),
    "when": Box(24.5, 30, (10.5, 9)),
}
_UNIT_BOX = Box(65.5, 8.4, (11, 10, 9))

_LABELS = {"organization": "志愿服务组织名称", "content": "活动内容", "when": "日期及时间"}

# Heights of style.css, in millimetres.
_PAGE = 263.0
_HEAD = 30.0
_HEADING_ROW = 13.3
_ROW = 9.7
_PADDING = 2.15
_NOTE = 7.1

_PAGES_AT_ONCE = 2
"""More are no faster, and each takes two megabytes."""


@dataclass(frozen=True, slots=True)
class FittedRow:
    """A row of the table; blank where ``cells`` is None."""

    category: str
    height: float
    cells: dict[str, Fitted] | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class MergedRows:
    """The rows of one category on one page."""

    category: str
    rows: list[FittedRow]


@dataclass(frozen=True, slots=True)
class FittedPage:
    """One page of the table; ``number`` counts from 0 through the whole of it."""

    number: int
    groups: list[MergedRows]


@dataclass(frozen=True, slots=True)
class FittedTable:
    """An Annex 2, or some pages of one, with its texts fitted and its rows laid on pages."""

    facts: Annex2Table
    id: str
    unit: Fitted
    pages: list[FittedPage]
    rest: list[tuple[str, str]]
    is_last: bool = True


def render_annex2(
    table: Annex2Table, layout: Layout, *, filename: str, templates: Templates = OURS
) -> RenderedFile:
    """Render 附件2: as many pages as its rows need, each with heading and categories.

    Args:
        templates: An office's own forms.

    Raises:
        PaperFailed: The rows did not come to lie on their pages.
    """
    documents = list(lay_out_annex2(table, layout, templates))
    whole = documents[0].copy([page for document in documents for page in document.pages])
    return RenderedFile(filename, layout.write(whole, filename), len(whole.pages))


def lay_out_annex2(
    table: Annex2Table, layout: Layout, templates: Templates = OURS
) -> Iterator[Any]:
    """Lay 附件2 out, a few pages at a time.

    Returns:
        Documents whose pages, one after the other, are the paper. Let each go before the next is
        asked for, and the memory does not grow with the table.

    Raises:
        PaperFailed: The rows did not come to lie on their pages.
    """
    parts = _few_pages_at_a_time(table, "annex2", layout, templates)
    return map(itemgetter(0), parts)  # unlike a loop, it does not hold what it gave


def fit_table(
    table: Annex2Table,
    table_id: str,
    layout: Layout,
    templates: Templates = OURS,
) -> FittedTable:
    """Choose the font size of every cell, and the page of every row."""
    parts = [part for _, part in _few_pages_at_a_time(table, table_id, layout, templates)]
    pages = [page for part in parts for page in part.pages]
    return FittedTable(table, table_id, parts[0].unit, pages, parts[-1].rest)


def check_pages(document: Any, table: FittedTable) -> None:
    """Hold that the rows lie on the pages for which their categories were merged."""
    if _overfull(document, table) is not None:
        raise _came_out_wrong(table.facts)


def _few_pages_at_a_time(
    table: Annex2Table, table_id: str, layout: Layout, templates: Templates
) -> Iterator[tuple[Any, FittedTable]]:
    """Lay out some pages, and again with a row less where one came out too full."""
    rows, rest = _fit_rows(table, layout)
    unit = fit(f"填表单位：{table.filled_by_unit}", _UNIT_BOX, layout)
    if unit.rest:
        rest.insert(0, ("填表单位", unit.rest))
    number = 0
    at_most: dict[int, int] = {}
    while True:
        ends = _page_ends(rows, number, at_most) or [0]
        is_last = ends[-1] == len(rows)
        pages = [
            FittedPage(number + n, _merged(rows[first:end]))
            for n, (first, end) in enumerate(zip([0, *ends], ends, strict=False))
        ]
        part = FittedTable(table, table_id, unit, pages, rest if is_last else [], is_last)
        document = _lay_out(part, layout, templates)
        overfull = _overfull(document, part)
        if overfull is None:
            yield document, part
            if is_last:
                return
            del document, part, pages, rows[: ends[-1]]
            gc.collect()  # the boxes of a layout refer to each other: nothing else lets them go
            number += len(ends)
            at_most = {}
        else:
            first = [0, *ends][overfull]
            at_most[first] = ends[overfull] - first - 1
            if not at_most[first]:
                raise _came_out_wrong(table)


def _lay_out(part: FittedTable, layout: Layout, templates: Templates) -> Any:
    created = part.facts.last_day
    return layout.lay_out(
        paper_html(
            "annex2_paper.html", layout, ANNEX2_TITLE, created, templates=templates, table=part
        )
    )


def _fit_rows(table: Annex2Table, layout: Layout) -> tuple[list[FittedRow], list[tuple[str, str]]]:
    """Fit every row; what did not fit its cell comes second, with the name of its row."""
    rows: list[FittedRow] = []
    rest: list[tuple[str, str]] = []
    for group in table.groups:
        for line in group.lines:
            cells = _fit_line(line, layout)
            text = max(height_of(cells[name], box, layout) for name, box in _BOXES.items())
            height = max(text, _ROW) + _PADDING
            rows.append(FittedRow(group.category, height, cells, line.volunteer_count))
            rest += [
                (f"{line.organization}　{line.title}　{_LABELS[name]}", cell.rest)
                for name, cell in cells.items()
                if cell.rest
            ]
        blank = group.minimum_rows - len(group.lines)
        rows.extend([FittedRow(group.category, _ROW + _PADDING)] * blank)
    return rows, rest


def _fit_line(line: Annex2Line, layout: Layout) -> dict[str, Fitted]:
    texts = {
        "organization": line.organization,
        "content": f"{line.title}\n{line.summary}",
        "when": time_span(line.starts_at, line.ends_at, with_year=False),
    }
    return {name: fit(text, _BOXES[name], layout) for name, text in texts.items()}


def _page_ends(rows: Sequence[FittedRow], number: int, at_most: dict[int, int]) -> list[int]:
    """Reckon where the next few pages end; the last of the table has the note below it.

    Args:
        rows: Those that are not on a page yet.
        number: Of the first of these pages; page 0 has the head of the form.
        at_most: How many rows the page may hold that begins with a row, where that is known.
    """
    ends: list[int] = []
    start = 0
    while start < len(rows) and len(ends) < _PAGES_AT_ONCE:
        room = _PAGE - _HEADING_ROW - (0 if number + len(ends) else _HEAD)
        end = start
        while end < len(rows) and end - start < at_most.get(start, len(rows)):
            room -= rows[end].height
            if room < (_NOTE if end + 1 == len(rows) else 0):
                break
            end += 1
        start = max(end, start + 1)
        ends.append(start)
    return ends


def _merged(rows: Sequence[FittedRow]) -> list[MergedRows]:
    return [
        MergedRows(category, list(of_category))
        for category, of_category in groupby(rows, key=lambda row: row.category)
    ]


def _came_out_wrong(table: Annex2Table) -> PaperFailed:
    return PaperFailed(
        "Annex 2 of %(name)s came out wrong. Tell the people who run the site.",
        name=table.area_name,
    )


def _overfull(document: Any, table: FittedTable) -> int | None:
    """Return which of the table's pages does not stand on one page of the document, if any."""
    marks = [page_of(document, f"{table.id}-page-{page.number}") for page in table.pages]
    end = page_of(document, f"{table.id}-end") + 1 if table.is_last else len(document.pages)
    for number, (mark, following) in enumerate(zip(marks, [*marks[1:], end], strict=True)):
        if following != mark + 1:
            return number
    return None
