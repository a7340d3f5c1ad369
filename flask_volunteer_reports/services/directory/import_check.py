"""The dry run of a spreadsheet with volunteers: every row is judged, nobody is registered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ...domain.events import VolunteerImportChecked, VolunteerImportRefused
from ...domain.volunteer_rows import (
    COLUMNS,
    RowRead,
    find_headings,
    read_volunteer_row,
    to_cells,
    without_id_cards,
)
from ...errors import InvalidEntry, Message
from ...models import ImportRow, ImportState, Verdict, VolunteerImport
from ...ports import Actor
from ...rendering.table_file import HEADING_ROWS, TableFile, TableRow, read_table
from ..plain_messages import to_plain
from ..unit_of_work import UnitOfWork
from .import_verdicts import Areas, Judge
from .volunteers import local_day

_AT_ONCE = 1_000
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Row:
    """A row on its way: as written, as read, what is wrong with it."""

    number: int
    written: Mapping[str, str]
    read: RowRead | None
    problems: list[Message] = field(default_factory=list)


def check_import(
    uow: UnitOfWork, actor: Actor, import_id: UUID, *, progress: Progress, now: datetime
) -> ImportState:
    """Judge every row of an uploaded file; taken up again, it goes on where it was.

    Returns:
        Read or unreadable.

    Raises:
        NotFound: The import is out of reach.
    """
    session = uow.session
    upload = uow.find(actor, VolunteerImport, import_id)
    if upload.state is not ImportState.READING:
        return upload.state
    content = session.scalar(select(VolunteerImport.content).where(VolunteerImport.id == import_id))
    session.rollback()  # no transaction stays open while the file is read
    try:
        table = read_table(content or b"")
        _judge_all(uow, actor, import_id, table, progress, now)
    except InvalidEntry as error:
        return _refuse(uow, actor, import_id, error.message, now)
    return _finish(uow, actor, import_id, table, now)


def headed_rows(table: TableFile) -> Iterator[tuple[TableRow, Mapping[int, str]]]:
    """Yield the rows below the headings, with the columns that the headings name.

    Raises:
        InvalidEntry: There are no headings, or the file keeps ID-card numbers.
    """
    columns: Mapping[int, str] | None = None
    for row in table.rows:
        if columns is not None:
            yield row, columns
        elif (columns := find_headings(row.cells)) is None and row.number >= HEADING_ROWS:
            break
    if columns is None:
        raise InvalidEntry(
            "No row of headings was found. One of the first rows must name the columns: "
            "%(columns)s. Only the name is needed.",
            field="file",
            columns="、".join(COLUMNS.values()),
        )


def count_verdicts(session: Session, import_id: UUID) -> dict[Verdict, int]:
    """Count the rows of an import by what they would do or have done."""
    rows = session.execute(
        select(ImportRow.verdict, func.count())
        .where(ImportRow.import_id == import_id)
        .group_by(ImportRow.verdict)
    )
    found: dict[Verdict, int] = dict(rows.tuples().all())
    return {verdict: found.get(verdict, 0) for verdict in Verdict}


def _judge_all(
    uow: UnitOfWork,
    actor: Actor,
    import_id: UUID,
    table: TableFile,
    progress: Progress,
    now: datetime,
) -> None:
    most = uow.settings.import_max_rows
    rows = _read(table, local_day(uow, now), most)
    areas = Areas(uow.session)
    repeats = _Repeats()
    done = 0
    while chunk := list(islice(rows, _AT_ONCE)):
        for row in chunk:
            repeats.complain(row)
        with uow.transaction(audited=False) as session:
            upload = uow.find(actor, VolunteerImport, import_id)
            last = session.scalar(
                select(func.max(ImportRow.number)).where(ImportRow.import_id == import_id)
            )
            left = [row for row in chunk if row.number > (last or 0)]
            if left:
                good = [row.read for row in left if row.read]
                judge = Judge(session, upload.organization, areas, good, since=now)
                session.execute(insert(ImportRow), [_plain(import_id, row, judge) for row in left])
        done += len(chunk)
        progress(done, max(done, most))
    if not done:
        raise InvalidEntry("There is no row below the headings.", field="file")


def _read(table: TableFile, today: date, most: int) -> Iterator[_Row]:
    count = 0
    for row, columns in headed_rows(table):
        written = {
            column: row.cells[place] for place, column in columns.items() if place < len(row.cells)
        }
        formulas = {columns[place] for place in row.formulas if place in columns}
        if not formulas and not any(text.strip() for text in written.values()):
            continue
        count += 1
        if count > most:
            raise InvalidEntry(
                "The file has more than %(most)s rows. Divide it into several files.",
                field="file",
                most=most,
            )
        read, problems = read_volunteer_row(
            row.number, written, formulas=formulas, merged=row.merged, today=today
        )
        yield _Row(row.number, written, read, problems)


class _Repeats:
    """Finds the rows that stand twice in a file."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, ...], int] = {}

    def complain(self, row: _Row) -> None:
        """Turn a row into a wrong one when an earlier row is about the same volunteer."""
        if row.read is None:
            return
        own = row.read
        key = (own.volunteer_no,) if own.volunteer_no else (own.name, own.phone)
        first = self._seen.setdefault(key, row.number)
        if first == row.number:
            return
        said = (
            "The number stands in row %(row)s already."
            if own.volunteer_no
            else "The same volunteer stands in row %(row)s already. Give both a volunteer number "
            "if they are two."
        )
        row.problems.append(Message(said, {"row": first}))
        row.read = None


def _plain(import_id: UUID, row: _Row, judge: Judge) -> dict[str, Any]:
    verdict, problems = Verdict.WRONG, row.problems
    if row.read:
        judged = judge.judge(row.read)
        verdict, problems = judged.verdict, [judged.problem] if judged.problem else []
    good = row.read is not None and verdict is not Verdict.WRONG
    return {
        "import_id": import_id,
        "number": row.number,
        "verdict": verdict,
        "done": False,
        "cells": to_cells(row.read) if good and row.read else without_id_cards(row.written),
        "problems": {"problems": [to_plain(problem) for problem in problems]},
    }


def _finish(
    uow: UnitOfWork, actor: Actor, import_id: UUID, table: TableFile, now: datetime
) -> ImportState:
    with uow.transaction() as session:
        upload = uow.find(actor, VolunteerImport, import_id, lock=True)
        upload.state, upload.content = ImportState.READ, None
        upload.notes = {"notes": _plain_notes(table.notes)}
        counts = count_verdicts(session, import_id)
        uow.record(
            actor,
            VolunteerImportChecked(
                subject_id=import_id,
                by=actor.id,
                at=now,
                new=counts[Verdict.NEW],
                changed=counts[Verdict.CHANGED],
                known=counts[Verdict.KNOWN],
                wrong=counts[Verdict.WRONG],
            ),
        )
    return ImportState.READ


def _refuse(
    uow: UnitOfWork, actor: Actor, import_id: UUID, message: Message, now: datetime
) -> ImportState:
    with uow.transaction():
        upload = uow.find(actor, VolunteerImport, import_id, lock=True)
        upload.state, upload.content = ImportState.UNREADABLE, None
        upload.problem, upload.finished_at = to_plain(message), now
        uow.record(actor, VolunteerImportRefused(subject_id=import_id, by=actor.id, at=now))
    return ImportState.UNREADABLE


def _plain_notes(notes: Sequence[Message]) -> list[dict[str, Any]]:
    return [to_plain(note) for note in notes]
