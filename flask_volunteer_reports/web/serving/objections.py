"""A volunteer's own objections, and the hours on public notice."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound
from ...models import Activity, ServiceRecord
from ...ports import Permission
from ...services import recording
from ...services.queries.notices import own_noticed_hours
from ...services.queries.objections import activities_without_hours, own_objections
from ...services.serving import own_volunteer
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor, zone
from ..forms import ActionForm, BaseForm, ReasonForm, reason_forms, to_local
from ..paging import page_number, page_size
from .proof_forms import MissingHoursForm, RecordObjectionForm


def register(blueprint: Blueprint) -> None:
    """Add these pages."""
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    add("/objections", view_func=objections)
    add("/records/<uuid:record_id>/objection", view_func=object_to_record, methods=both)
    add("/activities/<uuid:activity_id>/objection", view_func=claim_hours, methods=both)
    add("/objections/<uuid:objection_id>/withdrawal", view_func=withdraw_objection, methods=post)
    add("/notices/<uuid:entry_id>/stop", view_func=stop_notice, methods=post)


@requires(Permission.SERVE)
def objections() -> ResponseReturnValue:
    """List the own objections, offer to object where hours may be missing, show what is noticed."""
    return _show()


@requires(Permission.SERVE)
def object_to_record(record_id: UUID) -> ResponseReturnValue:
    """Object to an own record."""
    uow, actor = current_unit_of_work(), require_actor()
    record = uow.find(actor, ServiceRecord, record_id, permission=Permission.SERVE)
    form = RecordObjectionForm()
    if form.validate_on_submit() and form.attempt(
        recording.object_to_record,
        uow,
        actor,
        record_id,
        form.chosen_ground,
        form.text.data,
        now=now(),
    ):
        return _raised(form)
    page = render_template(
        "volunteer_reports/serving/record_objection.html", form=form, record=record
    )
    return page, form.status


@requires(Permission.SERVE)
def claim_hours(activity_id: UUID) -> ResponseReturnValue:
    """Object that hours are missing in an activity."""
    uow, actor = current_unit_of_work(), require_actor()
    activity = uow.session.get(Activity, activity_id)
    if activity is None or activity.published_at is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    local = zone()
    form = MissingHoursForm()
    if not form.is_submitted():
        form.process(
            data={
                "starts_at": to_local(activity.starts_at, local),
                "ends_at": to_local(activity.ends_at, local),
            }
        )
    elif form.validate() and form.attempt(
        recording.claim_missing_hours,
        uow,
        actor,
        activity_id,
        form.to_occasion(local),
        form.text.data,
        now=now(),
    ):
        return _raised(form)
    page = render_template(
        "volunteer_reports/serving/missing_hours.html", form=form, activity=activity
    )
    return page, form.status


@requires(Permission.SERVE)
def withdraw_objection(objection_id: UUID) -> ResponseReturnValue:
    """Take an own objection back."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        recording.withdraw_objection,
        current_unit_of_work(),
        require_actor(),
        objection_id,
        now=now(),
    ):
        form.announce("The objection is taken back.")
        return redirect(url_for(".objections"))
    return _show(form)


@requires(Permission.SERVE)
def stop_notice(entry_id: UUID) -> ResponseReturnValue:
    """Take own hours off the public notice."""
    form = ReasonForm()
    if form.validate_on_submit() and form.attempt(
        recording.stop_notice,
        current_unit_of_work(),
        require_actor(),
        entry_id,
        form.reason.data,
        permission=Permission.SERVE,
        now=now(),
    ):
        form.announce("The hours are off the public notice and will not count.")
        return redirect(url_for(".objections"))
    return _show(form, entry_id)


def _raised(form: BaseForm) -> ResponseReturnValue:
    form.announce("Your objection is with the organization.")
    return redirect(url_for(".objections"))


def _show(failed: BaseForm | None = None, failed_id: UUID | None = None) -> ResponseReturnValue:
    uow = current_unit_of_work()
    volunteer = own_volunteer(uow, require_actor())
    if volunteer is None:
        return render_template("volunteer_reports/serving/not_yet.html")
    session, moment = uow.session, now()
    page = render_template(
        "volunteer_reports/serving/objections.html",
        page=own_objections(session, volunteer.id, number=page_number(), size=page_size()),
        offered=activities_without_hours(session, volunteer.id, now=moment),
        noticed=own_noticed_hours(session, volunteer.id),
        failed=failed,
        failed_id=failed_id,
        reason=reason_forms(failed, failed_id),
        action=ActionForm(formdata=None),
        now=moment,
    )
    return page, failed.status if failed else 200
