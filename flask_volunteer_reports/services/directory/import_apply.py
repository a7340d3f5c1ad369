"""The import of the good rows of a spreadsheet, part by part.

Each part is a transaction with its audit entry, in which its rows are marked as done: whatever
happens to the worker, no row is imported twice and none is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ...domain.events import VolunteersImported
from ...domain.volunteer_rows import RowRead, from_cells
from ...models import (
    ImportRow,
    ImportState,
    Organization,
    Verdict,
    Volunteer,
    VolunteerImport,
)
from ...ports import Actor, Permission
from ..plain_messages import to_plain
from ..unit_of_work import UnitOfWork
from .consents import paper_consent
from .import_verdicts import Areas, Judge, Judged
from .registration import (
    add_volunteers,
    free_numbers,
    hold_volunteers,
    join,
    move,
    new_volunteer,
)

_AT_ONCE = 500
_GOOD = (Verdict.NEW, Verdict.CHANGED)
Progress = Callable[[int, int], None]


def apply_import(
    uow: UnitOfWork, actor: Actor, import_id: UUID, *, progress: Progress, now: datetime
) -> None:
    """Import what is left of the good rows of a file.

    Raises:
        NotFound: The import is out of reach by now.
        NotAllowed: *actor* registers no volunteers there any more.
    """
    session = uow.session
    if uow.find(actor, VolunteerImport, import_id).state is not ImportState.IMPORTING:
        return
    good = (ImportRow.import_id == import_id, ImportRow.verdict.in_(_GOOD))
    total = session.scalar(select(func.count()).where(*good)) or 0
    left = session.scalar(select(func.count()).where(*good, ~ImportRow.done)) or 0
    areas = Areas(session)
    typed = _typed_numbers(session, import_id)
    session.rollback()
    while left:
        with uow.transaction():
            left = _Part(uow, actor, import_id, areas, typed, now).run(left, total)
        progress(total - left, total)


def _typed_numbers(session: Session, import_id: UUID) -> frozenset[str]:
    """Collect the numbers that the rows bring with them, so that we give none of them away."""
    rows = session.scalars(
        select(ImportRow.cells)
        .where(ImportRow.import_id == import_id, ImportRow.verdict == Verdict.NEW, ~ImportRow.done)
        .execution_options(yield_per=1_000)  # not all rows at once in memory
    )
    return frozenset(cells["volunteer_no"] for cells in rows if cells.get("volunteer_no"))


@dataclass(slots=True)
class _Part:
    """Some rows that are imported in one transaction."""

    uow: UnitOfWork
    actor: Actor
    import_id: UUID
    areas: Areas
    typed: frozenset[str]
    now: datetime

    def run(self, left: int, total: int) -> int:
        """Import the next of so many rows that are left; return how many are left behind them."""
        session = self.uow.session
        upload = self.uow.find(self.actor, VolunteerImport, self.import_id, lock=True)
        # Whoever registers volunteers here waits: numbers are given one by one.
        organization = self.uow.find(self.actor, Organization, upload.organization_id, lock=True)
        self.uow.require(self.actor, Permission.REGISTER_VOLUNTEER, organization)
        judged = self._judge(upload, organization)
        new = [each for each in judged if each.verdict is Verdict.NEW]
        changed = [each for each in judged if each.verdict is Verdict.CHANGED]
        wrong = [each for each in judged if each.verdict is Verdict.WRONG]
        self._register(organization, new)
        self._mark(judged, wrong)
        left = left - len(judged) if judged else 0
        if not left:
            self._finish(upload)
        session.flush()
        self.uow.record(
            self.actor,
            VolunteersImported(
                subject_id=self.import_id,
                by=self.actor.id,
                at=self.now,
                new=len(new),
                changed=len(changed),
                failed=len(wrong),
                done=total - left,
                total=total,
            ),
        )
        return left

    def _judge(self, upload: VolunteerImport, organization: Organization) -> list[Judged]:
        """Judge the next rows anew, and change those volunteers who are known."""
        session = self.uow.session
        rows = self._next(Verdict.NEW) or self._next(Verdict.CHANGED)
        judge = Judge(session, organization, self.areas, rows, since=upload.uploaded_at)
        judged = [judge.judge(row) for row in rows]
        hold_volunteers(session, [each.volunteer.id for each in judged if each.volunteer])
        self._change(judge, judged)
        joining = [each.volunteer for each in judged if each.joins and each.volunteer]
        if joining:
            join(session, organization, joining, now=self.now)
        return judged

    def _next(self, verdict: Verdict) -> list[RowRead]:
        """Read the next rows of one verdict: the index has them in this order, unsorted."""
        rows = self.uow.session.execute(
            select(ImportRow.number, ImportRow.cells)
            .where(
                ImportRow.import_id == self.import_id,
                ImportRow.verdict == verdict,
                ~ImportRow.done,
            )
            .order_by(ImportRow.number)
            .limit(_AT_ONCE)
        )
        return [from_cells(number, cells) for number, cells in rows]

    def _change(self, judge: Judge, judged: Sequence[Judged]) -> None:
        session = self.uow.session
        moved: dict[UUID, tuple[UUID, UUID]] = {}
        for each in judged:
            if each.verdict is not Verdict.CHANGED or each.volunteer is None:
                continue
            if judge.needs_consent(each.row, each.volunteer):
                self._consent(each.volunteer, each)
            for column, value in judge.news(each.row, each.volunteer).items():
                if column == "area_id" and isinstance(value, UUID):
                    moved[each.volunteer.id] = each.volunteer.area_id, value
                setattr(each.volunteer, column, value)
        if moved:
            session.flush()
            move(session, moved)

    def _register(self, organization: Organization, new: Sequence[Judged]) -> None:
        session = self.uow.session
        numbers: Iterator[str] = free_numbers(session, organization, {*self.typed})
        volunteers = [self._newcomer(organization, each, numbers) for each in new]
        if volunteers:
            add_volunteers(session, volunteers, organization, now=self.now)
            for volunteer, each in zip(volunteers, new, strict=True):
                self._consent(volunteer, each)

    def _newcomer(
        self, organization: Organization, each: Judged, numbers: Iterator[str]
    ) -> Volunteer:
        row = each.row
        volunteer = new_volunteer(
            row.volunteer_no or next(numbers),
            row.name,
            self.areas.find(row.area) or organization.area_id,
            self.actor,
            now=self.now,
        )
        volunteer.phone, volunteer.born_in = row.phone, row.born_in
        return volunteer

    def _consent(self, volunteer: Volunteer, each: Judged) -> None:
        given_on = each.row.consented_on
        if given_on is not None:
            wording = self.uow.settings.consent_wording
            self.uow.session.add(
                paper_consent(self.uow, self.actor, volunteer.id, wording, given_on, now=self.now)
            )

    def _mark(self, judged: Sequence[Judged], wrong: Sequence[Judged]) -> None:
        """Mark rows as done and forget what was personal in them; keep what is wrong by now."""
        session = self.uow.session
        done = {each.row.number for each in judged} - {each.row.number for each in wrong}
        session.execute(
            update(ImportRow)
            .where(ImportRow.import_id == self.import_id, ImportRow.number.in_(done))
            .values(done=True, cells={})
            .execution_options(synchronize_session=False)
        )
        for each in wrong:
            problems = [to_plain(each.problem)] if each.problem else []
            session.execute(
                update(ImportRow)
                .where(ImportRow.import_id == self.import_id, ImportRow.number == each.row.number)
                .values(verdict=Verdict.WRONG, problems={"problems": problems})
                .execution_options(synchronize_session=False)
            )

    def _finish(self, upload: VolunteerImport) -> None:
        upload.state, upload.finished_at = ImportState.IMPORTED, self.now
        self.uow.session.execute(
            update(ImportRow)
            .where(ImportRow.import_id == self.import_id, ImportRow.verdict == Verdict.KNOWN)
            .values(done=True, cells={})
            .execution_options(synchronize_session=False)
        )
