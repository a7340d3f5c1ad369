"""An office's own forms of the papers: upload, look at the preview, put into use, go back."""

from __future__ import annotations

import contextlib
from uuid import UUID

from flask import abort, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...domain.office_forms import MOST_BYTES_DOCX, MOST_BYTES_TEXT, FormName
from ...errors import Message, NotFound
from ...models import Area, JobStatus, OfficeForm
from ...ports import Permission
from ...rendering.documents import our_source
from ...rendering.docx_starter import docx_starter
from ...services import archiving
from ...services.archiving.form_check import faults_of
from ...services.archiving.office_templates import forms_in_use, newest_use
from ...services.queries.history import history
from ...services.queries.office_forms import VersionState, form_page, form_rows, trials
from ...services.queries.reports import area_by_code
from ...services.reporting.papers import check_office
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import label, notify, require_actor, say, show_notice
from ..errors import wants_json
from ..forms import ActionForm, BaseForm
from ..paging import offices
from .form_files import OfficeFormUpload

_TYPES = {
    "html": "text/plain; charset=utf-8",
    "css": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@requires(Permission.EDIT_FORMS)
def form_offices() -> ResponseReturnValue:
    """Choose the office; whoever has one only is led to it."""
    areas = offices()
    if len(areas) == 1:
        return redirect(url_for(".forms", area_code=areas[0].code))
    return render_template("volunteer_reports/archiving/form_offices.html", areas=areas)


@requires(Permission.EDIT_FORMS)
def forms(area_code: str) -> ResponseReturnValue:
    """List the forms that an office may replace, and what is used now."""
    area, uow = _area(area_code), current_unit_of_work()
    rows = form_rows(uow.session, area, uow.settings)
    return render_template("volunteer_reports/archiving/forms.html", area=area, rows=rows)


@requires(Permission.EDIT_FORMS)
def form(area_code: str, name: str) -> ResponseReturnValue:
    """Show one form with its versions; take a new one."""
    _allow_upload()
    area, form_name, uow = _area(area_code), _name(name), current_unit_of_work()
    upload = OfficeFormUpload()
    if upload.validate_on_submit() and upload.attempt(
        archiving.upload_form,
        uow,
        require_actor(),
        current_state().storage,
        area.id,
        form_name,
        upload.content(MOST_BYTES_DOCX if form_name.is_docx else MOST_BYTES_TEXT),
        upload.note.data or "",
        now=now(),
    ):
        upload.announce("The form is uploaded and is being tried.")
        if upload.result is None:  # it had been uploaded before
            return redirect(url_for(".form", area_code=area.code, name=name))
        return redirect(url_for(".version", form_id=upload.result.id))
    area = _area(area_code)
    shown = form_page(uow.session, area, form_name, uow.settings)
    button = ActionForm(formdata=None)
    button.version.show(shown.use_number)
    page = render_template(
        "volunteer_reports/archiving/form.html",
        area=area,
        name=form_name,
        shown=shown,
        form=upload,
        button=button,
    )
    return page, upload.status


@requires(Permission.EDIT_FORMS)
def form_in_use(area_code: str, name: str) -> ResponseReturnValue:
    """Hand out the form that is used now, to begin a new one with."""
    area, form_name, uow = _area(area_code), _name(name), current_unit_of_work()
    used = forms_in_use(uow.session, area, uow.settings)[form_name]
    content = used.read(current_state().storage)
    if content is None and form_name.is_docx:
        content = docx_starter(form_name.value)
    elif content is None:
        content = (our_source(form_name.value) or "").encode()
    return _file(content, form_name.value)


@requires(Permission.EDIT_FORMS)
def withdraw_form(area_code: str, name: str) -> ResponseReturnValue:
    """Go back from an own form."""
    area, form_name, button = _area(area_code), _name(name), ActionForm()
    if button.validate_on_submit() and button.attempt(
        archiving.withdraw_form,
        current_unit_of_work(),
        require_actor(),
        area.id,
        form_name,
        after_number=button.version.number,
        now=now(),
    ):
        button.announce("The own form is not used any more.")
    else:
        _complain(button)
    return redirect(url_for(".form", area_code=area_code, name=name))


@requires(Permission.EDIT_FORMS)
def version(form_id: UUID) -> ResponseReturnValue:
    """Show what trying a version showed, and let it be put into use."""
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, OfficeForm, form_id)
    trial = trials(uow.session, [form_id])[form_id]
    trying = trial.state is VersionState.TRYING
    if trying and trial.job and trial.job.status is JobStatus.QUEUED:
        current_state().runner.wake()  # whoever should work on it may be gone
    if wants_json():
        state = label(trial.state)
        return jsonify(label=state, text="", done=0, total=0, over=not trying, status=trial.state)
    last = newest_use(uow.session, found.area_id, found.name)
    button = ActionForm(formdata=None)
    button.version.show(last.number if last else 0)
    failure = trial.job.failure if trial.job else None
    return render_template(
        "volunteer_reports/archiving/form_version.html",
        version=found,
        trial=trial,
        faults=faults_of(trial.check) if trial.check else (),
        in_use=last is not None and last.form_id == found.id,
        button=button,
        failure=say(Message(failure["text"], failure["values"])) if failure else None,
        history=history(uow.session, found.id),
    )


