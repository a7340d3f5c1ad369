"""The public notice of a campaign: hours that are about to count."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound
from ...models import NameListEntry
from ...ports import Permission
from ...services import recording
from ...services.queries.notices import has_ended_notices, public_notice
from ...services.reporting.receiving import find_campaign
from ...state import current_state, current_unit_of_work, now
from ..access import requires
from ..context import current_actor, require_actor
from ..forms import BaseForm, ReasonForm, reason_forms
from ..paging import page_number, page_size


@requires(Permission.ANYONE)
def notice(campaign_code: str) -> ResponseReturnValue:
    """Show what is on public notice, with masked names."""
    return _show(campaign_code)


@requires(Permission.CONFIRM_RECORDS)
def stop(entry_id: UUID) -> ResponseReturnValue:
    """Take hours off the public notice, for the organization."""
    uow, form = current_unit_of_work(), ReasonForm()
    entry = uow.session.get(NameListEntry, entry_id)
    permission = Permission.CONFIRM_RECORDS
    if entry is None or not uow.policy.may(require_actor(), permission, entry.activity.project):
        raise NotFound("There is no such page, or it is not yours to see.")
    code = entry.activity.project.campaign.code
    done = form.validate_on_submit() and form.attempt(
        recording.stop_notice,
        uow,
        require_actor(),
        entry_id,
        form.reason.data,
        permission=permission,
        now=now(),
    )
    if done:
        form.announce("The hours are off the public notice and will not count.")
        return redirect(url_for(".notice", campaign_code=code))
    return _show(code, form, entry_id)


def _show(
    campaign_code: str, failed: BaseForm | None = None, failed_id: UUID | None = None
) -> ResponseReturnValue:
    uow = current_unit_of_work()
    campaign = find_campaign(uow.session, campaign_code)
    if has_ended_notices(uow.session, campaign, now()):
        current_state().runner.wake()  # a worker that ended before they were due
    page = render_template(
        "volunteer_reports/proof/notice.html",
        campaign=campaign,
        days=campaign.rules.recording.public_notice.days,
        page=public_notice(
            uow.session,
            uow.policy,
            current_actor(),
            campaign,
            now=now(),
            number=page_number(),
            size=page_size(),
        ),
        failed=failed,
        failed_id=failed_id,
        reason=reason_forms(failed, failed_id),
    )
    return page, failed.status if failed else 200
