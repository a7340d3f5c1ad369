"""Weeks of a campaign, and the instant at which their papers are due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ..errors import InvalidEntry

_KEY = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """Seven days, named after their first."""

    starts_on: date

    @property
    def ends_on(self) -> date:
        """The seventh day, still inside."""
        return self.starts_on + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        """All seven, in order."""
        return tuple(self.starts_on + timedelta(days=n) for n in range(7))

    @property
    def key(self) -> str:
        """The ISO week of the middle day, such as ``2017-W27``: short, sortable, fit for a URL."""
        year, number = self.year_and_number
        return f"{year}-W{number:02}"

    @property
    def year_and_number(self) -> tuple[int, int]:
        """Year and number of the ISO week of the middle day."""
        year, number, _ = (self.starts_on + timedelta(days=3)).isocalendar()
        return year, number

    @property
    def following(self) -> Week:
        """The week after this one."""
        return Week(self.starts_on + timedelta(days=7))

    @property
    def previous(self) -> Week:
        """The week before this one."""
        return Week(self.starts_on - timedelta(days=7))

    def __str__(self) -> str:
        return self.key


class MonthOf(StrEnum):
    """Which day of a week says to which month the week belongs."""

    FIRST_DAY = "first_day"
    MIDDLE_DAY = "middle_day"


class OnHoliday(StrEnum):
    """What happens to a deadline that falls on a day off."""

    KEEP = "keep"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Monday to Friday, but for public holidays and the weekends worked in their place."""

    holidays: frozenset[date] = frozenset()
    worked_weekends: frozenset[date] = frozenset()

    def include(self, day: date) -> bool:
        """Tell whether offices work on *day*."""
        return day in self.worked_weekends or (day.weekday() < 5 and day not in self.holidays)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRule:
    """How instants fall into weeks.

    Args:
        zone: The campaign's time zone; a week starts at its local midnight.
        first_day: 0 is Monday.
        month_of: Counts the weeks of a month for 月第_周.

    Source:
        Notice 2017-98, 4(5) says 上周 and leaves the rest open.
    """

    zone: ZoneInfo
    first_day: int = 0
    month_of: MonthOf = MonthOf.FIRST_DAY

    def containing(self, moment: datetime) -> Week:
        """Return the week in which *moment* (aware) falls."""
        return self.containing_day(moment.astimezone(self.zone).date())

    def containing_day(self, day: date) -> Week:
        """Return the week in which the local *day* falls."""
        return Week(day - timedelta(days=(day.weekday() - self.first_day) % 7))

    def parse(self, key: str) -> Week:
        """Read a week such as ``2017-W27``.

        Raises:
            InvalidEntry: It is not written so, or that year has no such week.
        """
        if match := _KEY.fullmatch(key.strip()):
            try:
                monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
                starts = (monday + timedelta(days=n - 3) for n in range(7))
                return next(Week(day) for day in starts if day.weekday() == self.first_day)
            except (ValueError, OverflowError):
                pass
        raise InvalidEntry(
            "“%(key)s” is not a week. Write year and number like 2017-W27.", field="week", key=key
        )

    def month_and_number(self, week: Week) -> tuple[int, int]:
        """Return month and number for ``月第_周``: (7, 5) is 7月第5周."""
        days = 0 if self.month_of is MonthOf.FIRST_DAY else 3
        day = week.starts_on + timedelta(days=days)
        return day.month, (day.day - 1) // 7 + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When the papers of a week are due.

    Args:
        weekday: Of the week after; 1 is Tuesday.
        at: Local time of day, 下班前.
        moved: Single weeks moved by hand: week key to local date and time.

    Source:
        Notice 2017-98, 4(5).
    """

    weekday: int = 1
    at: time = time(17, 30)
    on_holiday: OnHoliday = OnHoliday.KEEP
    moved: Mapping[str, datetime] = field(default_factory=dict)

    def due_at(self, week: Week, zone: ZoneInfo, working_days: WorkingDays) -> datetime:
        """Return the last instant (UTC) that is on time for *week*."""
        if week.key in self.moved:
            return self.moved[week.key].replace(tzinfo=zone).astimezone(UTC)
        day = week.following.starts_on
        while day.weekday() != self.weekday:
            day += timedelta(days=1)
        if self.on_holiday is OnHoliday.NEXT_WORKING_DAY:
            while not working_days.include(day):
                day += timedelta(days=1)
        return datetime.combine(day, self.at, zone).astimezone(UTC)


class Timeliness(StrEnum):
    """按时 or 逾期."""

    ON_TIME = "on_time"
    LATE = "late"


def judge_timeliness(handed_in_at: datetime, due_at: datetime) -> Timeliness:
    """Decide whether something handed in at one instant met its deadline: at it is on time."""
    return Timeliness.ON_TIME if handed_in_at <= due_at else Timeliness.LATE
