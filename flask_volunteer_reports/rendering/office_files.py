"""DOCX and XLSX by their content: archives of XML, without macros and without bombs."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import BinaryIO
from xml.etree import ElementTree as ET

from ..domain.archiving import FileKind
from ..errors import InvalidEntry

MOST_PARTS = 5_000
MOST_UNPACKED = 512 << 20
MOST_RATIO = 250
"""How many times larger a file may become; XML of long tables is packed up to about 100 times."""

_SMALL = 4 << 20
_MOST_XML = 8 << 20
_MOST_DIRECTORY = 2 << 20
_CHUNK = 1 << 16
_END = struct.Struct("<4s4H2LH")
_RISKY = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/externalLinkPath")
_REMOTE = re.compile(r"(?:https?|ftp)://|\\\\|file://[^/]|file:/{4,}", re.IGNORECASE)


def check_office_file(file: BinaryIO, size: int) -> FileKind:
    """Tell whether an archive is a DOCX or an XLSX that may be filed.

    Raises:
        InvalidEntry: It is another archive, damaged, encrypted, a bomb, or holds macros or parts
            that are fetched from elsewhere.
    """
    _check_directory(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            kind = _kind(archive)
            _check_sizes(archive, size)
            _unpack_everything(archive)
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise _damaged() from error
    except (UnicodeError, ET.ParseError, ValueError, RuntimeError) as error:
        raise _damaged() from error  # RuntimeError: packed in a way that zipfile does not know
    return kind


def _check_directory(file: BinaryIO, size: int) -> None:
    """Look at the size of the list of parts before it is read into memory."""
    file.seek(max(0, size - 65_536 - _END.size))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise _damaged()
    parts, directory = _END.unpack_from(tail, place)[4:6]
    if parts > MOST_PARTS or directory > _MOST_DIRECTORY:
        raise _bomb()
    file.seek(0)


def _kind(archive: zipfile.ZipFile) -> FileKind:
    names = set(archive.namelist())
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise InvalidEntry(
            "The file is protected by a password. Save it without one, and file that.",
            field="file",
        )
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return FileKind.DOCX
        if "xl/workbook.xml" in names:
            return FileKind.XLSX
    raise InvalidEntry(
        "This is an archive, or a kind of Office file that cannot be filed. File PDF, DOCX, XLSX "
        "or JPEG, each document by itself.",
        field="file",
    )


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    # Parts that lie over one another are counted once in the file, and every time when unpacked.
    if len(infos) > MOST_PARTS or unpacked > MOST_UNPACKED or packed > size:
        raise _bomb()
    if any(info.file_size > max(_SMALL, MOST_RATIO * info.compress_size) for info in infos):
        raise _bomb()


def _unpack_everything(archive: zipfile.ZipFile) -> None:
    """Read each part through, so that what it says of itself is true; nothing is kept."""
    left = MOST_UNPACKED
    for info in archive.infolist():
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _bomb()


def _check_parts(archive: zipfile.ZipFile) -> None:
    types = _xml(archive, "[Content_Types].xml")
    said = [value for element in types.iter() for value in element.attrib.values()]
    names = [name.lower() for name in archive.namelist()]
    if (
        any("macroenabled" in value.lower() or "vbaproject" in value.lower() for value in said)
        or any(name.endswith("vbaproject.bin") for name in names)
        or any("/activex/" in name for name in names)
    ):
        raise InvalidEntry(
            "The file holds macros. Save it as a DOCX or XLSX without macros, and file that.",
            field="file",
        )
    for name in archive.namelist():
        if name.lower().endswith(".rels"):
            _check_relations(_xml(archive, name))


def _check_relations(relations: ET.Element) -> None:
    for relation in relations.iter():
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if (
            relation.get("TargetMode", "").lower() == "external"
            and kind.endswith(_RISKY)
            and _REMOTE.match(target.strip())
        ):
            raise InvalidEntry(
                "The file fetches a part of itself from %(target)s. Save it as PDF, and file that.",
                field="file",
                target=target.strip()[:100],
            )


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    info = archive.getinfo(name)
    if info.file_size > _MOST_XML:
        raise _bomb()
    content = archive.read(info)
    if b"<!DOCTYPE" in content or b"<!\0D\0O\0C\0T\0Y\0P\0E" in content:
        raise _damaged()  # no program writes one, and an entity could grow without end
    return ET.fromstring(content)  # noqa: S314 -- small, and without a document type


def _bomb() -> InvalidEntry:
    return InvalidEntry(
        "Unpacked, this file would be far larger than any document. Save it anew in Word, WPS or "
        "Excel, and file that.",
        field="file",
    )


def _damaged() -> InvalidEntry:
    return InvalidEntry(
        "The file is damaged or was not uploaded completely. Open it, save it anew, and choose it "
        "again.",
        field="file",
    )
