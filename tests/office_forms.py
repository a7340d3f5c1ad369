"""Forms of an office's own, right and wrong, for tests."""

from __future__ import annotations

import io
import zipfile

from docx import Document

from flask_volunteer_reports.rendering.documents import our_source

ANNEX1 = our_source("annex1.html") or ""
ANNEX2 = our_source("annex2.html") or ""
STYLE = our_source("style.css") or ""


def annex1(instead: str, of: str = "附件1：") -> str:
    """Our Annex 1 with something else in one place."""
    assert of in ANNEX1
    return ANNEX1.replace(of, instead)


def line_of(source: str, text: str) -> int:
    """The line in which *text* stands."""
    return source[: source.index(text)].count("\n") + 1


LINE = line_of(ANNEX1, "附件1：")
"""Where :func:`annex1` changes it."""


def docx(*paragraphs: str) -> bytes:
    """A Word document of some paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(content: bytes, **changes: bytes | None) -> bytes:
    """The same ZIP with parts added or replaced; their names with ``__`` for ``/``."""
    parts = {name.replace("__", "/"): text for name, text in changes.items()}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, text in parts.items():
            if text is not None:
                target.writestr(name, text)
    return out.getvalue()


def part(content: bytes, name: str) -> str:
    """One part of a ZIP as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(name).decode()
