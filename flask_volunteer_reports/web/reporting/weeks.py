"""Nil returns, and a district's Annex 2."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...domain.weeks import Week
from ...errors import InvalidEntry, NotFound
from ...models import Area, Campaign, NilReturn, Organization
from ...ports import Permission
from ...services import reporting
from ...services.queries.dashboard import running_campaign
from ...services.queries.reports import area_by_code
from ...services.queries.reports import nil_returns as list_nil_returns
from ...services.reporting.district_summaries import (
    compile_lines,
    first_submitted_at,
    lines_of,
    newest_summary,
)
from ...services.reporting.receiving import find_campaign
from ...state import current_unit_of_work, now
from ..access import requires
from ..context import day, require_actor
from ..forms import ReasonForm, reason_forms
from ..paging import page_number, page_size
from .forms import NilReturnForm, SummaryForm


@requires(Permission.SEE_REPORT)
def nil_returns() -> ResponseReturnValue:
    """List the nil returns in reach."""
    return _list(ReasonForm(formdata=None))


@requires(Permission.WRITE_REPORT)
def new_nil_return() -> ResponseReturnValue:
    """Declare a week without activity."""
    uow, actor = current_unit_of_work(), require_actor()
    campaign = running_campaign(uow.session, now())
    if campaign is None:
        raise NotFound("No campaign has been loaded yet.")
    form = NilReturnForm()
    ids = uow.policy.scope(actor, Permission.WRITE_REPORT).organization_ids
    rows = select(Organization).where(Organization.id.in_(ids)).order_by(Organization.code)
    form.organization_id.choices = [(str(own.id), own.name) for own in uow.session.scalars(rows)]
    form.week.choices = [(week.key, _name(week)) for week in _weeks_over(campaign)]
    if form.validate_on_submit() and form.attempt(
        reporting.file_nil_return,
        uow,
        actor,
        UUID(form.organization_id.data),
        campaign.code,
        form.week.data,
        form.note.data or "",
        now=now(),
    ):
        form.announce("The nil return is filed.")
        return redirect(url_for(".nil_returns"))
    page = render_template(
        "volunteer_reports/reporting/nil_return_form.html", form=form, campaign=campaign
    )
    return page, form.status


@requires(Permission.WRITE_REPORT)
def void_nil_return(nil_return_id: UUID) -> ResponseReturnValue:
    """Take a nil return back."""
    form = ReasonForm()
    if form.validate_on_submit() and form.attempt(
        reporting.void_nil_return,
        current_unit_of_work(),
        require_actor(),
        nil_return_id,
        form.reason.data,
        now=now(),
    ):
        form.announce("The nil return is taken back.")
        return redirect(url_for(".nil_returns"))
    return _list(form, nil_return_id)


@requires(Permission.SEE_WEEK)
def summary(campaign_code: str, week_key: str, area_code: str) -> ResponseReturnValue:
    """Show a district's Annex 2 as handed in and as it would be now; hand it in."""
    uow, actor = current_unit_of_work(), require_actor()
    area = area_by_code(uow.session, area_code)
    if area is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    area = uow.find(actor, Area, area.id)
    campaign, week = find_week(campaign_code, week_key)
    if area.code not in campaign.rules.annex2_areas:
        raise NotFound("This area owes no Annex 2 in this campaign.")
    form = SummaryForm()
    if form.validate_on_submit() and form.attempt(
        reporting.submit_district_summary,
        uow,
        actor,
        area.id,
        campaign.code,
        week.key,
        form.filled_by_unit.data,
        after_number=form.version.number,
        now=now(),
    ):
        form.announce("Annex 2 is handed in.")
        return redirect(
            url_for(".summary", campaign_code=campaign.code, week_key=week.key, area_code=area.code)
        )
    standing = newest_summary(uow.session, campaign, week, area)
    if not form.is_submitted():
        form.filled_by_unit.data = standing.filled_by_unit if standing else area.federation
    if not form.is_submitted() or form.conflict:
        form.version.show(standing.number if standing else 0)
    first_at = first_submitted_at(uow.session, campaign, week, area) if standing else None
    lines = compile_lines(uow.session, campaign, week, area=area)
    page = render_template(
        "volunteer_reports/reporting/summary.html",
        campaign=campaign,
        week=week,
        area=area,
        form=form,
        standing=standing,
        lines=lines,
        outdated=standing is not None and list(lines_of(standing)) != list(lines),
        due_at=campaign.rules.due_at(week),
        timeliness=campaign.rules.timeliness(week, first_at) if first_at else None,
        may_hand_in=uow.policy.may(actor, Permission.SUBMIT_DISTRICT_SUMMARY, area),
        now=now(),
    )
    return page, form.status


def find_week(campaign_code: str, week_key: str) -> tuple[Campaign, Week]:
    """Return campaign and week of an address, or raise NotFound."""
    campaign = find_campaign(current_unit_of_work().session, campaign_code)
    try:
        return campaign, campaign.rules.parse_week(week_key)
    except InvalidEntry as error:
        raise NotFound.of(error.message) from error


def _list(form: ReasonForm, failed_id: UUID | None = None) -> ResponseReturnValue:
    uow = current_unit_of_work()
    page = list_nil_returns(
        uow.session,
        uow.policy.reach(require_actor(), NilReturn),
        number=page_number(),
        size=page_size(),
    )
    return render_template(
        "volunteer_reports/reporting/nil_returns.html",
        page=page,
        form=form,
        reason=reason_forms(form, failed_id),
        failed_id=failed_id,
    ), form.status


def _weeks_over(campaign: Campaign) -> list[Week]:
    today = now().astimezone(campaign.rules.week.zone).date()
    return [week for week in reversed(campaign.rules.weeks()) if week.ends_on < today]


def _name(week: Week) -> str:
    return f"{week.key} {day(week.starts_on)} – {day(week.ends_on)}"
