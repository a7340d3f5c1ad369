"""Volunteers from a spreadsheet: uploaded, looked at, imported."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...domain.file_names import safe_name
from ...domain.volunteer_rows import COLUMNS
from ...models import ImportState, Job, JobStatus, Organization, Verdict, VolunteerImport
from ...ports import Permission
from ...services import directory
from ...services.archiving.tables import workbook_bytes
from ...services.archiving.uploads import shown_name
from ...services.directory.import_check import count_verdicts
from ...services.directory.imports import IMPORT, IMPORT_CHECK, job_of
from ...services.plain_messages import from_plain
from ...services.queries.history import history
from ...services.queries.volunteer_imports import (
    MOST_SHOWN,
    failed_rows_workbook,
    imports_of,
    preview,
)
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import label, require_actor, say, t, today
from ..downloads import to_be_saved
from ..errors import wants_json
from ..forms import ActionForm
from ..paging import id_argument
from ..uploads import allow_upload
from .volunteer_forms import ImportForm

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_WRONG = 100


@requires(Permission.REGISTER_VOLUNTEER)
def new_import() -> ResponseReturnValue:
    """Upload a spreadsheet for an organization."""
    # Twice as much as may be kept, so that who sends too much is told so at the field.
    allow_upload(2 * (current_state().settings.import_max_bytes + 2**20))
    uow, actor = current_unit_of_work(), require_actor()
    organization = uow.find(actor, Organization, id_argument("organization") or UUID(int=0))
    uow.require(actor, Permission.REGISTER_VOLUNTEER, organization)
    form = ImportForm()
    if form.validate_on_submit() and _upload(form, organization.id):
        return redirect(url_for(".volunteer_import", import_id=form.result))
    page = render_template(
        "volunteer_reports/directory/import_form.html",
        form=form,
        organization=uow.find(actor, Organization, organization.id),
        columns=COLUMNS,
        settings=current_state().settings,
        earlier=imports_of(uow.session, organization.id),
    )
    return page, form.status


def _upload(form: ImportForm, organization_id: UUID) -> bool:
    upload: Any = form.file.data
    if not upload:
        form.file.errors = [t("Choose a file.")]
        return False
    done = form.attempt(
        directory.upload_volunteers,
        current_unit_of_work(),
        require_actor(),
        organization_id,
        upload.stream,
        shown_name(upload.filename or "") or "-",
        import_id=form.new_id.uuid,
        now=now(),
    )
    if not done and form.failure and not form.failure.field:
        form.failure.field = "file"
    return done


@requires(Permission.REGISTER_VOLUNTEER)
def volunteer_import(import_id: UUID) -> ResponseReturnValue:
    """Show how far an import is, what it would do, and what is wrong."""
    return _show(import_id)


@requires(Permission.REGISTER_VOLUNTEER)
def apply_import(import_id: UUID) -> ResponseReturnValue:
    """Have the good rows imported."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        directory.request_import, current_unit_of_work(), require_actor(), import_id, now=now()
    ):
        return redirect(url_for(".volunteer_import", import_id=import_id))
    return _show(import_id, form)


@requires(Permission.REGISTER_VOLUNTEER)
def try_import_again(import_id: UUID) -> ResponseReturnValue:
    """Have a file read again whose reading came to a halt."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        directory.request_check, current_unit_of_work(), require_actor(), import_id, now=now()
    ):
        return redirect(url_for(".volunteer_import", import_id=import_id))
    return _show(import_id, form)


@requires(Permission.REGISTER_VOLUNTEER)
def failed_rows(import_id: UUID) -> ResponseReturnValue:
    """Hand out the failed rows, to be mended and sent again."""
    uow = current_unit_of_work()
    upload = uow.find(require_actor(), VolunteerImport, import_id)
    workbook = failed_rows_workbook(uow.session, upload, say, created=today())
    response = current_app.response_class(workbook_bytes(workbook), mimetype=_XLSX)
    return to_be_saved(response, f"{safe_name(workbook.title)}.xlsx")


def _show(import_id: UUID, form: ActionForm | None = None) -> ResponseReturnValue:
    uow = current_unit_of_work()
    upload = uow.find(require_actor(), VolunteerImport, import_id)
    kind = IMPORT_CHECK if upload.state is ImportState.READING else IMPORT
    job = job_of(uow.session, kind, upload.id)
    _wake(job)
    if wants_json():
        return _progress_as_json(upload, job)
    counts = count_verdicts(uow.session, upload.id)
    failure = job.failure if job else None
    page = render_template(
        "volunteer_reports/directory/import.html",
        upload=upload,
        job=job,
        progress=_progress(upload, job),
        busy=_busy(upload, job),
        failure=say(from_plain(failure)) if failure and _open(upload) else "",
        problem=say(from_plain(upload.problem)) if upload.problem else "",
        notes=[say(from_plain(note)) for note in upload.notes.get("notes", ())],
        counts=counts,
        good=counts[Verdict.NEW] + counts[Verdict.CHANGED],
        columns=COLUMNS,
        rows=preview(uow.session, upload.id, wrong=False, limit=MOST_SHOWN),
        wrong=preview(uow.session, upload.id, wrong=True, limit=_MOST_WRONG),
        form=form or ActionForm(formdata=None),
        history=history(uow.session, upload.id),
    )
    return page, form.status if form else 200


def _open(upload: VolunteerImport) -> bool:
    return upload.state in (ImportState.READING, ImportState.IMPORTING)


def _busy(upload: VolunteerImport, job: Job | None) -> bool:
    return _open(upload) and job is not None and job.status in (JobStatus.QUEUED, JobStatus.RUNNING)


def _wake(job: Job | None) -> None:
    """Start a worker where the one that should be at work may be gone."""
    if job is None:
        return
    lost = job.status is JobStatus.RUNNING and job.lease_until and job.lease_until < now()
    if job.status is JobStatus.QUEUED or lost:
        current_state().runner.wake()


def _progress_as_json(upload: VolunteerImport, job: Job | None) -> ResponseReturnValue:
    return jsonify(
        status=job.status if job else JobStatus.DONE,
        label=label(upload.state),
        done=job.progress_done if job else 0,
        total=job.progress_total if job else 0,
        text=_progress(upload, job),
        over=not _busy(upload, job),
    )


def _progress(upload: VolunteerImport, job: Job | None) -> str:
    if not _open(upload) or job is None:
        return ""
    counts = {"done": job.progress_done, "total": job.progress_total}
    if job.status is JobStatus.QUEUED:
        return t("The work has not begun yet. You may leave this page and come back.")
    if job.status is JobStatus.FAILED:
        return t("The work came to a halt.")
    if upload.state is ImportState.READING:
        return t("%(done)s rows are read.", **counts)
    return t("%(done)s of %(total)s rows are imported.", **counts)
