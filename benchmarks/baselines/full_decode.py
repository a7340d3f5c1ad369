"""A photo at upload the obvious way: decode all of it, turn it, scale it, save it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from ..album import Album
from ..work import Outcome, Run, Work


@contextmanager
def upload(work: Work, *, photos: int) -> Iterator[Run]:
    """So many photos of 12 megapixels, one after the other."""
    uploads = [work.album.upload(number) for number in range(photos)]
    _scale(work.album.upload(photos), work.album)

    def run() -> Outcome:
        return Outcome(size=sum(len(_scale(upload, work.album)) for upload in uploads))

    yield run


def _scale(upload: bytes, album: Album) -> bytes:
    edge = album.limits.long_edge
    with Image.open(io.BytesIO(upload)) as image:
        image.load()
        upright = ImageOps.exif_transpose(image)
        scale = edge / max(upright.size)
        size = (round(upright.width * scale), round(upright.height * scale))
        small = upright.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=album.limits.quality, optimize=True)
    return out.getvalue()
