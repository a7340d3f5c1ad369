"""The organizer at the place: the changing code, the list to tick off, cards, forgotten ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ...domain.check_in import Purpose, code_of_step, code_step, seconds_left
from ...errors import InvalidEntries, InvalidEntry, NotFound
from ...ports import Permission
from ...rendering.code_picture import qr_svg
from ...services import recording
from ...services.publishing.activities import find_activity
from ...services.queries.check_in import activities_now, people_at
from ...services.recording.ticks import TickResult
from ...services.recording.whom import find_by_card
from ...state import current_unit_of_work, now
from ..access import requires
from ..addresses import public_address
from ..context import notify, require_actor, say, zone
from ..errors import wants_json
from ..forms import BaseForm, to_instant
from .check_in_forms import ClosingForm, TickForm, TicksForm, read_tick


def add_views(blueprint: Blueprint) -> None:
    """Put these pages under an activity."""
    add, post = blueprint.add_url_rule, ["POST"]
    place = "/activities/<uuid:activity_id>/check-in"
    add(place, view_func=check_in)
    add(f"{place}/code", view_func=check_in_code)
    add(f"{place}/tick", view_func=tick, methods=post)
    add(f"{place}/ticks", view_func=ticks, methods=post)
    add(f"{place}/<uuid:check_in_id>/closure", view_func=close, methods=post)


def create_cards_blueprint() -> Blueprint:
    """Make the blueprint of what a volunteer's own QR code leads to."""
    blueprint = Blueprint("cards", __name__, url_prefix="/cards")
    blueprint.add_url_rule("/<card_code>", view_func=card)
    return blueprint


@requires(Permission.ENTER_RECORDS)
def check_in(activity_id: UUID) -> ResponseReturnValue:
    """Show who is there, to be ticked in and out."""
    return _show(activity_id)


@requires(Permission.ENTER_RECORDS)
def check_in_code(activity_id: UUID) -> ResponseReturnValue:
    """Show the code of this moment, large for a hall or small for a telephone."""
    uow, moment = current_unit_of_work(), now()
    secret = recording.open_check_in(uow, require_actor(), activity_id, now=moment)
    activity = find_activity(uow, require_actor(), activity_id)
    purpose = Purpose.OUT if request.args.get("for") == Purpose.OUT else Purpose.IN
    period = activity.project.campaign.rules.recording.code_period
    digits = code_of_step(secret, purpose, code_step(moment, period))
    address = public_address(
        "volunteer_reports.serving.check_in",
        activity=activity_id,
        code=digits,
        **{"for": purpose.value},
    )
    shown = {
        "digits": f"{digits[:3]} {digits[3:]}",
        "picture": qr_svg(address),
        "seconds": seconds_left(moment, period),
    }
    if wants_json():
        answer = jsonify(shown)
    else:
        answer = make_response(
            render_template(
                "volunteer_reports/recording/check_in_code.html",
                activity=activity,
                purpose=purpose,
                purposes=list(Purpose),
                view="phone" if request.args.get("view") == "phone" else "projector",
                picture=Markup(shown["picture"]),  # noqa: S704 -- made by us, of an address
                **{key: shown[key] for key in ("digits", "seconds")},
            )
        )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@requires(Permission.ENTER_RECORDS)
def tick(activity_id: UUID) -> ResponseReturnValue:
    """Check one person in or out."""
    form = TickForm()
    if not form.validate_on_submit():
        return _show(activity_id, failed=form)
    act = (
        recording.check_in_by_organizer
        if form.chosen is Purpose.IN
        else recording.check_out_by_organizer
    )
    try:
        whom, way = form.whom()
        done = form.attempt(
            act,
            current_unit_of_work(),
            require_actor(),
            activity_id,
            whom,
            recording.Check(id=form.id.uuid, at=(moment := now()), way=way),
            now=moment,
        )
    except InvalidEntry as error:
        form.complain(error)
        done = False
    except NotFound as error:
        # Out of reach is out of reach; an unknown card is a mistake in the form.
        find_activity(current_unit_of_work(), require_actor(), activity_id)
        form.complain(InvalidEntry.of(error.message))
        done = False
    if not done:
        return _show(activity_id, failed=form)
    if not form.done_before:
        name = form.result.volunteer.name
        if form.chosen is Purpose.IN:
            notify("%(name)s is checked in.", name=name)
        else:
            notify("%(name)s is checked out.", name=name)
    return redirect(url_for("volunteer_reports.recording.check_in", activity_id=activity_id))


