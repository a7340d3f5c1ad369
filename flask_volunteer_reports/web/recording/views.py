"""The people of an activity: signed up, entered, recorded."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...errors import InvalidEntries, InvalidEntry
from ...models import Activity
from ...ports import Permission
from ...services import recording
from ...services.publishing.activities import find_activity
from ...services.queries.name_list import NameList
from ...services.queries.name_list import name_list as read_name_list
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import notify, require_actor, t, zone
from ..forms import ActionForm, BaseForm, ReasonForm, reason_forms
from .forms import SPARE_ROWS, CorrectForm, NameListForm, SignUpForm


@requires(Permission.SEE_RECORDS)
def name_list(activity_id: UUID) -> ResponseReturnValue:
    """Show who is signed up, who waits to be confirmed, what is recorded."""
    return show_name_list(activity_id)


@requires(Permission.ENTER_RECORDS)
def save(activity_id: UUID) -> ResponseReturnValue:
    """Save the name list, or give it more rows."""
    form = NameListForm()
    if not form.validate_on_submit():
        return show_name_list(activity_id, form)
    if form.more_rows.data:
        form.add_spare_rows()
        return show_name_list(activity_id, form)
    try:
        rows = form.listed()
    except InvalidEntry as error:
        form.complain(error)
        return show_name_list(activity_id, form)
    if form.attempt(
        recording.save_name_list,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        form.version.number,
        rows,
        form.source,
        now=now(),
    ):
        form.announce("The name list is saved. A manager of the organization confirms it.")
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, form)


@requires(Permission.CONFIRM_RECORDS)
def confirm(activity_id: UUID) -> ResponseReturnValue:
    """Confirm what waits."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        recording.confirm_name_list,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        form.version.number,
        now=now(),
    ):
        form.announce("The hours are confirmed.")
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, failed=form)


@requires(Permission.ENTER_RECORDS)
def sign_up(activity_id: UUID) -> ResponseReturnValue:
    """Give places to volunteers."""
    form = SignUpForm()
    if not form.validate_on_submit():
        return show_name_list(activity_id, sign_up_form=form)
    try:
        rows = form.listed()
    except InvalidEntries as error:
        form.complain(error)
        return show_name_list(activity_id, sign_up_form=form)
    if form.attempt(
        recording.sign_up_volunteers,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        rows,
        now=now(),
    ):
        _announce(form)
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, sign_up_form=form)


@requires(Permission.ENTER_RECORDS)
def cancel(activity_id: UUID, sign_up_id: UUID) -> ResponseReturnValue:
    """Take a sign-up back."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        recording.cancel_sign_up,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        sign_up_id,
        now=now(),
    ):
        form.announce("The sign-up is taken back.")
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, failed=form)


@requires(Permission.CONFIRM_RECORDS)
def void(activity_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Void a record, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit() and form.attempt(
        recording.void_record,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        record_id,
        form.reason.data,
        now=now(),
    ):
        form.announce("The record is voided. Enter the volunteer again with the right duration.")
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, failed=form, failed_id=record_id)


@requires(Permission.CONFIRM_RECORDS)
def correct(activity_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Correct a record by a further entry, with a reason."""
    form = CorrectForm()
    if form.validate_on_submit() and form.attempt(
        recording.correct_record,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        record_id,
        form.to_change(),
        expected_minutes=form.version.number,
        now=now(),
    ):
        form.announce("The record is corrected.")
        return redirect(url_for(".name_list", activity_id=activity_id))
    return show_name_list(activity_id, failed=form, failed_id=record_id)


def show_name_list(
    activity_id: UUID,
    form: NameListForm | None = None,
    *,
    sign_up_form: SignUpForm | None = None,
    failed: BaseForm | None = None,
    failed_id: UUID | None = None,
) -> ResponseReturnValue:
    """Show the people of an activity; a form that failed keeps what was typed."""
    uow = current_unit_of_work()
    activity = find_activity(uow, require_actor(), activity_id)
    people = read_name_list(uow.session, activity.id)
    shown = form or _filled_in(activity, people)
    if shown.conflict:
        shown.version.show(activity.list_version)
    page = render_template(
        "volunteer_reports/recording/name_list.html",
        activity=activity,
        people=people,
        form=shown,
        failed=failed or sign_up_form or form,
        failed_id=failed_id,
        action=ActionForm(formdata=None, data={"version": activity.list_version}),
        reason=reason_forms(failed if not isinstance(failed, CorrectForm) else None, failed_id),
        correcting=lambda record: (
            failed
            if record.id == failed_id and isinstance(failed, CorrectForm)
            else CorrectForm.of(record)
        ),
        rules=activity.project.campaign.rules.recording,
        sign_up_form=sign_up_form or SignUpForm(formdata=None),
        birth_matters=activity.project.minimum_age is not None,
        now=now(),
    )
    wrong = failed or sign_up_form or form
    return page, wrong.status if wrong else 200


def _announce(form: SignUpForm) -> None:
    """Say what came of a list, and who of it waits."""
    waiting = form.result.waiting if form.result else ()
    if not waiting:
        form.announce("The volunteers are signed up.")
        return
    notify(
        "%(count)s have a place. All places are taken now; on the waiting list: %(names)s",
        "warning",
        count=form.result.placed,
        names=t(", ").join(waiting),
    )


def _filled_in(activity: Activity, people: NameList) -> NameListForm:
    """Offer the list as it stands; while there is none, the volunteers who are signed up."""
    rows = [
        {
            "name": entry.name,
            "volunteer_no": entry.volunteer_no,
            "duration": str(entry.service_minutes),
            "started": ""
            if entry.starts_at == activity.starts_at
            else f"{entry.starts_at.astimezone(zone()):%H:%M}",
        }
        for entry in people.waiting
        if entry.is_typed  # what was checked in waits beside the list, and is not typed again
    ]
    if not rows and not people.records:
        checked_in = {entry.volunteer_no for entry in people.waiting}
        rows = [
            {
                "name": person.name,
                "volunteer_no": person.volunteer_no,
                "duration": str(activity.occasion.minutes),
                "started": "",
            }
            for person in people.signed_up
            if person.volunteer_no not in checked_in
        ]
    blank = {"name": "", "volunteer_no": "", "duration": "", "started": ""}
    data = {"version": activity.list_version, "rows": [*rows, *([blank] * SPARE_ROWS)]}
    return NameListForm(formdata=None, data=data)
