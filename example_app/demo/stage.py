"""What every part of the story works with: clock, ids, photographs, what happens when."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_volunteer_reports import Storage
from flask_volunteer_reports.services.unit_of_work import UnitOfWork

from .city import City
from .photos import Album

ZONE = ZoneInfo("Asia/Shanghai")

Step = Callable[[datetime], None]
"""Something that people do, given the moment at which they do it."""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a local day."""
    return datetime.combine(day, time(hour, minute), ZONE)


def next_open(moment: datetime) -> datetime:
    """Return *moment* within office hours, else one within an hour of the next opening."""
    local = moment.astimezone(ZONE)
    opens, closes = _office_hours(local.date())
    if opens <= local <= closes:
        return local
    return (opens if local < opens else opens + timedelta(days=1)) + timedelta(minutes=local.minute)


def last_open(moment: datetime) -> datetime:
    """Return *moment* within office hours, else the last closing before it."""
    local = moment.astimezone(ZONE)
    opens, closes = _office_hours(local.date())
    return closes - timedelta(days=1) if local < opens else min(local, closes)


def _office_hours(day: date) -> tuple[datetime, datetime]:
    return at(day, 8, 30), at(day, 17, 30)


class Ids:
    """Makes ids that are the same in every city that is built from the same seed."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def new(self) -> UUID:
        """Return the next id."""
        return UUID(int=self._rng.getrandbits(128), version=4)


class History:
    """What people will do, in the order of time, whoever planned it first."""

    def __init__(self) -> None:
        self._steps: list[tuple[datetime, int, Step]] = []
        self._number = count()

    def plan(self, moment: datetime, step: Step) -> None:
        """Let *step* happen at *moment*."""
        heapq.heappush(self._steps, (moment, next(self._number), step))

    def play(self, uow: UnitOfWork, *, until: datetime) -> None:
        """Let everything happen that lies before *until*; the rest never does.

        A day is one transaction: every use case in it is still checked and written to the audit
        log by itself, only the disk is waited for once.
        """
        while self._steps and self._steps[0][0] < until:
            day = self._steps[0][0].astimezone(ZONE).date()
            with uow.transaction():
                while self._steps and self._steps[0][0].astimezone(ZONE).date() == day:
                    moment, _, step = self._steps[0]
                    if moment >= until:
                        break
                    heapq.heappop(self._steps)
                    step(moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One campaign in the city, and everything that its stories need."""

    uow: UnitOfWork
    storage: Storage
    city: City
    campaign_id: UUID
    campaign_code: str
    album: Album
    rng: Random
    ids: Ids
    history: History = field(default_factory=History)
    """Projects and hours."""
    paperwork: History = field(default_factory=History)
    """Reports and summaries; played second, because the photographs take their time."""

    def play(self, *, until: datetime) -> None:
        """Let everything happen that lies before *until*."""
        self.album.develop()
        self.history.play(self.uow, until=until)
        self.paperwork.play(self.uow, until=until)
