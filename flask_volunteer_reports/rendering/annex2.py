"""附件2: the table of one district, on as many pages as it needs. Runs in the rendering process.

WeasyPrint shows a merged cell on its first page only. So the rows are laid out once without merged
cells to see on which page each falls; then every page gets a table of its own, with the heading row
and its categories.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..errors import PaperFailed
from .documents import OURS, Templates, paper_html, time_span
from .fit import Box, Fitted, fit
from .papers import ANNEX2_TITLE, Annex2Line, Annex2Table, RenderedFile
from .pdf import Layout, page_of

# The insides of the cells; style.css draws them. Rows grow with their text up to these heights.
_BOXES = {
    "organization": Box(32.5, 60, (10.5, 9)),
    "content": Box(58.5, 60, (10.5, 9)),
    "when": Box(24.5, 30, (10.5, 9)),
}
_UNIT_BOX = Box(65, 7, (12, 10.5, 9, 7))


@dataclass(frozen=True, slots=True)
class FittedRow:
    """A row of the table; blank where ``cells`` is None."""

    number: int
    category: str
    cells: dict[str, Fitted] | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class MergedRows:
    """The rows of one category on one page."""

    category: str
    rows: list[FittedRow]


@dataclass(frozen=True, slots=True)
class FittedTable:
    """An Annex 2 with its texts fitted and its rows laid on pages."""

    facts: Annex2Table
    id: str
    unit: Fitted
    pages: list[list[MergedRows]]
    rest: list[tuple[str, str]]

    @property
    def entry(self) -> str:
        """Its name in contents and bookmarks."""
        return self.facts.area_name


def render_annex2(
    table: Annex2Table, layout: Layout, *, filename: str, templates: Templates = OURS
) -> RenderedFile:
    """Render 附件2: as many pages as its rows need, each with heading and categories.

    Args:
        templates: An office's own forms.

    Raises:
        PaperFailed: The rows did not come to lie on their pages.
    """
    (document,) = lay_out_annex2(table, layout, templates)
    return RenderedFile(filename, layout.write(document, filename), len(document.pages))


def lay_out_annex2(table: Annex2Table, layout: Layout, templates: Templates = OURS) -> list[Any]:
    """Lay 附件2 out; returns WeasyPrint's documents, which make up the form in this order.

    Raises:
        PaperFailed: The rows did not come to lie on their pages.
    """
    fitted = fit_table(table, "annex2", layout, templates)
    html = paper_html(
        "annex2_paper.html", layout, ANNEX2_TITLE, table.last_day, templates=templates, table=fitted
    )
    document = layout.lay_out(html)
    check_pages(document, fitted)
    return [document]


def fit_table(
    table: Annex2Table,
    table_id: str,
    layout: Layout,
    templates: Templates = OURS,
) -> FittedTable:
    """Choose the font size of every cell, and the page of every row."""
    rows: list[FittedRow] = []
    rest: list[tuple[str, str]] = []
    for group in table.groups:
        for line in group.lines:
            cells = _fit_line(line, layout)
            rows.append(FittedRow(len(rows), group.category, cells, line.volunteer_count))
            if cells["content"].rest:
                rest.append((f"{line.organization}　{line.title}", cells["content"].rest))
        for _ in range(group.minimum_rows - len(group.lines)):
            rows.append(FittedRow(len(rows), group.category))
    unit = fit(f"填表单位：{table.filled_by_unit}", _UNIT_BOX, layout)
    pages = _lay_on_pages(table, unit, rows, layout, templates)
    return FittedTable(table, table_id, unit, pages, rest)


def check_pages(document: Any, table: FittedTable) -> None:
    """Hold that the rows lie on the pages for which their categories were merged."""
    start = page_of(document, table.id)
    for number, groups in enumerate(table.pages):
        for row in (row for group in groups for row in group.rows):
            if page_of(document, f"{table.id}-{row.number}") != start + number:
                raise PaperFailed(
                    "Annex 2 of %(name)s came out wrong. Tell the people who run the site.",
                    name=table.facts.area_name,
                )


def _fit_line(line: Annex2Line, layout: Layout) -> dict[str, Fitted]:
    texts = {
        "organization": line.organization,
        "content": f"{line.title}\n{line.summary}",
        "when": time_span(line.starts_at, line.ends_at, with_year=False),
    }
    return {name: fit(text, _BOXES[name], layout) for name, text in texts.items()}


def _lay_on_pages(
    table: Annex2Table,
    unit: Fitted,
    rows: list[FittedRow],
    layout: Layout,
    templates: Templates,
) -> list[list[MergedRows]]:
    trial = FittedTable(table, "trial", unit, [[MergedRows("", rows)]], [])
    html = paper_html(
        "annex2_trial.html", layout, "", table.last_day, templates=templates, table=trial
    )
    document = layout.lay_out(html)
    placed = [(page_of(document, f"trial-{row.number}"), row) for row in rows]
    return [
        [
            MergedRows(category, [row for _, row in of_category])
            for category, of_category in groupby(of_page, key=lambda pair: pair[1].category)
        ]
        for _, of_page in groupby(placed, key=lambda pair: pair[0])
    ]
