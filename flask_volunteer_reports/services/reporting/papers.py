"""The week's papers: asked for by an office, made by a job or at the terminal."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import select

from ...domain.directory import AreaLevel
from ...domain.events import PapersProduced, PapersRequested
from ...errors import InvalidEntry
from ...models import (
    Area,
    Job,
    JobStatus,
    Paper,
    PaperKind,
    paper_storage_name,
)
from ...ports import Actor, Permission, Storage
from ...rendering.printer import Printer
from ..queries.papers import WeekFacts, gather_week
from ..unit_of_work import UnitOfWork
from .receiving import find_campaign

WEEKLY_PAPERS = "weekly_papers"

Progress = Callable[[int, int], None]
"""Told how many forms of how many are laid out."""


@dataclass(frozen=True, slots=True)
class FinishedPaper:
    """One file of the week's papers, with whose it is."""

    kind: PaperKind
    title: str
    filename: str
    file: BinaryIO
    """Open for reading, from its beginning, until the next paper is asked for."""
    size: int
    area_id: UUID
    organization_id: UUID | None = None

    @property
    def sha256(self) -> str:
        """The digest of the file, in hexadecimal."""
        found = hashlib.sha256()
        self.file.seek(0)
        while part := self.file.read(1 << 20):
            found.update(part)
        self.file.seek(0)
        return found.hexdigest()


def request_weekly_papers(
    uow: UnitOfWork,
    actor: Actor,
    campaign_code: str,
    week_key: str,
    area_id: UUID,
    *,
    now: datetime,
) -> UUID:
    """Ask for the papers of a week; asked twice at once, they are made once.

    Returns:
        The id of the job, new or waiting.

    Raises:
        NotFound: Area or campaign are not there or out of reach.
        NotAllowed: *actor* makes no papers for the area.
        InvalidEntry: It is no week of the campaign, or the area has no office.
    """
    with uow.transaction() as session:
        area = uow.find(actor, Area, area_id, lock=True)
        uow.require(actor, Permission.PRODUCE_PAPERS, area)
        check_office(area)
        campaign = find_campaign(session, campaign_code)
        week = campaign.rules.parse_week(week_key)
        key = f"{campaign.code}/{week.key}/{area.code}"
        waiting = session.scalars(
            select(Job).where(
                Job.kind == WEEKLY_PAPERS,
                Job.key == key,
                Job.status.in_([JobStatus.QUEUED, JobStatus.RUNNING]),
            )
        ).first()
        if waiting:
            uow.queue(waiting)  # its worker may have failed to start
            return waiting.id
        job = Job(
            id=uuid4(),
            kind=WEEKLY_PAPERS,
            key=key,
            arguments={"campaign": campaign.code, "week": week.key, "area": area.code},
            area_id=area.id,
            created_at=now,
            created_by_id=actor.id,
            created_by=actor.name,
        )
        uow.queue(job)
        uow.record(
            actor,
            PapersRequested(subject_id=job.id, by=actor.id, at=now, week=week.key, area=area.code),
        )
    return job.id


def produce_weekly_papers(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    printer: Printer,
    job_id: UUID,
    *,
    progress: Progress,
    now: datetime,
) -> int:
    """Make the papers that a job asks for, keep the files, then write the rows, all at once.

    Returns:
        How many papers there are.

    Raises:
        NotFound: The area or campaign of the job is not there or out of reach by now.
        PaperFailed: A paper cannot be made; nothing of the others is registered.
        StorageFailed: A photo cannot be read or a file not be kept.
    """
    session = uow.session
    job = uow.find(actor, Job, job_id)
    campaign = find_campaign(session, job.arguments["campaign"])
    area = uow.find(actor, Area, job.area_id)
    uow.require(actor, Permission.PRODUCE_PAPERS, area)
    week = campaign.rules.parse_week(job.arguments["week"])
    facts = gather_week(session, campaign, week, area=area, now=now)
    # What was gathered is plain data; no transaction stays open while it is laid out.
    session.rollback()
    rows = []
    for position, paper in enumerate(render_week(facts, printer, progress=progress)):
        sha256 = paper.sha256
        storage.save_file(paper_storage_name(sha256), paper.file)
        rows.append((position, paper, sha256))
    with uow.transaction() as session:
        campaign = find_campaign(session, campaign.code)
        session.add_all(
            Paper(
                job_id=job_id,
                campaign_id=campaign.id,
                week_starts_on=week.starts_on,
                kind=paper.kind,
                position=position,
                area_id=paper.area_id,
                organization_id=paper.organization_id,
                title=paper.title,
                filename=paper.filename,
                sha256=sha256,
                size=paper.size,
                created_at=now,
            )
            for position, paper, sha256 in rows
        )
        uow.record(
            actor,
            PapersProduced(
                subject_id=job_id,
                by=actor.id,
                at=now,
                week=week.key,
                area=area.code,
                papers=len(rows),
            ),
        )
    return len(rows)


def render_week(
    facts: WeekFacts, printer: Printer, *, progress: Progress
) -> Iterator[FinishedPaper]:
    """Make the papers one by one: the weekly report, every Annex 1, every Annex 2.

    File names are made of codes, days and numbers, never of what people typed.

    Args:
        progress: Told how many forms of how many are laid out; the weekly report counts as one
            more, the other papers take no time.
    """
    more = bool(facts.weekly_report)
    sheets = [paper.sheet for paper in facts.annex1]
    tables = [paper.table for paper in facts.annex2]
    printer.lay_out(sheets, tables, progress=lambda done, total: progress(done, total + more))
    total = len(sheets) + len(tables) + more
    for paper in _papers_of(facts, printer):
        with tempfile.TemporaryFile() as file:
            paper.write(file)
            size = file.tell()
            file.seek(0)
            progress(total, total)
            yield FinishedPaper(
                paper.kind,
                paper.title,
                paper.filename,
                file,
                size,
                paper.area_id,
                paper.organization_id,
            )


@dataclass(frozen=True, slots=True)
class _PlannedPaper:
    kind: PaperKind
    title: str
    filename: str
    write: Callable[[BinaryIO], int]
    area_id: UUID
    organization_id: UUID | None = None


def _papers_of(facts: WeekFacts, printer: Printer) -> Iterator[_PlannedPaper]:
    if facts.weekly_report and facts.city_id:
        report = facts.weekly_report
        write = partial(printer.weekly_report, report)
        name = "weekly-report.pdf"
        yield _PlannedPaper(PaperKind.WEEKLY_REPORT, report.week_key, name, write, facts.city_id)
    names: dict[str, int] = {}
    for annex1 in facts.annex1:
        sheet = annex1.sheet
        stem = f"{sheet.organization_code}-{sheet.starts_at:%Y%m%d}"
        names[stem] = names.get(stem, 0) + 1
        yield _PlannedPaper(
            PaperKind.ANNEX1,
            f"{sheet.organization_name}　{sheet.title}",
            f"annex1/{stem}-{names[stem]}.pdf",
            partial(printer.annex1, sheet),
            annex1.report.receiving_area_id,
            annex1.report.organization_id,
        )
    for annex2 in facts.annex2:
        table = annex2.table
        name = f"annex2/{table.area_code}.pdf"
        write = partial(printer.annex2, table)
        yield _PlannedPaper(PaperKind.ANNEX2, table.area_name, name, write, annex2.area_id)


def check_office(area: Area) -> None:
    """Raise InvalidEntry unless *area* is a city or a district, which have offices."""
    if area.level not in (AreaLevel.CITY, AreaLevel.DISTRICT):
        raise InvalidEntry("Papers are made for the city or for a district.", field="area")
