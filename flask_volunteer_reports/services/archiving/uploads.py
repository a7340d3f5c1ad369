"""Uploads: checked and kept before anything is said about them, so that they are sent once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from ...config import Settings
from ...domain.archiving import FileKind
from ...domain.text import clean_text
from ...errors import InvalidEntry, NotAllowed, StorageFailed
from ...ports import Actor, Permission, Storage
from ...rendering.filed_files import inspect_file
from ...rendering.photos import PhotoLimits, process_photo
from ...storage import document_storage_name
from ..unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was checked and is in the storage; ``name`` is what its owner called it."""

    kind: FileKind
    sha256: str
    size: int
    name: str

    @property
    def storage_name(self) -> str:
        """Where it is."""
        return document_storage_name(self.sha256, self.kind)


def keep_upload(
    uow: UnitOfWork, actor: Actor, storage: Storage, file: BinaryIO, name: str
) -> KeptFile:
    """Check an uploaded file and keep it; no row is written.

    A JPEG is kept as scene photos are: upright, scaled, without place and camera. Everything else
    is kept byte for byte. A file that is never filed stays behind unnamed and harms nobody.

    Args:
        file: Seekable; it may be larger than memory.
        name: As the browser gave it; shown later, never a path.

    Raises:
        NotAllowed: *actor* files nothing anywhere.
        InvalidEntry: The file cannot be filed; the text says what to do.
        StorageFailed: The disk is full; nothing is left of it.
    """
    if not uow.policy.scope(actor, Permission.FILE_DOCUMENT):
        raise NotAllowed("You have no right to do this here.")
    found = inspect_file(file, max_bytes=uow.settings.document_max_bytes)
    if found.kind is FileKind.JPEG:
        file.seek(0)
        photo = process_photo(file.read(), _photo_limits(uow.settings))
        kept = KeptFile(FileKind.JPEG, photo.sha256, len(photo.content), shown_name(name))
        storage.save(kept.storage_name, photo.content)
        return kept
    kept = KeptFile(found.kind, found.sha256, found.size, shown_name(name))
    file.seek(0)
    storage.save_file(kept.storage_name, file)
    return kept


def check_kept(storage: Storage, kept: KeptFile) -> None:
    """Raise StorageFailed when a file that was kept is not in the storage any more."""
    if not storage.has(kept.storage_name):
        raise StorageFailed("The file is not there any more. Choose it again.")


def shown_name(name: str) -> str:
    """Make a file's own name fit to be shown: its last part, without what cannot be read."""
    last = name.replace("\\", "/").rpartition("/")[2]
    readable = "".join(
        letter for letter in last if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )
    try:
        return clean_text(readable, single_line=True)[:200]
    except InvalidEntry:
        return ""


def _photo_limits(settings: Settings) -> PhotoLimits:
    return PhotoLimits(
        settings.photo_max_bytes,
        settings.photo_max_megapixels,
        settings.photo_long_edge,
        settings.photo_quality,
    )
