"""The foot of each page: page numbers and, for an issued paper, how to check it.

It stands at the bottom of the lower margin, which the forms leave free (20 mm), and counts as no
content: readers that speak pass over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .font_shelf import Glyph
from .ink import Ink
from .papers import Mark
from .pdf_file import PdfFile

_MM = 72 / 25.4
FOOT = 16
"""Millimetres from the lower edge that are its own."""
MARGIN = FOOT * _MM
_SIDE = 22 * _MM
_QR = 12 * _MM
_NUMBER_SIZE = 9.0
_MARK_SIZE = 7.0
_ALL_DIGITS = 1234567890
_RAISE = 0.38
"""How far the middle of a line stands above its base, in ems."""


class Foot:
    """What is drawn at the foot of the pages of one paper.

    Args:
        total: Pages of the paper; 0 leaves page numbers out.
        mark: Of an issued paper.
    """

    def __init__(self, file: PdfFile, ink: Ink, total: int, mark: Mark | None) -> None:
        self._ink = ink
        self._total = total
        self._mark = mark
        self._names: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._code = self._draw_code(file) if mark and mark.address else 0
        numbers = [page_words(_ALL_DIGITS, total)] if total else []
        self._note([*numbers, *(mark_words(mark) if mark else ())])

    @property
    def fonts(self) -> bytes:
        """Entries for the fonts of a page."""
        return b"".join(
            b"/%b %d 0 R" % (name.encode(), self._numbers[face])
            for face, name in self._names.items()
        )

    @property
    def drawings(self) -> bytes:
        """Entries for the drawings that a page uses."""
        return b"/VQ %d 0 R" % self._code if self._code else b""

    def content(self, number: int, size: tuple[float, float]) -> bytes:
        """Draw the foot of page *number*, which has this *size*; nothing where none is wanted."""
        parts = []
        width = size[0]
        if self._total:
            line = self._ink.set(page_words(number, self._total))
            middle = (width - _length(line, _NUMBER_SIZE)) / 2
            parts.append(self._show(line, _NUMBER_SIZE, middle, MARGIN / 2))
        if self._mark:
            room = width / 2 - _SIDE - 15 * _MM
            for words, place in zip(mark_words(self._mark), (0.62, 0.38), strict=True):
                line = self._ink.set(words)
                size_here = min(_MARK_SIZE, _MARK_SIZE * room / _length(line, _MARK_SIZE))
                parts.append(self._show(line, size_here, _SIDE, MARGIN * place))
        if self._code:
            box = (_QR, _QR, width - _SIDE - _QR, (MARGIN - _QR) / 2)
            parts.append(b"q %.3f 0 0 %.3f %.3f %.3f cm /VQ Do Q" % box)
        if not parts:
            return b""
        content = b"\n".join(parts)
        return b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n%b\nEMC" % content

    def _note(self, lines: Sequence[str]) -> None:
        """Note the glyphs of all that the foot may say."""
        glyphs: dict[str, dict[int, tuple[str, float]]] = {}
        for character in "".join(lines):
            ((face, number, width),) = self._ink.set(character)
            code = character.encode("utf-16-be").hex()
            glyphs.setdefault(face, {})[number] = (code, round(width))
        self._numbers = self._ink.use(glyphs)
        self._names = {face: f"V{turn}" for turn, face in enumerate(glyphs)}

    def _show(self, line: Sequence[Glyph], size: float, x: float, middle: float) -> bytes:
        parts = [b"BT 0 g 1 0 0 1 %.3f %.3f Tm" % (x, middle - _RAISE * size)]
        before = ""
        for face, number, _ in line:
            if face != before:
                parts.append(b"> Tj" if before else b"")
                parts.append(b"/%b %.2f Tf <" % (self._names[face].encode(), size))
                before = face
            parts.append(b"%04x" % number)
        return b" ".join(parts[:1]) + _joined(parts[1:]) + b"> Tj ET"

    def _draw_code(self, file: PdfFile) -> int:
        """Draw the QR code once, one unit wide; every page shows it."""
        assert self._mark  # noqa: S101 -- the caller asked
        rows = code_rows(self._mark.address)
        unit = 1 / len(rows)
        boxes = []
        for turn, row in enumerate(rows):
            for start, length in runs(row):
                box = (start * unit, 1 - (turn + 1) * unit, length * unit, unit)
                boxes.append(b"%.5f %.5f %.5f %.5f re" % box)
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<>>"
        return file.packed(entries, b"0 g\n" + b"\n".join(boxes) + b"\nf")


def page_words(number: int, total: int) -> str:
    """Return the page number as it stands in the foot."""
    return f"第 {number} 页　共 {total} 页"


def mark_words(mark: Mark) -> tuple[str, str]:
    """Return the two lines by which an issued paper is checked."""
    revision = f"　第{mark.revision}版" if mark.revision else ""
    return f"编号：{mark.number}{revision}", f"查验码：{mark.code}"


def code_rows(address: str) -> list[bytearray]:
    """Return the modules of the QR code of *address*, row by row; 1 is dark."""
    import segno  # noqa: PLC0415 -- issued papers only

    code = segno.make(address, error="m", micro=False, boost_error=False)
    return list(code.matrix)


def runs(row: Iterable[int]) -> list[tuple[int, int]]:
    """Return the dark runs of a row: where they begin and how long they are."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs


def _length(line: Sequence[Glyph], size: float) -> float:
    return sum(width for _, _, width in line) * size / 1000


def _joined(parts: Sequence[bytes]) -> bytes:
    return b" " + b"".join(parts).replace(b"> Tj", b"> Tj ")
