"""One layout and one press for all tests of papers: fonts and processes take time to find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.pdf import Layout
from flask_volunteer_reports.rendering.press import Press
from flask_volunteer_reports.rendering.printer import Printer
from flask_volunteer_reports.storage import FolderStorage, photo_storage_name
from tests.rendering.sheets import PHOTOS


@pytest.fixture(scope="session")
def layout() -> Layout:
    """A layout with the default fonts."""
    return Layout(PaperFonts.of(Settings()))


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """A press with the default fonts and one process."""
    with Press(PaperFonts.of(Settings()), seconds=60, megabytes=2048) as press:
        yield press


def storage_in(folder: Path) -> FolderStorage:
    """A storage with the photos of the sheets and nothing else."""
    storage = FolderStorage(folder)
    for name, content in PHOTOS.items():
        storage.save(photo_storage_name(name), content)
    return storage


@pytest.fixture
def storage(tmp_path) -> FolderStorage:
    return storage_in(tmp_path / "storage")


@pytest.fixture
def new_printer(press, storage) -> Callable[..., Printer]:
    """Makes printers on one storage, as worker after worker does."""

    def make(**options: Any) -> Printer:
        return Printer(press, storage, **options)

    return make


@pytest.fixture
def printer(new_printer) -> Printer:
    return new_printer()
