"""Photos of reports: sent, shown, taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from ...domain.reporting import PHOTOS_TO_SUBMIT
from ...errors import Message
from ...models import ActivityReport
from ...ports import Permission
from ...services import reporting
from ...services.reporting.photos import find_photo
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import notify, require_actor, show_notice, t
from ..errors import wants_json
from ..forms import ActionForm, BaseForm
from ..uploads import allow_upload
from .forms import PhotoForm


@requires(Permission.WRITE_REPORT)
def upload(report_id: UUID, slot: int) -> ResponseReturnValue:
    """Take one photo, sent by our script while the person goes on writing."""
    allow_uploads()
    uow, actor = current_unit_of_work(), require_actor()
    before = uow.find(actor, ActivityReport, report_id).version
    form = PhotoForm()
    taken = form.validate_on_submit() and take_photo(
        form, report_id, slot, form.photo, form.standing.data
    )
    if not wants_json():
        if not taken:
            show_notice(_first_error(form), "warning")
        return redirect(url_for(".edit", report_id=report_id))
    if not taken:
        return jsonify(error=_first_error(form)), form.status
    # A photo may reopen an accepted report. Whoever was up to date before it still is.
    after = uow.find(actor, ActivityReport, report_id).version
    version = after if form.version.number == before else form.version.number
    if form.result is None:
        return jsonify(version=version)
    photo_id = form.result.id
    return jsonify(id=str(photo_id), url=url_for(".photo", photo_id=photo_id), version=version)


@requires(Permission.WRITE_REPORT)
def void_photo(report_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Take a photo out of a report."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        reporting.void_photo,
        current_unit_of_work(),
        require_actor(),
        report_id,
        photo_id,
        Message("Taken out of the report.").text,
        now=now(),
    ):
        notify("The photo is taken out.")
    else:
        show_notice(_first_error(form), "warning")
    return redirect(url_for(".edit", report_id=report_id))


@requires(Permission.SEE_REPORT)
def photo(photo_id: UUID) -> ResponseReturnValue:
    """Show a photo to those who may see its report, and to nobody else."""
    found = find_photo(current_unit_of_work(), require_actor(), photo_id)
    content = current_state().storage.read(found.storage_name)
    response = current_app.response_class(content, mimetype="image/jpeg")
    # The address never shows another picture, but it must not be kept where others can get at it.
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def take_photo(
    form: BaseForm, report_id: UUID, slot: int, field: Any, standing: str | None
) -> bool:
    """Put an uploaded file into a report; without a file there is nothing to do.

    Returns:
        False when it was refused; the reason stands at the field.
    """
    file = field.data
    if not file:
        return True
    limit = current_state().settings.photo_max_bytes
    taken = BaseForm(formdata=None)
    done = taken.attempt(
        reporting.add_photo,
        current_unit_of_work(),
        require_actor(),
        current_state().storage,
        report_id,
        slot,
        file.stream.read(limit + 1),
        replaces=_as_id(standing),
        now=now(),
    )
    form.result = taken.result
    if not done and taken.failure:
        taken.failure.field = field.short_name
        form.complain(taken.failure)
    return done


def allow_uploads() -> None:
    """Let this request carry two photos, whatever the host allows elsewhere; refuse more."""
    most = PHOTOS_TO_SUBMIT * (current_state().settings.photo_max_bytes + 2**20) + 2**20
    allow_upload(2 * most)


def _first_error(form: BaseForm) -> str:
    errors = [text for texts in form.errors.values() for text in texts]
    return str(errors[0]) if errors else t("The photo could not be saved.")


def _as_id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
