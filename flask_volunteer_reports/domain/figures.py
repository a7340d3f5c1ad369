"""Figures about hours: what was given, divided by a number of people that is always named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .recording_rules import RecordingRules


class FigureName(StrEnum):
    """The figures that there are."""

    HOURS_PER_REGISTERED = "hours_per_registered"
    """人均服务时长, over everybody who is registered."""
    HOURS_PER_ACTIVE = "hours_per_active"
    """人均服务时长, over those who have records."""
    SHARE_WITH_RECORDS = "share_with_records"
    """How many of those who are registered have records."""


class Denominator(StrEnum):
    """By which people a figure divides."""

    REGISTERED = "registered"
    """Members of the organization, or residents of the area, as they are today."""
    ACTIVE = "active"
    """Those with at least one record that stands, in the same scope and slice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One quotient, with both of its sides; rounded down once, when it is written."""

    name: FigureName
    numerator: int
    """Minutes; for the share volunteers."""
    denominator: int
    """People, at least one."""
    per: Denominator

    @property
    def hundredths(self) -> int:
        """Hours in hundredths, the share in hundredths of a percent; never rounded up."""
        if self.name is FigureName.SHARE_WITH_RECORDS:
            return self.numerator * 10_000 // self.denominator
        return self.numerator * 100 // (self.denominator * 60)

    @property
    def number(self) -> float:
        """As a spreadsheet has it: hours, or percent."""
        return self.hundredths / 100

    def __str__(self) -> str:
        whole, rest = divmod(self.hundredths, 100)
        return f"{whole}.{rest:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What is known about one organization or area, or one slice of it; minutes are exact."""

    check_in_minutes: int = 0
    other_minutes: int = 0
    records: int = 0
    active: int | None = 0
    """Volunteers with records; None where they cannot be told from those of other rows."""
    active_registered: int | None = 0
    """Those of them who are registered here; None as before."""
    registered: int = 0

    @property
    def service_minutes(self) -> int:
        """All that counts."""
        return self.check_in_minutes + self.other_minutes

    @property
    def hours_per_registered(self) -> Figure | None:
        """Hours by registered volunteer; None while nobody is registered."""
        return _figure(
            FigureName.HOURS_PER_REGISTERED,
            self.service_minutes,
            self.registered,
            Denominator.REGISTERED,
        )

    @property
    def hours_per_active(self) -> Figure | None:
        """Hours by volunteer with records; None while there is none."""
        return _figure(
            FigureName.HOURS_PER_ACTIVE, self.service_minutes, self.active, Denominator.ACTIVE
        )

    @property
    def share_with_records(self) -> Figure | None:
        """Registered volunteers with records by registered volunteer; None while there is none."""
        if self.active_registered is None:
            return None
        return _figure(
            FigureName.SHARE_WITH_RECORDS,
            self.active_registered,
            self.registered,
            Denominator.REGISTERED,
        )

    @property
    def figures(self) -> dict[FigureName, Figure | None]:
        """All of them, in their order."""
        return {
            FigureName.HOURS_PER_REGISTERED: self.hours_per_registered,
            FigureName.HOURS_PER_ACTIVE: self.hours_per_active,
            FigureName.SHARE_WITH_RECORDS: self.share_with_records,
        }


def target_minutes(rules: RecordingRules, name: FigureName) -> int | None:
    """Return what a campaign would like a figure to reach, None for nothing; a wish, not a rule."""
    return {
        FigureName.HOURS_PER_REGISTERED: rules.target_minutes_per_registered,
        FigureName.HOURS_PER_ACTIVE: rules.target_minutes_per_active,
    }.get(name)


def months_between(first: date, last: date) -> Iterator[str]:
    """Name the months from one day to another, both inside: ``2017-07``."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _figure(
    name: FigureName, numerator: int, people: int | None, per: Denominator
) -> Figure | None:
    if not people:
        return None
    return Figure(name=name, numerator=numerator, denominator=people, per=per)
