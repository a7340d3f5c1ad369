"""Files that are sent with a form: kept at once, and found again when the form is sent again."""

from __future__ import annotations

from typing import Any, cast

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from ...domain.archiving import FileKind
from ...domain.file_names import safe_name
from ...services.archiving import KeptFile, keep_upload
from ...state import current_state, current_unit_of_work
from ..context import require_actor
from ..forms import BaseForm
from ..uploads import allow_upload

_SALT = "volunteer_reports.kept_file"
_SECONDS = 24 * 3600


def allow_document() -> None:
    """Let this request carry one document, whatever the host allows elsewhere; refuse more."""
    # Twice as much as may be kept, so that who sends too much is told so at the field.
    allow_upload(2 * (current_state().settings.document_max_bytes + 2**20))


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


def download_name(title: str, kind: FileKind) -> str:
    """Name a file as the person's computer will keep it."""
    return f"{safe_name(title)}.{kind.value}"


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
