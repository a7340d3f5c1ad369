"""ReportLab, drawn on its canvas: lines, texts, JPEGs as they are; bookmarks and page numbers.

ReportLab makes no tagged PDF, so it has less to write than the others. It needs TrueType outlines,
which no Noto CJK has: LXGW WenKai it is (Debian: fonts-lxgw-wenkai).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_volunteer_reports.rendering.papers import Annex1Sheet

from ..work import Outcome, Run, Work
from . import form

FOLDER = Path("/usr/share/fonts/truetype/lxgw-wenkai")
REGULAR, BOLD = "LXGWWenKai-Regular", "LXGWWenKai-Bold"
MM = 72 / 25.4
HEIGHT = 297 * MM

# Name of the label, columns of label and value, and the row; the photos come by themselves.
_CELLS = (
    ("organization", 0, 2, 7, 0),
    ("registered", 0, 2, 4, 1),
    ("unit", 4, 5, 7, 1),
    ("leader", 0, 2, 4, 2),
    ("mobile", 4, 5, 7, 2),
    ("when", 1, 2, 4, 3),
    ("place", 4, 5, 7, 3),
    ("count", 1, 2, 3, 4),
    ("recorded", 3, 4, 5, 4),
    ("published", 5, 6, 7, 4),
    ("summary", 1, 2, 7, 5),
    ("photos", 1, 2, 7, 6),
)


@contextmanager
def annex1(work: Work, *, reports: int) -> Iterator[Run]:
    """All Annex 1 sheets in one document."""
    set_up()
    sheets = work.sheets(reports)
    _Drawing(work, "warm-up.pdf").draw(work.warm_up_sheets())

    def run() -> Outcome:
        return Outcome(size=_Drawing(work, "annex1.pdf").draw(sheets), pages=reports)

    yield run


def set_up() -> None:
    """Load the fonts, and have photos and pages written as bytes instead of longer text."""
    from reportlab import rl_config  # noqa: PLC0415 -- of the extra `bench`, and slow
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415 -- likewise
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 -- likewise

    rl_config.useA85 = 0
    for name in (REGULAR, BOLD):
        registerFont(TTFont(name, FOLDER / f"{name}.ttf"))


class _Drawing:
    def __init__(self, work: Work, name: str) -> None:
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 -- of the extra `bench`

        self._album = work.album
        self._path = work.out / name
        self._canvas: Any = Canvas(str(self._path), pageCompression=1, lang="zh-Hans")
        self._canvas.setTitle(form.DOCUMENT_TITLE)
        self._x = _edges(form.LEFT, form.COLUMNS)
        self._y = [297 - y for y in _edges(form.TOP + 38, form.ROWS)]

    def draw(self, sheets: Sequence[Annex1Sheet]) -> int:
        canvas = self._canvas
        canvas.bookmarkPage("annex1")
        canvas.addOutlineEntry("附件1", "annex1", 0)
        for number, sheet in enumerate(sheets, start=1):
            self._sheet(sheet, number)
            self._text(f"第 {number} 页　共 {len(sheets)} 页", 105, 8, 9)
            canvas.showPage()
        canvas.save()
        return self._path.stat().st_size

    def _sheet(self, sheet: Annex1Sheet, number: int) -> None:
        canvas, texts = self._canvas, form.values(sheet)
        canvas.bookmarkPage(f"sheet-{number}")
        canvas.addOutlineEntry(texts["entry"], f"sheet-{number}", 1)
        canvas.setLineWidth(0.4)
        canvas.setFont(REGULAR, 14)
        canvas.drawString(form.LEFT * MM, HEIGHT - 24 * MM, "附件1：")
        for line, text in enumerate(form.TITLE):
            self._text(text, 105, 262 - 10 * line, 20, BOLD)
        canvas.setFont(REGULAR, 12)
        canvas.drawString(form.LEFT * MM, 242 * MM, f"填表时间：{texts['filled_on']}")
        canvas.drawString((form.LEFT + 96) * MM, 242 * MM, "单位盖章：")
        self._grid()
        for name, label, value, end, row in _CELLS:
            self._cell(form.LABELS[name], label, value, row)
            if name != "photos":
                self._cell(texts[name], value, end, row, top=name == "summary")
        self._photos(sheet)
        canvas.setFont(REGULAR, 12)
        canvas.drawString(form.LEFT * MM, (self._y[-1] - 7) * MM, "（此表可复制）")

    def _grid(self) -> None:
        x, y = self._x, self._y
        right = x[-1]
        lines = [(x[0], y[row], right, y[row]) for row in (0, 1, 2, 3, 7)]
        lines += [(x[1], y[row], right, y[row]) for row in (4, 5, 6)]
        lines += [(edge, y[0], edge, y[7]) for edge in (x[0], right)]
        lines += [(x[1], y[3], x[1], y[7]), (x[2], y[0], x[2], y[7])]
        lines += [(x[column], y[1], x[column], y[5]) for column in (4, 5)]
        lines += [(x[column], y[4], x[column], y[5]) for column in (3, 6)]
        self._canvas.lines([[edge * MM for edge in line] for line in lines])
        step = 9
        middle = (y[3] + y[7]) / 2 + step * (len(form.VERTICAL) / 2 - 0.75)
        for number, character in enumerate(form.VERTICAL):
            self._text(character, (x[0] + x[1]) / 2, middle - step * number, 12)

    def _cell(self, text: str, first: int, end: int, row: int, *, top: bool = False) -> None:
        """Write a text into a cell, in the middle or from the top left; lines break as in Chinese.

        A label names the column where its value begins as its end.
        """
        size, leading = (11, 14.3) if top else (12, 15.6)
        left, right = self._x[first] + 1.5, self._x[end] - 1.5
        lines = _lines(text, (right - left) * MM, size)
        if top:
            block = self._canvas.beginText(left * MM, (self._y[row] - 1) * MM - size)
            block.setFont(REGULAR, size, leading)
            block.textLines(lines)
            self._canvas.drawText(block)
            return
        middle = (self._y[row] + self._y[row + 1]) / 2 * MM
        base = middle + leading * (len(lines) / 2 - 1) + 0.25 * size
        for number, line in enumerate(lines):
            self._text(line, (left + right) / 2, (base - leading * number) / MM, size)

    def _photos(self, sheet: Annex1Sheet) -> None:
        for place, name in enumerate(sheet.photos):
            self._canvas.drawImage(
                str(self._album.stored_path(name)),
                (self._x[2] + 2 + 62 * place) * MM,
                (self._y[7] + 1.5) * MM,
                60 * MM,
                76 * MM,
                preserveAspectRatio=True,
            )

    def _text(self, text: str, x: float, y: float, size: float, font: str = REGULAR) -> None:
        """Write one line around *x*; millimetres from the lower left."""
        self._canvas.setFont(font, size)
        self._canvas.drawCentredString(x * MM, y * MM, text)


def _edges(start: float, sizes: Sequence[float]) -> list[float]:
    edges = [start]
    for size in sizes:
        edges.append(edges[-1] + size)
    return edges


def _lines(text: str, width: float, size: float) -> list[str]:
    from reportlab.lib.textsplit import wordSplit  # noqa: PLC0415 -- of the extra `bench`

    return [
        str(line)
        for paragraph in text.split("\n")
        for _, line in wordSplit(paragraph, [width], REGULAR, size)
    ]
