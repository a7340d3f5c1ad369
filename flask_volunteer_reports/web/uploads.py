"""How much one request may carry."""

from __future__ import annotations

import contextlib

from flask import abort, request


def allow_upload(most: int) -> None:
    """Let this request carry *most* bytes, whatever the host allows elsewhere; refuse more."""
    if (request.content_length or 0) > most:
        abort(413)
    with contextlib.suppress(AttributeError):  # Flask 3.0: the host's MAX_CONTENT_LENGTH holds
        request.max_content_length = most
