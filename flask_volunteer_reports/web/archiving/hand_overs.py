"""Hand-overs: compiled, handed over, answered, printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...domain.archiving import DocumentClass, HandOverStatus
from ...errors import NotAllowed, NotFound
from ...models import Area, HandOver
from ...ports import Permission
from ...services import archiving
from ...services.queries.hand_overs import hand_overs as list_hand_overs
from ...services.queries.hand_overs import new_documents
from ...services.queries.history import history
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor
from ..forms import ActionForm
from ..paging import member_argument, page_number, page_size
from .choosing import campaigns, chosen_campaign, offer
from .forms import HandOverForm, ReturnForm


@requires(Permission.SEE_ARCHIVE)
def hand_overs() -> ResponseReturnValue:
    """List the hand-overs that the person gave or receives."""
    uow, actor = current_unit_of_work(), require_actor()
    campaign = chosen_campaign()
    status = member_argument("status", HandOverStatus)
    page = list_hand_overs(
        uow.session,
        uow.policy.reach(actor, HandOver),
        campaign_id=campaign.id,
        status=status,
        number=page_number(),
        size=page_size(),
    )
    return render_template(
        "volunteer_reports/archiving/hand_overs.html",
        campaign=campaign,
        campaigns=campaigns(),
        page=page,
        status=status,
        statuses=list(HandOverStatus),
    )


@requires(Permission.HAND_OVER)
def new_hand_over() -> ResponseReturnValue:
    """Choose from what is new, and hand it over."""
    uow, actor = current_unit_of_work(), require_actor()
    form = HandOverForm()
    campaign = offer(form, Permission.HAND_OVER, districts_only=True)
    if form.validate_on_submit() and form.attempt(
        archiving.hand_over,
        uow,
        actor,
        form.campaign.data,
        form.chosen_filer,
        form.document_ids,
        form.note.data or "",
        hand_over_id=form.new_id.uuid,
        now=now(),
    ):
        form.announce("Handed over to the city.")
        return redirect(url_for(".hand_over", hand_over_id=form.new_id.uuid))
    try:
        new = new_documents(uow, actor, campaign, form.chosen_filer)
    except (NotAllowed, NotFound):
        if form.is_submitted() and form.failure:
            raise
        new = None
    chosen = form.document_ids if form.is_submitted() else None
    page = render_template(
        "volunteer_reports/archiving/hand_over_form.html",
        form=form,
        campaign=campaign,
        new=new,
        classes=list(DocumentClass),
        chosen=chosen,
    )
    return page, form.status


@requires(Permission.SEE_ARCHIVE)
def hand_over(hand_over_id: UUID) -> ResponseReturnValue:
    """Show a hand-over with its receipt, fit to be printed."""
    return _show(hand_over_id, ActionForm(formdata=None), ReturnForm(formdata=None))


@requires(Permission.RECEIVE_HAND_OVER)
def receive(hand_over_id: UUID) -> ResponseReturnValue:
    """Take a hand-over, and give a receipt."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        archiving.receive_hand_over,
        current_unit_of_work(),
        require_actor(),
        hand_over_id,
        now=now(),
    ):
        form.announce("The receipt is given.")
        return redirect(url_for(".hand_over", hand_over_id=hand_over_id))
    return _show(hand_over_id, form, ReturnForm(formdata=None))


@requires(Permission.RECEIVE_HAND_OVER)
def return_(hand_over_id: UUID) -> ResponseReturnValue:
    """Send a hand-over back with a reason."""
    form = ReturnForm()
    if form.validate_on_submit() and form.attempt(
        archiving.return_hand_over,
        current_unit_of_work(),
        require_actor(),
        hand_over_id,
        form.reason.data,
        now=now(),
    ):
        form.announce("The hand-over is sent back.")
        return redirect(url_for(".hand_over", hand_over_id=hand_over_id))
    return _show(hand_over_id, ActionForm(formdata=None), form)


def _show(hand_over_id: UUID, form: Any, return_form: ReturnForm) -> ResponseReturnValue:
    uow, actor = current_unit_of_work(), require_actor()
    found = uow.find(actor, HandOver, hand_over_id)
    receiver = uow.session.get_one(Area, found.to_area_id)
    failed = return_form if return_form.errors or return_form.failure else form
    page = render_template(
        "volunteer_reports/archiving/hand_over.html",
        hand_over=found,
        classes=list(DocumentClass),
        form=form,
        return_form=return_form,
        failed=failed,
        history=history(uow.session, found.id),
        may_answer=found.receipt is None
        and uow.policy.may(actor, Permission.RECEIVE_HAND_OVER, receiver),
    )
    return page, failed.status
