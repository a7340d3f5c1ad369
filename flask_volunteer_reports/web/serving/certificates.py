"""A volunteer's own certificates: asked for, followed, downloaded."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...errors import Message, NotFound
from ...models import JobStatus, ServiceCertificate
from ...ports import Permission
from ...services import recording
from ...services.queries.certificates import CertificateView, own_certificates, view_with_job
from ...services.queries.hours import volunteer_hours
from ...services.serving import own_volunteer
from ...state import current_state, current_unit_of_work, now
from ...storage import paper_storage_name
from ..access import requires
from ..context import label, require_actor, say, t
from ..downloads import download
from ..errors import wants_json
from ..forms import ActionForm
from ..paging import page_number, page_size
from .proof_forms import CertificateForm


def register(blueprint: Blueprint) -> None:
    """Add these pages."""
    add, post = blueprint.add_url_rule, ["POST"]
    add("/certificates", view_func=certificates)
    add("/certificates", view_func=request_certificate, methods=post)
    add("/certificates/<uuid:certificate_id>", view_func=certificate)
    add("/certificates/<uuid:certificate_id>/file", view_func=certificate_file)
    add("/certificates/<uuid:certificate_id>/making", view_func=make_again, methods=post)


@requires(Permission.SERVE)
def certificates() -> ResponseReturnValue:
    """List the own certificates and offer to make one."""
    return _show(CertificateForm())


@requires(Permission.SERVE)
def request_certificate() -> ResponseReturnValue:
    """Ask for a certificate."""
    form = CertificateForm()
    if form.validate_on_submit() and form.attempt(
        recording.request_certificate,
        current_unit_of_work(),
        require_actor(),
        form.to_wish(),
        now=now(),
    ):
        return redirect(url_for(".certificate", certificate_id=form.result.id))
    return _show(form)


@requires(Permission.SERVE)
def certificate(certificate_id: UUID) -> ResponseReturnValue:
    """Show how far a certificate is, and hand it out."""
    return _show_one(certificate_id)


@requires(Permission.SERVE)
def make_again(certificate_id: UUID) -> ResponseReturnValue:
    """Have the file made once more."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        recording.make_again,
        current_unit_of_work(),
        require_actor(),
        certificate_id,
        now=now(),
    ):
        return redirect(url_for(".certificate", certificate_id=certificate_id))
    return _show_one(certificate_id, form)


@requires(Permission.SERVE)
def certificate_file(certificate_id: UUID) -> ResponseReturnValue:
    """Hand the PDF out."""
    found = current_unit_of_work().find(
        require_actor(), ServiceCertificate, certificate_id, permission=Permission.SERVE
    )
    if found.sha256 is None or found.size is None:
        raise NotFound("The file of this certificate is not made yet.")
    return download(
        paper_storage_name(found.sha256),
        media_type="application/pdf",
        filename=f"志愿服务记录证明 {found.certificate_no}.pdf",
        size=found.size,
    )


def _show(form: CertificateForm) -> ResponseReturnValue:
    uow = current_unit_of_work()
    volunteer = own_volunteer(uow, require_actor())
    if volunteer is None:
        return render_template("volunteer_reports/serving/not_yet.html")
    page = render_template(
        "volunteer_reports/serving/certificates.html",
        page=own_certificates(uow.session, volunteer.id, number=page_number(), size=page_size()),
        totals=volunteer_hours(uow.session, volunteer.id),
        form=form,
    )
    return page, form.status


def _show_one(certificate_id: UUID, failed: ActionForm | None = None) -> ResponseReturnValue:
    uow = current_unit_of_work()
    found = uow.find(
        require_actor(), ServiceCertificate, certificate_id, permission=Permission.SERVE
    )
    view = view_with_job(uow.session, found)
    job = view.job
    lost = job and job.status is JobStatus.RUNNING and job.lease_until and job.lease_until < now()
    if job and (job.status is JobStatus.QUEUED or lost):
        current_state().runner.wake()  # whoever should work on it may be gone
    if wants_json() and job:
        return jsonify(
            status=job.status,
            label=label(job.status),
            done=job.progress_done,
            total=job.progress_total,
            text=_progress(view),
            over=job.status in (JobStatus.DONE, JobStatus.FAILED),
        )
    failure = job.failure if job and view.has_failed else None
    page = render_template(
        "volunteer_reports/serving/certificate.html",
        certificate=view,
        progress=_progress(view),
        failure=say(Message(failure["text"], failure["values"])) if failure else None,
        failed=failed,
        form=ActionForm(formdata=None),
    )
    return page, failed.status if failed else 200


def _progress(view: CertificateView) -> str:
    if view.is_made:
        return t("The certificate is ready.")
    if view.has_failed:
        return t("The certificate could not be made.")
    if view.job and view.job.status is JobStatus.RUNNING:
        return t("The certificate is being printed.")
    return t("The work has not begun yet. You may leave this page and come back.")
