"""Typst, compiled in this process: one document, tagged, with bookmarks and page numbers.

The compiler is kept, so that fonts are looked for once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_volunteer_reports.rendering.papers import Annex1Sheet

from ..work import FONTS, Outcome, Run, Work
from . import form

TEMPLATE = Path(__file__).with_name("annex1.typ")


@contextmanager
def annex1(work: Work, *, reports: int) -> Iterator[Run]:
    """All Annex 1 sheets in one document."""
    import typst  # noqa: PLC0415 -- of the extra `bench`, and slow

    compiler = typst.Compiler(str(TEMPLATE), root="/")
    installed = set(typst.Fonts().families())
    fonts = [family for family in FONTS.text_chain if family in installed]
    sheets = work.sheets(reports)

    def draw(drawn: Sequence[Annex1Sheet], name: str) -> int:
        facts = json.dumps(_facts(drawn, work, fonts), ensure_ascii=False)
        pdf: Any = compiler.compile(format="pdf", sys_inputs={"facts": facts})
        return (work.out / name).write_bytes(pdf)

    draw(work.warm_up_sheets(), "warm-up.pdf")
    yield lambda: Outcome(size=draw(sheets, "annex1.pdf"), pages=reports)


def _facts(sheets: Sequence[Annex1Sheet], work: Work, fonts: Sequence[str]) -> dict[str, object]:
    return {
        "title": form.DOCUMENT_TITLE,
        "heading": form.TITLE,
        "fonts": fonts,
        "columns": form.COLUMNS,
        "rows": form.ROWS,
        "labels": form.LABELS,
        "vertical": list(form.VERTICAL),
        "sheets": [
            form.values(sheet)
            | {"photos": [str(work.album.stored_path(name).resolve()) for name in sheet.photos]}
            for sheet in sheets
        ],
    }
