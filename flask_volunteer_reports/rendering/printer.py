"""Stand-in until pages are laid out once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import BinaryIO

from ..ports import Storage
from ..storage import photo_storage_name
from .papers import Annex1Sheet, Annex2Table, Mark, WeeklyReport
from .press import Press


class Printer:
    """Prints papers."""

    def __init__(self, press: Press, storage: Storage) -> None:
        self._press, self._storage = press, storage
        self.template_version = hashlib.sha256(b"stand-in").hexdigest()

    def lay_out(
        self,
        sheets: Sequence[Annex1Sheet],
        tables: Sequence[Annex2Table] = (),
        *,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        """Lay forms out."""
        progress(len(sheets) + len(tables), len(sheets) + len(tables))

    def _photos(self, sheets: Sequence[Annex1Sheet]) -> dict[str, bytes]:
        names = {name for sheet in sheets for name in sheet.photos}
        return {name: self._storage.read(photo_storage_name(name)) for name in sorted(names)}

    def annex1(self, sheet: Annex1Sheet, out: BinaryIO, *, mark: Mark | None = None) -> int:
        """Write an Annex 1; return its pages."""
        file = self._press.annex1(sheet, self._photos([sheet]), filename="annex1.pdf")
        out.write(file.content + b"%" + repr(mark).encode())
        return file.pages

    def annex2(self, table: Annex2Table, out: BinaryIO, *, mark: Mark | None = None) -> int:
        """Write an Annex 2; return its pages."""
        file = self._press.annex2(table, filename="annex2.pdf")
        out.write(file.content + b"%" + repr(mark).encode())
        return file.pages

    def weekly_report(
        self, report: WeeklyReport, out: BinaryIO, *, mark: Mark | None = None
    ) -> int:
        """Write the weekly report; return its pages."""
        file = self._press.weekly_report(report, self._photos(report.annex1), filename="report.pdf")
        out.write(file.content + b"%" + repr(mark).encode())
        return file.pages
