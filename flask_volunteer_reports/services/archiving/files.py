"""Files that are written somewhere else first and then kept under their digest."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from ...errors import StorageFailed
from ...ports import Storage
from ...storage import paper_storage_name

PIECE = 1 << 20
"""Bytes that are held in memory at a time."""


@contextmanager
def temporary_file() -> Iterator[BinaryIO]:
    """Open a file that is gone afterwards.

    Raises:
        StorageFailed: The disk is full or not writable.
    """
    try:
        with tempfile.TemporaryFile() as file:
            yield cast("BinaryIO", file)
    except OSError as error:
        raise StorageFailed(
            "The file could not be written: the server's disk is full or not writable. Try again "
            "later, or tell the people who run the site."
        ) from error


def keep_paper(storage: Storage, file: BinaryIO) -> tuple[str, int]:
    """Keep a finished file of an issued document.

    Returns:
        Its SHA-256 and its size in bytes.
    """
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    size = file.tell()
    file.seek(0)
    storage.save_file(paper_storage_name(digest.hexdigest()), file)
    return digest.hexdigest(), size
