"""Packages: asked for, followed on the page of the job, downloaded."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...models import Package
from ...ports import Permission
from ...services import archiving
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..downloads import download
from .choosing import offer
from .forms import PackageForm


@requires(Permission.MAKE_PACKAGE)
def new_package() -> ResponseReturnValue:
    """Ask for a package, and lead to the job that makes it."""
    form = PackageForm()
    campaign = offer(form, Permission.MAKE_PACKAGE, with_named=True)
    form.prepare(request.args.getlist("class"))
    if form.validate_on_submit() and form.attempt(
        archiving.request_package,
        current_unit_of_work(),
        require_actor(),
        current_state().storage,
        form.campaign.data,
        form.chosen_filer,
        form.chosen,
        now=now(),
    ):
        return redirect(url_for("volunteer_reports.reporting.job", job_id=form.result))
    page = render_template(
        "volunteer_reports/archiving/package_form.html", form=form, campaign=campaign
    )
    return page, form.status


@requires(Permission.MAKE_PACKAGE)
def package(package_id: UUID) -> ResponseReturnValue:
    """Hand a package out in pieces."""
    found = current_unit_of_work().find(require_actor(), Package, package_id)
    return download(
        found.storage_name,
        media_type="application/zip",
        filename=found.filename,
        size=found.size,
    )
