"""Files that are sent with a form: kept at once, and found again when the form is sent again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, cast

from flask import Response, abort, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from ...domain.archiving import FileKind
from ...domain.file_names import safe_name
from ...ports import Storage
from ...services.archiving import KeptFile, keep_upload
from ...state import current_state, current_unit_of_work
from ..context import require_actor
from ..forms import BaseForm

_SALT = "volunteer_reports.kept_file"
_SECONDS = 24 * 3600
_PIECE = 1 << 16


def allow_upload() -> None:
    """Let this request carry one document, whatever the host allows elsewhere; refuse more."""
    most = 2 * (current_state().settings.document_max_bytes + 2**20)
    if (request.content_length or 0) > most:
        abort(413)
    with contextlib.suppress(AttributeError):  # Flask 3.0: the host's MAX_CONTENT_LENGTH holds
        request.max_content_length = most


def take_file(form: BaseForm) -> KeptFile | None:
    """Keep the file that was sent with a form, or find the one that was sent before.

    The form then carries a signed note of it, so that nobody has to choose it again because a
    title was missing. A refused file says why at its field.
    """
    upload: Any = form["file"].data
    if form.expired:
        return None
    if not upload:
        return _noted(form["kept"].data)
    taken = BaseForm(formdata=None)
    if not taken.attempt(
        keep_upload,
        current_unit_of_work(),
        require_actor(),
        current_state().storage,
        upload.stream,
        upload.filename or "",
    ):
        if taken.failure:
            taken.failure.field = "file"
            form.complain(taken.failure)
        return None
    kept = cast("KeptFile", taken.result)
    form["kept"].data = _signer().dumps(
        [kept.kind.value, kept.sha256, kept.size, kept.name, require_actor().id]
    )
    return kept


def noted_file(form: BaseForm) -> KeptFile | None:
    """Return the file that a form carries a note of, to be shown."""
    return _noted(form["kept"].data)


def hand_out(storage_name: str, media_type: str, filename: str, size: int) -> Response:
    """Answer with a stored file in pieces: to be saved, never to be run or guessed at.

    Raises:
        StorageFailed: It cannot be read.
    """
    storage = current_state().storage
    storage.open(storage_name).close()  # an answer that has begun cannot become an error
    response: Response = current_app.response_class(
        _pieces(storage, storage_name), mimetype=media_type
    )
    response.content_length = size
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def download_name(title: str, kind: FileKind) -> str:
    """Name a file as the person's computer will keep it."""
    return f"{safe_name(title)}.{kind.value}"


def _pieces(storage: Storage, name: str) -> Iterator[bytes]:
    with storage.open(name) as file:
        while piece := file.read(_PIECE):
            yield piece


def _noted(token: str | None) -> KeptFile | None:
    """Read a note that we signed for this person, not too long ago."""
    try:
        kind, sha256, size, name, actor_id = _signer().loads(token or "", max_age=_SECONDS)
    except (BadData, ValueError, TypeError):
        return None
    if actor_id != require_actor().id:
        return None
    return KeptFile(FileKind(kind), sha256, size, name)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=_SALT)
