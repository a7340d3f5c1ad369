"""Statistics as Excel files: a title, a frozen heading row, and as many rows as there are."""

from __future__ import annotations

from typing import Any, BinaryIO

from ..errors import PaperFailed
from .estimate import line_ends
from .office import USUAL_FONTS, OfficeFonts
from .workbook import ColumnKind, Sheet, Workbook
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
_CHARACTER = 1.9
"""The width of a column is counted in digits; one is so many millimetres wide."""

_LOOKS = {
    ColumnKind.TEXT: {"num_format": "@"},
    ColumnKind.NUMBER: {"num_format": "0"},
    ColumnKind.HOURS: {"num_format": "0.0"},
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
        for number, (cell, style) in enumerate(zip(cells, formats, strict=True)):
            write(sheet, row, number, cell, style)
    sheet.freeze_panes(_HEADING + 1, 0)
    sheet.autofilter(_HEADING, 0, _HEADING + len(facts.rows), len(facts.columns) - 1)
    set_up_print(sheet, landscape=facts.landscape, heading=_HEADING)


def _write_head(book: Any, sheet: Any, facts: Sheet, fonts: OfficeFonts) -> None:
    across = (0, len(facts.columns) - 1)
    title = add_format(book, fonts.title, 16, align="center")
    write_across(sheet, 0, across, facts.title, title, height=30)
    width = sum(column.width for column in facts.columns) * _CHARACTER
    lines = len(line_ends(facts.subtitle, width, 11))
    subtitle = add_format(book, fonts.text, 11, text_wrap=True)
    write_across(sheet, 1, across, facts.subtitle, subtitle, height=lines * 16 + 4)
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
