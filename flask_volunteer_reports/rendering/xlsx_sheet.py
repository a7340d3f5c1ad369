"""Sheets of Excel files: text stays text, print-ready on A4, the same bytes for the same facts."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO

from .office import settle_zip, xml_text
from .workbook import Cell

_A4 = 9
_MOST_CHARACTERS = 32_767
_CUT = "……（全文见PDF）"


@contextmanager
def writing(title: str, created: date, out: BinaryIO, *, in_memory: bool = False) -> Iterator[Any]:
    """Open a workbook; at the end it is written to *out*.

    Args:
        title: Of the document, for readers and archives.
        created: Its date; not the time of the run, so that the same facts give the same bytes.
        out: Where the file goes.
        in_memory: Rows may be written in any order; otherwise from top to bottom, and memory does
            not grow with them.
    """
    from xlsxwriter import Workbook as Book  # noqa: PLC0415 -- slow import

    with tempfile.TemporaryFile() as made:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": in_memory,
            "constant_memory": not in_memory,
        }
        book = Book(made, options)
        at = datetime.combine(created, time(), UTC).replace(tzinfo=None)
        book.set_properties({"title": xml_text(title), "created": at})
        yield book
        book.close()
        settle_zip(made, out)


def write(sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    """Write a cell as what it is, whatever its text looks like."""
    if cell is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(cell, str):
        write_text(sheet, row, column, cell, style)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, style)
    else:
        sheet.write_number(row, column, cell, style)


def write_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write a text; one that is longer than Excel can hold is cut, and says so."""
    text = xml_text(text)
    if len(text) > _MOST_CHARACTERS:
        text = text[: _MOST_CHARACTERS - len(_CUT)] + _CUT
    sheet.write_string(row, column, text, style)


def write_across(
    sheet: Any, row: int, columns: tuple[int, int], text: str, style: Any, *, height: float
) -> None:
    """Write a text into a row of merged cells, from the first to the last of *columns*.

    *height* is in points; Excel does not fit it to the text of merged cells.
    """
    first, last = columns
    sheet.set_row(row, height)
    if last > first:  # a single cell cannot be merged
        sheet.merge_range(row, first, row, last, "", style)
    write_text(sheet, row, first, text, style)


def add_format(book: Any, font: str, size: float, **looks: Any) -> Any:
    """Make a format; *size* in points."""
    return book.add_format(
        {"font_name": font, "font_size": size, "font_family": 3, "valign": "vcenter", **looks}
    )


def set_up_print(sheet: Any, *, landscape: bool, heading: int) -> None:
    """A4, one page wide, page numbers, the heading row on every page."""
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.7, right=0.7, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading)
    sheet.set_footer("&C第 &P 页　共 &N 页")


def sheet_names(names: Sequence[str]) -> list[str]:
    """Make names that Excel accepts: 31 units, some characters not, none twice, not “History”."""
    taken = {"history"}
    made = []
    for name in names:
        clean = re.sub(r"[\[\]:*?/\\]", "-", xml_text(" ".join(name.split()))).strip(" '")
        for number in range(1, len(names) + 2):
            suffix = f" ({number})" if number > 1 else ""
            candidate = _first_units(clean or "表", 31 - len(suffix)).rstrip(" '") + suffix
            if candidate.casefold() not in taken:
                break
        taken.add(candidate.casefold())
        made.append(candidate)
    return made


def _first_units(text: str, most: int) -> str:
    """Cut *text* to so many units of UTF-16, as Excel counts, without halving a character."""
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")
