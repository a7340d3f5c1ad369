"""Filed documents: filed, shown, downloaded, replaced, voided."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...domain.archiving import DocumentClass
from ...models import Campaign, FiledDocument
from ...ports import Permission
from ...services import archiving
from ...services.queries.hand_overs import document_page
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import require_actor, t
from ..downloads import download
from ..forms import ReasonForm
from ..paging import member_argument
from .choosing import offer, theme_choices
from .forms import DocumentForm
from .uploads import allow_document, download_name, noted_file, take_file


@requires(Permission.FILE_DOCUMENT)
def new_document() -> ResponseReturnValue:
    """File a document."""
    allow_document()
    form = DocumentForm()
    campaign = offer(form, Permission.FILE_DOCUMENT)
    form.offer_classes(theme_choices(campaign))
    if not form.is_submitted():
        wanted = member_argument("class", DocumentClass) or DocumentClass.REGULATION
        form.document_class.data = wanted.value
    return _file(form, campaign, None)


@requires(Permission.FILE_DOCUMENT)
def replace_document(document_id: UUID) -> ResponseReturnValue:
    """File a newer document in place of one."""
    allow_document()
    uow, actor = current_unit_of_work(), require_actor()
    old = uow.find(actor, FiledDocument, document_id)
    uow.require(actor, Permission.FILE_DOCUMENT, old)
    form = DocumentForm()
    filer = f"organization:{old.organization_id}" if old.organization else f"area:{old.area_id}"
    name = old.organization.name if old.organization else old.area.federation or old.area.name
    form.offer([(old.campaign.code, old.campaign.title)], [(filer, name)])
    form.offer_classes(theme_choices(old.campaign))
    if not form.is_submitted():
        form.campaign.data, form.filer.data = old.campaign.code, filer
        form.show(old)
    return _file(form, old.campaign, old)


@requires(Permission.SEE_ARCHIVE)
def filed_document(document_id: UUID) -> ResponseReturnValue:
    """Show what is known of a document, and where it went."""
    return _show(document_id, ReasonForm(formdata=None))


@requires(Permission.SEE_ARCHIVE)
def filed_file(document_id: UUID) -> ResponseReturnValue:
    """Hand the file out to those in whose reach it is."""
    found = current_unit_of_work().find(require_actor(), FiledDocument, document_id)
    return download(
        found.storage_name,
        media_type=found.kind.media_type,
        filename=download_name(found.title, found.kind),
        size=found.size,
    )


@requires(Permission.FILE_DOCUMENT)
def void_document(document_id: UUID) -> ResponseReturnValue:
    """Say that a document no longer counts."""
    form = ReasonForm()
    if form.validate_on_submit() and form.attempt(
        archiving.void_document,
        current_unit_of_work(),
        require_actor(),
        document_id,
        form.reason.data,
        now=now(),
    ):
        form.announce("The document is void.")
        return redirect(url_for(".filed_document", document_id=document_id))
    return _show(document_id, form)


def _file(
    form: DocumentForm, campaign: Campaign, replaced: FiledDocument | None
) -> ResponseReturnValue:
    """File what a form says; the file is kept even if the rest has to be mended."""
    if form.is_submitted():
        valid = form.validate()
        kept = take_file(form)
        if kept is None and not form.file.errors and not form.expired:
            form.file.errors = [t("Choose the file.")]
        if (
            valid
            and kept
            and form.attempt(
                archiving.file_document,
                current_unit_of_work(),
                require_actor(),
                current_state().storage,
                form.campaign.data,
                form.chosen_filer,
                form.to_entry(kept, replaces=replaced.id if replaced else None),
                document_id=form.new_id.uuid,
                now=now(),
            )
        ):
            form.announce("The document is filed.")
            return redirect(url_for(".filed_document", document_id=form.new_id.uuid))
    page = render_template(
        "volunteer_reports/archiving/document_form.html",
        form=form,
        campaign=campaign,
        replaced=replaced,
        kept=noted_file(form),
        megabytes=current_state().settings.document_max_bytes // 2**20,
    )
    return page, form.status


def _show(document_id: UUID, form: ReasonForm) -> ResponseReturnValue:
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, FiledDocument, document_id)
    page = render_template(
        "volunteer_reports/archiving/filed_document.html",
        document=found,
        theme_names=dict(theme_choices(found.campaign)),
        view=document_page(uow, actor, found),
        form=form,
    )
    return page, form.status
