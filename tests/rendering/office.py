"""What stands in Word and Excel files, read from their XML; and what LibreOffice makes of them."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

from tests.rendering.sheets import PHOTOS

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXCEL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def made(write: Callable[[BinaryIO], None]) -> bytes:
    """The bytes of a file."""
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def photo(name: str) -> bytes:
    """The photos of the tests."""
    return PHOTOS[name]


def part(content: bytes, name: str) -> ET.Element:
    """One XML part of an office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ET.fromstring(archive.read(name))  # noqa: S314 -- we wrote it ourselves


def names(content: bytes) -> list[str]:
    """The names of all parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def digest(content: bytes) -> str:
    """SHA-256."""
    return hashlib.sha256(content).hexdigest()


def word_text(element: ET.Element) -> str:
    """The text of a part of a Word document, line ends and all."""
    paragraphs = []
    for paragraph in element.iter(f"{WORD}p"):
        pieces = {f"{WORD}t": lambda e: e.text or "", f"{WORD}br": lambda e: "\n"}
        paragraphs.append("".join(pieces[e.tag](e) for e in paragraph.iter() if e.tag in pieces))
    return "\n".join(paragraphs)


def word_table(content: bytes, number: int = 1) -> list[list[dict[str, Any]]]:
    """The rows of a table of a Word document: the form itself is the second, after its caption."""
    body = part(content, "word/document.xml").find(f"{WORD}body")
    table = body.findall(f"{WORD}tbl")[number]
    return [
        [_word_cell(cell) for cell in row.findall(f"{WORD}tc")]
        for row in table.findall(f"{WORD}tr")
    ]


def _word_cell(cell: ET.Element) -> dict[str, Any]:
    properties = cell.find(f"{WORD}tcPr")

    def value(name: str, key: str, default: str) -> str:
        found = properties.find(f"{WORD}{name}")
        return default if found is None else found.get(f"{WORD}{key}", default)

    return {
        "text": word_text(cell),
        "span": int(value("gridSpan", "val", "1")),
        "merge": value("vMerge", "val", ""),
        "width": round(int(value("tcW", "w", "0")) / 20 * 25.4 / 72),
    }


def excel_sheet(content: bytes, number: int = 1) -> dict[str, Any]:
    """The cells of a sheet by address; its merges, panes and print set-up."""
    sheet = part(content, f"xl/worksheets/sheet{number}.xml")
    strings = []
    if "xl/sharedStrings.xml" in names(content):
        strings = [
            "".join(t.text or "" for t in item.iter(f"{EXCEL}t"))
            for item in part(content, "xl/sharedStrings.xml")
        ]
    cells = {}
    for cell in sheet.iter(f"{EXCEL}c"):
        kind, value = cell.get("t", "n"), cell.find(f"{EXCEL}v")
        if kind == "inlineStr":
            cells[cell.get("r")] = "".join(t.text or "" for t in cell.iter(f"{EXCEL}t"))
        elif value is not None:
            cells[cell.get("r")] = strings[int(value.text)] if kind == "s" else float(value.text)
    return {
        "cells": cells,
        "formulas": len(list(sheet.iter(f"{EXCEL}f"))),
        "links": len(list(sheet.iter(f"{EXCEL}hyperlink"))),
        "merges": [merge.get("ref") for merge in sheet.iter(f"{EXCEL}mergeCell")],
        "pane": [pane.get("topLeftCell") for pane in sheet.iter(f"{EXCEL}pane")],
        "page": next(sheet.iter(f"{EXCEL}pageSetup")).attrib,
        "widths": [
            float(column.get("width"))
            for column in sheet.iter(f"{EXCEL}col")
            for _ in range(int(column.get("min")), int(column.get("max")) + 1)
        ],
        "filter": [found.get("ref") for found in sheet.iter(f"{EXCEL}autoFilter")],
    }


def excel_book(content: bytes) -> dict[str, Any]:
    """The names of the sheets, and of what is printed on every page."""
    book = part(content, "xl/workbook.xml")
    return {
        "sheets": [sheet.get("name") for sheet in book.iter(f"{EXCEL}sheet")],
        "titles": [
            name.text
            for name in book.iter(f"{EXCEL}definedName")
            if name.get("name") == "_xlnm.Print_Titles"
        ],
    }


def as_pdf(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """What LibreOffice makes of the files, with a profile of its own; by name without its end."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            *sorted(files),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: (folder / name).with_suffix(".pdf").read_bytes() for name in files}


def squeezed(text: str) -> str:
    """Without white space."""
    return re.sub(r"\s", "", text)
