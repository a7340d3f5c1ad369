"""A volunteer's place in an activity: signed up for, looked at, taken back."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...errors import Message
from ...models import SignUp, SignUpStatus
from ...ports import Permission
from ...services import recording
from ...services.publishing.activities import find_public_activity
from ...services.queries.offers import own_places, place_of
from ...services.queries.serving import waiting_before
from ...services.recording.own_sign_ups import cancel_until
from ...services.serving import own_volunteer, state_month_of_birth
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor, zone
from ..forms import ActionForm, BaseForm
from ..paging import id_argument
from .forms import MonthOfBirthForm, OwnSignUpForm

SAID = {
    SignUpStatus.ADMITTED: Message("You have a place."),
    SignUpStatus.APPLIED: Message(
        "A place is held for you. The organization decides whether it admits you."
    ),
    SignUpStatus.WAITING: Message("You are on the waiting list and move up by yourself."),
}


def register(blueprint: Blueprint) -> None:
    """Add these pages."""
    add, post = blueprint.add_url_rule, ["POST"]
    add("/activities/<uuid:activity_id>", view_func=activity)
    add("/activities/<uuid:activity_id>/sign-up", view_func=sign_up, methods=post)
    add("/sign-ups/<uuid:sign_up_id>/cancellation", view_func=cancel, methods=post)
    add("/month-of-birth", view_func=month_of_birth, methods=["GET", "POST"])


@requires(Permission.SERVE)
def activity(activity_id: UUID) -> ResponseReturnValue:
    """Show how an activity stands for the volunteer."""
    return _show(activity_id)


@requires(Permission.SERVE)
def sign_up(activity_id: UUID) -> ResponseReturnValue:
    """Sign up, or say why that is not possible."""
    form = OwnSignUpForm()
    if form.validate_on_submit() and form.attempt(
        recording.sign_up,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        sign_up_id=form.new_id.uuid,
        now=now(),
    ):
        if form.result is not None:
            form.announce(SAID[form.result.status].text)
        return redirect(url_for(".activity", activity_id=activity_id))
    return _show(activity_id, form)


@requires(Permission.SERVE)
def cancel(sign_up_id: UUID) -> ResponseReturnValue:
    """Take the own sign-up back."""
    form = ActionForm()
    uow = current_unit_of_work()
    activity_id = uow.find(require_actor(), SignUp, sign_up_id).activity_id
    if form.validate_on_submit() and form.attempt(
        recording.cancel_own_sign_up, uow, require_actor(), sign_up_id, now=now()
    ):
        form.announce("Your sign-up is taken back.")
        return redirect(url_for(".activity", activity_id=activity_id))
    return _show(activity_id, form)


@requires(Permission.SERVE)
def month_of_birth() -> ResponseReturnValue:
    """Enter the month of birth, and go back to the activity that asked for it."""
    uow = current_unit_of_work()
    volunteer = own_volunteer(uow, require_actor())
    if volunteer is None:
        return redirect(url_for(".home"))
    form = MonthOfBirthForm()
    activity_id = id_argument("activity")
    if not form.is_submitted():
        form.fill_in(volunteer)
    elif form.validate() and form.attempt(
        state_month_of_birth, uow, require_actor(), form.born_in.data, zone=zone(), now=now()
    ):
        form.announce("Saved.")
        if activity_id:
            return redirect(url_for(".activity", activity_id=activity_id))
        return redirect(url_for(".home"))
    page = render_template("volunteer_reports/serving/month_of_birth.html", form=form)
    return page, form.status


def _show(activity_id: UUID, failed: BaseForm | None = None) -> ResponseReturnValue:
    """Show the activity with what the volunteer can do there."""
    uow = current_unit_of_work()
    found = find_public_activity(uow, activity_id)
    volunteer = own_volunteer(uow, require_actor())
    own = None
    if volunteer:
        own = own_places(uow.session, [found], volunteer, now=now())[found.id]
    waits = own is not None and own.status is SignUpStatus.WAITING
    page = render_template(
        "volunteer_reports/serving/activity.html",
        activity=found,
        place=place_of(found),
        own=own,
        number=waiting_before(uow.session, own.sign_up_id) + 1
        if own and own.sign_up_id and waits
        else None,
        cancel_until=cancel_until(found),
        failed=failed,
        sign_up_form=OwnSignUpForm(formdata=None),
        new_id=uuid4,
        action=ActionForm(formdata=None),
        now=now(),
    )
    return page, failed.status if failed else 200
