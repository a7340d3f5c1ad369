"""Eight weeks of summer 2017: who was active, who reported, what the districts handed in."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import TypeVar

from flask_volunteer_reports.domain.weeks import Week
from flask_volunteer_reports.models import Area, Campaign
from flask_volunteer_reports.services import reporting
from flask_volunteer_reports.services.reporting.district_summaries import newest_summary

from .city import Office, Team
from .conduct import STEADY, Absence, Conduct, decide_conduct, is_active
from .hours import Hours, HoursStory
from .offers import stories
from .projects import TAKING_PLACE, ProjectStory, Publication, invent_project
from .reports import Fate, ReportStory
from .stage import Stage, at

WEEKS = [Week(date(2017, 6, 5) + timedelta(weeks=n)) for n in range(8)]
PROJECTS_A_WEEK = 50
LONG_ACCOUNTS = {
    ("2017-W27", "441300-01"): 2300,
    ("2017-W27", "441300-15"): 3700,
    ("2017-W29", "441302-03"): 2800,
}
RARE = {("2017-W27", "441300-10"): "organ_donation"}
"""What nobody offers week by week, and who does it when."""
MISSING_SUMMARIES = {("2017-W27", "441324"), ("2017-W24", "441371")}
LATE_SUMMARIES = {("2017-W27", "441323"), ("2017-W25", "441322"), ("2017-W29", "441372")}

_PUBLICATIONS = (
    (Publication.OWN, 78),
    (Publication.TOO_LATE, 8),
    (Publication.ON_COMMISSION, 9),
    (Publication.AT_THE_OFFICES_INITIATIVE, 5),
)
_HOURS = (
    (Hours.CONFIRMED, 72),
    (Hours.WAITING, 9),
    (Hours.NOT_ENTERED, 26),
    (Hours.PUT_RIGHT, 5),
)


_T = TypeVar("_T")


class Summer:
    """Plans the eight weeks, one after the other."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._taken: dict[str, set[date]] = defaultdict(set)
        self._repeating: dict[tuple[str, str], tuple[ProjectStory, int]] = {}
        self._second = cycle(
            [Publication.DRAFT, Publication.OWN, Publication.CALLED_OFF, Publication.OWN]
        )

    def plan(self) -> None:
        """Plan everything that happens in all weeks."""
        total = 0
        for week in WEEKS:
            conduct = decide_conduct(self._stage.city.teams, week, self._stage.rng)
            begun = sum(
                self._team_week(team, week, conduct[team.code]) for team in self._stage.city.teams
            )
            active = [team for team in self._stage.city.teams if is_active(conduct[team.code])]
            total += begun
            while total < PROJECTS_A_WEEK * (WEEKS.index(week) + 1):
                self._second_project(self._stage.rng.choice(active), week)
                total += 1
            for office in self._stage.city.districts:
                late = [t for t in active if t.office is office and conduct[t.code] is Fate.LATE]
                self._summaries(office, week, again=bool(late))

    def _team_week(self, team: Team, week: Week, conduct: Conduct) -> bool:
        """Plan what one organization does in one week; tell whether it begins a project."""
        if not is_active(conduct):
            self._idle_week(team, week, conduct)
            return False
        carried = self._repeating.get((week.key, team.code))
        project, place = carried or (self._begin(team, week), 0)
        hours = self._draw(_HOURS)
        # Every second time, so that who has a telephone has hours of both kinds.
        by_telephone = team.with_telephones and not place % 2
        HoursStory(project, place).plan(Hours.CHECKED_IN if by_telephone else hours)
        if isinstance(conduct, Fate):
            self._report(project, place, week, conduct)
        return carried is None

    def _begin(self, team: Team, week: Week) -> ProjectStory:
        left = len(WEEKS) - WEEKS.index(week)
        weeks = min(left, 4) if team.code in STEADY else 1
        day = self._free_day(team, week)
        long = LONG_ACCOUNTS.get((week.key, team.code))
        # What repeats was published in good time; what is done once sometimes too late.
        publication = Publication.OWN if weeks > 1 else self._draw(_PUBLICATIONS)
        project = invent_project(
            self._stage, team, day, publication, weeks=weeks, heads=46 if long else None
        )
        if (week.key, team.code) in RARE:
            project.make_it(RARE[week.key, team.code])
        project.plan()
        later = week
        for place in range(1, weeks):
            later = later.following
            self._repeating[later.key, team.code] = (project, place)
            self._taken[team.code].add(day + timedelta(weeks=place))
        return project

    def _second_project(self, team: Team, week: Week) -> None:
        publication = next(self._second)
        if week is WEEKS[-1] and publication is Publication.DRAFT:
            publication = Publication.WAITING
        project = invent_project(self._stage, team, self._free_day(team, week), publication)
        project.plan()
        if publication in TAKING_PLACE:
            HoursStory(project, 0).plan(self._draw(_HOURS))
            if self._stage.rng.random() < 0.25:
                self._report(project, 0, week, Fate.ON_TIME)

    def _idle_week(self, team: Team, week: Week, conduct: Conduct) -> None:
        rng = self._stage.rng
        if conduct is Absence.UNPUBLISHED:
            project = invent_project(
                self._stage, team, self._free_day(team, week), Publication.DRAFT
            )
            ReportStory(
                project=project, place_in_order=0, week=week, fate=Fate.ON_TIME, free=True
            ).plan()
        if conduct is Absence.NIL_RETURN:
            day = week.following.starts_on + timedelta(days=rng.choice((0, 0, 1, 2)))

            def file(now: datetime) -> None:
                reporting.file_nil_return(
                    self._stage.uow,
                    team.manager,
                    team.id,
                    self._stage.campaign_code,
                    week.key,
                    rng.choice(stories()["nil_notes"]),
                    now=now,
                )

            self._stage.paperwork.plan(at(day, rng.randint(9, 16), rng.randint(0, 59)), file)

    def _report(self, project: ProjectStory, place: int, week: Week, fate: Fate) -> None:
        ReportStory(
            project=project,
            place_in_order=place,
            week=week,
            fate=fate,
            length=LONG_ACCOUNTS.get((week.key, project.team.code), 0),
        ).plan()

    def _summaries(self, office: Office, week: Week, *, again: bool) -> None:
        """Plan a district's Annex 2, and a second one after late reports."""
        if (week.key, office.code) in MISSING_SUMMARIES:
            return
        tuesday = week.following.starts_on + timedelta(days=1)
        late = (week.key, office.code) in LATE_SUMMARIES
        day = tuesday + timedelta(days=1) if late else tuesday

        def hand_in(now: datetime) -> None:
            hand_in_summary(self._stage, office, week, now=now)

        self._stage.paperwork.plan(at(day, 16, self._stage.rng.randint(10, 59)), hand_in)
        if again and not late:
            self._stage.paperwork.plan(at(tuesday + timedelta(days=3), 16, 40), hand_in)

    def _free_day(self, team: Team, week: Week) -> date:
        free = [day for day in week.days if day not in self._taken[team.code]]
        day = self._stage.rng.choice(free)
        self._taken[team.code].add(day)
        return day

    def _draw(self, weighted: tuple[tuple[_T, int], ...]) -> _T:
        choices, weights = zip(*weighted, strict=True)
        drawn: _T = self._stage.rng.choices(choices, weights)[0]
        return drawn


def hand_in_summary(stage: Stage, office: Office, week: Week, *, now: datetime) -> None:
    """Hand in a district's Annex 2 as it is compiled at that moment."""
    session = stage.uow.session
    campaign = session.get_one(Campaign, stage.campaign_id)
    newest = newest_summary(session, campaign, week, session.get_one(Area, office.area_id))
    reporting.submit_district_summary(
        stage.uow,
        office.actor,
        office.area_id,
        stage.campaign_code,
        week.key,
        office.federation,
        after_number=newest.number if newest else 0,
        now=now,
    )
