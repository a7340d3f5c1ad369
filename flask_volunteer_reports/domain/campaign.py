"""What a campaign lays down: window, weeks, deadline, themes, who owes what.

Everything here is data of one notice, read from a campaign file (:mod:`.campaign_file`); next
year's notice changes the rows, not the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ..errors import InvalidEntry
from .directory import Affiliation
from .recording_rules import RecordingRules
from .weeks import Deadline, Timeliness, Week, WeekRule, WorkingDays, judge_timeliness


class Strength(StrEnum):
    """必须, 力争 or 可以: a shortfall in a ``should`` row is not a breach, ``may`` is an offer."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Period(StrEnum):
    """Per what an obligation counts."""

    WEEK = "week"
    PROJECT = "project"
    ACTIVITY = "activity"
    STANDING = "standing"
    ON_REQUEST = "on_request"


class Counts(StrEnum):
    """What fulfils an obligation."""

    PROJECT_PUBLISHED_BEFOREHAND = "project_published_beforehand"
    COMMISSIONED_PUBLICATION = "commissioned_publication"
    SUMMARY_WITH_PHOTOS = "summary_with_photos"
    ACTIVITY_AT_PAIRED_COMMUNITY = "activity_at_paired_community"
    ACTIVITY_IN_COMMUNITY = "activity_in_community"
    ACTIVITY_LED_BY_COMMUNITY = "activity_led_by_community"
    PARTY_POST_ACTIVITY = "party_post_activity"
    WORKING_STATION = "working_station"
    ANNEX1 = "annex1"
    ANNEX2 = "annex2"
    COMPILED_CLASSES = "compiled_classes"
    ASSESSMENT = "assessment"
    PUBLICITY = "publicity"


class Bearer(StrEnum):
    """Who bears an obligation."""

    ORGANIZATION = "organization"
    PAIRING = "pairing"
    AREA = "area"
    OFFICE = "office"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Term:
    """A theme or an activity kind: a stable code, the notice's word, an English word."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """Who owes what, how often, by what article.

    ``affiliations`` and ``kinds`` narrow the organizations that it is laid upon; empty is all.
    ``at_least`` is per ``per`` and per ``each``; 0 where nothing is counted.
    """

    code: str
    text: str
    text_en: str
    source: str
    each: Bearer
    affiliations: frozenset[str]
    kinds: frozenset[str]
    counts: Counts
    at_least: int
    per: Period
    strength: Strength


@dataclass(frozen=True, slots=True)
class Annex2Category:
    """One merged cell of Annex 2 with the affiliations listed beside it."""

    name: str
    affiliations: frozenset[str]
    minimum_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRules:
    """One campaign file, read and checked."""

    code: str
    title: str
    document_number: str
    issuing_bodies: tuple[str, ...]
    secretariat: str
    city: str
    starts_on: date
    ends_on: date
    week: WeekRule
    part_week_minimum_working_days: int
    working_days: WorkingDays
    deadline: Deadline
    accept_late: bool
    min_lead: timedelta
    recording: RecordingRules
    annex1_affiliations: frozenset[Affiliation]
    annex2_areas: tuple[str, ...]
    annex2_categories: tuple[Annex2Category, ...]
    annex2_print_misprint: bool
    themes: tuple[Term, ...]
    activity_kinds: tuple[Term, ...]
    obligations: tuple[Obligation, ...]

    def reports_to_city(self, affiliation: Affiliation) -> bool:
        """Tell whether such organizations report to the city and not to their district.

        Source:
            Notice 2017-98, 4(5).
        """
        return affiliation in self.annex1_affiliations

    def accepts(self, week: Week) -> bool:
        """Tell whether reports for *week* are taken: it overlaps the window."""
        return week.starts_on <= self.ends_on and week.ends_on >= self.starts_on

    def owes(self, week: Week) -> bool:
        """Tell whether weekly duties count in *week*: enough working days are in the window."""
        inside = [day for day in week.days if self.starts_on <= day <= self.ends_on]
        working = sum(map(self.working_days.include, inside))
        return bool(inside) and working >= self.part_week_minimum_working_days

    def weeks(self) -> list[Week]:
        """All weeks that overlap the window, in order."""
        week = self.week.containing_day(self.starts_on)
        found = []
        while self.accepts(week):
            found.append(week)
            week = week.following
        return found

    def due_at(self, week: Week) -> datetime:
        """Return the last instant (UTC) at which the papers of *week* are on time."""
        return self.deadline.due_at(week, self.week.zone, self.working_days)

    def timeliness(self, week: Week, handed_in_at: datetime) -> Timeliness:
        """Decide on time or late for something of *week*."""
        return judge_timeliness(handed_in_at, self.due_at(week))

    def parse_week(self, key: str) -> Week:
        """Read a week of this campaign, such as ``2017-W27``.

        Raises:
            InvalidEntry: It is no week, or lies outside the window.
        """
        return self.check_week(self.week.parse(key))

    def check_week(self, week: Week, *, field: str = "week") -> Week:
        """Return *week* when it belongs to the campaign, or raise InvalidEntry about *field*."""
        if not self.accepts(week):
            raise InvalidEntry(
                "Week %(week)s lies outside the campaign, which runs from %(first)s to %(last)s.",
                field=field,
                week=week.key,
                first=self.starts_on,
                last=self.ends_on,
            )
        return week

    def week_of(self, moment: datetime, *, field: str) -> Week:
        """Return the week of the campaign in which something started, or raise InvalidEntry."""
        return self.check_week(self.week.containing(moment), field=field)

    def last_due_week(self, moment: datetime) -> Week | None:
        """Return “last week” as seen at *moment*: the newest that is over; None before the first.

        After the campaign it stays its last week.
        """
        week = self.week.containing(moment).previous
        if week.starts_on > self.ends_on:
            week = self.week.containing_day(self.ends_on)
        return week if self.accepts(week) else None

    def theme(self, code: str) -> Term | None:
        """The theme with that code, or None."""
        return next((term for term in self.themes if term.code == code), None)

    def activity_kind(self, code: str) -> Term | None:
        """The activity kind with that code, or None."""
        return next((term for term in self.activity_kinds if term.code == code), None)
