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
_TAIL = 2048
_MOST_INFLATED = 16 << 20
"""Bytes to which all object streams of one PDF are unpacked, at most."""

_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_OBJECT_STREAM = re.compile(rb"/ObjStm(?![A-Za-z0-9])[^\0]{0,600}?stream\r?\n", re.DOTALL)
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9#])")
_ESCAPED = re.compile(rb"/[A-Za-z0-9]{0,20}#[0-9A-Fa-f]{2}[A-Za-z0-9#]{0,60}")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


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
    if any(map(_acts, (*_outside_streams(content), *_object_streams(content)))):
        raise InvalidEntry(
            "The PDF holds scripts, forms that run, or other files. Print it to a new PDF, and "
            "file that.",
            field="file",
        )


def _acts(part: bytes) -> bool:
    """Tell whether a part names something that a reader would run or unpack."""
    if _ACTIVE.search(part):
        return True
    # A name may be written with escapes: /J#53 is /JS.
    return any(
        _ACTIVE.fullmatch(_ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name))
        for name in _ESCAPED.findall(part)
    )


def _outside_streams(content: bytes) -> Iterator[bytes]:
    """Yield what stands between the streams: pictures hold any letters by chance."""
    place = 0
    for match in _STREAM.finditer(content):
        yield content[place : match.start()]
        place = match.end()
    yield content[place:]


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Unpack the streams that hold objects, all together up to a limit."""
    left = _MOST_INFLATED
    for match in _OBJECT_STREAM.finditer(content):
        end = content.find(b"endstream", match.end())
        packed = content[match.end() : end if end >= 0 else len(content)]
        try:
            unpacked = zlib.decompressobj().decompress(packed, left + 1)
        except zlib.error:
            continue  # of another filter, or damaged
        left -= len(unpacked)
        if left < 0:
            raise InvalidEntry(
                "The PDF is built in an unusual way. Print it to a new PDF, and file that.",
                field="file",
            )
        yield unpacked
