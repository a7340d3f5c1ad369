"""What pages show of imports of volunteers, and the file of their failed rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.volunteer_rows import COLUMNS
from ...errors import Message
from ...models import ImportRow, ImportState, Verdict, VolunteerImport
from ...rendering.workbook import Column, Sheet, Workbook
from ..plain_messages import from_plain

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import in a list."""

    id: UUID
    filename: str
    state: ImportState
    uploaded_at: datetime
    uploaded_by: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it was understood, or as it was written where it is wrong."""

    number: int
    verdict: Verdict
    cells: dict[str, Any]
    problems: Sequence[Message]


def imports_of(session: Session, organization_id: UUID) -> Sequence[ImportLine]:
    """List the latest imports of an organization, newest first."""
    rows = session.execute(
        select(
            VolunteerImport.id,
            VolunteerImport.filename,
            VolunteerImport.state,
            VolunteerImport.uploaded_at,
            VolunteerImport.uploaded_by,
        )
        .where(VolunteerImport.organization_id == organization_id)
        .order_by(VolunteerImport.uploaded_at.desc())
        .limit(MOST_SHOWN)
    )
    return [ImportLine(*row) for row in rows]


def preview(
    session: Session, import_id: UUID, *, wrong: bool, limit: int, after: int = 0
) -> Sequence[PreviewRow]:
    """List rows in order of their number, those that are wrong or the others.

    Args:
        after: The number of the row behind which the list begins.
    """
    is_wrong = ImportRow.verdict == Verdict.WRONG
    rows = session.execute(
        select(ImportRow.number, ImportRow.verdict, ImportRow.cells, ImportRow.problems)
        .where(
            ImportRow.import_id == import_id,
            is_wrong if wrong else ~is_wrong & ~ImportRow.done,
            ImportRow.number > after,
        )
        .order_by(ImportRow.number)
        .limit(limit)
    )
    return [
        PreviewRow(number, verdict, cells, [from_plain(each) for each in problems["problems"]])
        for number, verdict, cells, problems in rows
    ]


def failed_rows_workbook(
    session: Session, upload: VolunteerImport, say: Callable[[Message], str], *, created: date
) -> Workbook:
    """Put the failed rows into a file that can be mended and sent again.

    It has the columns that we read, the row of the first file and what was wrong; the last two are
    passed over when the file comes back.
    """
    number, reason = say(Message("Row in the file")), say(Message("What is wrong"))
    columns = (
        *(Column(heading, 20) for heading in COLUMNS.values()),
        Column(number, 10),
        Column(reason, 60),
    )
    rows = tuple(
        (
            *(str(row.cells.get(column, "")) for column in COLUMNS),
            str(row.number),
            "\n".join(say(problem) for problem in row.problems),
        )
        for row in preview(session, upload.id, wrong=True, limit=1_000_000)
    )
    title = say(Message("Failed rows of “%(name)s”", {"name": upload.filename}))
    subtitle = say(
        Message("Mend the rows, and choose this file to import them. The others are not in it.")
    )
    sheet = Sheet(
        name=say(Message("Failed rows")),
        title=title,
        subtitle=subtitle,
        columns=columns,
        rows=rows,
        landscape=True,
    )
    return Workbook(title=title, created=created, sheets=(sheet,))
