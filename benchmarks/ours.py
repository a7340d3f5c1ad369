"""Our own papers, as the site makes them: laid out once, assembled from laid-out pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.rendering.papers import Annex1Sheet
from flask_volunteer_reports.rendering.press import Press
from flask_volunteer_reports.storage import FolderStorage

from . import content
from .usage import cpu_seconds
from .work import FONTS, Outcome, Run, Work

_SETTINGS = Settings()


@contextmanager
def fill(work: Work, *, reports: int) -> Iterator[Run]:
    """Lay out all sheets, so that the bundles that follow are hot; with two processes."""
    with _printer(work, work.folder / "storage", processes=2) as printer:
        yield lambda: _lay_out(printer, work.sheets(reports))


@contextmanager
def hot(work: Work, *, reports: int) -> Iterator[Run]:
    """Assemble a bundle of sheets that were laid out before."""
    with _printer(work, work.folder / "storage") as printer:
        _bundle(printer, work.sheets(2), work.out / "warm-up.pdf")
        sheets = work.sheets(reports)
        yield lambda: _bundle(printer, sheets, work.out / "annex1.pdf")


@contextmanager
def changed(work: Work, *, reports: int, changes: int) -> Iterator[Run]:
    """The same after some of the sheets were changed; they are laid out first."""
    with _printer(work, work.folder / "storage") as printer:
        _lay_out(printer, work.warm_up_sheets())
        _bundle(printer, work.sheets(2), work.out / "warm-up.pdf")
        sheets = work.sheets(reports)
        for place in range(0, reports, -(-reports // changes)):
            text = f"第{work.round + 1}次更正，进程{os.getpid()}。{sheets[place].summary}"
            sheets[place] = replace(sheets[place], summary=text)

        def run() -> Outcome:
            before = cpu_seconds()
            layouts = _lay_out(printer, sheets).figures["layouts"]
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
def cold(work: Work, *, reports: int, processes: int = 1, batch: int = 10) -> Iterator[Run]:
    """Lay out every sheet and assemble the bundle, with nothing laid out before.

    Args:
        batch: Sheets that go to a process at a time.
    """
    with _printer(work, work.out / "storage", processes=processes, batch=batch) as printer:
        _lay_out(printer, _for_every_process(work, processes))
        sheets = work.sheets(reports)

        def run() -> Outcome:
            laid_out = _lay_out(printer, sheets)
            made = _bundle(printer, sheets, work.out / "annex1.pdf")
            layouts = laid_out.figures["layouts"] + made.figures["layouts"]
            return replace(made, figures={"layouts": layouts})

        yield run
        shutil.rmtree(work.out / "storage")


@contextmanager
def annex2(work: Work, *, rows: int) -> Iterator[Run]:
    """One Annex 2 with so many rows, laid out anew."""
    with _press() as press:
        press.annex2(content.table(4, content.WARM_UP), filename="warm-up.pdf")
        table = content.table(rows)

        def run() -> Outcome:
            file = press.annex2(table, filename="annex2.pdf")
            (work.out / "annex2.pdf").write_bytes(file.content)
            return Outcome(size=len(file.content), pages=file.pages)

        yield run


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


def _press() -> Press:
    return Press(FONTS, seconds=3600, megabytes=_SETTINGS.paper_megabytes)


@contextmanager
def _printer(work: Work, storage: Path, processes: int = 1, batch: int = 10) -> Iterator[Any]:
    """Open a printer on a storage that has the stored photos."""
    printing = import_module("flask_volunteer_reports.rendering.printer")  # slow
    _link_photos(work, storage)
    with _press() as press:
        yield printing.Printer(press, FolderStorage(storage), processes=processes, batch=batch)


def _link_photos(work: Work, storage: Path) -> None:
    """Let *storage* have the album's photos under the names that the site gives them."""
    if not (storage / "photos").exists():
        source = work.album.stored_folder / "photos"
        shutil.copytree(source, storage / "photos", copy_function=os.link)


def _for_every_process(work: Work, processes: int) -> list[Annex1Sheet]:
    """Return enough sheets of no measured paper to start every process."""
    return work.sheets(4 * processes, content.WARM_UP + 100 * work.round)


def _lay_out(printer: Any, sheets: Sequence[Annex1Sheet]) -> Outcome:
    before = printer.layouts
    printer.lay_out(sheets, ())
    return Outcome(figures={"layouts": printer.layouts - before})


def _bundle(printer: Any, sheets: Sequence[Annex1Sheet], path: Path) -> Outcome:
    """Write the bundle of these sheets; what is not laid out yet is laid out."""
    before = printer.layouts
    with path.open("wb") as out:
        pages = printer.weekly_report(content.weekly_report(sheets), out)
    figures = {"layouts": printer.layouts - before}
    return Outcome(size=path.stat().st_size, pages=int(pages or 0), figures=figures)
