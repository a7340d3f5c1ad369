"""Word tables with fixed columns: real cells and real merges, as a clerk would draw them.

Written as WordprocessingML in one go; the library's own way takes minutes for 5,000 rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import quoteattr

from .docx_document import TEXT_SIZE, W, add_paragraph, add_xml, paragraph_xml, twips
from .fit import Fitted
from .office import xml_text

PADDING = 0.7
"""Above and below every text, in millimetres."""


class Merge(StrEnum):
    """A cell that runs down over several rows: its first row, and the others."""

    FIRST = "restart"
    ON = "continue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a row.

    ``text`` in points of ``size``; ``span`` counts columns; ``line`` is the height of a line in
    points; ``paragraphs`` makes line ends begin new paragraphs; ``content`` is WordprocessingML in
    place of the text; ``margin`` in millimetres at its left and right.
    """

    text: str = ""
    size: float = TEXT_SIZE
    span: int = 1
    merge: Merge | None = None
    align: str = "center"
    at_top: bool = False
    line: float | None = None
    paragraphs: bool = False
    content: str = ""
    margin: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its least height in millimetres; ``heading`` is repeated on every page."""

    cells: Sequence[Cell]
    height: float
    heading: bool = False
    may_break: bool = False


def table_xml(
    widths: Sequence[float],
    rows: Iterable[Row],
    *,
    description: str,
    borders: bool = True,
    margin: float = 1.5,
    padding: float = PADDING,
) -> str:
    """Write a table.

    Args:
        widths: Of the columns, in millimetres.
        rows: From top to bottom.
        description: What it is, for readers who cannot see it.
        borders: Draw them.
        margin: In millimetres, at the left and right of every cell.
        padding: In millimetres, above and below what is in it.
    """
    line = '"single" w:sz="4" w:space="0" w:color="000000"' if borders else '"nil"'
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    grid = [twips(width) for width in widths]
    return (
        f"<w:tbl {W}><w:tblPr>"
        f'<w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
        + "".join(f"<w:{side} w:val={line}/>" for side in sides)
        + '</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_margins(margin, padding)}</w:tblCellMar>"
        f"<w:tblDescription w:val={quoteattr(xml_text(description))}/></w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
        + "</w:tblGrid>"
        + "".join(_row_xml(row, grid) for row in rows)
        + "</w:tbl>"
    )


def add_caption(
    document: Any, widths: Sequence[float], texts: Sequence[Fitted], *, description: str
) -> None:
    """Add the line above a form: its texts side by side, in a table without borders."""
    cells = [Cell(text=fitted.text, size=fitted.size, align="left") for fitted in texts]
    row = Row(cells=cells, height=9)
    add_xml(document, table_xml(widths, [row], description=description, borders=False, margin=0))
    add_paragraph(document, "", size=1)  # else Word would join this table and the next


def _row_xml(row: Row, grid: Sequence[int]) -> str:
    whole = "" if row.may_break else "<w:cantSplit/>"
    heading = "<w:tblHeader/>" if row.heading else ""
    cells, column = [], 0
    for cell in row.cells:
        cells.append(_cell_xml(cell, sum(grid[column : column + cell.span])))
        column += cell.span
    return (
        f'<w:tr><w:trPr>{whole}<w:trHeight w:val="{twips(row.height)}" w:hRule="atLeast"/>'
        f"{heading}</w:trPr>{''.join(cells)}</w:tr>"
    )


def _cell_xml(cell: Cell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    margin = "" if cell.margin is None else f"<w:tcMar>{_margins(cell.margin, PADDING)}</w:tcMar>"
    texts = cell.text.split("\n") if cell.paragraphs else [cell.text]
    content = cell.content or "".join(
        paragraph_xml(text, size=cell.size, align=cell.align, line=cell.line) for text in texts
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{margin}'
        f'<w:vAlign w:val="{"top" if cell.at_top else "center"}"/></w:tcPr>{content}</w:tc>'
    )


def _margins(beside: float, above: float) -> str:
    left, top = twips(beside), twips(above)
    return (
        f'<w:top w:w="{top}" w:type="dxa"/>'
        f'<w:left w:w="{left}" w:type="dxa"/>'
        f'<w:bottom w:w="{top}" w:type="dxa"/>'
        f'<w:right w:w="{left}" w:type="dxa"/>'
    )
