"""The fonts of one paper on its way out: which glyphs it uses, and one subset for each face."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..ports import Storage
from .font_shelf import Glyph, Subset, common_glyphs, glyph_of, subset_of
from .pdf_file import PdfFile
from .snapshot import digest

_CHARACTERS = 100
"""That one section of a ToUnicode map may have."""

Facts = tuple[str, float]
"""Of a glyph: its text as hexadecimal UTF-16, its width in thousandths."""


class _Font:
    """A font of the file: a face with a width for each glyph.

    A face is seldom more than one. Where its widths are no whole thousandths, WeasyPrint rounds
    them at the size that comes first in a form, and places the text by what it rounded to.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.glyphs: dict[int, Facts] = {}

    def agrees(self, glyphs: Mapping[int, Facts]) -> bool:
        known = self.glyphs
        shared = glyphs.keys() & known.keys()
        return all(known[glyph][1] == glyphs[glyph][1] for glyph in shared)

    def add(self, glyphs: Mapping[int, Facts]) -> None:
        """Take *glyphs* in; text and width of the first use stay."""
        for glyph in glyphs.keys() - self.glyphs.keys():
            self.glyphs[glyph] = glyphs[glyph]


class Ink:
    """Collects the glyphs of one paper, and writes its fonts at the end.

    Args:
        families: Font families of the papers, best first, for what WeasyPrint does not set.
    """

    def __init__(self, file: PdfFile, storage: Storage, families: Sequence[str]) -> None:
        self._file = file
        self._storage = storage
        self._families = tuple(families)
        self._fonts: dict[str, list[_Font]] = {}
        self._common: Mapping[str, Glyph] | None = None

    def use(self, glyphs: Mapping[str, Mapping[int, Facts]]) -> dict[str, int]:
        """Note that a form uses *glyphs*, by face; return the object number of each face's font."""
        numbers = {}
        for face, of_face in glyphs.items():
            fonts = self._fonts.setdefault(face, [])
            found = next((font for font in fonts if font.agrees(of_face)), None)
            if found is None:
                found = _Font(self._file.reserve())
                fonts.append(found)
            found.add(of_face)
            numbers[face] = found.number
        return numbers

    def set(self, words: str) -> list[Glyph]:
        """Return the glyphs of *words*, each from the first face that has it, and note them."""
        if self._common is None:
            self._common = common_glyphs(self._storage, self._families)
        return [
            self._common.get(character) or glyph_of(self._families, character)
            for character in words
        ]

    def write(self) -> None:
        """Write all fonts.

        Raises:
            FaceProblem: A face is not installed any more.
        """
        for face, fonts in self._fonts.items():
            union = tuple(sorted({glyph for font in fonts for glyph in font.glyphs}))
            subset = subset_of(self._storage, face, union)
            tag = "".join(chr(65 + int(c, 16)) for c in digest(face, list(union))[:6])
            name = f"{tag}+{face.split('/', maxsplit=1)[0]}".encode()
            descriptor = self._describe(name, subset)
            for font in fonts:
                self._write(font, name, subset, descriptor)

    def _describe(self, name: bytes, subset: Subset) -> int:
        kind = b"/Subtype/OpenType" if subset.is_otf else b"/Length1 %d" % subset.length
        content = self._file.stream(kind + b"/Filter/FlateDecode", subset.program)
        up, down = subset.ascent, subset.descent
        file = b"/FontFile%d %d 0 R" % (3 if subset.is_otf else 2, content)
        return self._file.add(
            b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[0 %d 1000 %d]/ItalicAngle 0"
            b"/Ascent %d/Descent %d/CapHeight %d/StemV 80%b>>"
            % (name, down, up, up, down, up, file)
        )

    def _write(self, font: _Font, name: bytes, subset: Subset, descriptor: int) -> None:
        glyphs = dict(sorted(font.glyphs.items()))
        kind = b"0" if subset.is_otf else b"2/CIDToGIDMap/Identity"
        descendant = self._file.add(
            b"<</Type/Font/Subtype/CIDFontType%b/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/W[%b]>>"
            % (kind, name, descriptor, _widths(glyphs))
        )
        unicode = self._file.packed(b"", _to_unicode(glyphs))
        self._file.put(
            font.number,
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
            b"/ToUnicode %d 0 R>>" % (name, descendant, unicode),
        )


def _widths(glyphs: Mapping[int, tuple[str, float]]) -> bytes:
    """List the widths: the first glyph of each run, then those of the run."""
    parts: list[str] = []
    before = -2
    for glyph, (_, width) in glyphs.items():
        if glyph != before + 1:
            parts.append(f"{']' if parts else ''}{glyph}[{width:g}")
        else:
            parts.append(f"{width:g}")
        before = glyph
    return " ".join(parts).encode() + b"]"


_MAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange"""
_MAP_END = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


def _to_unicode(glyphs: Mapping[int, tuple[str, float]]) -> bytes:
    lines = [_MAP_HEAD]
    items = list(glyphs.items())
    for start in range(0, len(items), _CHARACTERS):
        section = items[start : start + _CHARACTERS]
        lines.append(b"%d beginbfchar" % len(section))
        lines += [b"<%04x> <%b>" % (glyph, code.encode()) for glyph, (code, _) in section]
        lines.append(b"endbfchar")
    return b"\n".join([*lines, _MAP_END])
