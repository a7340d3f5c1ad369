"""The default storage: one folder, whole files or none."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .errors import StorageFailed


def photo_storage_name(sha256: str) -> str:
    """Name the stored file of a photo: content-addressed, spread over 256 folders."""
    return f"photos/{sha256[:2]}/{sha256}.jpg"


def paper_storage_name(sha256: str) -> str:
    """Name the stored file of an issued document in the same way."""
    return f"papers/{sha256[:2]}/{sha256}"


def pages_storage_name(key: str) -> str:
    """Name the stored pages of a form, by the digest of its facts and templates."""
    return f"pages/{key[:2]}/{key}"


def font_storage_name(key: str) -> str:
    """Name a stored subset of a font, by the digest of what is in it."""
    return f"fonts/{key[:2]}/{key}"


def document_storage_name(sha256: str, ending: str) -> str:
    """Name the stored file of a filed document in the same way."""
    return f"documents/{sha256[:2]}/{sha256}.{ending}"


def package_storage_name(sha256: str) -> str:
    """Name the stored file of a package in the same way."""
    return f"packages/{sha256[:2]}/{sha256}.zip"


class FolderStorage:
    """Keeps files below one folder; what was written once is never written again.

    Args:
        folder: Absolute; made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, name: str, content: bytes) -> None:
        """Keep *content* under *name*, whole and on the disk, or raise StorageFailed.

        Names are digests of their contents, so a file that is there already is the same file.
        """
        self.save_file(name, io.BytesIO(content))

    def save_file(self, name: str, file: BinaryIO) -> None:
        """Keep the rest of *file* under *name*, as :meth:`save` does; memory does not grow with it.

        Args:
            file: Read from where it stands.
        """
        path = self._path(name)
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                write_file(path, file)
        except OSError as error:
            raise StorageFailed(
                "The file could not be kept: the server's disk is full or not writable. What you "
                "typed is still here; try again later, or tell the people who run the site."
            ) from error

    def has(self, name: str) -> bool:
        """Tell whether something is kept under *name*."""
        return self._path(name).is_file()

    def read(self, name: str) -> bytes:
        """Return what was kept under *name*, or raise StorageFailed."""
        with self.open(name) as file:
            return file.read()

    def open(self, name: str) -> BinaryIO:
        """Open what was kept under *name* for reading, or raise StorageFailed."""
        try:
            return self._path(name).open("rb")
        except OSError as error:
            raise StorageFailed(
                "A stored file cannot be read. Tell the people who run the site."
            ) from error

    def _path(self, name: str) -> Path:
        # By its letters, not by asking the disk: a paper of 1,000 pages opens 4,000 files.
        if name.startswith("/") or not name or {"", ".", ".."} & set(name.split("/")):
            raise StorageFailed("This is not the name of a stored file.")
        return self.folder / name


def write_file(path: Path, source: BinaryIO) -> None:
    """Write the rest of *source* so that a crash leaves either all of it or nothing.

    Raises:
        OSError: The disk is full or the folder not writable; nothing is left behind.
    """
    with writing_whole(path) as file:
        shutil.copyfileobj(source, file, 1 << 20)


@contextlib.contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside *path* that takes its place once the block has ended well.

    Raises:
        OSError: The disk is full or the folder not writable; nothing is left behind.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
