"""Activity reports: written, illustrated, handed in, reviewed - or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from uuid import UUID

from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.domain.reporting import ReportContent
from flask_volunteer_reports.domain.weeks import Week
from flask_volunteer_reports.models import ActivityReport
from flask_volunteer_reports.services import reporting

from .city import Team
from .offers import account, long_account, stories
from .photos import Wanted
from .projects import ProjectStory
from .stage import Stage, at, last_open, next_open


class Fate(StrEnum):
    """What becomes of a report."""

    ON_TIME = "on_time"
    """Accepted, handed in on time."""
    LATE = "late"
    """Accepted, handed in late."""
    MENDED = "mended"
    """Returned, mended, accepted."""
    REOPENED = "reopened"
    """Accepted, then edited: the accepted revision stands until the next review."""
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    DRAFT = "draft"
    VOID = "void"


@dataclass(slots=True, kw_only=True)
class ReportStory:
    """The report of one occasion; ``free`` for something that was never published."""

    project: ProjectStory
    place_in_order: int
    week: Week
    fate: Fate
    free: bool = False
    length: int = 0
    """Characters of an unusually long account; 0 for a usual one."""
    done_by: datetime | None = None
    """By then it must be as far as it gets, however early in the week that is."""
    report_id: UUID = field(init=False)
    photos: tuple[Wanted, Wanted] = field(init=False)

    def __post_init__(self) -> None:
        self.report_id = self.stage.ids.new()

    @property
    def stage(self) -> Stage:
        """The stage of the project."""
        return self.project.stage

    @property
    def team(self) -> Team:
        """Whose report it is."""
        return self.project.team

    @property
    def occasion(self) -> Occasion:
        """When the activity took place."""
        return self.project.occasions[self.place_in_order]

    def plan(self) -> None:
        """Plan the way of the report between organization and office."""
        plan, album = self.stage.paperwork.plan, self.stage.album
        scene = Random(self.report_id.int).choice(self.project.offer.scenes)
        self.photos = album.order(scene), album.order(scene)
        written_at, submitted_at, reviewed_at = self._moments()
        if self.done_by:
            hour = timedelta(hours=1)
            reviewed_at = min(reviewed_at, last_open(self.done_by - hour))
            submitted_at = min(submitted_at, last_open(reviewed_at - hour))
            written_at = min(written_at, last_open(submitted_at - hour))
        plan(written_at, self._write)
        if self.fate is Fate.DRAFT:
            return
        if self.fate is Fate.VOID:
            plan(submitted_at, self._void)
            return
        plan(submitted_at, self._submit)
        match self.fate:
            case Fate.ON_TIME | Fate.LATE | Fate.REOPENED:
                plan(reviewed_at, self._accept)
            case Fate.MENDED | Fate.RETURNED:
                plan(reviewed_at, self._return)
            case _:
                pass
        if self.fate is Fate.MENDED:
            plan(reviewed_at + timedelta(hours=2), self._mend)
            plan(reviewed_at + timedelta(hours=4), self._accept)
        if self.fate is Fate.REOPENED:
            plan(reviewed_at + timedelta(days=6), self._mend_accepted)

    def _moments(self) -> tuple[datetime, datetime, datetime]:
        """Return when it is written, handed in and reviewed; due is Tuesday 17:30."""
        rng, monday = self.stage.rng, self.week.following.starts_on
        tuesday = monday + timedelta(days=1)
        ends_at = self.occasion.ends_at
        earliest = ends_at + timedelta(minutes=rng.randint(70, 1500))
        written_at = next_open(min(earliest, max(ends_at + timedelta(minutes=65), at(monday, 10))))
        if self.fate is Fate.LATE:
            submitted_at = next_open(at(tuesday, 17, 31) + timedelta(minutes=rng.randint(9, 2600)))
            reviewed_at = next_open(submitted_at + timedelta(hours=rng.randint(3, 20)))
            return written_at, submitted_at, reviewed_at
        submitted_at = max(
            written_at + timedelta(minutes=40),
            next_open(at(monday, rng.randint(8, 16), rng.randint(0, 59))),
        )
        reviewed_at = next_open(at(tuesday, rng.randint(8, 11), rng.randint(0, 59)))
        return written_at, submitted_at, max(reviewed_at, submitted_at + timedelta(hours=1))

    def _write(self, now: datetime) -> None:
        stage, team, project = self.stage, self.team, self.project
        activity_id = None if self.free else project.activity_ids[self.place_in_order]
        report = reporting.start_report(
            stage.uow,
            team.manager,
            team.id,
            report_id=self.report_id,
            activity_id=activity_id,
            campaign_id=stage.campaign_id if self.free else None,
            now=now,
        )
        stage.uow.session.flush()
        reporting.edit_report(
            stage.uow,
            team.manager,
            self.report_id,
            report.version,
            self._content(report.volunteer_count),
            now=now + timedelta(minutes=12),
        )
        unfinished = self.fate is Fate.DRAFT and stage.rng.random() < 0.7
        for slot, wanted in enumerate(self.photos[: 1 if unfinished else 2], start=1):
            reporting.add_photo(
                stage.uow,
                team.manager,
                stage.storage,
                self.report_id,
                slot,
                stage.album.take_out(wanted),
                replaces=None,
                now=now + timedelta(minutes=14 + slot),
            )

    def _content(self, counted: int | None) -> ReportContent:
        project, rng = self.project, self.stage.rng
        heads = max(counted or 0, project.heads)
        facts = (self.team, project.title, project.place, self.occasion, heads)
        return ReportContent(
            title=project.title,
            starts_at=self.occasion.starts_at,
            ends_at=self.occasion.ends_at,
            place=project.place,
            volunteer_count=heads,
            summary=long_account(*facts, rng, length=self.length)
            if self.length
            else account(project.offer, *facts, rng),
        )

    def _report(self) -> ActivityReport:
        return self.stage.uow.session.get_one(ActivityReport, self.report_id)

    def _submit(self, now: datetime) -> None:
        uow, manager = self.stage.uow, self.team.manager
        reporting.submit_report(uow, manager, self.report_id, self._report().version, now=now)

    def _accept(self, now: datetime) -> None:
        uow, office = self.stage.uow, self.team.office.actor
        reporting.accept_report(uow, office, self.report_id, self._report().version, now=now)

    def _return(self, now: datetime) -> None:
        reason = self.stage.rng.choice(stories()["return_reasons"])
        reporting.return_report(
            self.stage.uow,
            self.team.office.actor,
            self.report_id,
            self._report().version,
            reason=reason,
            now=now,
        )

    def _mend(self, now: datetime) -> None:
        self._mend_accepted(now)
        self._submit(now + timedelta(minutes=10))

    def _mend_accepted(self, now: datetime) -> None:
        uow, manager, report = self.stage.uow, self.team.manager, self._report()
        content = self._content(report.volunteer_count)
        reporting.edit_report(uow, manager, self.report_id, report.version, content, now=now)

    def _void(self, now: datetime) -> None:
        reason = self.stage.rng.choice(stories()["report_void_reasons"])
        reporting.void_report(
            self.stage.uow,
            self.team.manager,
            self.report_id,
            self._report().version,
            reason=reason,
            now=now,
        )
