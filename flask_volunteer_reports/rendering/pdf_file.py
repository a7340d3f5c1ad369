"""Writes a PDF front to back: what was written is forgotten, only places are kept."""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from .sealed import Blob

_PLACE = struct.Struct(">BQH")
_MOST_IN_STREAM = 200
_LEVEL = 3
"""Of compression: as small as 6 within two hundredths here, in half the time."""


class PdfFile:
    """A PDF on its way out.

    Objects without a stream are collected and written together, compressed. Memory holds those few
    and eight bytes for every object.

    Args:
        out: Written to from where it stands; never read, never sought.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._place = 0
        self._places = array("q", [0])
        """Of each object: its place, or less than zero the stream that it is in and its turn."""
        self._waiting: list[tuple[int, bytes]] = []
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self, count: int = 1) -> int:
        """Return the first of *count* new object numbers."""
        first = len(self._places)
        self._places.extend([0] * count)
        return first

    def put(self, number: int, body: bytes) -> None:
        """Write an object without a stream."""
        self._waiting.append((number, body))
        if len(self._waiting) >= _MOST_IN_STREAM:
            self._flush()

    def put_all(self, first: int, bodies: Iterable[bytes]) -> None:
        """Write objects with the numbers from *first* on."""
        for number, body in enumerate(bodies, first):
            self.put(number, body)

    def add(self, body: bytes) -> int:
        """Write a new object without a stream; return its number."""
        number = self.reserve()
        self.put(number, body)
        return number

    def stream(self, entries: bytes, content: Blob, number: int = 0) -> int:
        """Write an object with a stream, as it is; return its number.

        Args:
            entries: Of its dictionary, without the length.
        """
        number = number or self.reserve()
        self._places[number] = self._place
        self._write(b"%d 0 obj\n<<%b/Length %d>>stream\n" % (number, entries, len(content)))
        self._write(content)
        self._write(b"\nendstream\nendobj\n")
        return number

    def packed(self, entries: bytes, content: bytes, number: int = 0) -> int:
        """Write an object with a stream, compressed; return its number."""
        content = zlib.compress(content, _LEVEL)
        return self.stream(entries + b"/Filter/FlateDecode", content, number)

    def close(self, catalog: int, info: int, identifier: bytes) -> None:
        """Write what is left, and where everything is."""
        self._flush()
        number = self.reserve()
        self._places[number] = start = self._place
        rows = [_PLACE.pack(0, 0, 65535), *map(_row, self._places[1:])]
        name = identifier.hex().encode()
        entries = b"/Type/XRef/W[1 8 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (
            len(self._places),
            catalog,
            info,
            name,
            name,
        )
        self.packed(entries, b"".join(rows), number)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _flush(self) -> None:
        """Write the objects that wait into one stream."""
        if not self._waiting:
            return
        number = self.reserve()
        heads, place = [], 0
        for turn, (of_object, body) in enumerate(self._waiting):
            self._places[of_object] = -(number * 1024 + turn)
            heads.append(b"%d %d" % (of_object, place))
            place += len(body) + 1
        head = b" ".join(heads) + b"\n"
        bodies = b"\n".join(body for _, body in self._waiting)
        entries = b"/Type/ObjStm/N %d/First %d" % (len(self._waiting), len(head))
        self._waiting = []
        self.packed(entries, head + bodies, number)

    def _write(self, content: Blob) -> None:
        self._out.write(content)
        self._place += len(content)


def _row(place: int) -> bytes:
    if place >= 0:
        return _PLACE.pack(1, place, 0)
    return _PLACE.pack(2, -place // 1024, -place % 1024)


def text(value: str) -> bytes:
    """Write a text string."""
    return b"<FEFF" + value.encode("utf-16-be").hex().upper().encode() + b">"


def references(numbers: Sequence[int]) -> bytes:
    """Write references to objects, as they stand in an array; 0 is none."""
    return b" ".join([b"%d 0 R" % number if number else b"null" for number in numbers])
