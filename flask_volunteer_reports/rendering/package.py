"""A package: a ZIP of files that lie elsewhere, written in one pass, the same bytes every time.

Nothing is packed smaller: pictures, PDF and Office files are packed already, and what a packing
library makes of the same content differs from version to version.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from ..errors import StorageFailed

MANIFEST = "manifest.sha256"
_FIXED = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 18
_IN_MEMORY = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """One file of a package: where it stands there, where it is kept, and what it is."""

    path: str
    storage_name: str
    sha256: str
    title: str
    owner: str
    day: date
    theme: str
    place: str


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that is made for the package, such as its table of contents."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PackingResult:
    """What became of it."""

    packed: int
    unreadable: tuple[PackedFile, ...]


class _Unreadable(Exception):
    """A file cannot be read, or is not what it was."""


def write_package(
    out: BinaryIO,
    files: Sequence[PackedFile],
    open_stored: Callable[[str], BinaryIO],
    make_lists: Callable[[tuple[PackedFile, ...]], Iterable[MadeFile]],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> PackingResult:
    """Write a package; memory does not grow with the size of the files.

    Args:
        out: Seekable, empty.
        files: In the order in which they stand in the package.
        open_stored: Opens a stored file for reading, or raises StorageFailed.
        make_lists: Given what could not be read, makes the files that are written last; after them
            comes the manifest with the SHA-256 of every other file.
        progress: Told how many files of how many are done.

    Raises:
        StorageFailed: The disk is full. What was written so far is of no use.
    """
    unreadable: list[PackedFile] = []
    manifest: list[str] = []
    progress(0, len(files))
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for done, file in enumerate(files, 1):
                try:
                    _copy(archive, file, open_stored)
                except _Unreadable:
                    unreadable.append(file)
                else:
                    manifest.append(f"{file.sha256}  {file.path}")
                progress(done, len(files))
            for made in make_lists(tuple(unreadable)):
                archive.writestr(_entry(made.path), made.content)
                manifest.append(f"{hashlib.sha256(made.content).hexdigest()}  {made.path}")
            archive.writestr(_entry(MANIFEST), "".join(f"{line}\n" for line in sorted(manifest)))
        out.flush()
    except OSError as error:
        raise StorageFailed(
            "The package could not be written: the disk is full or not writable. Nothing of it was "
            "kept. Make room, or pack fewer classes at once."
        ) from error
    return PackingResult(len(files) - len(unreadable), tuple(unreadable))


def _copy(
    archive: zipfile.ZipFile, file: PackedFile, open_stored: Callable[[str], BinaryIO]
) -> None:
    """Read a file whole and make sure of it; only then does it get its place in the package."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as read:
        size, sha256 = 0, hashlib.sha256()
        try:
            source = open_stored(file.storage_name)
        except (StorageFailed, OSError) as error:
            raise _Unreadable from error
        with source:
            while chunk := _read(source):
                size += len(chunk)
                sha256.update(chunk)
                read.write(chunk)
        if sha256.hexdigest() != file.sha256:
            raise _Unreadable
        entry = _entry(file.path)
        entry.file_size = size
        read.seek(0)
        with archive.open(entry, "w") as target:
            while chunk := read.read(_CHUNK):
                target.write(chunk)


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(_CHUNK)
    except (OSError, StorageFailed) as error:
        raise _Unreadable from error


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _FIXED)
    # Said to be made on Unix, on whatever machine: unzip garbles the Chinese names of a ZIP that
    # was made on Windows, though they are marked as UTF-8. Everybody may read what it unpacks.
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry
