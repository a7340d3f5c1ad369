"""Our own papers, as the site makes them: laid out once, assembled from laid-out pages."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.rendering.papers import Annex1Sheet, Annex2Table
from flask_volunteer_reports.rendering.press import Press
from flask_volunteer_reports.storage import FolderStorage

from . import content
from .usage import cpu_seconds
from .work import FONTS, Outcome, Run, Work

_SETTINGS = Settings()
_RARE = "犇骉羴猋鱻淼焱垚鑫晶"
_REST = 0.3
"""Seconds in which the rendering process frees what it laid out, which is part of laying out."""
_WARM_UP = 2
"""Sheets of the bundle that comes before a measurement."""


@contextmanager
def fill(work: Work, *, reports: int, some: int) -> Iterator[Run]:
    """Lay out all sheets, and the covers of the bundles that follow; then those are hot."""
    with _printer(work, work.folder / "storage", processes=2) as printer:

        def run() -> Outcome:
            laid_out = _lay_out(printer, work.sheets(reports))
            for count in (_WARM_UP, some, reports):
                _bundle(printer, work.sheets(count), work.out / "annex1.pdf")
            return laid_out

        yield run


@contextmanager
def hot(work: Work, *, reports: int) -> Iterator[Run]:
    """Assemble a bundle, all of which was laid out before."""
    with _printer(work, work.folder / "storage") as printer:
        _bundle(printer, work.sheets(_WARM_UP), work.out / "warm-up.pdf")
        sheets = work.sheets(reports)
        yield lambda: _bundle(printer, sheets, work.out / "annex1.pdf")


@contextmanager
def first(work: Work, *, reports: int) -> Iterator[Run]:
    """Assemble a bundle whose sheets were laid out before, but not its cover and contents."""
    with _printer(work, work.folder / "storage") as printer:
        _lay_out(printer, work.warm_up_sheets())
        _bundle(printer, work.sheets(_WARM_UP), work.out / "warm-up.pdf")
        sheets = work.sheets(reports)
        issuer = f"第{work.round + 1}次，进程{os.getpid()}"
        yield lambda: _bundle(printer, sheets, work.out / "annex1.pdf", issued_by=issuer)


@contextmanager
def changed(work: Work, *, reports: int, changes: int, new_characters: int = 0) -> Iterator[Run]:
    """The same after some of the sheets were changed; they are laid out first.

    Args:
        new_characters: 1 where the changes bring a character that is nowhere else in the bundle.
    """
    with _printer(work, work.folder / "storage") as printer:
        _lay_out(printer, work.warm_up_sheets())
        _bundle(printer, work.sheets(_WARM_UP), work.out / "warm-up.pdf")
        sheets = work.sheets(reports)
        rare = _RARE[work.round % len(_RARE)] * new_characters
        chance = Random(f"correction {work.round} {os.getpid()}")
        for place in range(0, reports, -(-reports // changes)):
            sheets[place] = replace(sheets[place], summary=rare + content.summary(chance))

        def run() -> Outcome:
            before = cpu_seconds()
            layouts = _lay_out(printer, sheets).figures["layouts"]
            time.sleep(_REST)
            between = cpu_seconds()
            made = _bundle(printer, sheets, work.out / "annex1.pdf")
            figures = {
                "layouts": layouts + made.figures["layouts"],
                "layout_seconds": between - before,
                "bundle_seconds": cpu_seconds() - between,
            }
            return replace(made, figures=figures)

        yield run


@contextmanager
def cold(work: Work, *, reports: int, processes: int = 1, batch: int = 5) -> Iterator[Run]:
    """Lay out every sheet and assemble the bundle, with nothing laid out before.

    Args:
        batch: Sheets that go to a process at a time.
    """
    with _printer(work, work.out / "storage", processes=processes, batch=batch) as printer:
        _lay_out(printer, work.warm_up_sheets(batch * (processes - 1) + 2))
        sheets = work.sheets(reports)

        def run() -> Outcome:
            laid_out = _lay_out(printer, sheets)
            made = _bundle(printer, sheets, work.out / "annex1.pdf")
            layouts = laid_out.figures["layouts"] + made.figures["layouts"]
            return replace(made, figures={"layouts": layouts})

        yield run
        shutil.rmtree(work.out / "storage")


@contextmanager
def annex2(work: Work, *, rows: int, tables: int = 1) -> Iterator[Run]:
    """So many Annex 2, one after the other, with so many rows each, laid out anew."""
    with _printer(work, work.out / "storage") as printer:
        _annex2(printer, content.table(4, content.WARM_UP), work.out / "warm-up.pdf")
        all_tables = [content.table(rows, rows * number) for number in range(tables)]
        yield lambda: [_annex2(printer, t, work.out / "annex2.pdf") for t in all_tables][-1]


def _annex2(printer: Any, table: Annex2Table, path: Path) -> Outcome:
    with path.open("wb") as out:
        pages = printer.annex2(table, out)
    return Outcome(size=path.stat().st_size, pages=pages)


@contextmanager
def upload(work: Work, *, photos: int) -> Iterator[Run]:
    """So many photos of 12 megapixels, one after the other, as the site takes them in."""
    from flask_volunteer_reports.rendering.photos import process_photo  # noqa: PLC0415 -- Pillow

    limits = work.album.limits
    uploads = [work.album.upload(number) for number in range(photos)]
    process_photo(work.album.upload(photos), limits)

    def run() -> Outcome:
        kept = [process_photo(upload, limits).content for upload in uploads]
        told = sum(any(mark in photo[:4096] for mark in _METADATA) for photo in kept)
        return Outcome(size=sum(map(len, kept)), figures={"with_metadata": told})

    yield run


_METADATA = (b"Exif\0", b"http://ns.adobe.com/", b"\xff\xfe", b"ICC_PROFILE")
"""EXIF, XMP, a comment, a colour profile: nothing of that is kept."""


@contextmanager
def _printer(work: Work, storage: Path, **sizes: int) -> Iterator[Any]:
    """Open a printer on a storage that has the stored photos.

    Args:
        sizes: ``processes`` that lay out, and the ``batch`` that each is given at a time.
    """
    printing = import_module("flask_volunteer_reports.rendering.printer")
    _link_photos(work, storage)
    with Press(FONTS, seconds=3600, megabytes=_SETTINGS.paper_megabytes, **sizes) as press:
        yield printing.Printer(press, FolderStorage(storage))


def _link_photos(work: Work, storage: Path) -> None:
    """Let *storage* have the album's photos under the names that the site gives them."""
    if not (storage / "photos").exists():
        source = work.album.stored_folder / "photos"
        shutil.copytree(source, storage / "photos", copy_function=os.link)


def _lay_out(printer: Any, sheets: Sequence[Annex1Sheet]) -> Outcome:
    before = printer.layouts
    printer.lay_out(sheets)
    return Outcome(figures={"layouts": printer.layouts - before})


def _bundle(printer: Any, sheets: Sequence[Annex1Sheet], path: Path, **facts: Any) -> Outcome:
    """Write the weekly report of these sheets; what is not laid out yet is laid out.

    Args:
        facts: What the report says otherwise.
    """
    before = printer.layouts
    with path.open("wb") as out:
        pages = printer.weekly_report(replace(content.weekly_report(sheets), **facts), out)
    figures = {"layouts": printer.layouts - before}
    return Outcome(size=path.stat().st_size, pages=pages, figures=figures)
