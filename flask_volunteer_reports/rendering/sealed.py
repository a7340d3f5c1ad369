"""Files that say whether they are whole: a digest, a small head as JSON, then named blobs.

Nothing in such a file is ever run: it is read with JSON and slices only.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping
from typing import Any

Blob = bytes | memoryview

_MAGIC = b"VRSEAL1\n"
_HEAD = struct.Struct(">32sI")


def seal(head: Mapping[str, Any], blobs: Mapping[str, Blob]) -> bytes:
    """Put *head* (JSON values) and *blobs* into one file; the same contents give the same bytes."""
    sizes = [[name, len(blob)] for name, blob in blobs.items()]
    text = json.dumps({**head, "blobs": sizes}, ensure_ascii=False, separators=(",", ":")).encode()
    digest = hashlib.sha256(text)
    for blob in blobs.values():
        digest.update(blob)
    return b"".join([_MAGIC, _HEAD.pack(digest.digest(), len(text)), text, *blobs.values()])


def unseal(file: bytes) -> tuple[dict[str, Any], dict[str, memoryview]] | None:
    """Return head and blobs, which are not copied; None where it is damaged or none of ours."""
    start = len(_MAGIC) + _HEAD.size
    if len(file) < start or not file.startswith(_MAGIC):
        return None
    digest, length = _HEAD.unpack_from(file, len(_MAGIC))
    content = memoryview(file)[start:]
    if hashlib.sha256(content).digest() != digest:
        return None
    head: dict[str, Any] = json.loads(bytes(content[:length]))
    blobs, place = {}, length
    for name, size in head.pop("blobs"):
        blobs[name] = content[place : place + size]
        place += size
    return head, blobs
