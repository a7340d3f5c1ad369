"""The ledger of hours and its summaries, from the terminal."""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy import select

from ..errors import Conflict, InvalidEntry, NotFound
from ..models import Organization
from ..ports import Permission
from ..services.rebuilding import rebuild_summaries
from ..services.recording.verifying import Verified, daily_head, verify_chains
from ..state import current_state, current_unit_of_work
from .command import command, tell


@command("verify-ledger", permission=Permission.OPERATE)
@click.option("--organization", "organization_code", help="Code of one organization.")
@click.option("--head", help="A digest that was printed on a weekly report.")
@click.option("--at", help="The instant printed beside it: 2017-07-10T00:00, local time.")
def verify_ledger(organization_code: str | None, head: str | None, at: str | None) -> None:
    """Check every entry of the ledger; name the first broken one of each organization."""
    session = current_unit_of_work().session
    if organization_code and not session.scalar(
        select(Organization.id).where(Organization.code == organization_code)
    ):
        raise NotFound("There is no organization with the code %(code)s.", code=organization_code)
    moment = _printed_instant(head, at)
    if moment and organization_code:
        raise InvalidEntry("A printed head speaks of all organizations. Leave --organization out.")
    seen, broken = Verified(), 0
    for wrong in verify_chains(session, seen, organization_code):
        broken += 1
        tell("%(code)s: %(what)s", code=wrong.organization, what=wrong.what)
    if moment and head:
        found = daily_head(session, moment)
        if found.digest != head.strip().lower():
            broken += 1
            tell(
                "The printed head does not match: at %(at)s there are %(entries)s entries, and "
                "their digest is %(digest)s.",
                at=moment,
                entries=found.entries,
                digest=found.digest,
            )
    tell(
        "%(entries)s entries of %(organizations)s organizations were read.",
        entries=seen.entries,
        organizations=seen.organizations,
    )
    if broken:
        raise Conflict("The ledger is broken in %(count)s places.", count=broken)
    tell("The ledger is whole, and the printed head matches." if head else "The ledger is whole.")


@command("rebuild-summaries", permission=Permission.OPERATE)
@click.option("--check", "check_only", is_flag=True, help="Only compare; change nothing.")
def rebuild(*, check_only: bool) -> None:
    """Make the sums of hours and registrations anew, and tell whether they were right."""
    rebuilt = rebuild_summaries(current_unit_of_work(), check_only=check_only)
    tell(
        "%(hours)s sums of hours, %(wrong_hours)s of them wrong; %(registrations)s numbers of "
        "volunteers, %(wrong_registrations)s of them wrong.",
        hours=rebuilt.hours,
        wrong_hours=rebuilt.wrong_hours,
        registrations=rebuilt.registrations,
        wrong_registrations=rebuilt.wrong_registrations,
    )
    if rebuilt.were_equal:
        tell("The sums were right.")
    elif check_only:
        raise Conflict("The sums are wrong. Run it without --check to put them right.")
    else:
        tell("The sums are right now.")


def _printed_instant(head: str | None, at: str | None) -> datetime | None:
    if (head is None) != (at is None):
        raise InvalidEntry("--head and --at belong together: both stand on the printed line.")
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise InvalidEntry("Write the instant like 2017-07-10T00:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=current_state().settings.zone)
