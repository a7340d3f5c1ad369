"""A campaign that runs today, so that last week's report can be tried and next week's project."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.domain.weeks import Week
from flask_volunteer_reports.services import reporting

from .check_ins import CheckInStory
from .hours import Hours, HoursStory
from .projects import Publication, invent_project
from .proof import plan_open_objection
from .reports import Fate, ReportStory
from .stage import ZONE, Stage, at, last_open
from .weeks import hand_in_summary

WEEKS_BACK = 8
_OWN, _LATE_OUT = Publication.OWN, Publication.TOO_LATE
_ASKED, _OPEN = Publication.ON_COMMISSION, Publication.WAITING


class LastWeek(NamedTuple):
    """An activity of last week: who, on which weekday, and how far its papers are."""

    code: str
    weekday: int
    hours: Hours
    fate: Fate | None
    publication: Publication = _OWN
    whole_day: bool = False
    """So long that the hours wait for a person."""


class Coming(NamedTuple):
    """An activity that is still to come, in so many days."""

    code: str
    days: int
    publication: Publication = _OWN
    weeks: int = 1
    places: int | None = None
    """So few that some wait; those with telephones sign up themselves."""
    needs_admission: bool = False


LAST_WEEK = (
    LastWeek("441300-01", 0, Hours.CONFIRMED, Fate.DRAFT),
    LastWeek("441300-01", 1, Hours.CONFIRMED, None),
    LastWeek("441300-01", 2, Hours.WAITING, None),
    LastWeek("441300-01", 3, Hours.CHECKED_IN, None),
    LastWeek("441300-01", 4, Hours.CONFIRMED, Fate.RETURNED),
    LastWeek("441300-01", 5, Hours.NOT_ENTERED, None),
    LastWeek("441300-01", 6, Hours.CHECKED_IN, None, whole_day=True),
    LastWeek("441300-02", 2, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441300-03", 4, Hours.CONFIRMED, Fate.IN_REVIEW, _ASKED),
    LastWeek("441300-05", 3, Hours.CONFIRMED, Fate.IN_REVIEW),
    LastWeek("441300-06", 1, Hours.WAITING, Fate.IN_REVIEW),
    LastWeek("441300-08", 3, Hours.NOT_ENTERED, Fate.IN_REVIEW, _LATE_OUT),
    LastWeek("441300-11", 0, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441300-13", 3, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441300-15", 1, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441300-21", 2, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441302-01", 1, Hours.WAITING, None),
    LastWeek("441302-01", 4, Hours.CONFIRMED, Fate.DRAFT),
    LastWeek("441302-02", 2, Hours.CONFIRMED, Fate.IN_REVIEW),
    LastWeek("441302-03", 3, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441302-04", 1, Hours.CONFIRMED, Fate.IN_REVIEW),
    LastWeek("441302-05", 4, Hours.WAITING, Fate.IN_REVIEW),
    LastWeek("441302-07", 0, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441303-01", 2, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441303-03", 3, Hours.CONFIRMED, Fate.IN_REVIEW),
    LastWeek("441322-01", 1, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441323-03", 4, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441324-01", 0, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441371-02", 2, Hours.CONFIRMED, Fate.ON_TIME),
    LastWeek("441372-01", 3, Hours.CONFIRMED, Fate.ON_TIME),
)
COMING = (
    Coming("441300-01", 2, weeks=2),
    Coming("441300-01", 6, places=7),
    Coming("441300-01", 8, Publication.DRAFT),
    Coming("441300-01", 11, needs_admission=True),
    Coming("441300-02", 3),
    Coming("441300-12", 4, _OPEN),
    Coming("441300-20", 6, _OPEN),
    Coming("441300-23", 5, _OPEN),
    Coming("441302-01", 3),
    Coming("441302-04", 9),
    Coming("441302-06", 5, _OPEN),
    Coming("441303-02", 7),
    Coming("441322-02", 10),
    Coming("441324-01", 12),
    Coming("441371-01", 4),
)
NIL_RETURNS = ("441300-22", "441300-24")
SUMMARIES = ("441303", "441322")
"""Districts that have handed in last week's Annex 2 already."""


