"""Puts laid-out forms together into one PDF: renumbered, with one font a face and one copy a photo.

Written front to back; what is held at any time is one form, the glyphs that were used, and a few
numbers for each page. See docs/adr/0011-laid-out-once.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import BinaryIO

from ..errors import StorageFailed
from ..ports import Storage
from ..storage import photo_storage_name
from .identification import describe
from .ink import Ink
from .laid_out import ROOT, LaidOut, Link, Page
from .outline import Bookmark, write_outline
from .papers import Mark
from .pdf_file import PdfFile, references, text
from .snapshot import digest
from .stamp import Foot
from .structure_tree import StructureTree

_AT_ONCE = 1 << 16
"""Bytes of a form's elements; a long table has megabytes of them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A form in a paper."""

    key: str
    """Of its laid-out pages."""
    pages: int
    anchor: str = ""
    """What links to it say."""
    bookmarks: tuple[tuple[int, str], ...] = ()
    """Level and label of the bookmarks that lead to its first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is put together: forms in their order, and what is said about the whole."""

    title: str
    created: date
    variant: str
    sections: Sequence[Section]
    mark: Mark | None
    numbered: bool
    families: Sequence[str]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return sum(section.pages for section in self.sections)


def assemble(paper: Paper, out: BinaryIO, storage: Storage, load: Callable[[str], LaidOut]) -> None:
    """Write *paper* to *out*.

    Args:
        storage: Where the photos are.
        load: Returns the pages of a form by its key.

    Raises:
        StorageFailed: A photo is not what it was when the form was laid out.
        FaceProblem: A font is not installed any more.
    """
    _Assembly(paper, out, storage).write(load)


