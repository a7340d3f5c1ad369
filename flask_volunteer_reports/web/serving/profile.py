"""Who the signed-in person is as a volunteer: registration, consent, claim, correction."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound
from ...models import Volunteer
from ...ports import Permission
from ...services import directory
from ...services.queries import volunteers as queries
from ...services.queries.history import history
from ...services.queries.organizations import area_choices
from ...services.serving import own_volunteer
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import require_actor, zone
from ..directory.volunteer_forms import EditForm
from ..forms import ActionForm, BaseForm
from .profile_forms import AcceptForm, ClaimForm, OwnRegistrationForm


def register(blueprint: Blueprint) -> None:
    """Add these pages to the blueprint of the volunteer's own pages."""
    add, post = blueprint.add_url_rule, ["POST"]
    add("/profile", view_func=profile)
    add("/profile", view_func=correct, methods=post)
    add("/registration", view_func=register_self, methods=post)
    add("/consent", view_func=accept, methods=post)
    add("/refusal", view_func=refuse, methods=post)
    add("/claim", view_func=claim, methods=["GET", "POST"])
    add("/memberships/<uuid:membership_id>/end", view_func=leave, methods=post)


@requires(Permission.SERVE)
def profile() -> ResponseReturnValue:
    """Show what is known of the person, or how to become known."""
    return _show()


@requires(Permission.SERVE)
def correct() -> ResponseReturnValue:
    """Let volunteers correct what is said of themselves."""
    volunteer, form = _own(), EditForm()
    form.prepare(area_choices(current_unit_of_work().session))
    if form.validate_on_submit() and form.attempt(
        directory.edit_volunteer,
        current_unit_of_work(),
        require_actor(),
        volunteer.id,
        form.version.number,
        form.to_entry(),
        area_id=UUID(form.area_id.data),
        permission=Permission.SERVE,
        now=now(),
    ):
        form.announce("Saved.")
        return redirect(url_for(".profile"))
    return _show(edit_form=form)


@requires(Permission.SERVE)
def register_self() -> ResponseReturnValue:
    """Register the person, with the consent that belongs to it."""
    form = OwnRegistrationForm()
    form.prepare(area_choices(current_unit_of_work().session))
    if form.validate_on_submit() and form.attempt(
        directory.register_self_with_consent,
        current_unit_of_work(),
        require_actor(),
        form.to_entry(),
        form.wording.data or "",
        area_id=UUID(form.area_id.data),
        now=now(),
    ):
        form.announce("You are registered.")
        return redirect(url_for(".profile"))
    return _show(own_form=form)


@requires(Permission.SERVE)
def accept() -> ResponseReturnValue:
    """Take the person's consent."""
    volunteer, form = _own(), AcceptForm()
    if form.validate_on_submit() and form.attempt(
        directory.accept_registration,
        current_unit_of_work(),
        require_actor(),
        volunteer.id,
        form.wording.data or "",
        now=now(),
    ):
        form.announce("Thank you. Your consent is written down.")
        return redirect(url_for(".profile"))
    return _show(accept_form=form)


@requires(Permission.SERVE)
def refuse() -> ResponseReturnValue:
    """Take the person's refusal."""
    volunteer, form = _own(), ActionForm()
    if form.validate_on_submit() and form.attempt(
        directory.refuse_registration,
        current_unit_of_work(),
        require_actor(),
        volunteer.id,
        now=now(),
    ):
        form.announce("Your refusal is written down. Nothing new is recorded for you.")
        return redirect(url_for(".profile"))
    return _show(failed=form)


@requires(Permission.SERVE)
def claim() -> ResponseReturnValue:
    """Let the person say with a code which volunteer they are."""
    form = ClaimForm()
    if form.validate_on_submit() and form.attempt(
        directory.claim_volunteer,
        current_unit_of_work(),
        require_actor(),
        form.code.data or "",
        now=now(),
    ):
        form.announce("You are known as this volunteer now. Look at what is said of you.")
        return redirect(url_for(".profile"))
    return render_template("volunteer_reports/serving/claim.html", form=form), form.status


@requires(Permission.SERVE)
def leave(membership_id: UUID) -> ResponseReturnValue:
    """Let the person leave an organization."""
    volunteer, form = _own(), ActionForm()
    if form.validate_on_submit() and form.attempt(
        directory.leave_organization,
        current_unit_of_work(),
        require_actor(),
        volunteer.id,
        membership_id,
        permission=Permission.SERVE,
        now=now(),
    ):
        form.announce("The membership has ended. What was recorded stays.")
        return redirect(url_for(".profile"))
    return _show(failed=form)


def _own() -> Volunteer:
    found = own_volunteer(current_unit_of_work(), require_actor())
    if found is None:
        raise NotFound("You are not registered as a volunteer. Register, or type in your code.")
    return found


def _show(
    *,
    edit_form: EditForm | None = None,
    own_form: OwnRegistrationForm | None = None,
    accept_form: AcceptForm | None = None,
    failed: BaseForm | None = None,
) -> ResponseReturnValue:
    uow, actor = current_unit_of_work(), require_actor()
    wording = current_state().settings.consent_wording
    found = own_volunteer(uow, actor)
    wrong = edit_form or own_form or accept_form or failed
    areas = area_choices(uow.session)
    if found is None:
        blank = OwnRegistrationForm(formdata=None, data={"wording": wording, "name": actor.name})
        blank.prepare(areas)
        page = render_template(
            "volunteer_reports/serving/registration.html",
            form=(own_form.with_wording(wording) if own_form else blank),
        )
        return page, wrong.status if wrong else 200
    page = render_template(
        "volunteer_reports/serving/profile.html",
        volunteer=found,
        by_self=found.registered_by == actor.id,
        organization=queries.first_organization(uow.session, found),
        memberships=queries.memberships(uow.session, found.id),
        consents=queries.consents(uow.session, found.id, zone()),
        edit_form=_edit_form(found, edit_form),
        accept_form=AcceptForm(formdata=None, data={"wording": wording}),
        action=ActionForm(formdata=None),
        wording=wording,
        failed=wrong,
        history=history(uow.session, found.id),
    )
    return page, wrong.status if wrong else 200


def _edit_form(volunteer: Volunteer, sent: EditForm | None) -> EditForm:
    """Return the form that was sent, compared with what is saved, or a new one."""
    blank = EditForm(formdata=None)
    blank.prepare(area_choices(current_unit_of_work().session))
    blank.show(volunteer)
    if sent is None:
        return blank
    if sent.stale:
        sent.compare(blank)
    return sent
