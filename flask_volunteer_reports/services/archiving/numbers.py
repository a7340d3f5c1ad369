"""Numbers of issued documents: without gaps, without doubles, whoever issues at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ...domain.register import NumberPattern, PaperKind, default_pattern
from ...domain.weeks import Week
from ...errors import Conflict
from ...models import Area, DocumentCounter


class Numbers:
    """Gives out the next numbers of an office, first on paper, then for good.

    The files of a document carry its number, so the numbers are needed before the files are
    written, and the files before the rows. Numbers are therefore handed out against the counters
    as they were read, and `take` holds them only if no counter has moved since.

    Args:
        office: Whose numbers.
        week: The week of the papers; numbers are counted in its year.
    """

    def __init__(self, session: Session, office: Area, week: Week) -> None:
        self._office = office
        self._year, self._number = week.year_and_number
        rows = session.execute(
            select(DocumentCounter.kind, DocumentCounter.last).where(
                DocumentCounter.area_id == office.id, DocumentCounter.year == self._year
            )
        )
        self._read: Mapping[PaperKind, int] = {row.kind: row.last for row in rows}
        self._given = dict(self._read)

    def next(self, kind: PaperKind) -> str:
        """Give out the next number for a paper of that kind."""
        pattern = pattern_of(self._office, kind)
        serial = self._given.get(kind, 0)
        if pattern.counts:
            serial = self._given[kind] = serial + 1
        return pattern.number(year=self._year, week=self._number, serial=serial)

    def take(self, session: Session) -> None:
        """Keep what was given out.

        Raises:
            Conflict: Somebody else has taken numbers in the meantime; begin again.
        """
        for kind, last in self._given.items():
            before = self._read.get(kind)
            if before is None:
                row = DocumentCounter(
                    id=uuid4(), area_id=self._office.id, kind=kind, year=self._year, last=last
                )
                session.add(row)
            elif last != before:
                taken = session.execute(
                    update(DocumentCounter)
                    .where(
                        DocumentCounter.area_id == self._office.id,
                        DocumentCounter.kind == kind,
                        DocumentCounter.year == self._year,
                        DocumentCounter.last == before,
                    )
                    .values(last=last)
                    .execution_options(synchronize_session=False)
                )
                if taken.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has one
                    raise Conflict("Somebody else issued papers at the same moment. Try again.")
        session.flush()


def pattern_of(office: Area, kind: PaperKind) -> NumberPattern:
    """Return how an office numbers a kind of paper."""
    text = {
        PaperKind.WEEKLY_REPORT: office.weekly_report_number,
        PaperKind.ANNEX1: office.annex1_number,
        PaperKind.ANNEX2: office.annex2_number,
    }[kind]
    return NumberPattern(text) if text else default_pattern(office.federation or office.name, kind)