@requires(Permission.EDIT_FORMS)
def version_file(form_id: UUID) -> ResponseReturnValue:
    """Hand out a version as it was uploaded."""
    found = current_unit_of_work().find(require_actor(), OfficeForm, form_id)
    return _file(current_state().storage.read(found.storage_name), found.name.value)


@requires(Permission.EDIT_FORMS)
def preview(form_id: UUID) -> ResponseReturnValue:
    """Show the papers that were made with invented facts."""
    uow = current_unit_of_work()
    found = uow.find(require_actor(), OfficeForm, form_id)
    check = trials(uow.session, [form_id])[form_id].check
    if check is None or not check.usable:
        raise NotFound("There is no preview of this version.")
    content = current_state().storage.read(check.preview_storage_name)
    stem, _, ending = found.name.value.partition(".")
    kind = "docx" if ending == "docx" else "pdf"
    return _file(content, f"preview-{stem}-{found.number}.{kind}", inline=kind == "pdf")


@requires(Permission.EDIT_FORMS)
def try_again(form_id: UUID) -> ResponseReturnValue:
    """Have a version tried again."""
    button = ActionForm()
    if button.validate_on_submit() and button.attempt(
        archiving.check_form_again,
        current_unit_of_work(),
        require_actor(),
        form_id,
        now=now(),
    ):
        button.announce("The form is being tried again.")
    else:
        _complain(button)
    return redirect(url_for(".version", form_id=form_id))


@requires(Permission.EDIT_FORMS)
def put_into_use(form_id: UUID) -> ResponseReturnValue:
    """Make the office's papers with this version from now on."""
    button = ActionForm()
    if button.validate_on_submit() and button.attempt(
        archiving.put_form_into_use,
        current_unit_of_work(),
        require_actor(),
        current_state().storage,
        form_id,
        after_number=button.version.number,
        now=now(),
    ):
        button.announce("From now on the papers are made with this form.")
    else:
        _complain(button)
    return redirect(url_for(".version", form_id=form_id))


def _allow_upload() -> None:
    """Let this request carry a form, whatever the host allows elsewhere; refuse far more."""
    most = 2 * MOST_BYTES_DOCX
    if (request.content_length or 0) > most:
        abort(413)
    with contextlib.suppress(AttributeError):  # Flask 3.0: the host's MAX_CONTENT_LENGTH holds
        request.max_content_length = most


def _area(code: str) -> Area:
    """Return the area of an address if it has an office whose forms the person keeps."""
    uow, actor = current_unit_of_work(), require_actor()
    area = area_by_code(uow.session, code)
    if area is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    found = uow.find(actor, Area, area.id)
    uow.require(actor, Permission.EDIT_FORMS, found)
    check_office(found)
    return found


def _name(text: str) -> FormName:
    if text not in [*FormName]:
        raise NotFound("There is no such page, or it is not yours to see.")
    return FormName(text)


def _complain(button: BaseForm) -> None:
    """Say on the next page why it was not done."""
    if button.form_errors:
        show_notice(str(button.form_errors[0]), "warning")
    else:
        notify("The page had expired. Press the button again.", "warning")


def _file(content: bytes, filename: str, *, inline: bool = False) -> ResponseReturnValue:
    """Hand out a file; what an office uploaded is never shown as a page of this site."""
    kind = _TYPES[filename.rpartition(".")[2]]
    response = current_app.response_class(content, content_type=kind)
    disposition = "inline" if inline else "attachment"
    response.headers.set("Content-Disposition", disposition, filename=filename)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
