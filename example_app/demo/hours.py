"""Hours: name lists entered by recorders, confirmed by managers, now and then put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.models import ServiceRecord
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.services.recording.ledger import Change

from .check_ins import CheckInStory
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
    """One record was corrected to fewer minutes."""
    CHECKED_IN = "checked_in"
    """Taken at the place; no list is typed."""


@dataclass(frozen=True, slots=True)
class HoursStory:
    """The name list of one occasion of a project."""

    project: ProjectStory
    place_in_order: int

    def plan(self, hours: Hours, *, confirm_after: timedelta = timedelta(hours=16)) -> None:
        """Plan who enters and confirms what; for late publications once it is public."""
        if hours is Hours.NOT_ENTERED:
            return
        if hours is Hours.CHECKED_IN:
            CheckInStory(self.project, self.place_in_order).plan()
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
        served = {name: whole - rng.choice((0, 0, 0, 0, 15, 30)) for name in names}
        for person in team.with_telephones[:1]:
            served[person.name] = whole - 30  # what this person will object to
        rows = [
            ListedVolunteer(n, name, "", minutes)
            for n, (name, minutes) in enumerate(served.items(), start=1)
        ]
        source = rng.choice((RecordSource.MANUAL, RecordSource.IMPORTED))
        self._save(rows, source, version=0, now=now)

    def _confirm(self, now: datetime) -> None:
        self._confirm_list(version=1, now=now)

    def _put_right(self, now: datetime) -> None:
        stage, manager = self.project.stage, self.project.team.manager
        record = max(
            stage.uow.session.scalars(
                select(ServiceRecord)
                .where(ServiceRecord.activity_id == self._activity_id)
                .order_by(ServiceRecord.id)
            ),
            key=lambda record: record.service_minutes,
        )
        change = Change(
            time=Occasion(record.starts_at, record.starts_at + timedelta(minutes=30)),
            service_minutes=30,
            reason=stage.rng.choice(stories()["correction_reasons"]),
        )
        recording.correct_record(
            stage.uow,
            manager,
            self._activity_id,
            record.id,
            change,
            expected_minutes=record.service_minutes,
            now=now,
        )

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
