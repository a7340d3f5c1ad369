"""A form that was laid out once: its pages, ready to be put into any paper.

Everything in it is relative: elements of the structure tree refer to each other and to their pages
by place, fonts are named by what they are, photos by their digests. Nothing depends on the paper
that the pages came from or go to.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .sealed import Blob, seal, unseal

ROOT = -1
"""In place of an element: the document itself."""


class Unexpected(Exception):
    """WeasyPrint's output is not what the extraction relies on; the paper is rendered plainly."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo on a page; its bytes stay in storage."""

    photo: str
    """The name by which the facts know it."""
    width: int
    height: int
    colours: str
    """Its PDF colour space: DeviceRGB or DeviceGray."""
    size: int
    """Bytes of the JPEG."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page."""

    box: tuple[float, float, float, float]
    """In points, from the lower left corner."""
    target: str
    """The anchor of another form in the paper, or an address with http:// or https://."""
    element: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a form."""

    size: tuple[float, float]
    """Width and height in points."""
    content: Blob
    """Its drawing, compressed with zlib, balanced in graphics states."""
    fonts: Mapping[str, str]
    """Resource name to face."""
    states: str
    """Its graphics states, as they stand in a PDF."""
    pictures: Mapping[str, Picture]
    """By resource name."""
    owners: Sequence[int]
    """The element of each piece of marked content."""
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of one form, or why they could not be taken out of what WeasyPrint made.

    ``elements`` holds one line for each element of the structure tree, with ``%d`` for every
    object that it refers to; ``references`` says which: an element by its place, a page by the
    number of elements and its own, a link after those, ROOT for the document.
    """

    pages: Sequence[Page]
    glyphs: Mapping[str, Mapping[int, tuple[str, float]]]
    """For each face: glyph to its text (hexadecimal UTF-16) and width in thousandths."""
    elements: bytes
    references: Sequence[int]
    tops: Sequence[int]
    unexpected: str = ""
    plain_pages: int = 0
    """How many pages it has where they could not be taken out."""

    @property
    def count(self) -> int:
        """How many pages the form has."""
        return len(self.pages) or self.plain_pages

    @property
    def element_count(self) -> int:
        """How many elements the structure tree has."""
        return self.elements.count(b"\n") + 1 if self.elements else 0

    def to_file(self) -> bytes:
        """Write it as a file; the same pages give the same bytes."""
        head = {"pages": self.count, "unexpected": self.unexpected, "faces": sorted(self.glyphs)}
        details = {
            "pages": [_page_head(page) for page in self.pages],
            "glyphs": {
                face: [[g, text, width] for g, (text, width) in sorted(glyphs.items())]
                for face, glyphs in sorted(self.glyphs.items())
            },
            "references": list(self.references),
            "tops": list(self.tops),
        }
        text = json.dumps(details, ensure_ascii=False, separators=(",", ":"))
        contents = {str(n): page.content for n, page in enumerate(self.pages)}
        return seal(head, {"details": text.encode(), "elements": self.elements, **contents})

    @classmethod
    def from_file(cls, file: bytes) -> LaidOut | None:
        """Read such a file; None where it is damaged."""
        parts = unseal(file)
        if parts is None:
            return None
        head, blobs = parts
        details = json.loads(bytes(blobs["details"]))
        return cls(
            pages=[_page(page, blobs[str(n)]) for n, page in enumerate(details["pages"])],
            glyphs={
                face: {g: (text, width) for g, text, width in glyphs}
                for face, glyphs in details["glyphs"].items()
            },
            elements=bytes(blobs["elements"]),
            references=array("q", details["references"]),
            tops=details["tops"],
            unexpected=head["unexpected"],
            plain_pages=head["pages"] if head["unexpected"] else 0,
        )


@dataclass(frozen=True, slots=True)
class Head:
    """What is read of a form before a paper is begun."""

    pages: int
    unexpected: str
    """Why its pages could not be taken out; empty where they were."""
    faces: Sequence[str]

    @classmethod
    def from_file(cls, file: bytes) -> Head | None:
        """Read the head of a whole file, or return None where the file is damaged."""
        parts = unseal(file)
        return None if parts is None else cls(**parts[0])


def not_laid_out(reason: str, pages: int) -> LaidOut:
    """Keep in mind that a form of so many pages has to be rendered plainly."""
    return LaidOut([], {}, b"", [], [], unexpected=reason, plain_pages=pages)


def _page_head(page: Page) -> dict[str, Any]:
    return {
        "size": page.size,
        "fonts": dict(page.fonts),
        "states": page.states,
        "pictures": {
            name: [p.photo, p.width, p.height, p.colours, p.size]
            for name, p in page.pictures.items()
        },
        "owners": list(page.owners),
        "links": [[link.box, link.target, link.element] for link in page.links],
    }


def _page(head: dict[str, Any], content: Blob) -> Page:
    width, height = head["size"]
    return Page(
        size=(width, height),
        content=content,
        fonts=head["fonts"],
        states=head["states"],
        pictures={name: Picture(*facts) for name, facts in head["pictures"].items()},
        owners=array("q", head["owners"]),
        links=[Link(tuple(box), target, element) for box, target, element in head["links"]],
    )