@requires(Permission.ENTER_RECORDS)
def ticks(activity_id: UUID) -> ResponseReturnValue:
    """Take what was ticked without a network; answers our script."""
    form = TicksForm()
    if not form.validate_on_submit():
        # The script fetches a new token and sends the same again.
        return jsonify(expired=form.expired), 422
    refused, read = _read(form.read())
    results = recording.take_ticks(
        current_unit_of_work(), require_actor(), activity_id, read, now=now()
    )
    return jsonify(results=[*map(_plain, results), *refused])


@requires(Permission.ENTER_RECORDS)
def close(activity_id: UUID, check_in_id: UUID) -> ResponseReturnValue:
    """Close a check-in whose check-out was forgotten."""
    form = ClosingForm()
    if form.validate_on_submit() and form.attempt(
        recording.close_check_in,
        current_unit_of_work(),
        require_actor(),
        activity_id,
        check_in_id,
        form.reason.data,
        ended_at=to_instant(form.ended_at.data, zone()),
        now=now(),
    ):
        form.announce("The check-in is closed.")
        return redirect(url_for("volunteer_reports.recording.check_in", activity_id=activity_id))
    return _show(activity_id, failed=form, failed_id=check_in_id)


@requires(Permission.ENTER_RECORDS)
def card(card_code: str) -> ResponseReturnValue:
    """Show whose card was scanned, and where the person can be checked in or out now."""
    uow, actor = current_unit_of_work(), require_actor()
    volunteer = find_by_card(uow.session, card_code)
    return render_template(
        "volunteer_reports/recording/card.html",
        volunteer=volunteer,
        activities=activities_now(uow, actor, now()),
        new_form=lambda: TickForm(formdata=None, data={"card": card_code}),
    )


def _read(sent: list[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[recording.Tick]]:
    """Read a batch; what cannot be read is refused for itself."""
    refused: list[dict[str, Any]] = []
    read: list[recording.Tick] = []
    for tick_sent in sent:
        try:
            read.append(read_tick(tick_sent))
        except InvalidEntry as error:
            message = error.problems[0].message if isinstance(error, InvalidEntries) else None
            refused.append(
                {"id": str(tick_sent.get("id")), "refused": say(message or error.message)}
            )
    return refused, read


def _plain(result: TickResult) -> dict[str, Any]:
    return {"id": str(result.id), "refused": say(result.refused) if result.refused else None}


def _show(
    activity_id: UUID, *, failed: BaseForm | None = None, failed_id: UUID | None = None
) -> ResponseReturnValue:
    uow, actor = current_unit_of_work(), require_actor()
    activity = find_activity(uow, actor, activity_id)
    uow.require(actor, Permission.ENTER_RECORDS, activity.project)
    people = people_at(uow.session, activity)
    rules = activity.project.campaign.rules.recording
    blank = ClosingForm(formdata=None)
    page = render_template(
        "volunteer_reports/recording/check_in.html",
        activity=activity,
        people=people,
        here=sum(person.open_pair is not None for person in people),
        came=sum(bool(person.pairs) for person in people),
        opens_at=activity.starts_at - rules.check_in_before,
        closes_at=activity.ends_at + rules.check_out_after,
        now=now(),
        failed=failed,
        failed_id=failed_id,
        new_form=lambda: TickForm(formdata=None),
        other_form=failed if isinstance(failed, TickForm) else TickForm(formdata=None),
        closing=lambda row: failed if row == failed_id and failed else blank,
    )
    return page, failed.status if failed else 200
