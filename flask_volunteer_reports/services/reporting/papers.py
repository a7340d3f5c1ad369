"""The week's papers: asked for by an office, made by a job or at the terminal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
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
    photo_storage_name,
)
from ...ports import Actor, Permission, Storage
from ...rendering.papers import RenderedFile
from ...rendering.press import Press
from ..queries.papers import WeekFacts, gather_week
from ..unit_of_work import UnitOfWork
from .receiving import find_campaign

WEEKLY_PAPERS = "weekly_papers"

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""


@dataclass(frozen=True, slots=True)
class FinishedPaper:
    """One file of the week's papers, with whose it is."""

    kind: PaperKind
    title: str
    file: RenderedFile
    area_id: UUID
    organization_id: UUID | None = None


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
    press: Press,
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
    for position, paper in enumerate(render_week(facts, storage, press, progress=progress)):
        sha256 = hashlib.sha256(paper.file.content).hexdigest()
        storage.save(paper_storage_name(sha256), paper.file.content)
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
                filename=paper.file.filename,
                sha256=sha256,
                size=len(paper.file.content),
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
    facts: WeekFacts, storage: Storage, press: Press, *, progress: Progress
) -> Iterator[FinishedPaper]:
    """Render the papers one by one: the weekly report, every Annex 1, every Annex 2.

    File names are made of codes, days and numbers, never of what people typed.
    """
    photos = {name: storage.read(photo_storage_name(name)) for name in facts.photos}
    total = len(facts.annex1) + len(facts.annex2) + bool(facts.weekly_report)
    done = 0
    progress(done, total)
    if facts.weekly_report and facts.city_id:
        report = facts.weekly_report
        wanted = {name: photos[name] for sheet in report.annex1 for name in sheet.photos}
        file = press.weekly_report(report, wanted, filename="weekly-report.pdf")
        yield FinishedPaper(PaperKind.WEEKLY_REPORT, report.week_key, file, facts.city_id)
        progress(done := done + 1, total)
    names: dict[str, int] = {}
    for annex1 in facts.annex1:
        sheet = annex1.sheet
        stem = f"{sheet.organization_code}-{sheet.starts_at:%Y%m%d}"
        names[stem] = names.get(stem, 0) + 1
        file = press.annex1(sheet, photos, filename=f"annex1/{stem}-{names[stem]}.pdf")
        yield FinishedPaper(
            PaperKind.ANNEX1,
            f"{sheet.organization_name}　{sheet.title}",
            file,
            annex1.report.receiving_area_id,
            annex1.report.organization_id,
        )
        progress(done := done + 1, total)
    for annex2 in facts.annex2:
        table = annex2.table
        file = press.annex2(table, filename=f"annex2/{table.area_code}.pdf")
        yield FinishedPaper(PaperKind.ANNEX2, table.area_name, file, annex2.area_id)
        progress(done := done + 1, total)


def check_office(area: Area) -> None:
    """Raise InvalidEntry unless *area* is a city or a district, which have offices."""
    if area.level not in (AreaLevel.CITY, AreaLevel.DISTRICT):
        raise InvalidEntry("Papers are made for the city or for a district.", field="area")
