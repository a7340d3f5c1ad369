"""附件2 as an Excel file: the form itself, with merged categories and blank rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from .annex2_form import (
    COLUMNS,
    COPY_NOTE,
    HEADINGS,
    SIZE,
    TITLE,
    Block,
    caption,
    content,
    day_and_time,
    parted,
    row_height,
)
from .estimate import line_ends
from .fit import POINT
from .office import USUAL_FONTS, OfficeFonts
from .papers import Annex2Line, Annex2Table
from .workbook import Cell
from .xlsx_sheet import (
    add_format,
    set_up_print,
    sheet_names,
    write,
    write_across,
    write_text,
    writing,
)

_HEADING = 3
"""The row of the headings."""
_HIGHEST = 409.0
"""The height of a row in points that Excel allows."""


def write_annex2_xlsx(
    table: Annex2Table, out: BinaryIO, *, fonts: OfficeFonts = USUAL_FONTS
) -> None:
    """Write 附件2 to *out*."""
    with writing(f"{TITLE}　{table.area_name}", table.last_day, out, in_memory=True) as book:
        sheet = book.add_worksheet(sheet_names([table.area_name])[0])
        for column, millimetres in enumerate(COLUMNS):
            sheet.set_column_pixels(column, column, round(millimetres / 25.4 * 96))
        _write_head(book, sheet, table, fonts)
        row = _HEADING + 1
        for group, parts in parted(table):
            row = _write_group(book, sheet, row, group.category, parts, fonts)
        sheet.set_row(row, 24)
        write_text(sheet, row, 0, COPY_NOTE, add_format(book, fonts.text, 12))
        sheet.freeze_panes(_HEADING + 1, 0)
        set_up_print(sheet, landscape=False, heading=_HEADING)


def _write_head(book: Any, sheet: Any, table: Annex2Table, fonts: OfficeFonts) -> None:
    sheet.set_row(0, 22)
    write_text(sheet, 0, 0, "附件2", add_format(book, fonts.text, 14))
    title = add_format(book, fonts.title, 20, align="center")
    write_across(sheet, 1, (0, 4), TITLE, title, height=34)
    unit = f"填表单位：{table.filled_by_unit}"
    height = max(24, len(line_ends(unit, sum(COLUMNS[3:]), 11)) * 16)
    about = add_format(book, fonts.text, 11, text_wrap=True)
    write_across(sheet, 2, (0, 2), caption(table), about, height=height)
    write_across(sheet, 2, (3, 4), unit, about, height=height)
    heading = add_format(book, fonts.text, 11, align="center", border=1, text_wrap=True)
    sheet.set_row(_HEADING, 34)
    for column, text in enumerate(HEADINGS):
        write_text(sheet, _HEADING, column, text, heading)


def _write_group(
    book: Any, sheet: Any, row: int, name: str, parts: Sequence[Block], fonts: OfficeFonts
) -> int:
    """Write the rows of a category, and the category merged down; return the next row."""
    looks = {"border": 1, "text_wrap": True}
    middle = add_format(book, fonts.text, SIZE, align="center", **looks)
    left = add_format(book, fonts.text, SIZE, align="left", **looks)
    count = add_format(book, fonts.text, 12, align="center", num_format="0", **looks)
    place = "vcenter" if len(parts) == 1 else "top"
    category = add_format(book, fonts.text, SIZE, align="center", **{**looks, "valign": place})
    for part in parts:
        if len(part) > 1:  # a single cell cannot be merged
            sheet.merge_range(row, 0, row + len(part) - 1, 0, "", category)
        write_text(sheet, row, 0, name, category)
        for line in part:
            sheet.set_row(row, min(row_height(line) / POINT, _HIGHEST))
            styles = (middle, left, middle, count)
            for column, (cell, style) in enumerate(zip(_cells(line), styles, strict=True), 1):
                write(sheet, row, column, cell, style)
            row += 1
    return row


def _cells(line: Annex2Line | None) -> Sequence[Cell]:
    if line is None:
        return (None,) * 4
    return (line.organization, content(line), day_and_time(line), line.volunteer_count)
