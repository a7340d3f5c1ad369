"""The page of one volunteer, and what organizations and offices do there."""

from __future__ import annotations

from uuid import UUID

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...domain.volunteers import shown_claim_code
from ...models import Organization, Project, ServiceRecord, Volunteer
from ...ports import Permission
from ...services import directory
from ...services.queries import volunteers as queries
from ...services.queries.history import history
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import require_actor, today, zone
from ..forms import ActionForm, BaseForm
from .volunteer_forms import ConsentForm, LinkForm


@requires(Permission.SEE_VOLUNTEER)
def volunteer(volunteer_id: UUID) -> ResponseReturnValue:
    """Show a volunteer with memberships, consents, and the service for the own organization."""
    return _show(volunteer_id)


@requires(Permission.REGISTER_VOLUNTEER)
def record_consent(volunteer_id: UUID) -> ResponseReturnValue:
    """Write down a consent on paper."""
    form = ConsentForm()
    if form.validate_on_submit() and form.attempt(
        directory.record_paper_consent,
        current_unit_of_work(),
        require_actor(),
        volunteer_id,
        form.wording.data,
        form.given_on.data,
        consent_id=form.new_id.uuid,
        now=now(),
    ):
        form.announce("The consent is written down. Keep the sheet.")
        return redirect(url_for(".volunteer", volunteer_id=volunteer_id))
    return _show(volunteer_id, consent_form=form)


@requires(Permission.REGISTER_VOLUNTEER)
def make_claim_code(volunteer_id: UUID) -> ResponseReturnValue:
    """Make a code and show it, this once."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        directory.make_claim_code,
        current_unit_of_work(),
        require_actor(),
        volunteer_id,
        now=now(),
    ):
        return _show(volunteer_id, code=shown_claim_code(form.result))
    return _show(volunteer_id, failed=form)


@requires(Permission.REGISTER_VOLUNTEER)
def link_person(volunteer_id: UUID) -> ResponseReturnValue:
    """Say which person of the site a volunteer is."""
    form = LinkForm()
    if form.validate_on_submit() and form.attempt(
        directory.link_person,
        current_unit_of_work(),
        require_actor(),
        volunteer_id,
        form.person_id.data,
        now=now(),
    ):
        form.announce("The volunteer is known to this site now.")
        return redirect(url_for(".volunteer", volunteer_id=volunteer_id))
    return _show(volunteer_id, link_form=form)


@requires(Permission.REGISTER_VOLUNTEER)
def leave(volunteer_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """End a membership."""
    form = ActionForm()
    if form.validate_on_submit() and form.attempt(
        directory.leave_organization,
        current_unit_of_work(),
        require_actor(),
        volunteer_id,
        membership_id,
        now=now(),
    ):
        form.announce("The membership has ended. What was recorded stays.")
        return redirect(url_for(".volunteers"))
    return _show(volunteer_id, failed=form)


def _show(
    volunteer_id: UUID,
    *,
    consent_form: ConsentForm | None = None,
    link_form: LinkForm | None = None,
    failed: BaseForm | None = None,
    code: str = "",
) -> ResponseReturnValue:
    uow, actor, state = current_unit_of_work(), require_actor(), current_state()
    session, policy = uow.session, uow.policy
    found = uow.find(actor, Volunteer, volunteer_id)
    wrong = consent_form or link_form or failed
    blank = {"wording": state.settings.consent_wording, "given_on": today()}
    page = render_template(
        "volunteer_reports/directory/volunteer.html",
        volunteer=found,
        organization=queries.first_organization(session, found),
        memberships=queries.memberships(session, found.id, policy.reach(actor, Organization)),
        consents=queries.consents(session, found.id, zone()),
        places=queries.places(session, found.id, policy.reach(actor, Project)),
        served=queries.served(session, found.id, policy.reach(actor, ServiceRecord)),
        may_register=policy.may(actor, Permission.REGISTER_VOLUNTEER, found),
        looks_people_up=state.host.find_person is not None,
        consent_form=consent_form or ConsentForm(formdata=None, data=blank),
        link_form=link_form or LinkForm(formdata=None),
        action=ActionForm(formdata=None),
        failed=wrong,
        code=code,
        code_days=state.settings.claim_code_days,
        history=history(session, found.id),
    )
    answer = make_response(page, wrong.status if wrong else 200)
    if code:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer
