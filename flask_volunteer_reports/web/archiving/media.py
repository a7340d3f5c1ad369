"""Media coverage: listed, entered, voided."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...domain.archiving import MediaKind
from ...errors import NotFound
from ...models import MediaCoverage
from ...ports import Permission
from ...services import archiving
from ...services.queries.archive import ArchiveFilter, media_coverage
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..downloads import download
from ..forms import ReasonForm, choices, reason_forms
from ..paging import id_argument, member_argument, offices, page_number, page_size, text_argument
from .choosing import campaigns, chosen_campaign, offer
from .forms import MediaForm
from .uploads import allow_document, download_name, noted_file, take_file


@requires(Permission.SEE_ARCHIVE)
def media() -> ResponseReturnValue:
    """List what the media reported about a campaign."""
    return _list(ReasonForm(formdata=None))


@requires(Permission.FILE_DOCUMENT)
def new_media() -> ResponseReturnValue:
    """Enter a report in the media, with a link or a scan."""
    allow_document()
    form = MediaForm()
    campaign = offer(form, Permission.FILE_DOCUMENT)
    form.kind.choices = choices(MediaKind)
    if form.is_submitted():
        valid = form.validate()
        scan = take_file(form)
        if (
            valid
            and not form.file.errors
            and form.attempt(
                archiving.enter_media_coverage,
                current_unit_of_work(),
                require_actor(),
                current_state().storage,
                form.campaign.data,
                form.chosen_filer,
                form.to_entry(scan),
                coverage_id=form.new_id.uuid,
                now=now(),
            )
        ):
            form.announce("The report is entered.")
            return redirect(url_for(".media", campaign=form.campaign.data))
    page = render_template(
        "volunteer_reports/archiving/media_form.html",
        form=form,
        campaign=campaign,
        kept=noted_file(form),
        megabytes=current_state().settings.document_max_bytes // 2**20,
    )
    return page, form.status


@requires(Permission.FILE_DOCUMENT)
def void_media(coverage_id: UUID) -> ResponseReturnValue:
    """Say that an entry no longer counts."""
    form = ReasonForm()
    if form.validate_on_submit() and form.attempt(
        archiving.void_media_coverage,
        current_unit_of_work(),
        require_actor(),
        coverage_id,
        form.reason.data,
        now=now(),
    ):
        form.announce("The entry is void.")
        return redirect(url_for(".media"))
    current_unit_of_work().find(require_actor(), MediaCoverage, coverage_id)
    return _list(form, coverage_id)


@requires(Permission.SEE_ARCHIVE)
def scan(coverage_id: UUID) -> ResponseReturnValue:
    """Hand the scan out."""
    found = current_unit_of_work().find(require_actor(), MediaCoverage, coverage_id)
    if not (found.scan_storage_name and found.scan_kind and found.scan_size):
        raise NotFound("There is no such page, or it is not yours to see.")
    return download(
        found.scan_storage_name,
        media_type=found.scan_kind.media_type,
        filename=download_name(found.title, found.scan_kind),
        size=found.scan_size,
    )


def _list(form: ReasonForm, failed_id: UUID | None = None) -> ResponseReturnValue:
    uow, actor = current_unit_of_work(), require_actor()
    campaign = chosen_campaign()
    wanted = ArchiveFilter(
        campaign_id=campaign.id,
        text=text_argument("q"),
        media_kind=member_argument("kind", MediaKind),
        organization_id=id_argument("organization"),
        office_id=id_argument("office"),
        with_void=request.args.get("void") == "1",
    )
    page = media_coverage(
        uow.session,
        uow.policy.reach(actor, MediaCoverage),
        wanted,
        number=page_number(),
        size=page_size(),
    )
    return render_template(
        "volunteer_reports/archiving/media.html",
        campaign=campaign,
        campaigns=campaigns(),
        wanted=wanted,
        kinds=list(MediaKind),
        page=page,
        form=form,
        reason=reason_forms(form, failed_id),
        failed_id=failed_id,
        offices=offices() if uow.policy.scope(actor, Permission.SEE_WEEK) else (),
    ), form.status
