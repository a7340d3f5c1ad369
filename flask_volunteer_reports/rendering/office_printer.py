"""Prints the forms as Word and Excel files, for offices that go on working on them.

They carry neither number nor code: what anybody can edit proves nothing.
"""

from __future__ import annotations

from typing import BinaryIO

from ..config import Settings
from ..ports import Storage
from ..storage import photo_storage_name
from .docx_annex1 import render_annex1_docx
from .docx_annex2 import render_annex2_docx
from .office import OfficeFonts
from .papers import Annex1Sheet, Annex2Table
from .xlsx_annex2 import write_annex2_xlsx


class OfficePrinter:
    """Prints papers that can be edited.

    Args:
        storage: Where the photos are.
        settings: Name the fonts; the reader's computer may have them, ours need not.
    """

    def __init__(self, storage: Storage, settings: Settings) -> None:
        self._storage = storage
        self._fonts = OfficeFonts(
            text=settings.paper_fonts[0],
            title=settings.paper_title_fonts[0],
            heading=settings.paper_heading_fonts[0],
        )

    def annex1_docx(self, sheet: Annex1Sheet, out: BinaryIO) -> None:
        """Write an Annex 1 for Word.

        Raises:
            PaperFailed: A photo cannot be shown in Word.
            StorageFailed: A photo cannot be read.
        """
        render_annex1_docx(sheet, self._photo, out, fonts=self._fonts)

    def annex2_docx(self, table: Annex2Table, out: BinaryIO) -> None:
        """Write an Annex 2 for Word."""
        render_annex2_docx(table, out, fonts=self._fonts)

    def annex2_xlsx(self, table: Annex2Table, out: BinaryIO) -> None:
        """Write an Annex 2 for Excel."""
        write_annex2_xlsx(table, out, fonts=self._fonts)

    def _photo(self, name: str) -> bytes:
        return self._storage.read(photo_storage_name(name))
