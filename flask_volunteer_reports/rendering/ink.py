"""The fonts of one paper on its way out: which glyphs it uses, and one subset for each face.

Subsets are kept in storage: the same glyphs of the same face are cut down once.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..errors import PaperFailed, StorageFailed
from ..ports import Storage
from ..storage import font_storage_name
from .faces import Face, faces_for, find_face, packed
from .pdf_file import PdfFile
from .sealed import seal, unseal
from .snapshot import digest

_COMMON = "0123456789 　第页共版号编查验码〔〕-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHARACTERS = 100
"""That one section of a ToUnicode map may have."""

Glyph = tuple[str, int, float]
"""Face, number, width in thousandths."""


class Ink:
    """Collects the glyphs of one paper, and writes its fonts at the end.

    Args:
        families: Font families of the papers, best first, for what WeasyPrint does not set.
    """

    def __init__(self, file: PdfFile, storage: Storage, families: Sequence[str]) -> None:
        self._file = file
        self._storage = storage
        self._families = tuple(families)
        self._numbers: dict[str, int] = {}
        self._glyphs: dict[str, dict[int, tuple[str, float]]] = {}
        self._common: Mapping[str, Glyph] | None = None

    def font(self, face: str) -> int:
        """Return the object number of the font for *face*."""
        if face not in self._numbers:
            self._numbers[face] = self._file.reserve()
            self._glyphs[face] = {}
        return self._numbers[face]

    def use(self, face: str, glyphs: Mapping[int, tuple[str, float]]) -> None:
        """Note that the paper uses *glyphs* of *face*; the text of the first use stays."""
        self.font(face)
        known = self._glyphs[face]
        known.update({glyph: facts for glyph, facts in glyphs.items() if glyph not in known})

    def set(self, words: str) -> list[Glyph]:
        """Return the glyphs of *words*, each from the first face that has it, and note them."""
        if self._common is None:
            self._common = common_glyphs(self._storage, self._families)
        glyphs = []
        for character in words:
            glyph = self._common.get(character) or _glyph(self._families, character)
            code = character.encode("utf-16-be").hex()
            self.use(glyph[0], {glyph[1]: (code, glyph[2])})
            glyphs.append(glyph)
        return glyphs

    def write(self) -> None:
        """Write all fonts.

        Raises:
            FaceProblem: A face is not installed any more.
        """
        for face, number in self._numbers.items():
            if self._glyphs[face]:
                self._write(face, number, dict(sorted(self._glyphs[face].items())))
            else:
                self._file.put(number, b"null")

    def _write(self, face: str, number: int, glyphs: Mapping[int, tuple[str, float]]) -> None:
        ascent, descent, is_otf, length, program = _subset(self._storage, face, tuple(glyphs))
        tag = "".join(chr(65 + int(c, 16)) for c in digest(face, list(glyphs))[:6])
        name = f"{tag}+{face.split('/', maxsplit=1)[0]}".encode()
        entries = b"/Subtype/OpenType" if is_otf else b"/Length1 %d" % length
        content = self._file.stream(entries + b"/Filter/FlateDecode", program)
        widest = max(width for _, width in glyphs.values())
        descriptor = self._file.add(
            b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[0 %d %d %d]/ItalicAngle 0"
            b"/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile%d %d 0 R>>"
            % (name, descent, widest, ascent, ascent, descent, ascent, 3 if is_otf else 2, content)
        )
        descendant = self._file.add(
            b"<</Type/Font/Subtype/CIDFontType%d/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(Identity)/Supplement 0>>%b/FontDescriptor %d 0 R/W[%b]>>"
            % (
                0 if is_otf else 2,
                name,
                b"" if is_otf else b"/CIDToGIDMap/Identity",
                descriptor,
                _widths(glyphs),
            )
        )
        unicode = self._file.packed(b"", _to_unicode(glyphs))
        self._file.put(
            number,
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
            b"/ToUnicode %d 0 R>>" % (name, descendant, unicode),
        )


def common_glyphs(storage: Storage, families: Sequence[str]) -> Mapping[str, Glyph]:
    """Return the glyphs of what stands in most feet; looked up once, then kept in storage."""
    name = font_storage_name(digest("common", _COMMON, list(families), _first(families).identity))
    if storage.has(name):
        found = unseal(storage.read(name))
        if found:
            return {c: (face, number, width) for c, face, number, width in found[0]["glyphs"]}
    glyphs = {character: _glyph(families, character) for character in _COMMON}
    _keep(storage, name, seal({"glyphs": [[c, *glyph] for c, glyph in glyphs.items()]}, {}))
    return glyphs


def _first(families: Sequence[str]) -> Face:
    return next(iter(faces_for(families)))


@lru_cache(maxsize=1024)
def _glyph(families: tuple[str, ...], character: str) -> Glyph:
    for face in faces_for(families):
        glyph = face.glyph(character)
        if glyph:
            return face.identity, *glyph
    raise PaperFailed(
        "No installed font can draw %(characters)s in the paper of %(where)s. Have the text "
        "changed, or a font installed that has them.",
        characters=character,
        where="页脚",
    )


def _subset(
    storage: Storage, identity: str, glyphs: tuple[int, ...]
) -> tuple[int, int, bool, int, bytes]:
    """Return ascent, descent, whether it is OpenType with cubic outlines, its size, the program."""
    name = font_storage_name(digest("subset", identity, list(glyphs), _engine()))
    if storage.has(name):
        found = unseal(storage.read(name))
        if found:
            return (*found[0]["facts"], found[1]["program"])
    face = find_face(identity)
    program = face.subset(glyphs)
    facts = (*face.extents, program[:4] == b"OTTO", len(program))
    compressed = packed(program)
    _keep(storage, name, seal({"facts": facts}, {"program": compressed}))
    return *facts, compressed


def _keep(storage: Storage, name: str, content: bytes) -> None:
    """Keep what can be made again; a full disk is no reason to fail here."""
    try:
        storage.save(name, content)
    except StorageFailed:
        return


@lru_cache(maxsize=1)
def _engine() -> str:
    return importlib.metadata.version("uharfbuzz")


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
