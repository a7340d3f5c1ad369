"""Hours: name lists entered by recorders, confirmed by managers, now and then put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.models import ServiceRecord
from flask_volunteer_reports.services import recording

from .offers import stories
from .projects import ProjectStory, Publication
from .stage import next_open

LONGEST_LIST = 20


class Hours(StrEnum):
    """How far the hours of an activity got."""

    NOT_ENTERED = "not_entered"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    PUT_RIGHT = "put_right"
    """One record was voided and entered again with fewer minutes."""


@dataclass(frozen=True, slots=True)
class HoursStory:
    """The name list of one occasion of a project."""

    project: ProjectStory
    place_in_order: int

    def plan(self, hours: Hours, *, confirm_after: timedelta = timedelta(hours=16)) -> None:
        """Plan who enters and confirms what; for late publications once it is public."""
        if hours is Hours.NOT_ENTERED:
            return
        plan = self.project.stage.history.plan
        entered_at = self.project.occasions[self.place_in_order].ends_at + timedelta(minutes=50)
        if self.project.publication is Publication.TOO_LATE:
            entered_at = next_open(entered_at + timedelta(hours=31))
        confirmed_at = next_open(entered_at + confirm_after)
        plan(entered_at, self._enter)
        if hours is not Hours.WAITING:
            plan(confirmed_at, self._confirm)
        if hours is Hours.PUT_RIGHT:
            plan(confirmed_at + timedelta(days=2), self._put_right)

    def _enter(self, now: datetime) -> None:
        rng, team = self.project.stage.rng, self.project.team
        whole = self.project.occasions[self.place_in_order].minutes
        names = rng.sample(team.volunteers, min(self.project.heads, LONGEST_LIST))
        rows = [
            ListedVolunteer(n, name, "", whole - rng.choice((0, 0, 0, 0, 15, 30)))
            for n, name in enumerate(names, start=1)
        ]
        source = rng.choice((RecordSource.MANUAL, RecordSource.IMPORTED))
        self._save(rows, source, version=0, now=now)

    def _confirm(self, now: datetime) -> None:
        self._confirm_list(version=1, now=now)

    def _put_right(self, now: datetime) -> None:
        stage, manager = self.project.stage, self.project.team.manager
        record = stage.uow.session.scalars(
            select(ServiceRecord)
            .where(ServiceRecord.activity_id == self._activity_id)
            .order_by(ServiceRecord.id)
        ).first()
        assert record is not None  # noqa: S101 -- a name list is never empty here
        reason = stage.rng.choice(stories()["void_reasons"])
        recording.void_record(stage.uow, manager, self._activity_id, record.id, reason, now=now)
        row = ListedVolunteer(1, record.volunteer.name, record.volunteer.volunteer_no, 30)
        self._save([row], RecordSource.MANUAL, version=2, now=now + timedelta(minutes=6))
        self._confirm_list(version=3, now=now + timedelta(minutes=9))

    @property
    def _activity_id(self) -> UUID:
        return self.project.activity_ids[self.place_in_order]

    def _save(
        self, rows: list[ListedVolunteer], source: RecordSource, *, version: int, now: datetime
    ) -> None:
        stage, recorder = self.project.stage, self.project.team.recorder
        recording.save_name_list(
            stage.uow, recorder, self._activity_id, version, rows, source, now=now
        )

    def _confirm_list(self, *, version: int, now: datetime) -> None:
        stage, manager = self.project.stage, self.project.team.manager
        recording.confirm_name_list(stage.uow, manager, self._activity_id, version, now=now)
