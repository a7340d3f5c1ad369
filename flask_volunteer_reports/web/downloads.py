"""Handing stored files out, in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response, current_app

from ..errors import StorageFailed
from ..state import current_state

PIECE = 1 << 16


def download(storage_name: str, *, media_type: str, filename: str, size: int) -> Response:
    """Answer with a stored file, to be saved and not to be shown or kept by anything between.

    Raises:
        StorageFailed: The file is not there.
    """
    storage = current_state().storage
    if not storage.has(storage_name):
        raise StorageFailed("A stored file cannot be read. Tell the people who run the site.")

    def pieces() -> Iterator[bytes]:
        # Opened by whoever reads the answer, so that an answer that nobody reads opens nothing.
        with storage.open(storage_name) as file:
            while piece := file.read(PIECE):
                yield piece

    response = current_app.response_class(pieces(), mimetype=media_type)
    response.content_length = size
    return to_be_saved(response, filename)


def to_be_saved(response: Response, filename: str) -> Response:
    """Say that an answer is a file of that name, which nothing between may show, guess or keep."""
    # A header holds ASCII only: the name itself for the browsers of today, a plain one for others.
    plain = filename if filename.isascii() else f"file.{filename.rpartition('.')[2]}"
    names = {"filename": plain, "filename*": f"UTF-8''{quote(filename, safe='')}"}
    if plain == filename:
        del names["filename*"]
    response.headers.set("Content-Disposition", "attachment", **names)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
