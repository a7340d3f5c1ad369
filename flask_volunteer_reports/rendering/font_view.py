"""WeasyPrint's fonts where they lie, not copied. Runs in the rendering process.

WeasyPrint copies the whole file of each font of each document, to cut it down or to embed it. Here
it does neither (see :class:`.extraction.KeptFaces`), so it is shown the file where it is mapped, of
which only some pages are read. With three fonts of six megabytes that is a quarter of the process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def fonts_in_place() -> Iterator[None]:
    """Have WeasyPrint keep a view of each font file instead of a copy.

    Where it takes the files in another way than we know, it goes on copying them.
    """
    from weasyprint.pdf import fonts  # noqa: PLC0415 -- slow import

    copy = getattr(fonts, "get_hb_object_data", None)
    if copy is None:
        yield
        return
    fonts.get_hb_object_data = _view
    try:
        yield
    finally:
        fonts.get_hb_object_data = copy


def _view(face: Any) -> Any:
    """Return the file of a HarfBuzz *face* as a buffer, which keeps it mapped."""
    from weasyprint.text.ffi import ffi, harfbuzz  # noqa: PLC0415 -- slow import

    blob = harfbuzz.hb_face_reference_blob(face)
    length = ffi.new("unsigned int *")
    content = harfbuzz.hb_blob_get_data(blob, length)
    return ffi.buffer(ffi.gc(content, lambda _: harfbuzz.hb_blob_destroy(blob)), length[0])
