"""What an uploaded document is by its content, and whether it may be filed.

Nothing is laid out and no stream of a PDF is unpacked to its end: this runs in the web worker, and
what people upload may be built to take for ever.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ..domain.archiving import FileKind
from ..errors import InvalidEntry
from .office_files import check_office_file

CHUNK = 1 << 20
_PIECE = 1 << 14
_TAIL = 2048
_MOST_INFLATED = 16 << 20
"""Bytes to which all object streams of one PDF are unpacked, at most."""
_MOST_OBJECT_STREAMS = 10_000
"""A document of 1,000 pages has about a hundred."""
_DICTIONARY = 600
"""Bytes between the type of an object stream and its content, at most."""


def _named(*names: str) -> str:
    """Match names of a PDF, also where letters are written as numbers: /J#53 is /JS."""
    spelled = ("".join(f"(?:{c}|#(?i:{ord(c):02x}))" for c in name) for name in names)
    return f"/(?:{'|'.join(spelled)})(?![A-Za-z0-9#])"


# Long enough that no picture holds them by chance: looked for everywhere.
_ACTS = re.compile(
    _named("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia").encode()
)
_ACTS_SHORT = re.compile(_named("JS", "XFA").encode())
_ENCRYPTED = re.compile(_named("Encrypt").encode())
_OBJECT_STREAM = re.compile(_named("ObjStm").encode())


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """What is known of a file that may be filed."""

    kind: FileKind
    size: int
    sha256: str


def inspect_file(file: BinaryIO, *, max_bytes: int) -> InspectedFile:
    """Tell what a file is by its content; read from its start, left at its start.

    Args:
        file: Seekable. A JPEG is recognised only; ``rendering.photos`` judges it.

    Raises:
        InvalidEntry: It is empty, too large, of another kind, damaged, or holds what can act by
            itself (macros, scripts, other files); the text says what to do.
    """
    size, sha256 = _measure(file, max_bytes)
    start = file.read(1024)
    file.seek(0)
    if start.startswith(b"\xff\xd8\xff"):
        kind = FileKind.JPEG
    elif start.startswith(b"PK\x03\x04"):
        kind = check_office_file(file, size)
    elif b"%PDF-" in start:
        _check_pdf(file)
        kind = FileKind.PDF
    else:
        raise _unknown(start)
    file.seek(0)
    return InspectedFile(kind, size, sha256)


def _measure(file: BinaryIO, max_bytes: int) -> tuple[int, str]:
    """Return size and SHA-256; refuse what is empty or too large without reading all of it."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise InvalidEntry(
                "The file is larger than %(most)s MB. Make it smaller, for example by saving its "
                "pictures with a lower resolution, or file it in parts.",
                field="file",
                most=max_bytes // 2**20,
            )
        digest.update(chunk)
    if not size:
        raise InvalidEntry("The file is empty. Choose it again.", field="file")
    file.seek(0)
    return size, digest.hexdigest()


def _unknown(start: bytes) -> InvalidEntry:
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return InvalidEntry(
            "This is an old Word or Excel file, or one with a password. Save it as DOCX or XLSX "
            "without a password, and file that.",
            field="file",
        )
    if start.startswith((b"\x89PNG", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")):
        return InvalidEntry(
            "This picture is no JPEG. Save it as JPEG, and file that.", field="file"
        )
    return InvalidEntry(
        "Only PDF, DOCX, XLSX and JPEG can be filed, and by its content this file is none of them.",
        field="file",
    )


def _check_pdf(file: BinaryIO) -> None:
    """Judge a PDF by its bytes; of its streams only those that hold objects are unpacked."""
    content = file.read()
    tail = content[-_TAIL:]
    if b"PK\x05\x06" in content[-(65_536 + 22) :]:
        raise InvalidEntry(
            "This file is a PDF and an archive at once. Print it to a new PDF, and file that.",
            field="file",
        )
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise InvalidEntry(
            "The PDF is damaged or was not uploaded completely. Choose it again.", field="file"
        )
    if _ENCRYPTED.search(content):
        raise InvalidEntry(
            "The file is protected by a password. Save it without one, and file that.",
            field="file",
        )
    if _ACTS.search(content) or any(
        _ACTS.search(part) or _ACTS_SHORT.search(part)
        for parts in (_outside_streams(content), _object_streams(content))
        for part in parts
    ):
        raise InvalidEntry(
            "The PDF holds scripts, forms that run, or other files. Print it to a new PDF, and "
            "file that.",
            field="file",
        )


def _outside_streams(content: bytes) -> Iterator[bytes]:
    """Yield what stands between the streams: pictures hold any letters by chance."""
    place = 0
    while (start := content.find(b"stream", place)) >= 0:
        yield content[place:start]
        if (end := content.find(b"endstream", start)) < 0:
            place = start
            break
        place = end + len(b"endstream")
    yield content[place:]


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Unpack the streams that hold objects, all together up to a limit.

    The work is limited, too: whatever is built into the file, no part of it is read twice.
    """
    to_read, left = len(content), _MOST_INFLATED
    for number, match in enumerate(_OBJECT_STREAM.finditer(content)):
        if number >= _MOST_OBJECT_STREAMS:
            raise _unusual()
        start = content.find(b"stream", match.end(), match.end() + _DICTIONARY)
        if start < 0:
            continue
        start += len(b"stream")
        while content[start : start + 1] in (b"\r", b"\n"):
            start += 1
        unpacked, read = _inflated(memoryview(content)[start:], to_read, left)
        to_read, left = to_read - read, left - len(unpacked)
        yield unpacked


def _inflated(packed: memoryview, to_read: int, most: int) -> tuple[bytes, int]:
    """Unpack what begins here; returns it, and how many bytes were read for it.

    Raises:
        InvalidEntry: It is packed in another way, or it is larger than it may be.
    """
    stream, unpacked, read = zlib.decompressobj(), bytearray(), 0
    try:
        while not stream.eof and read < len(packed):
            piece = packed[read : read + _PIECE]
            read += len(piece)
            unpacked += stream.decompress(piece, most + 1 - len(unpacked))
            if len(unpacked) > most or read > to_read:
                raise _unusual()
    except zlib.error as error:
        raise _unusual() from error
    return bytes(unpacked), read - len(stream.unused_data)


def _unusual() -> InvalidEntry:
    return InvalidEntry(
        "The PDF is built in an unusual way. Print it to a new PDF, and file that.", field="file"
    )
