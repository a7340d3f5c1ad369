"""Objections, for the organization that answers and for its office."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...models import Objection, ObjectionStatus, ServiceRecord
from ...ports import Permission
from ...services import recording
from ...services.queries.hours import records_with_entries
from ...services.queries.objections import answered_objections, objections_to_answer
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import require_actor, zone
from ..paging import page_number, page_size
from .forms import AnswerForm


@requires(Permission.ANSWER_OBJECTION)
def objections() -> ResponseReturnValue:
    """List what waits for an answer, overdue first; or what was answered."""
    uow, moment = current_unit_of_work(), now()
    answered = request.args.get("show") == "answered"
    where = {"number": page_number(), "size": page_size()}
    if answered:
        page = answered_objections(uow.session, uow.policy, require_actor(), **where)
    else:
        page = objections_to_answer(uow.session, uow.policy, require_actor(), now=moment, **where)
    return render_template(
        "volunteer_reports/proof/objections.html", page=page, answered=answered, now=moment
    )


@requires(Permission.ANSWER_OBJECTION)
def objection(objection_id: UUID) -> ResponseReturnValue:
    """Show an objection and what it is about; offer to answer it."""
    return _show(objection_id, AnswerForm())


@requires(Permission.ANSWER_OBJECTION)
def answer(objection_id: UUID) -> ResponseReturnValue:
    """Answer it."""
    form = AnswerForm()
    if form.validate_on_submit() and form.attempt(
        recording.answer_objection,
        current_unit_of_work(),
        require_actor(),
        objection_id,
        form.text.data,
        form.to_correction(zone()),
        now=now(),
    ):
        form.announce("The volunteer sees your answer.")
        return redirect(url_for(".objections"))
    return _show(objection_id, form)


def _show(objection_id: UUID, form: AnswerForm) -> ResponseReturnValue:
    uow, actor, moment = current_unit_of_work(), require_actor(), now()
    found = uow.find(actor, Objection, objection_id)
    scope = uow.policy.scope(actor, Permission.ANSWER_OBJECTION)
    is_own = scope.everything or found.organization_id in scope.organization_ids
    if not form.is_submitted():
        form.offer(found, zone())
    elif form.conflict and found.record:
        form.expected.show(found.record.service_minutes)
    records = records_with_entries(uow.session, ServiceRecord.id == found.record_id)
    page = render_template(
        "volunteer_reports/proof/objection.html",
        objection=found,
        entries=[entry for row in records for entry in row.entries],
        form=form,
        is_open=found.status is ObjectionStatus.OPEN,
        is_theirs=found.volunteer.person_id == actor.id,
        is_my_turn=is_own or found.due_at <= moment,
        overdue=found.due_at <= moment,
    )
    return page, form.status
