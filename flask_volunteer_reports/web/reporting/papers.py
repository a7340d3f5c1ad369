"""The week's papers: ask for them, follow the job, download."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...errors import Message, NotFound
from ...models import IssuedDocument, Job, JobStatus, Package, PackageOrder
from ...ports import Permission
from ...services import reporting
from ...services.archiving.form_upload import FORM_CHECK
from ...services.archiving.packages import PACKAGE
from ...services.archiving.sign import SIGN_DOCUMENT
from ...services.directory.imports import IMPORT, IMPORT_CHECK
from ...services.plain_messages import from_plain
from ...services.queries.archive import package_of_job
from ...services.queries.register import documents_that_hold
from ...services.queries.reports import area_by_code
from ...services.reporting.papers import WEEKLY_PAPERS
from ...services.reporting.receiving import find_campaign
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import label, notify, require_actor, say, t
from ..errors import wants_json
from ..forms import ActionForm


@requires(Permission.PRODUCE_PAPERS)
def request_papers(campaign_code: str, week_key: str, area_code: str) -> ResponseReturnValue:
    """Queue the papers of a week and lead to the job."""
    uow = current_unit_of_work()
    area = area_by_code(uow.session, area_code)
    if area is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        reporting.request_weekly_papers,
        uow,
        require_actor(),
        campaign_code,
        week_key,
        area.id,
        now=now(),
    ):
        return redirect(url_for(".job", job_id=form.result))
    if form.failure:
        notify(form.failure.message.text, "warning", **form.failure.message.values)
    else:
        notify("The page had expired. Press the button again.", "warning")
    return redirect(
        url_for(
            "volunteer_reports.oversight.week",
            campaign_code=campaign_code,
            week_key=week_key,
            area_code=area_code,
        )
    )


@requires(Permission.SEE_JOB)
def job(job_id: UUID) -> ResponseReturnValue:
    """Show how far a job is, and what came of it."""
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, Job, job_id)
    if found.kind == FORM_CHECK:
        return redirect(
            url_for("volunteer_reports.archiving.version", form_id=found.arguments["form"])
        )
    if found.kind in (IMPORT_CHECK, IMPORT):
        return redirect(
            url_for("volunteer_reports.directory.volunteer_import", import_id=found.key)
        )
    if found.kind not in (WEEKLY_PAPERS, PACKAGE, SIGN_DOCUMENT):
        raise NotFound("There is no such page, or it is not yours to see.")
    lost = found.status is JobStatus.RUNNING and found.lease_until and found.lease_until < now()
    if found.status is JobStatus.QUEUED or lost:
        current_state().runner.wake()  # whoever should work on it may be gone
    if wants_json():
        return jsonify(
            status=found.status,
            label=label(found.status),
            done=found.progress_done,
            total=found.progress_total,
            text=_progress(found),
            over=found.status in (JobStatus.DONE, JobStatus.FAILED),
        )
    if found.kind == SIGN_DOCUMENT:  # a document's page shows its signature
        return redirect(
            url_for("volunteer_reports.archiving.document", document_id=found.arguments["document"])
        )
    packages = uow.policy.reach(actor, Package)
    failure = found.failure
    return render_template(
        "volunteer_reports/reporting/job.html",
        job=found,
        progress=_progress(found),
        documents=_documents(found),
        package=package_of_job(uow.session, packages, found.id),
        failure=say(Message(failure["text"], failure["values"])) if failure else None,
        notes=[say(from_plain(note)) for note in (found.notes or {}).get("notes", ())],
        form=ActionForm(),
        same_package=_same_package(found) if found.kind == PACKAGE else None,
    )


def _same_package(found: Job) -> str:
    """Return where the package of a job can be asked for once more, with the same choice."""
    order = current_unit_of_work().session.get(PackageOrder, found.id)
    whose = ("organization", order.organization_id) if order else ("area", found.area_id)
    choice: dict[str, Any] = {
        "campaign": found.arguments["campaign"],
        "class": found.arguments["classes"],
        whose[0]: whose[1],
    }
    return url_for("volunteer_reports.archiving.new_package", **choice)


def _documents(found: Job) -> Sequence[IssuedDocument]:
    """List the documents that hold for the week of a job that is done."""
    if found.kind != WEEKLY_PAPERS or found.status is not JobStatus.DONE:
        return []
    uow = current_unit_of_work()
    campaign = find_campaign(uow.session, found.arguments["campaign"])
    week = campaign.rules.week.parse(found.arguments["week"])
    scope = uow.policy.reach(require_actor(), IssuedDocument)
    return documents_that_hold(
        uow.session, scope, campaign.id, week.starts_on, office_id=found.area_id
    )


def _progress(found: Job) -> str:
    if found.status is JobStatus.RUNNING and found.progress_total:
        counts = {"done": found.progress_done, "total": found.progress_total}
        if found.kind == PACKAGE:
            return t("%(done)s of %(total)s files are done.", **counts)
        return t("%(done)s of %(total)s pages and files are done.", **counts)
    return {
        JobStatus.QUEUED: t("The work has not begun yet. You may leave this page and come back."),
        JobStatus.RUNNING: t("The facts are being gathered."),
        JobStatus.DONE: t("All files are done."),
        JobStatus.FAILED: t("The package could not be made.")
        if found.kind == PACKAGE
        else t("The papers could not be made."),
    }[found.status]
