"""The structure tree of a paper on its way out, and which content belongs to which element."""

from __future__ import annotations

from collections.abc import Sequence

from .pdf_file import PdfFile, references

_LEAF = 64
"""Keys in one leaf of the parent tree."""


class StructureTree:
    """Numbers content, and writes the trees; the elements themselves are written by others."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self.document = file.reserve()
        """The object number of the element that all others stand in."""
        self.root = file.reserve()
        self._tops: list[int] = []
        self._leaf: list[bytes] = []
        self._leaves: list[int] = []
        self._keys = 0

    def add(self, tops: Sequence[int]) -> None:
        """Put elements into the document."""
        self._tops += tops

    def own(self, owners: Sequence[int], *, single: bool = False) -> int:
        """Note to which elements a page's content or a link belongs; return its key.

        Args:
            owners: The object number for each piece of marked content; 0 where there is none.
            single: For a link, which has one.
        """
        key = self._keys
        self._keys += 1
        self._leaf.append(references(owners) if single else b"[%b]" % references(owners))
        if len(self._leaf) == _LEAF:
            self._close_leaf()
        return key

    def write(self) -> None:
        """Write what is left."""
        self._close_leaf()
        tree = self._file.add(b"<</Kids[%b]>>" % references(self._leaves))
        self._file.put(
            self.document,
            b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (self.root, references(self._tops)),
        )
        self._file.put(
            self.root,
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (self.document, tree, self._keys),
        )

    def _close_leaf(self) -> None:
        if not self._leaf:
            return
        first = self._keys - len(self._leaf)
        entries = b" ".join(b"%d %b" % pair for pair in enumerate(self._leaf, first))
        limits = (first, self._keys - 1)
        self._leaves.append(self._file.add(b"<</Limits[%d %d]/Nums[%b]>>" % (*limits, entries)))
        self._leaf = []
