"""How organizations conduct themselves, week by week: mostly well, never all of them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from random import Random

from flask_volunteer_reports.domain.weeks import Week

from .city import CITY, Team
from .reports import Fate

IDLE_IN_THE_CITY, IDLE_IN_DISTRICTS = 5, 12
STEADY = ("441300-01", "441300-11", "441300-15", "441300-25", "441302-01", "441322-01", "441372-02")
"""Organizations with an activity every week, from a project that repeats."""


class Absence(StrEnum):
    """A week without a report of an activity of a project."""

    NIL_RETURN = "nil_return"
    MISSING = "missing"
    """No activity and not a word."""
    UNPUBLISHED = "unpublished"
    """An activity that was never published, reported all the same."""
    UNREPORTED = "unreported"
    """An activity without a report."""


Conduct = Fate | Absence

_ACTIVE: tuple[tuple[Conduct, int], ...] = (
    (Fate.ON_TIME, 60),
    (Fate.LATE, 10),
    (Fate.MENDED, 6),
    (Fate.RETURNED, 4),
    (Fate.IN_REVIEW, 5),
    (Fate.REOPENED, 4),
    (Fate.DRAFT, 4),
    (Fate.VOID, 3),
    (Absence.UNREPORTED, 4),
)
# Organizations of districts owe no Annex 1 every week, and take it easy.
_ACTIVE_IN_DISTRICTS = (*_ACTIVE, (Absence.UNREPORTED, 40))
_IDLE: tuple[tuple[Conduct, int], ...] = (
    (Absence.NIL_RETURN, 9),
    (Absence.MISSING, 7),
    (Absence.UNPUBLISHED, 4),
)

# The week that is shown most: every state of the week's table occurs, among city and districts.
RICH_WEEK = "2017-W27"
_RICH: dict[str, Conduct] = {
    "441300-04": Fate.REOPENED,
    "441300-06": Fate.LATE,
    "441300-10": Fate.IN_REVIEW,
    "441300-12": Fate.LATE,
    "441300-14": Absence.UNREPORTED,
    "441300-16": Fate.MENDED,
    "441300-17": Absence.MISSING,
    "441300-18": Fate.RETURNED,
    "441300-19": Absence.NIL_RETURN,
    "441300-21": Fate.LATE,
    "441300-22": Absence.NIL_RETURN,
    "441300-23": Absence.MISSING,
    "441300-24": Absence.NIL_RETURN,
    "441300-25": Fate.IN_REVIEW,
    "441300-26": Absence.UNPUBLISHED,
    "441302-06": Fate.LATE,
    "441302-07": Fate.IN_REVIEW,
    "441303-05": Fate.RETURNED,
    "441322-05": Absence.UNPUBLISHED,
    "441323-02": Fate.LATE,
    "441371-03": Absence.MISSING,
    "441372-04": Absence.NIL_RETURN,
}


def decide_conduct(teams: Sequence[Team], week: Week, rng: Random) -> dict[str, Conduct]:
    """Decide for every organization, by code, how its week goes."""
    if week.key == RICH_WEEK:
        return {team.code: _RICH.get(team.code, Fate.ON_TIME) for team in teams}
    unsteady = [team for team in teams if team.code not in STEADY]
    in_city = [team.code for team in unsteady if team.office.code == CITY]
    in_districts = [team.code for team in unsteady if team.office.code != CITY]
    idle = {*rng.sample(in_city, IDLE_IN_THE_CITY), *rng.sample(in_districts, IDLE_IN_DISTRICTS)}
    return {team.code: _draw_for(team, team.code in idle, rng) for team in teams}


def is_active(conduct: Conduct) -> bool:
    """Tell whether the organization has an activity of a published project."""
    return isinstance(conduct, Fate) or conduct is Absence.UNREPORTED


def _draw_for(team: Team, idle: bool, rng: Random) -> Conduct:  # noqa: FBT001 -- one of two tables
    active = _ACTIVE if team.office.code == CITY else _ACTIVE_IN_DISTRICTS
    weighted = _IDLE if idle else active
    return rng.choices([what for what, _ in weighted], [weight for _, weight in weighted])[0]
