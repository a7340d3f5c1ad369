"""Reports: written by organizations, reviewed by offices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...domain.statuses import ReportStatus
from ...errors import InvalidEntry, Message
from ...models import ActivityReport, Campaign, IssuedDocument, Organization
from ...ports import Permission
from ...services import reporting
from ...services.publishing.activities import find_activity
from ...services.queries.dashboard import running_campaign
from ...services.queries.register import documents_of_report
from ...services.queries.reports import ReportFilter, next_to_review, report_page
from ...services.queries.reports import reports as list_reports
from ...services.reporting.start import report_of
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import notify, require_actor, t
from ..forms import ActionForm, ReasonForm
from ..paging import (
    id_argument,
    member_argument,
    offices,
    page_number,
    page_size,
    text_argument,
)
from .forms import ReportForm, StartReportForm
from .photos import allow_uploads, take_photo


@requires(Permission.SEE_REPORT)
def reports() -> ResponseReturnValue:
    """List the reports that the person writes or reviews."""
    uow = current_unit_of_work()
    campaign = running_campaign(uow.session, now())
    week = None
    if (key := request.args.get("week")) and campaign:
        try:
            week = campaign.rules.week.parse(key)
        except InvalidEntry as error:
            notify(error.message.text, "warning", **error.message.values)
    wanted = ReportFilter(
        text=text_argument("q"),
        status=member_argument("status", ReportStatus),
        week_starts_on=week.starts_on if week else None,
        organization_id=id_argument("organization"),
        office_id=id_argument("office"),
    )
    page = list_reports(
        uow.session,
        uow.policy.reach(require_actor(), ActivityReport),
        wanted,
        number=page_number(),
        size=page_size(),
    )
    return render_template(
        "volunteer_reports/reporting/reports.html",
        page=page,
        wanted=wanted,
        week=week,
        statuses=list(ReportStatus),
        offices=offices(),
    )


@requires(Permission.WRITE_REPORT)
def new_report() -> ResponseReturnValue:
    """Begin a report of an activity, or of something that was never published."""
    uow = current_unit_of_work()
    actor = require_actor()
    activity_id = id_argument("activity")
    activity = find_activity(uow, actor, activity_id) if activity_id else None
    organization_id = activity.project.organization_id if activity else id_argument("organization")
    own = _own_organizations()
    if organization_id is None:
        if len(own) != 1:
            return render_template(
                "volunteer_reports/choose_organization.html",
                own=own,
                endpoint=request.endpoint,
                title=t("Write a report"),
            )
        organization_id = own[0].id
    organization = uow.find(actor, Organization, organization_id)
    uow.require(actor, Permission.WRITE_REPORT, organization)
    if activity and (standing := report_of(uow.session, activity.id)):
        return redirect(url_for(".report", report_id=standing))
    form = StartReportForm()
    campaigns = uow.session.scalars(select(Campaign).order_by(Campaign.starts_on.desc())).all()
    form.campaign_id.choices = [(str(campaign.id), campaign.title) for campaign in campaigns]
    if form.validate_on_submit() and form.attempt(
        reporting.start_report,
        uow,
        actor,
        organization.id,
        report_id=form.new_id.uuid,
        activity_id=activity.id if activity else None,
        campaign_id=_as_id(form.campaign_id.data),
        now=now(),
    ):
        standing = report_of(uow.session, activity.id) if activity else None
        return redirect(url_for(".edit", report_id=standing or form.new_id.uuid))
    page = render_template(
        "volunteer_reports/reporting/new_report.html",
        form=form,
        organization=organization,
        activity=activity,
    )
    return page, form.status


@requires(Permission.SEE_REPORT)
def report(report_id: UUID) -> ResponseReturnValue:
    """Show a report as it is on paper, what is derived, and what can be done."""
    return _show(report_id)


@requires(Permission.WRITE_REPORT)
def edit(report_id: UUID) -> ResponseReturnValue:
    """Write a report: text and photos are saved separately, so that neither is lost."""
    allow_uploads()
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, ActivityReport, report_id)
    uow.require(actor, Permission.WRITE_REPORT, found)
    zone = found.campaign.rules.week.zone
    form = ReportForm()
    if not form.is_submitted():
        if found.status in (ReportStatus.SUBMITTED, ReportStatus.VOID):
            return redirect(url_for(".report", report_id=report_id))
        return _report_form(form.show(found, zone), found)
    saved = form.validate() and form.attempt(
        reporting.edit_report,
        uow,
        actor,
        report_id,
        form.version.number,
        form.to_content(zone),
        now=now(),
    )
    if not form.expired:
        for slot, field, standing in form.photo_fields():
            saved = take_photo(form, report_id, slot, field, standing) and saved
    found = uow.find(actor, ActivityReport, report_id)
    if saved:
        form.version.show(found.version)
        if not form.submit_report.data:
            form.announce("Saved as a draft.")
            return redirect(url_for(".edit", report_id=report_id))
        if form.attempt(reporting.submit_report, uow, actor, report_id, found.version, now=now()):
            form.announce("The report is with the office.")
            return redirect(url_for(".report", report_id=report_id))
        found = uow.find(actor, ActivityReport, report_id)
    form.show_photos(found)
    return _report_form(form, found)


@requires(Permission.WRITE_REPORT)
def submit(report_id: UUID) -> ResponseReturnValue:
    """Hand a report in as it is saved."""
    return _act(
        report_id, ActionForm(), reporting.submit_report, Message("The report is with the office.")
    )


@requires(Permission.REVIEW_REPORT)
def accept(report_id: UUID) -> ResponseReturnValue:
    """Accept a report."""
    return _act(
        report_id, ActionForm(), reporting.accept_report, Message("The report is accepted.")
    )


@requires(Permission.REVIEW_REPORT)
def return_(report_id: UUID) -> ResponseReturnValue:
    """Ask back."""
    form = ReasonForm()
    return _act(
        report_id,
        form,
        reporting.return_report,
        Message("The report is returned; the organization sees the reason."),
        slot="return",
        reason=form.reason.data,
    )


@requires(Permission.SEE_REPORT)
def void(report_id: UUID) -> ResponseReturnValue:
    """Take a report out of everything; the use case knows whose turn that is."""
    form = ReasonForm()
    return _act(
        report_id,
        form,
        reporting.void_report,
        Message("The report is void."),
        slot="void",
        reason=form.reason.data,
    )


def _act(
    report_id: UUID,
    form: ActionForm,
    use_case: Callable[..., Any],
    done: Message,
    *,
    slot: str = "action",
    **kwargs: Any,
) -> ResponseReturnValue:
    """Run a use case that takes a report and its version, then show the report."""
    if form.validate_on_submit() and form.attempt(
        use_case,
        current_unit_of_work(),
        require_actor(),
        report_id,
        form.version.number,
        now=now(),
        **kwargs,
    ):
        form.announce(done.text)
        return redirect(url_for(".report", report_id=report_id))
    return _show(report_id, form, slot)


def _show(
    report_id: UUID, failed: ActionForm | None = None, slot: str = "action"
) -> ResponseReturnValue:
    """Show a report; *failed* is the form of an action that did not go through, in its *slot*."""
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, ActivityReport, report_id)
    data = {"version": found.version}
    forms: dict[str, ActionForm] = {
        "action": ActionForm(formdata=None, data=data),
        "return": ReasonForm(formdata=None, data=data),
        "void": ReasonForm(formdata=None, data=data),
    }
    if failed:
        if failed.conflict:
            failed.version.show(found.version)
        forms[slot] = failed
    documents = uow.policy.reach(actor, IssuedDocument)
    next_id = None
    if found.status is not ReportStatus.SUBMITTED:
        to_review = uow.policy.reach(actor, ActivityReport, Permission.REVIEW_REPORT)
        next_id = next_to_review(uow.session, to_review, found.receiving_area_id)
    page = render_template(
        "volunteer_reports/reporting/report.html",
        report=found,
        next_id=next_id,
        view=report_page(uow.session, found),
        documents=documents_of_report(uow.session, documents, found.id),
        forms=forms,
        failed=failed,
        now=now(),
    )
    return page, failed.status if failed else 200


def _report_form(form: ReportForm, found: ActivityReport) -> ResponseReturnValue:
    if form.conflict:
        zone = found.campaign.rules.week.zone
        form.compare(ReportForm(formdata=None).show(found, zone))
    settings = current_state().settings
    page = render_template(
        "volunteer_reports/reporting/report_form.html",
        form=form,
        report=found,
        view=report_page(current_unit_of_work().session, found),
        longest_summary=settings.longest_summary,
        photo_megabytes=settings.photo_max_bytes // 2**20,
        now=now(),
    )
    return page, form.status


def _own_organizations() -> list[Organization]:
    """List the organizations for which the person writes reports."""
    uow = current_unit_of_work()
    ids = uow.policy.scope(require_actor(), Permission.WRITE_REPORT).organization_ids
    rows = select(Organization).where(Organization.id.in_(ids)).order_by(Organization.code)
    return list(uow.session.scalars(rows))


def _as_id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
