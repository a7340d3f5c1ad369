"""Trying an office's own form with invented facts, before it may be used. In the rendering process.

The papers are made as they are made for real, and joined to one file to look at.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ..errors import Fault, FormFaulty, Message, PaperFailed
from .annex1 import render_annex1
from .annex2 import render_annex2
from .documents import Templates, our_source
from .docx_form import render_docx_form
from .form_faults import excerpt, line_of
from .papers import TriedForm
from .pdf import Layout
from .sample import sample_photos, sample_sheets, sample_tables

_MOST_WARNINGS = 50
_PLACE = re.compile(r" at (\d+):\d+")
_SAMPLE_MARK = """
@page { @top-right { content: "样张　示例数据"; font-size: 9pt; color: #b00020 } }
"""


def try_form(
    name: str, templates: Templates, docx: bytes | None, layout: Layout, *, filename: str
) -> TriedForm:
    """Make the papers of a form with invented facts.

    Args:
        name: The form to try: a key of *templates*, or a DOCX form.
        templates: The own forms that are used together, that one among them.
        docx: The document, where *name* is a DOCX form.

    Raises:
        FormFaulty: The form cannot be used; says why, with the line where it is known.
    """
    try:
        if docx is not None:
            return _try_docx(name, docx, filename)
        return _try_html(name, templates, layout, filename)
    except MemoryError as error:
        message = Message("This needs more memory than a form may have.")
        raise FormFaulty([Fault(template=name, line=None, message=message)]) from error


def _try_docx(name: str, docx: bytes, filename: str) -> TriedForm:
    samples = sample_sheets() if name == "annex1.docx" else sample_tables()
    photos = sample_photos()
    for strained in samples[1:]:
        render_docx_form(docx, strained, photos, filename=filename)
    file = render_docx_form(docx, samples[0], photos, filename=filename)
    return TriedForm(file.filename, file.content, file.pages)


def _try_html(name: str, templates: Templates, layout: Layout, filename: str) -> TriedForm:
    style = templates.get("style.css") or our_source("style.css") or ""
    said: list[str] = []
    passed_over = list(_passed_over_in_style(style)) if "style.css" in templates else []
    try:
        with _warnings_into(said):
            files = _papers(name, {**templates, "style.css": style + _SAMPLE_MARK}, layout)
        content, pages = _joined(files)
    except FormFaulty:
        raise
    except PaperFailed as error:
        raise FormFaulty([_blamed(error, name, templates), *passed_over]) from error
    known = {fault.message.values["detail"] for fault in passed_over}
    for text in dict.fromkeys(map(_without_place, said)):
        if text not in known:
            passed_over.append(_passed_over(text, name, templates))
    return TriedForm(filename, content, pages, tuple(passed_over[:_MOST_WARNINGS]))


def _papers(name: str, templates: Templates, layout: Layout) -> list[bytes]:
    """Make the papers on which a form shows; style.css shows on both."""
    sheets = sample_sheets() if name != "annex2.html" else ()
    tables = sample_tables() if name != "annex1.html" else ()
    photos = sample_photos()
    return [
        *(
            render_annex1(s, photos, layout, filename="annex1.pdf", templates=templates).content
            for s in sheets
        ),
        *(
            render_annex2(t, layout, filename="annex2.pdf", templates=templates).content
            for t in tables
        ),
    ]


def _joined(files: Sequence[bytes]) -> tuple[bytes, int]:
    """Join PDF files to one; refuse links that leave the paper."""
    from pikepdf import Pdf  # noqa: PLC0415 -- slow import

    out = io.BytesIO()
    with Pdf.new() as whole:
        for file in files:
            with Pdf.open(io.BytesIO(file)) as part:
                for page in part.pages:
                    _check_links(page)
                whole.pages.extend(part.pages)
        pages = len(whole.pages)
        whole.save(out, deterministic_id=True)
    return out.getvalue(), pages


def _check_links(page: Any) -> None:
    """Refuse links that leave the paper: those whose address is put together as well."""
    for note in page.get("/Annots", ()):
        action = note.get("/A")
        if action is not None and action.get("/S") != "/GoTo":
            raise PaperFailed(
                "The form has a link to “%(address)s”. A link may lead to a place in the same "
                "paper only.",
                address=str(action.get("/URI", action.get("/F", ""))),
            )


def _blamed(error: PaperFailed, name: str, templates: Templates) -> Fault:
    """Say of what went wrong at the layout that it is the form's fault, and where."""
    message, address = error.message, str(error.message.values.get("address", ""))
    if fetched := re.search(r'Error fetching "([^"]*)"', str(error.__cause__ or "")):
        address = fetched[1]
        message = Message(
            "The form asks for “%(address)s”. A form reads no files and nothing from the network: "
            "it shows its photos only.",
            {"address": address},
        )
    elif anchor := message.values.get("anchor"):
        message = Message(
            'An element with id="%(id)s" is missing: such elements show what stands where.',
            {"id": re.sub(r"^(annex\d(-\d+)?|empty)", "{{ … .id }}", str(anchor))},
        )
    elif message.text.startswith("Annex 1 "):
        message = Message(
            "With long texts the form takes more than one page. Make its cells no smaller than "
            "those of our form, and all of it no higher than a page."
        )
    elif message.text.startswith("Annex 2 "):
        message = Message(
            "The rows come to lie on other pages than expected. Keep the columns as wide and the "
            "rows as high as those of our form."
        )
    return _somewhere(message, address, name, templates)


def _somewhere(message: Message, text: str, name: str, templates: Templates) -> Fault:
    """Make a fault of the first line in which *text* stands; of *name* where there is none."""
    for template in sorted(templates, key=lambda other: other != name):
        source = templates[template]
        line = line_of(source, text) if text else None
        if line is not None:
            shown = excerpt(source, line)
            return Fault(template=template, line=line, message=message, excerpt=shown)
    return Fault(template=name, line=None, message=message)


def _passed_over_in_style(style: str) -> Iterator[Fault]:
    """Read a style sheet alone, so that the lines are its own."""
    from weasyprint import CSS  # noqa: PLC0415 -- slow import

    said: list[str] = []
    with _warnings_into(said):
        CSS(string=style)
    for text in dict.fromkeys(said):
        place = _PLACE.search(text)
        line = int(place[1]) if place else None
        yield Fault(
            template="style.css",
            line=line,
            message=Message("Passed over: %(detail)s", {"detail": _without_place(text)}),
            excerpt=excerpt(style, line),
            warning=True,
        )


@contextmanager
def _warnings_into(said: list[str]) -> Iterator[None]:
    """Collect what WeasyPrint passes over."""

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, collector = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    logger.addHandler(collector)
    try:
        yield
    finally:
        logger.removeHandler(collector)


def _passed_over(detail: str, name: str, templates: Templates) -> Fault:
    """Find the line of a warning about the document by what it quotes."""
    quoted = re.search(r"`([\w-]+)\s*:", detail)
    message = Message("Passed over: %(detail)s", {"detail": detail})
    found = _somewhere(message, f"{quoted[1]}:" if quoted else "", name, templates)
    return replace(found, warning=True)


def _without_place(text: str) -> str:
    return _PLACE.sub("", text)
