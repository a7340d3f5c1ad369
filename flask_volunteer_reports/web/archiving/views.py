"""The archive of a campaign: its four classes, and the draft of an explanatory report."""

from __future__ import annotations

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from ...domain.archiving import DocumentClass, FileKind
from ...models import ActivityReport, FiledDocument
from ...ports import Permission
from ...rendering.explanation import write_explanation
from ...services.archiving.drafts import draft_explanation
from ...services.queries.archive import (
    ArchiveFilter,
    class_counts,
    documents,
    report_photos,
)
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..downloads import to_be_saved
from ..paging import id_argument, member_argument, offices, page_number, page_size, text_argument
from .choosing import campaigns, chosen_campaign, filer_argument, theme_choices


@requires(Permission.SEE_ARCHIVE)
def archive() -> ResponseReturnValue:
    """Show what stands in the four classes of a campaign."""
    uow, actor = current_unit_of_work(), require_actor()
    campaign = chosen_campaign()
    themes = theme_choices(campaign)
    theme = request.args.get("theme", "")
    wanted = ArchiveFilter(
        campaign_id=campaign.id,
        text=text_argument("q"),
        document_class=member_argument("class", DocumentClass),
        theme=theme if theme in dict(themes) else "",
        organization_id=id_argument("organization"),
        office_id=id_argument("office"),
        with_void=request.args.get("void") == "1",
    )
    scope = uow.policy.reach(actor, FiledDocument)
    reports = uow.policy.reach(actor, ActivityReport)
    of_reports = wanted.document_class is DocumentClass.PHOTO and not request.args.get("filed")
    window = {"number": page_number(), "size": page_size()}
    return render_template(
        "volunteer_reports/archiving/archive.html",
        campaign=campaign,
        campaigns=campaigns(),
        wanted=wanted,
        themes=themes,
        theme_names=dict(themes),
        classes=list(DocumentClass),
        counts=class_counts(uow.session, scope, reports, wanted),
        of_reports=of_reports,
        page=report_photos(uow.session, reports, wanted, **window)
        if of_reports
        else documents(uow.session, scope, wanted, **window),
        offices=offices() if uow.policy.scope(actor, Permission.SEE_WEEK) else (),
    )


@requires(Permission.FILE_DOCUMENT)
def explanation() -> ResponseReturnValue:
    """Hand out the draft of an explanatory report with the figures as they stand."""
    draft = draft_explanation(
        current_unit_of_work(),
        require_actor(),
        chosen_campaign().code,
        filer_argument(),
        now=now(),
    )
    response = current_app.response_class(
        write_explanation(draft), mimetype=FileKind.DOCX.media_type
    )
    return to_be_saved(response, "说明报告（草稿）.docx")