class _Assembly:
    def __init__(self, paper: Paper, out: BinaryIO, storage: Storage) -> None:
        self._paper = paper
        self._storage = storage
        self._file = PdfFile(out)
        self._ink = Ink(self._file, storage, paper.families)
        self._foot = Foot(self._file, self._ink, paper.pages if paper.numbered else 0, paper.mark)
        self._root = self._file.reserve()
        self._structure = StructureTree(self._file)
        self._page_numbers = self._file.reserve(paper.pages)
        self._photos: dict[str, int] = {}
        self._first_page = {}
        first = 0
        for section in paper.sections:
            self._first_page[section.anchor] = first
            first += section.pages

    def write(self, load: Callable[[str], LaidOut]) -> None:
        first = 0
        bookmarks = []
        for section in self._paper.sections:
            self._add(load(section.key), first)
            page = self._page_numbers + first
            bookmarks += [Bookmark(level, label, page) for level, label in section.bookmarks]
            first += section.pages
        self._ink.write()
        self._structure.write()
        outline = write_outline(self._file, bookmarks)
        self._write_ends(outline)

    def _add(self, form: LaidOut, first: int) -> None:
        """Write one form; its first page is number *first* of the paper, from 0."""
        fonts = self._ink.use(form.glyphs)
        count = form.element_count
        links = [(number, link) for number, page in enumerate(form.pages) for link in page.links]
        base = self._file.reserve(count)
        annotations = self._file.reserve(len(links)) if links else 0
        pages = len(form.pages)

        def number_of(reference: int) -> int:
            if reference == ROOT:
                return self._structure.document
            if reference < count:
                return base + reference
            if reference < count + pages:
                return self._page_numbers + first + reference - count
            return annotations + reference - count - pages

        self._file.put_all(base, _numbered(form.elements, map(number_of, form.references)))
        self._structure.add([base + top for top in form.tops])
        for number, page in enumerate(form.pages):
            of_page = [annotations + n for n, (on, _) in enumerate(links) if on == number]
            self._add_page(page, first + number, base, of_page, fonts)
        for turn, (number, link) in enumerate(links):
            self._add_link(link, annotations + turn, base, first + number)

    def _add_page(
        self,
        page: Page,
        number: int,
        base: int,
        links: Sequence[int],
        numbers: Mapping[str, int],
    ) -> None:
        contents = [self._file.stream(b"/Filter/FlateDecode", page.content)]
        foot = self._foot.content(number + 1, page.size)
        if foot:
            contents.append(self._file.stream(b"", foot))
        fonts = [
            b"/%b %d 0 R" % (name.encode(), numbers[face]) for name, face in page.fonts.items()
        ]
        pictures = [
            b"/%b %d 0 R" % (name.encode(), self._photo(page, name)) for name in page.pictures
        ]
        annotations = b"/Annots[%b]" % references(links) if links else b""
        key = self._structure.own([base + owner if owner >= 0 else 0 for owner in page.owners])
        self._file.put(
            self._page_numbers + number,
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.4f %.4f]/Contents[%b]/StructParents %d"
            b"/Tabs/S%b/Resources<</Font<<%b>>/XObject<<%b>>/ExtGState%b>>>>"
            % (
                self._root,
                *page.size,
                references(contents),
                key,
                annotations,
                b"".join([*fonts, self._foot.fonts]),
                b"".join([*pictures, self._foot.drawings]),
                page.states.encode(),
            ),
        )

    def _photo(self, page: Page, name: str) -> int:
        """Write a photo as it stands in storage, once."""
        picture = page.pictures[name]
        if picture.photo not in self._photos:
            content = self._storage.read(photo_storage_name(picture.photo))
            if len(content) != picture.size:
                raise StorageFailed(
                    "A stored file cannot be read. Tell the people who run the site."
                )
            entries = (
                b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%b/BitsPerComponent 8"
                b"/Filter/DCTDecode" % (picture.width, picture.height, picture.colours.encode())
            )
            self._photos[picture.photo] = self._file.stream(entries, content)
        return self._photos[picture.photo]

    def _add_link(self, link: Link, number: int, base: int, page: int) -> None:
        key = self._structure.own([base + link.element], single=True)
        target = self._first_page.get(link.target)
        if target is None:
            action = b"/A<</S/URI/URI(%b)>>" % _escaped(link.target)
            words = link.target
        else:
            action = b"/Dest[%d 0 R/Fit]" % (self._page_numbers + target)
            words = f"第 {target + 1} 页"
        self._file.put(
            number,
            b"<</Type/Annot/Subtype/Link/Rect[%.3f %.3f %.3f %.3f]/Border[0 0 0]/F 4/P %d 0 R"
            b"/StructParent %d/Contents%b%b>>"
            % (*link.box, self._page_numbers + page, key, text(words), action),
        )

    def _write_ends(self, outline: bytes) -> None:
        pages = [self._page_numbers + n for n in range(self._paper.pages)]
        self._file.put(
            self._root,
            b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), references(pages)),
        )
        paper = self._paper
        about = describe(self._file, paper.title, paper.created, paper.variant)
        catalog = self._file.add(
            b"<</Type/Catalog/Pages %d 0 R/Lang(zh-Hans)/MarkInfo<</Marked true>>"
            b"/StructTreeRoot %d 0 R/ViewerPreferences<</DisplayDocTitle true>>"
            b"/PageLabels<</Nums[0<</S/D>>]>>%b%b>>"
            % (self._root, self._structure.root, outline, about.entries)
        )
        self._file.close(catalog, about.info, identifier_of(paper))


def identifier_of(paper: Paper) -> bytes:
    """Name the paper by its content, so that the same paper has the same name."""
    keys = [[section.key, section.bookmarks] for section in paper.sections]
    facts = (paper.title, paper.created, paper.variant, keys, paper.mark, list(paper.families))
    return bytes.fromhex(digest(*facts))[:16]


def _numbered(elements: bytes, numbers: Iterator[int]) -> Iterator[bytes]:
    """Yield the elements of a form with their references filled in, some at a time."""
    start = 0
    while start < len(elements):
        end = elements.find(b"\n", start + _AT_ONCE)
        part = elements[start : end if end >= 0 else len(elements)]
        yield from (part % tuple(islice(numbers, part.count(b"%d")))).split(b"\n")
        start += len(part) + 1


def _escaped(address: str) -> bytes:
    raw = address.encode("ascii", "ignore")
    return raw.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
