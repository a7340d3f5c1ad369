"""The forms of a week as Word and Excel files, for offices that go on working on them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from ...config import Settings
from ...models import photo_storage_name
from ...ports import Storage
from ...rendering.docx_annex1 import render_annex1_docx
from ...rendering.docx_annex2 import render_annex2_docx
from ...rendering.office import USUAL_FONTS, OfficeFonts
from ...rendering.papers import Annex1Sheet, Annex2Table
from ...rendering.xlsx_annex2 import write_annex2_xlsx
from ..queries.papers import WeekFacts


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A finished Word or Excel file."""

    filename: str
    content: bytes


def office_fonts(settings: Settings) -> OfficeFonts:
    """Name the best fonts of the papers; the reader's computer may have them, ours need not."""
    return OfficeFonts(text=settings.paper_fonts[0])


def office_files(
    facts: WeekFacts, storage: Storage, *, fonts: OfficeFonts = USUAL_FONTS
) -> Iterator[OfficeFile]:
    """Make them one by one: every Annex 1 as .docx, every Annex 2 as .docx and .xlsx.

    They are named as the PDFs of the same forms.

    Raises:
        PaperFailed: A photo cannot be shown in Word.
        StorageFailed: A photo cannot be read.
    """
    names = Counter[str]()
    for annex1 in facts.annex1:
        sheet = annex1.sheet
        stem = f"{sheet.organization_code}-{sheet.starts_at:%Y%m%d}"
        names[stem] += 1
        yield _made(f"annex1/{stem}-{names[stem]}.docx", _annex1, sheet, storage, fonts)
    for annex2 in facts.annex2:
        stem = f"annex2/{annex2.table.area_code}"
        yield _made(f"{stem}.docx", _annex2_docx, annex2.table, fonts)
        yield _made(f"{stem}.xlsx", _annex2_xlsx, annex2.table, fonts)


def _annex1(out: BinaryIO, sheet: Annex1Sheet, storage: Storage, fonts: OfficeFonts) -> None:
    def photo(name: str) -> bytes:
        return storage.read(photo_storage_name(name))

    render_annex1_docx(sheet, photo, out, fonts=fonts)


def _annex2_docx(out: BinaryIO, table: Annex2Table, fonts: OfficeFonts) -> None:
    render_annex2_docx(table, out, fonts=fonts)


def _annex2_xlsx(out: BinaryIO, table: Annex2Table, fonts: OfficeFonts) -> None:
    write_annex2_xlsx(table, out, fonts=fonts)


def _made(filename: str, write: Callable[..., None], *facts: Any) -> OfficeFile:
    out = io.BytesIO()
    write(out, *facts)
    return OfficeFile(filename, out.getvalue())
