"""The register of issued documents: look up, download, withdraw, attach the stamped sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...domain.register import PaperKind, read_number
from ...domain.weeks import Week
from ...errors import InvalidEntry, Message, NotFound
from ...models import FileFormat, IssuedDocument, IssuedFile
from ...ports import OPERATOR_ID, Permission
from ...services import archiving
from ...services.queries.dashboard import running_campaign
from ...services.queries.history import history
from ...services.queries.register import RegisterFilter, entry, latest_signature
from ...services.queries.register import documents as list_documents
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import require_actor, say
from ..downloads import download
from ..forms import ActionForm, ReasonForm
from ..paging import (
    id_argument,
    member_argument,
    offices,
    page_number,
    page_size,
    text_argument,
)
from ..uploads import allow_upload
from .forms import ScanForm

MORE_THAN_THE_FILE = 64 * 1024
"""Bytes that a form with a file needs besides it. A file of up to twice the limit is read, so that
the form can say by how much it is too large."""


@requires(Permission.SEE_REPORT)
def documents() -> ResponseReturnValue:
    """List the issued documents in reach."""
    uow = current_unit_of_work()
    week = _week()
    text = text_argument("q")
    wanted = RegisterFilter(
        text=read_number(text) if any(c in text for c in "〔[(【［（") else text,
        kind=member_argument("kind", PaperKind),
        week_starts_on=week.starts_on if week else None,
        office_id=id_argument("office"),
    )
    scope = uow.policy.reach(require_actor(), IssuedDocument)
    return render_template(
        "volunteer_reports/archiving/documents.html",
        page=list_documents(uow.session, scope, wanted, number=page_number(), size=page_size()),
        wanted=wanted,
        text=text,
        week=week,
        kinds=list(PaperKind),
        offices=offices(),
    )


def _week() -> Week | None:
    campaign = running_campaign(current_unit_of_work().session, now())
    try:
        return campaign.rules.week.parse(request.args.get("week", "")) if campaign else None
    except InvalidEntry:
        return None


@requires(Permission.SEE_REPORT)
def document(document_id: UUID) -> ResponseReturnValue:
    """Show a document: its files, its revisions, what happened to it."""
    return _page(document_id)


@requires(Permission.SEE_REPORT)
def file(document_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Hand a file of a document out, in pieces."""
    uow = current_unit_of_work()
    uow.find(require_actor(), IssuedDocument, document_id)
    found = uow.session.get(IssuedFile, file_id)
    if found is None or found.document_id != document_id:
        raise NotFound("There is no such page, or it is not yours to see.")
    return download(
        found.storage_name,
        media_type=found.media_type,
        filename=found.filename.replace("/", "-"),
        size=found.size,
    )


@requires(Permission.PRODUCE_PAPERS)
def facts(document_id: UUID) -> ResponseReturnValue:
    """Hand out the facts of a document as they were, for the office that issued it."""
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, IssuedDocument, document_id)
    uow.require(actor, Permission.PRODUCE_PAPERS, found.office)
    response = jsonify(found.facts)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@requires(Permission.PRODUCE_PAPERS)
def withdraw(document_id: UUID) -> ResponseReturnValue:
    """Withdraw a document with a reason."""
    form = ReasonForm()
    return _act(
        document_id,
        "withdrawal",
        form,
        lambda: form.attempt(
            archiving.withdraw_document,
            current_unit_of_work(),
            require_actor(),
            document_id,
            reason=form.reason.data or "",
            now=now(),
        ),
        Message("The document is withdrawn. Whoever checks the paper sees it."),
    )


@requires(Permission.PRODUCE_PAPERS)
def attach_scan(document_id: UUID) -> ResponseReturnValue:
    """Attach a scan of the stamped sheet."""
    state = current_state()
    allow_upload(2 * state.settings.photo_max_bytes + MORE_THAN_THE_FILE)
    form = ScanForm()
    return _act(
        document_id,
        "scan",
        form,
        lambda: form.attempt(
            archiving.attach_scan,
            current_unit_of_work(),
            require_actor(),
            state.storage,
            document_id,
            form.content,
            now=now(),
        ),
        Message("The scan is attached."),
    )


@requires(Permission.PRODUCE_PAPERS)
def sign(document_id: UUID) -> ResponseReturnValue:
    """Ask for the office's electronic signature."""
    form = ActionForm()
    return _act(
        document_id,
        "action",
        form,
        lambda: form.attempt(
            archiving.request_signature,
            current_unit_of_work(),
            require_actor(),
            document_id,
            now=now(),
        ),
        Message("The signature is on its way. Look again in a moment."),
    )


def _act(
    document_id: UUID, slot: str, form: ActionForm, attempt: Callable[[], bool], done: Message
) -> ResponseReturnValue:
    """Do it and go back to the document, or show it with what is wrong."""
    current_unit_of_work().find(require_actor(), IssuedDocument, document_id)
    if form.validate_on_submit() and attempt():
        form.announce(done.text)
        return redirect(url_for(".document", document_id=document_id))
    return _page(document_id, form, slot)


def _page(
    document_id: UUID, failed: ActionForm | None = None, slot: str = ""
) -> ResponseReturnValue:
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, IssuedDocument, document_id)
    forms: dict[str, Any] = {
        "withdrawal": ReasonForm(formdata=None),
        "scan": ScanForm(formdata=None),
        "action": ActionForm(formdata=None),
    }
    if failed:
        forms[slot] = failed
    formats = {file.format for file in found.files}
    page = render_template(
        "volunteer_reports/archiving/document.html",
        entry=entry(uow.session, found.id),
        document=found,
        week=Week(found.week_starts_on),
        history=history(uow.session, found.id),
        forms=forms,
        failed=failed,
        operator_id=OPERATOR_ID,
        may_act=uow.policy.may(actor, Permission.PRODUCE_PAPERS, found.office),
        signature=latest_signature(uow.session, found.id),
        may_sign=FileFormat.SIGNED_PDF not in formats
        and archiving.certificate_of(uow.settings, found.office) is not None,
        failure_of=lambda job: say(Message(job.failure["text"], job.failure["values"])),
        megabytes=current_state().settings.photo_max_bytes // 2**20,
    )
    return page, failed.status if failed else 200
