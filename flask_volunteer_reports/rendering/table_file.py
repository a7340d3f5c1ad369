"""Spreadsheets that people send: the rows of a CSV or XLSX file as texts, with what is odd in them.

Rows come one by one, so that memory does not grow with them. Cached results of formulas are not
trusted, and numbers that a spreadsheet has rounded are given as it rounded them.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ..domain.archiving import FileKind
from ..errors import InvalidEntry, Message
from .office_files import check_office_file

MOST_COLUMNS = 60
HEADING_ROWS = 10
"""How far down the headings may stand: people write titles above them."""
_SEPARATORS = (",", ";", "\t", "，", "；")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; ``number`` is what the spreadsheet shows, ``formulas`` are places of cells."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    merged: bool = False


@dataclass(frozen=True, slots=True)
class TableFile:
    """The rows of the table, and what its owner should know about the file."""

    rows: Iterable[TableRow]
    notes: tuple[Message, ...] = ()


def inspect_table(file: BinaryIO, *, max_bytes: int) -> str:
    """Judge an uploaded spreadsheet by its content, before anything is kept of it.

    Returns:
        Its SHA-256.

    Raises:
        InvalidEntry: It is empty, too large, neither CSV nor XLSX, damaged, or built to harm.
    """
    file.seek(0)
    content = file.read(max_bytes + 1)
    file.seek(0)
    if not content:
        raise InvalidEntry("The file is empty. Choose it again.", field="file")
    if len(content) > max_bytes:
        raise InvalidEntry(
            "The file is larger than %(most)s MB. Divide it into several files.",
            field="file",
            most=max_bytes // 2**20,
        )
    if content.startswith(b"PK\x03\x04"):
        if check_office_file(file, len(content)) is not FileKind.XLSX:
            raise _no_table()
    elif content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PK")):
        raise _no_table()
    else:
        _decoded(content)
    file.seek(0)
    return hashlib.sha256(content).hexdigest()


def read_table(content: bytes) -> TableFile:
    """Open a spreadsheet that was judged before.

    Raises:
        InvalidEntry: It cannot be read after all.
    """
    if content.startswith(b"PK\x03\x04"):
        from .xlsx_rows import read_xlsx  # noqa: PLC0415 -- slow import

        return read_xlsx(io.BytesIO(content))
    return TableFile(_csv_rows(_decoded(content)))


def _decoded(content: bytes) -> str:
    """Turn the bytes of a CSV file into text, as Excel, WPS and other programs write them."""
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidEntry(
        "By its content this is neither an XLSX nor a CSV file in a known encoding. Save the table "
        "as XLSX, and choose that.",
        field="file",
    )


def _csv_rows(text: str) -> Iterator[TableRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            formulas = {place for place, cell in enumerate(cells) if cell.startswith("=")}
            yield TableRow(number, tuple(cells[:MOST_COLUMNS]), frozenset(formulas))
    except csv.Error as error:
        raise InvalidEntry(
            "Row %(row)s of the CSV file cannot be read (%(error)s). Save the table as XLSX, and "
            "choose that.",
            row=number + 1,
            error=str(error),
        ) from error


def _separator(text: str) -> str:
    """Find what parts the columns: what stands most often in one of the first lines."""
    lines = text[:8192].splitlines()[:HEADING_ROWS]
    return max(_SEPARATORS, key=lambda sign: max((line.count(sign) for line in lines), default=0))


def _no_table() -> InvalidEntry:
    return InvalidEntry(
        "This is no table that can be read. Save it as XLSX or CSV without a password, and choose "
        "that.",
        field="file",
    )
