"""The week's papers: asked for by an office, issued by a job or at the terminal."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from ...domain.directory import AreaLevel
from ...domain.events import PapersRequested
from ...errors import InvalidEntry
from ...models import Area, Job, JobStatus
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork
from .receiving import find_campaign

WEEKLY_PAPERS = "weekly_papers"


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


def check_office(area: Area) -> None:
    """Raise InvalidEntry unless *area* is a city or a district, which have offices."""
    if area.level not in (AreaLevel.CITY, AreaLevel.DISTRICT):
        raise InvalidEntry("Papers are made for the city or for a district.", field="area")
