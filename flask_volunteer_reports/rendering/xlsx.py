"""Statistics as Excel files: a title, a frozen heading row, and as many rows as there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from ..errors import PaperFailed
from .estimate import line_ends
from .office import USUAL_FONTS, OfficeFonts
from .workbook import Cell, ColumnKind, Sheet, Workbook
from .xlsx_sheet import (
    add_format,
    set_up_print,
    sheet_names,
    write,
    write_across,
    write_text,
    writing,
)

_HEADING = 2
"""The row of the headings; title and subtitle stand above."""
_MOST_ROWS = 1_048_576 - _HEADING - 1
_LINE, _HIGHEST = 15.0, 409.0
"""The height of a line, and the most that Excel allows for a row, in points."""
_CHARACTER = 1.9
"""The width of a column is counted in digits; one is so many millimetres wide."""

_LOOKS = {
    ColumnKind.TEXT: {"num_format": "@"},
    ColumnKind.NUMBER: {"num_format": "0"},
    ColumnKind.HOURS: {"num_format": "0.0"},
    ColumnKind.HUNDREDTHS: {"num_format": "0.00"},
    ColumnKind.DAY: {"num_format": "yyyy-mm-dd", "align": "center"},
}


def write_workbook(workbook: Workbook, out: BinaryIO, *, fonts: OfficeFonts = USUAL_FONTS) -> None:
    """Write *workbook* to *out*; memory does not grow with the rows.

    Raises:
        PaperFailed: A sheet has more rows than Excel can hold.
    """
    for facts in workbook.sheets:
        if len(facts.rows) > _MOST_ROWS:
            raise PaperFailed(
                "“%(name)s” has more rows than an Excel sheet can hold. Choose a smaller area or a "
                "single organization.",
                name=facts.name,
            )
    names = sheet_names([facts.name for facts in workbook.sheets])
    with writing(workbook.title, workbook.created, out) as book:
        for facts, name in zip(workbook.sheets, names, strict=True):
            _write_sheet(book, book.add_worksheet(name), facts, fonts)


def _write_sheet(book: Any, sheet: Any, facts: Sheet, fonts: OfficeFonts) -> None:
    for number, column in enumerate(facts.columns):
        sheet.set_column(number, number, column.width)
    _write_head(book, sheet, facts, fonts)
    formats = [
        add_format(book, fonts.text, 11, border=1, text_wrap=True, **_LOOKS[column.kind])
        for column in facts.columns
    ]
    for row, cells in enumerate(facts.rows, start=_HEADING + 1):
        if (lines := _lines(facts, cells)) > 1:  # LibreOffice does not fit the height by itself
            sheet.set_row(row, min(lines * _LINE + 2, _HIGHEST))
        for number, (cell, style) in enumerate(zip(cells, formats, strict=True)):
            write(sheet, row, number, cell, style)
    sheet.freeze_panes(_HEADING + 1, 0)
    sheet.autofilter(_HEADING, 0, _HEADING + len(facts.rows), len(facts.columns) - 1)
    set_up_print(sheet, landscape=facts.landscape, heading=_HEADING)


def _lines(facts: Sheet, cells: Sequence[Cell]) -> int:
    """Estimate how many lines the longest text of a row needs."""
    texts = (
        (cell, column.width)
        for cell, column in zip(cells, facts.columns, strict=True)
        if isinstance(cell, str) and (2 * len(cell) > column.width - 2 or "\n" in cell)
    )
    return max(
        (len(line_ends(text, width * _CHARACTER - 1, 11)) for text, width in texts), default=1
    )


def _write_head(book: Any, sheet: Any, facts: Sheet, fonts: OfficeFonts) -> None:
    across = (0, len(facts.columns) - 1)
    title = add_format(book, fonts.title, 16, align="center")
    write_across(sheet, 0, across, facts.title, title, height=30)
    width = sum(column.width for column in facts.columns) * _CHARACTER
    lines = len(line_ends(facts.subtitle, width, 11))
    subtitle = add_format(book, fonts.text, 11, text_wrap=True)
    write_across(sheet, 1, across, facts.subtitle, subtitle, height=lines * _LINE + 4)
    heading = add_format(
        book,
        fonts.text,
        11,
        bold=True,
        align="center",
        border=1,
        text_wrap=True,
        bg_color="#EDEDED",
    )
    sheet.set_row(_HEADING, 32)
    for number, column in enumerate(facts.columns):
        write_text(sheet, _HEADING, number, column.heading, heading)