def campaign_text(source: str, *, first_on: date, last_on: date) -> str:
    """Turn the campaign file of 2017 into one that runs from one day to another."""
    head = {
        "code": '"huizhou-today"',
        "title": '"常态化志愿服务和公益系列活动（演示）"',
        "document_number": '"惠文明办〔演示〕1号"',
        "starts_on": f"{first_on}",
        "ends_on": f"{last_on}",
    }
    for key, value in head.items():
        # The first line with the key is the campaign's; themes and obligations come later.
        source = re.sub(rf"^{key} = .*$", f"{key} = {value}", source, count=1, flags=re.MULTILINE)
    return source


def plan_today(stage: Stage, *, now: datetime) -> None:
    """Plan two weeks that are over and two that are to come; *now* lies between them."""
    this_week = Week(monday_of(now))
    last, before = this_week.previous, this_week.previous.previous
    over_at = at(this_week.starts_on, 0)
    for activity in LAST_WEEK:
        _plan_activity(stage, activity, last, now)
    for code in dict.fromkeys(activity.code for activity in LAST_WEEK):
        weekday = stage.rng.randrange(5)
        usual = LastWeek(code, weekday, Hours.CONFIRMED, Fate.ON_TIME)
        _plan_activity(stage, usual, before, now)
    for coming in COMING:
        _plan_coming(stage, coming, now)
    plan_open_objection(stage, now=now)
    for code in NIL_RETURNS:
        _plan_nil_return(stage, code, last, max(over_at, last_open(now - timedelta(hours=2))))
    for office in stage.city.districts:
        _plan_summary(stage, office.code, before, at(last.starts_on + timedelta(days=1), 16, 20))
        if office.code in SUMMARIES:
            _plan_summary(
                stage, office.code, last, max(over_at, last_open(now - timedelta(minutes=30)))
            )


def monday_of(now: datetime) -> date:
    """Return the local Monday of the week of *now*."""
    today = now.astimezone(ZONE).date()
    return today - timedelta(days=today.weekday())


def _plan_activity(stage: Stage, activity: LastWeek, week: Week, now: datetime) -> None:
    day = week.starts_on + timedelta(days=activity.weekday)
    project = invent_project(stage, stage.city.team(activity.code), day, activity.publication)
    if activity.whole_day:
        project.occasions = [Occasion(at(day, 8), at(day, 17, 30))]
    project.plan()
    if activity.hours is Hours.CHECKED_IN:
        forgetful = "" if activity.whole_day else project.team.with_telephones[0].name
        CheckInStory(project, 0).plan(forgetful=forgetful, closed=False)
    else:
        HoursStory(project, 0).plan(activity.hours)
    if activity.fate:
        ReportStory(
            project=project, place_in_order=0, week=week, fate=activity.fate, done_by=now
        ).plan()


def _plan_coming(stage: Stage, coming: Coming, now: datetime) -> None:
    day = now.astimezone(ZONE).date() + timedelta(days=coming.days)
    team = stage.city.team(coming.code)
    project = invent_project(stage, team, day, coming.publication, weeks=coming.weeks)
    project.known_by = now
    project.signed_up = 0 if coming.needs_admission else 6
    project.capacity, project.needs_admission = coming.places, coming.needs_admission
    project.sign_up_themselves = bool(coming.places or coming.needs_admission)
    project.plan()


def _plan_nil_return(stage: Stage, code: str, week: Week, moment: datetime) -> None:
    team = stage.city.team(code)

    def file(now: datetime) -> None:
        reporting.file_nil_return(
            stage.uow, team.manager, team.id, stage.campaign_code, week.key, "本周无活动。", now=now
        )

    stage.paperwork.plan(moment, file)


def _plan_summary(stage: Stage, code: str, week: Week, moment: datetime) -> None:
    office = next(office for office in stage.city.districts if office.code == code)
    stage.paperwork.plan(moment, lambda now: hand_in_summary(stage, office, week, now=now))
