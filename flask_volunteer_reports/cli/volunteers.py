"""Volunteers from a spreadsheet, from the terminal."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import click
from sqlalchemy import select

from ..errors import InvalidEntries, InvalidEntry, Message, NotFound, Problem
from ..models import ImportState, Organization, Verdict, VolunteerImport
from ..ports import Permission
from ..services import directory
from ..services.directory.import_check import count_verdicts
from ..services.plain_messages import from_plain
from ..services.queries.volunteer_imports import preview
from ..state import current_unit_of_work, now
from .command import OPERATOR, command, tell

_MOST_PROBLEMS = 1_000


@command("import-volunteers", permission=Permission.OPERATE)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", "code", required=True, help="Code of the organization.")
@click.option("--dry-run", is_flag=True, help="Read the file and say what it would do.")
def import_volunteers(file: Path, code: str, dry_run: bool) -> None:  # noqa: FBT001 -- how click calls it
    """Import the volunteers of an organization from an XLSX or CSV FILE.

    Wrong rows are named and left out; the page of the import has them as a file to mend. The exit
    code is 1 where there are any.
    """
    uow = current_unit_of_work()
    organization = uow.session.scalars(
        select(Organization).where(Organization.code == code)
    ).first()
    if organization is None:
        raise NotFound("There is no organization with the code %(code)s.", code=code)
    import_id = uuid4()
    with file.open("rb") as opened:
        directory.upload_volunteers(
            uow, OPERATOR, organization.id, opened, file.name, import_id=import_id, now=now()
        )
    state = directory.check_import(uow, OPERATOR, import_id, progress=_quiet, now=now())
    if state is ImportState.UNREADABLE:
        upload = uow.find(OPERATOR, VolunteerImport, import_id)
        message = from_plain(upload.problem or {})
        raise InvalidEntry.of(message)
    counts = count_verdicts(uow.session, import_id)
    tell(
        "%(new)s new, %(changed)s changed, %(known)s known already, %(wrong)s wrong.",
        new=counts[Verdict.NEW],
        changed=counts[Verdict.CHANGED],
        known=counts[Verdict.KNOWN],
        wrong=counts[Verdict.WRONG],
    )
    if not dry_run and counts[Verdict.NEW] + counts[Verdict.CHANGED]:
        directory.request_import(uow, OPERATOR, import_id, now=now())
        directory.apply_import(uow, OPERATOR, import_id, progress=_quiet, now=now())
        tell("The good rows are imported.")
    _complain(import_id)


def _complain(import_id: UUID) -> None:
    uow = current_unit_of_work()
    wrong = preview(uow.session, import_id, wrong=True, limit=_MOST_PROBLEMS)
    if wrong:
        raise InvalidEntries(
            "%(count)s rows of the file are wrong. They were left out.",
            [
                Problem(Message("Row %(row)s", {"row": row.number}), problem)
                for row in wrong
                for problem in row.problems
            ],
            count=len(wrong),
        )


def _quiet(_done: int, _total: int) -> None:
    """Say nothing about the progress."""
