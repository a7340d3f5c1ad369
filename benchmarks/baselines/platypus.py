"""ReportLab's own layout, Platypus: a table with merged cells, paragraphs, pictures.

Beside ``reportlab_``, which is told every place: here ReportLab breaks lines and places cells
itself, as the other contenders do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from flask_volunteer_reports.rendering.papers import Annex1Sheet

from ..work import Outcome, Run, Work
from . import form
from .reportlab_ import BOLD, MM, REGULAR, set_up

_SPANS = (
    *(((0, row), (1, row)) for row in range(3)),
    ((2, 0), (6, 0)),
    *(((first, row), (last, row)) for row in (1, 2, 3) for first, last in ((2, 3), (5, 6))),
    ((0, 3), (0, 6)),
    ((2, 5), (6, 5)),
    ((2, 6), (6, 6)),
)


@contextmanager
def annex1(work: Work, *, reports: int) -> Iterator[Run]:
    """All Annex 1 sheets in one document."""
    set_up()
    sheets = work.sheets(reports)
    _draw(work, work.warm_up_sheets(), "warm-up.pdf")
    yield lambda: Outcome(size=_draw(work, sheets, "annex1.pdf"), pages=reports)


def _draw(work: Work, sheets: Sequence[Annex1Sheet], name: str) -> int:
    from reportlab.platypus import PageBreak, SimpleDocTemplate  # noqa: PLC0415 -- extra `bench`

    document = SimpleDocTemplate(
        str(work.out / name),
        pagesize=(210 * MM, 297 * MM),
        leftMargin=form.LEFT * MM - 6,  # a frame has a padding of six points
        rightMargin=form.LEFT * MM - 6,
        topMargin=form.TOP * MM - 6,
        bottomMargin=10 * MM,
        title=form.DOCUMENT_TITLE,
        lang="zh-Hans",
    )
    story: list[Any] = []
    for sheet in sheets:
        story += [*_sheet(sheet, work), PageBreak()]
    on_page = partial(_on_page, [form.values(sheet)["entry"] for sheet in sheets])
    document.build(story, onFirstPage=on_page, onLaterPages=on_page)
    return (work.out / name).stat().st_size


def _on_page(entries: Sequence[str], canvas: Any, document: Any) -> None:
    number = document.page
    if number == 1:
        canvas.bookmarkPage("annex1")
        canvas.addOutlineEntry("附件1", "annex1", 0)
    canvas.bookmarkPage(f"sheet-{number}")
    canvas.addOutlineEntry(entries[number - 1], f"sheet-{number}", 1)
    canvas.setFont(REGULAR, 9)
    canvas.drawCentredString(105 * MM, 8 * MM, f"第 {number} 页　共 {len(entries)} 页")


def _sheet(sheet: Annex1Sheet, work: Work) -> list[Any]:
    from reportlab.platypus import Table  # noqa: PLC0415 -- of the extra `bench`

    texts = form.values(sheet)
    dates = Table(
        [[f"填表时间：{texts['filled_on']}", "单位盖章："]],
        colWidths=(96 * MM, 70 * MM),
        style=[("FONT", (0, 0), (-1, -1), REGULAR, 12), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
    )
    grid = Table(
        _rows(sheet, texts, work),
        colWidths=[width * MM for width in form.COLUMNS],
        rowHeights=[height * MM for height in form.ROWS],
        style=[
            ("GRID", (0, 0), (-1, -1), 0.4, "black"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("VALIGN", (2, 5), (6, 5), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 1.5 * MM),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1.5 * MM),
            *(("SPAN", *corners) for corners in _SPANS),
        ],
    )
    title = _text("<br/>".join(form.TITLE), size=20, leading=28, font=BOLD)
    left = partial(_text, alignment=0)
    return [left("附件1：", size=14), title, dates, grid, left("（此表可复制）")]


def _rows(sheet: Annex1Sheet, texts: dict[str, str], work: Work) -> list[list[Any]]:
    from reportlab.platypus import Image, Table  # noqa: PLC0415 -- of the extra `bench`

    label = {name: _text(text) for name, text in form.LABELS.items()}
    value = {name: _text(text) for name, text in texts.items() if name != "summary"}
    summary = _text(texts["summary"], size=11, leading=14.3, alignment=0)
    pictures = [
        Image(work.album.stored_path(name), 60 * MM, 76 * MM, kind="proportional")
        for name in sheet.photos
    ]
    photos = Table([pictures], colWidths=62 * MM, style=[("ALIGN", (0, 0), (-1, -1), "CENTER")])
    vertical = _text("\n".join(form.VERTICAL), leading=25)
    return [
        [label["organization"], "", value["organization"], "", "", "", ""],
        [label["registered"], "", value["registered"], "", label["unit"], value["unit"], ""],
        [label["leader"], "", value["leader"], "", label["mobile"], value["mobile"], ""],
        [vertical, label["when"], value["when"], "", label["place"], value["place"], ""],
        [
            "",
            label["count"],
            value["count"],
            label["recorded"],
            value["recorded"],
            label["published"],
            value["published"],
        ],
        ["", label["summary"], summary, "", "", "", ""],
        ["", label["photos"], photos, "", "", "", ""],
    ]


def _text(text: str, **look: Any) -> Any:
    from reportlab.platypus import Paragraph  # noqa: PLC0415 -- of the extra `bench`

    return Paragraph(text.replace("\n", "<br/>"), _style(**look))


@cache
def _style(
    *, size: float = 12, leading: float = 15.6, alignment: int = 1, font: str = REGULAR
) -> Any:
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 -- of the extra `bench`

    return ParagraphStyle(
        "text", fontName=font, fontSize=size, leading=leading, alignment=alignment, wordWrap="CJK"
    )
