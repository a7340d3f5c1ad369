"""Check-in and check-out on the volunteer's own telephone, and the volunteer's card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from ...domain.check_in import Purpose
from ...errors import Conflict
from ...models import Volunteer
from ...ports import Permission
from ...rendering.code_picture import qr_svg
from ...services import recording
from ...services.publishing.activities import find_public_activity
from ...services.queries.check_in import OwnActivity, own_activities, own_activity
from ...services.serving import require_volunteer
from ...state import current_unit_of_work, now
from ..access import requires
from ..addresses import public_address
from ..context import lazy, require_actor
from ..forms import BaseForm, NeededField, NewIdField


class CodeForm(BaseForm):
    """The code on the organizer's screen."""

    id = NewIdField()
    purpose = HiddenField()
    code = StringField(
        lazy("Six digits from the organizer's screen"),
        validators=[
            NeededField("Type the six digits from the organizer's screen."),
            Length(max=40),
        ],
    )

    @property
    def chosen(self) -> Purpose:
        """What the button said."""
        return Purpose.OUT if self.purpose.data == Purpose.OUT else Purpose.IN


def register(blueprint: Blueprint) -> None:
    """Put these pages among the volunteer's own."""
    blueprint.add_url_rule("/check-in", view_func=check_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/card", view_func=card)


@requires(Permission.SERVE)
def check_in() -> ResponseReturnValue:
    """Check in or out with the code; without an activity, offer those of now."""
    uow, actor = current_unit_of_work(), require_actor()
    activity_id = request.args.get("activity", type=UUID)
    try:
        volunteer = require_volunteer(uow, actor)
    except Conflict as error:
        return _not_yet(error)
    if activity_id is None:
        return render_template(
            "volunteer_reports/serving/check_ins.html",
            activities=own_activities(uow.session, volunteer, now()),
        )
    if request.method == "POST":
        return _check(activity_id, volunteer)
    shown = _own(activity_id, volunteer)
    return _page(shown, _offered(shown))


@requires(Permission.SERVE)
def card() -> ResponseReturnValue:
    """Show the volunteer's own code, to be scanned by the organizer."""
    try:
        volunteer = require_volunteer(current_unit_of_work(), require_actor())
    except Conflict as error:
        return _not_yet(error)
    address = public_address("volunteer_reports.cards.card", card_code=volunteer.card_code)
    return render_template(
        "volunteer_reports/serving/card.html",
        volunteer=volunteer,
        picture=Markup(qr_svg(address)),  # noqa: S704 -- made by us, of an address
    )


def _check(activity_id: UUID, volunteer: Volunteer) -> ResponseReturnValue:
    form = CodeForm()
    act: Callable[..., Any] = recording.check_in_with_code
    name = "check_in_id"
    if form.chosen is Purpose.OUT:
        act, name = recording.check_out_with_code, "check_out_id"
    if form.validate_on_submit() and form.attempt(
        act,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        form.code.data,
        now=now(),
        **{name: form.id.uuid},
    ):
        # The code is left out: going back to this page must not offer an old one.
        return redirect(url_for("volunteer_reports.serving.check_in", activity=activity_id))
    return _page(_own(activity_id, volunteer), form)


def _own(activity_id: UUID, volunteer: Volunteer) -> OwnActivity:
    uow = current_unit_of_work()
    activity = find_public_activity(uow, activity_id)
    return own_activity(uow.session, volunteer, activity, now())


def _offered(shown: OwnActivity) -> CodeForm:
    """Offer what comes next: in or out, with the code of the link filled in."""
    purpose = Purpose.OUT if shown.open_pair else Purpose.IN
    code = request.args.get("code", "")[:40]
    if request.args.get("for", purpose.value) != purpose.value:
        code = ""  # the link that was used to come in leads to the check-out afterwards
    return CodeForm(formdata=None, data={"purpose": purpose.value, "code": code})


def _page(shown: OwnActivity, form: CodeForm) -> ResponseReturnValue:
    page = render_template(
        "volunteer_reports/serving/check_in.html", activity=shown, form=form, now=now()
    )
    return page, form.status


def _not_yet(error: Conflict) -> ResponseReturnValue:
    page = render_template("volunteer_reports/serving/no_volunteer.html", message=error.message)
    return page, error.status
