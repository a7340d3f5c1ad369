"""Takes the pages of a form out of the PDF that WeasyPrint wrote. Runs in the rendering process.

What this relies on is checked as it goes (:class:`.laid_out.Unexpected` says what was not so, and
docs/adr/0011-laid-out-once.md lists it): text as Identity-H with the glyph numbers of the installed
face, one operator a line, resources of a few known kinds.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .faces import FaceProblem, identity_of
from .font_view import fonts_in_place
from .laid_out import LaidOut, Link, Page, Picture, Unexpected
from .pdf import LINK_SCHEME
from .structure import StructureReader

_KNOWN_OPERATORS = frozenset(
    b"q Q cm w J j M d i gs m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts "
    b"Td TD Tm T* Tj TJ g G rg RG Do BMC BDC EMC".split()
)
_OPERATOR = re.compile(rb"(?:^|[ \]])([A-Za-z*]+)$")
_TAG = re.compile(rb"/[A-Za-z0-9]+|<<.*>>")
_NEEDS = re.compile(rb"^/(\S+) (?:[-0-9.]+ )?(Tf|gs|Do)$", re.MULTILINE)
_SHOWN = re.compile(rb"/([A-Z]{6}) [-0-9.]+ Tf|<([0-9a-f]+)>")
_BFCHAR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")


class KeptFaces(dict[Any, Any]):
    """What a WeasyPrint document collects its fonts in; tells which face each of them is.

    It also saves the time of cutting them down, half of what writing a form takes: a paper gets one
    subset of each face in the end.
    """

    def __init__(self) -> None:
        super().__init__()
        self.faces: dict[str, str] = {}

    def __setitem__(self, key: Any, font: Any) -> None:
        content, clean = getattr(font, "file_content", None), getattr(font, "clean", None)
        if content is None or not callable(clean):
            raise Unexpected("the fonts of a document are kept in another way")
        try:
            face = identity_of(content, font.index)
        except (FaceProblem, TypeError) as error:
            raise Unexpected(str(error)) from error
        if self.faces.setdefault(font.hash, face) != face:
            raise Unexpected("two faces under one name")
        font.file_content = bytes(content[:4])
        font.clean = lambda *_: None
        super().__setitem__(key, font)


def extract(documents: Iterable[Any], photos: Mapping[str, bytes]) -> LaidOut:
    """Take the pages out of *documents*, which make up one form in this order.

    Args:
        photos: JPEG bytes by name; every picture on a page must be one of them.

    Raises:
        Unexpected: What WeasyPrint made is not what we know.
    """
    import pikepdf  # noqa: PLC0415 -- only the rendering process reads PDF

    names = {hashlib.sha256(content).digest(): name for name, content in photos.items()}
    structure = StructureReader()
    pages: list[Page] = []
    glyphs: dict[str, dict[int, tuple[str, float]]] = {}
    for document in documents:
        pdf, faces = _written(document)
        del document  # whatever is still held here when the next is laid out, is held twice
        try:
            with pikepdf.open(io.BytesIO(pdf)) as file:
                pages += _pages_of(file, faces, names, structure, glyphs)
        except (LookupError, AttributeError, TypeError, ValueError, pikepdf.PdfError) as error:
            raise Unexpected(f"{type(error).__name__}: {error}") from error
        del pdf, file  # the same
    template, references = structure.template(len(pages))
    return LaidOut(pages, glyphs, template, references, structure.tops)


def _written(document: Any) -> tuple[bytes, Mapping[str, str]]:
    """Have WeasyPrint write *document*; return the PDF and the faces of its fonts."""
    if not isinstance(getattr(document, "fonts", None), dict):
        raise Unexpected("a document keeps its fonts elsewhere")
    document.fonts = kept = KeptFaces()
    with fonts_in_place():
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)
    return pdf, kept.faces


def _pages_of(
    file: Any,
    faces: Mapping[str, str],
    names: Mapping[bytes, str],
    structure: StructureReader,
    glyphs: dict[str, dict[int, tuple[str, float]]],
) -> Iterator[Page]:
    fonts = _Fonts(file.pages[0].obj.Resources.get("/Font", {}), faces)
    for page, of_page in zip(file.pages, structure.read(file), strict=True):
        content = page.obj.Contents.read_bytes()
        used = _check_operators(content)
        box = [float(edge) for edge in page.obj.MediaBox]
        if box[:2] != [0, 0] or "/Rotate" in page.obj or "/UserUnit" in page.obj:
            raise Unexpected("a page that does not begin at its corner")
        resources = page.obj.Resources
        yield Page(
            size=(box[2], box[3]),
            content=zlib.compress(b"q\n" + content + b"\nQ", 6),
            fonts=fonts.note(content, glyphs),
            states=_states(resources, used["gs"]),
            pictures=_pictures(resources, used["Do"], names),
            owners=of_page.owners,
            links=_links(page.obj.get("/Annots", []), of_page.linked),
        )


def _check_operators(content: bytes) -> dict[str, list[str]]:
    """Hold that the drawing is made of what we know; return the resources that it names."""
    for line in content.split(b"\n"):
        operator = _OPERATOR.search(line)
        if operator is None and line and not _TAG.fullmatch(line):
            raise Unexpected(f"an unknown line in a drawing: {line[-40:]!r}")
        if operator and operator[1] not in _KNOWN_OPERATORS:
            raise Unexpected(f"an unknown operator in a drawing: {operator[1]!r}")
    used: dict[str, list[str]] = {"Tf": [], "gs": [], "Do": []}
    for name, operator_name in _NEEDS.findall(content):
        kind = used[operator_name.decode()]
        if name.decode() not in kind:
            kind.append(name.decode())
    return used


def _states(resources: Any, names: Iterable[str]) -> str:
    """Write down the graphics states that a page uses; transparency of the plain kind only."""
    parts = []
    for name in sorted(names):
        state = resources.ExtGState[f"/{name}"]
        if not set(state.keys()) <= {"/CA", "/ca"}:
            raise Unexpected("a graphics state with more than an opacity")
        parts.append(f"/{name}{state.unparse().decode()}")
    return "<<" + "".join(parts) + ">>"


def _pictures(
    resources: Any, names: Iterable[str], photos: Mapping[bytes, str]
) -> dict[str, Picture]:
    pictures = {}
    for name in sorted(names):
        image = resources.XObject[f"/{name}"]
        raw = bytes(image.read_raw_bytes())
        photo = photos.get(hashlib.sha256(raw).digest())
        colours = str(image.get("/ColorSpace", ""))[1:]
        if photo is None or colours not in ("DeviceRGB", "DeviceGray") or "/Decode" in image:
            raise Unexpected("a picture that is not a stored photo byte for byte")
        pictures[name] = Picture(photo, int(image.Width), int(image.Height), colours, len(raw))
    return pictures


def _links(annotations: Iterable[Any], linked: Mapping[Any, int]) -> list[Link]:
    """Read the links; those within the paper have a scheme of their own, others go to the web."""
    links = []
    for annotation in annotations:
        action = annotation.get("/A")
        if annotation.Subtype != "/Link" or action is None or action.S != "/URI":
            raise Unexpected("an annotation that is not a link to another form or the web")
        address = str(action.URI)
        if not address.startswith((f"{LINK_SCHEME}:", "https://", "http://")):
            raise Unexpected("a link that leads neither to a form nor to the web")
        x1, y1, x2, y2 = (float(edge) for edge in annotation.Rect)
        box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        target = address.removeprefix(f"{LINK_SCHEME}:")
        links.append(Link(box, target, linked[annotation.objgen]))
    return links


class _Fonts:
    """The fonts of one PDF: which faces they are, and texts and widths of their glyphs."""

    def __init__(self, fonts: Any, faces: Mapping[str, str]) -> None:
        self._fonts: dict[str, tuple[str, dict[int, str], dict[int, float]]] = {}
        for name, font in fonts.items():
            key = name[1:]
            if font.get("/Encoding") != "/Identity-H" or key not in faces:
                raise Unexpected("a font whose text is not written in its glyphs' own numbers")
            texts = {
                int(glyph, 16): text.decode()
                for glyph, text in _BFCHAR.findall(font.ToUnicode.read_bytes())
            }
            self._fonts[key] = (faces[key], texts, _widths(font.DescendantFonts[0].W))

    def note(
        self, content: bytes, glyphs: dict[str, dict[int, tuple[str, float]]]
    ) -> dict[str, str]:
        """Add the glyphs of one page to *glyphs*; return its fonts."""
        used: dict[str, str] = {}
        for name, shown in _SHOWN.findall(content):
            if name:
                face, texts, widths = self._fonts[name.decode()]
                used[name.decode()] = face
                known = glyphs.setdefault(face, {})
                continue
            for place in range(0, len(shown), 4):
                glyph = int(shown[place : place + 4], 16)
                if glyph not in known:
                    if glyph not in texts or glyph not in widths:
                        raise Unexpected("a glyph without text or width")
                    known[glyph] = (texts[glyph], widths[glyph])
        return dict(sorted(used.items()))


def _widths(array: Any) -> dict[int, float]:
    widths: dict[int, float] = {}
    items = iter(array)
    for first in items:
        for number, width in enumerate(next(items)):
            widths[int(first) + number] = round(float(width), 3)
    return widths
