"""Where laid-out forms are kept: sealed files in storage, looked through before they are used."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from ..errors import StorageFailed
from ..ports import Storage
from ..storage import pages_storage_name
from .faces import FaceProblem, find_face
from .laid_out import Head, LaidOut

_log = logging.getLogger(__name__)

_COPIES = 9
"""Of a laid-out form: a damaged one cannot be overwritten in storage, so the next name is used."""


@dataclass(frozen=True, slots=True)
class _Kept:
    name: str
    head: Head


class Shelf:
    """The laid-out forms of one storage, by key; remembers what was found, not the forms."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._kept: dict[str, _Kept] = {}

    def find(self, key: str) -> bool:
        """Look for whole pages under *key* whose fonts are installed."""
        for name in () if key in self._kept else _names(key):
            if not self._storage.has(name):
                return False
            head = Head.from_file(self._storage.read(name))
            if head and all(map(_is_installed, head.faces)):
                self._kept[key] = _Kept(name, head)
                return True
            _log.warning("The stored pages %s are damaged or of other fonts; made anew.", name)
        return key in self._kept

    def head(self, key: str) -> Head:
        """Return how the pages begin that were found or kept under *key*."""
        return self._kept[key].head

    def keep(self, key: str, content: bytes) -> None:
        """Keep the pages of a form.

        Raises:
            StorageFailed: The disk is full, or damages one file after the other.
        """
        head = Head.from_file(content)
        for name in _names(key):
            if head and not self._storage.has(name):
                self._storage.save(name, content)
                self._kept[key] = _Kept(name, head)
                return
        raise unreadable()

    def load(self, key: str) -> LaidOut | None:
        """Read the pages that were found or kept; None, and forgotten, where they were damaged."""
        found = LaidOut.from_file(self._storage.read(self._kept[key].name))
        if found is None:
            del self._kept[key]
        return found


def unreadable() -> StorageFailed:
    """Say that storage does not give back what was put in."""
    return StorageFailed("A stored file cannot be read. Tell the people who run the site.")


def _names(key: str) -> list[str]:
    """Return the names under which the pages of a form may be kept, best first."""
    name = pages_storage_name(key)
    return [name, *(f"{name}-{copy}" for copy in range(2, _COPIES + 1))]


def _is_installed(face: str) -> bool:
    try:
        find_face(face)
    except FaceProblem:
        return False
    return True
