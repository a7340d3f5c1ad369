"""What an organization decides about the people who signed up."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from ...ports import Permission
from ...services import recording
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..forms import ActionForm, ReasonForm
from .views import show_name_list


@requires(Permission.ENTER_RECORDS)
def admit(activity_id: UUID, sign_up_id: UUID) -> ResponseReturnValue:
    """Admit a volunteer."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        recording.admit_sign_up,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        sign_up_id,
        now=now(),
    ):
        form.announce("The volunteer is admitted.")
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, failed=form)


@requires(Permission.ENTER_RECORDS)
def decline(activity_id: UUID, sign_up_id: UUID) -> ResponseReturnValue:
    """Do not admit a volunteer, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit() and form.attempt(
        recording.decline_sign_up,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        sign_up_id,
        form.reason.data,
        now=now(),
    ):
        form.announce("The volunteer is not admitted.")
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, failed=form, failed_id=sign_up_id)


@requires(Permission.ENTER_RECORDS)
def no_show(activity_id: UUID, sign_up_id: UUID) -> ResponseReturnValue:
    """Write down that a volunteer did not come."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        recording.record_no_show,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        sign_up_id,
        now=now(),
    ):
        form.announce("The no-show is recorded.")
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, failed=form)


@requires(Permission.ENTER_RECORDS)
def undo_no_show(activity_id: UUID, sign_up_id: UUID) -> ResponseReturnValue:
    """Take back that a volunteer did not come."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        recording.undo_no_show,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        sign_up_id,
        now=now(),
    ):
        form.announce("The no-show is taken back.")
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, failed=form)
