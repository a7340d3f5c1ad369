"""What a contender is given, and what it tells afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.papers import Annex1Sheet

from . import content
from .album import Album

FONTS = PaperFonts.of(Settings())


@dataclass(frozen=True, slots=True)
class Work:
    """Where photos are, where a paper goes, and which round of the measurement this is."""

    album: Album
    folder: Path
    """Shared by all rounds; ``storage`` in it has the stored photos and our laid-out pages."""
    out: Path
    """Of this round alone."""
    round: int

    def sheets(self, count: int, first: int = 0) -> list[Annex1Sheet]:
        """Return Annex 1 sheets with stored photos."""
        names = self.album.names(max(2 * count, 4))
        return content.sheets(names, count, first)

    def warm_up_sheets(self, count: int = 2) -> list[Annex1Sheet]:
        """Return sheets that are in no measured paper, and that no other process has drawn."""
        return self.sheets(count, content.WARM_UP + 20 * os.getpid())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made: a file and its pages; further figures by name."""

    size: int = 0
    pages: int = 0
    figures: dict[str, float] = field(default_factory=dict)


Run = Callable[[], Outcome]
"""What is measured, once; everything before and after it is not."""


class Contender(Protocol):
    """Gets ready (imports, fonts, a small paper of other facts) and gives what is measured."""

    def __call__(self, work: Work, **arguments: int) -> AbstractContextManager[Run]:
        """Open the contender; the arguments are the sizes."""
