"""The rows of an XLSX file, read with openpyxl one after another."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook

from ..errors import InvalidEntry, Message
from .table_file import MOST_COLUMNS, TableFile, TableRow

_MOST_ROWS = 1_048_576
_MOST_TEXTS = 96 << 20
"""Bytes of the part that openpyxl reads into memory as a whole: the texts of all cells."""
_EXACT = 10**15
"""From here on a spreadsheet keeps no exact whole numbers."""
_CHUNK = 1 << 20
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="[A-Z]+(\d+)(?::[A-Z]+(\d+))?"')
_MOST_MERGED = 20_000


def read_xlsx(file: BinaryIO) -> TableFile:
    """Read the first sheet that is not hidden.

    Raises:
        InvalidEntry: The file cannot be read.
    """
    try:
        _refuse_document_types(file)
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except InvalidEntry:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise _unreadable() from error
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise InvalidEntry("All sheets of the file are hidden. Show the one with the volunteers.")
    notes = []
    if len(book.worksheets) > 1:
        notes.append(
            Message(
                "Only the sheet “%(name)s” was read; the file has %(count)s sheets.",
                {"name": shown[0].title, "count": len(book.worksheets)},
            )
        )
    merged = _merged_rows(file, shown[0])
    return TableFile(_rows(shown[0], merged), tuple(notes))


def _rows(sheet: Any, merged: set[int]) -> Iterator[TableRow]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    try:
        for number, cells in enumerate(
            sheet.iter_rows(max_col=MOST_COLUMNS, max_row=_MOST_ROWS), start=1
        ):
            formulas = {place for place, cell in enumerate(cells) if cell.data_type in ("f", "e")}
            yield TableRow(
                number,
                tuple(_text(cell.value) for cell in cells),
                frozenset(formulas),
                number in merged,
            )
    except InvalidEntry:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise _unreadable() from error


def _text(value: object) -> str:
    """Write the value of a cell as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return f"{value:.5E}"  # its last digits are lost: it must not look like a number
    return str(value)


def _merged_rows(file: BinaryIO, sheet: Any) -> set[int]:
    """List the rows in which cells are merged; it is said behind all rows of a sheet."""
    rows: set[int] = set()
    with zipfile.ZipFile(file) as archive, archive.open(sheet._worksheet_path) as part:  # noqa: SLF001 -- openpyxl tells it nowhere else
        rest = b""
        while chunk := part.read(_CHUNK):
            piece = rest + chunk
            for match in _MERGED.finditer(piece):
                first = int(match[1])
                rows.update(range(first, min(int(match[2] or first), first + _MOST_MERGED) + 1))
                if len(rows) > _MOST_MERGED:
                    raise InvalidEntry(
                        "Too many cells of the table are merged. Undo the merging, and choose the "
                        "file again."
                    )
            rest = piece[-200:]
    return rows


def _refuse_document_types(file: BinaryIO) -> None:
    """Refuse parts with a document type, whose entities could grow without end."""
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.filename.endswith("sharedStrings.xml") and info.file_size > _MOST_TEXTS:
                raise InvalidEntry(
                    "The table holds far more text than a list of volunteers. Copy its columns "
                    "into a new file, and choose that."
                )
            if info.filename.endswith((".xml", ".rels")):
                with archive.open(info) as part:
                    start = part.read(4096).replace(b"\0", b"")
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise _unreadable()


def _unreadable() -> InvalidEntry:
    return InvalidEntry(
        "The file is damaged or was not uploaded completely. Open it, save it anew, and choose it "
        "again."
    )
