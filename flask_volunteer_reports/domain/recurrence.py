"""Repeating activities: “every Wednesday until 31 August” in one step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..errors import InvalidEntry

MOST_OCCURRENCES = 200


@dataclass(frozen=True, slots=True)
class Occasion:
    """One stretch of time, both ends aware."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: Occasion) -> bool:
        """Tell whether the two share an instant; touching ends do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def minutes(self) -> int:
        """Its length in whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


def check_occasion(occasion: Occasion, *, longest: timedelta = timedelta(days=7)) -> Occasion:
    """Return *occasion* when its ends are in order.

    Raises:
        InvalidEntry: It ends before it starts, at the same instant, or lasts more than *longest*.
    """
    if occasion.ends_at <= occasion.starts_at:
        raise InvalidEntry("The end must be after the start. Check both times.", field="ends_at")
    if occasion.ends_at - occasion.starts_at > longest:
        raise InvalidEntry(
            "One activity lasts at most %(days)s days. Enter several activities instead.",
            field="ends_at",
            days=longest.days,
        )
    return occasion


def repeat(
    first: Occasion, *, weekdays: Collection[int], every_weeks: int, until: date, zone: ZoneInfo
) -> list[Occasion]:
    """List the occasions that follow from *first*, itself included, in order.

    The wall clock of *zone* is kept, so a change to summer time moves no activity.

    Args:
        weekdays: 0 is Monday; empty means the weekday of *first*.
        every_weeks: 1 for every week, 2 for every other week.
        until: The last local day on which one may start.

    Raises:
        InvalidEntry: *until* lies before the first, or there would be too many.
    """
    start, end = first.starts_at.astimezone(zone), first.ends_at.astimezone(zone)
    if until < start.date():
        raise InvalidEntry("The last day lies before the first activity.", field="repeat_until")
    length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    wanted = set(weekdays) | {start.weekday()}
    monday = start.date() - timedelta(days=start.weekday())
    occasions = [first]
    day = start.date() + timedelta(days=1)
    while day <= until:
        if day.weekday() in wanted and (day - monday).days // 7 % every_weeks == 0:
            begins = datetime.combine(day, start.time())
            occasions.append(_by_wall_clock(begins, begins + length, zone, like=first))
        if len(occasions) > MOST_OCCURRENCES:
            raise InvalidEntry(
                "That would be more than %(most)s activities. Choose an earlier last day.",
                field="repeat_until",
                most=MOST_OCCURRENCES,
            )
        day += timedelta(days=1)
    return occasions


def shift_days(occasion: Occasion, days: int, zone: ZoneInfo) -> Occasion:
    """Move an occasion by whole days; the wall clock of *zone* is kept."""
    start, end = (
        (moment.astimezone(zone) + timedelta(days=days)).replace(tzinfo=None)
        for moment in (occasion.starts_at, occasion.ends_at)
    )
    return _by_wall_clock(start, end, zone, like=occasion)


def _by_wall_clock(start: datetime, end: datetime, zone: ZoneInfo, *, like: Occasion) -> Occasion:
    """Place local times on the clock of the world.

    Where the clocks skip the hour and nothing would be left, it lasts as long as *like*.
    """
    starts_at, ends_at = (moment.replace(tzinfo=zone).astimezone(UTC) for moment in (start, end))
    if ends_at <= starts_at:
        ends_at = starts_at + (like.ends_at - like.starts_at)
    return Occasion(starts_at, ends_at)
