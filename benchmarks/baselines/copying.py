"""Copying the photos of the sheets into one file: no paper with photos can be made for less."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..work import Outcome, Run, Work


@contextmanager
def annex1(work: Work, *, reports: int) -> Iterator[Run]:
    """Read every photo and write it."""
    photos = [
        work.album.stored_path(name) for sheet in work.sheets(reports) for name in sheet.photos
    ]

    def run() -> Outcome:
        with (work.out / "photos.bin").open("wb") as file:
            size = sum(file.write(path.read_bytes()) for path in photos)
        return Outcome(size=size)

    yield run
