"""What a campaign lays down about hours: limits, windows, who confirms, how long people have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .weeks import WorkingDays


class Confirmer(StrEnum):
    """Who must say that hours are right before they count."""

    NOBODY = "nobody"
    """The check-in and check-out say it."""
    ORGANIZER = "organizer"
    SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRules:
    """The ``[recording]`` part of a campaign file; every number is a default that it may change.

    Source:
        Order 67, art. 11 (working days to enter), art. 13 (objections); the rest is our default.
    """

    organizer_confirms_over: timedelta = timedelta(hours=8)
    secretariat_confirms_over: timedelta = timedelta(hours=12)
    enter_within_working_days: int = 10
    pairs_a_day: int = 3
    """How many pairs of check-in and check-out one person has in one activity on one day."""
    code_period: timedelta = timedelta(seconds=30)
    code_grace: timedelta = timedelta(seconds=10)
    """How long after a change the code before is still taken: the time to read and to type it."""
    wrong_codes: int = 10
    """After so many wrong codes of a person in an activity no further one is looked at."""
    wrong_codes_within: timedelta = timedelta(minutes=5)
    """How long wrong codes are held against a person, from the first on."""
    check_in_before: timedelta = timedelta(minutes=60)
    """How long before the start a check-in is taken; it counts from the start."""
    check_out_after: timedelta = timedelta(minutes=60)
    """How long after the end a check-out is taken; it counts to the end."""
    sign_up_opens_before: timedelta | None = None
    """How long before the start signing up opens; None is with the publication."""
    cancel_until_before: timedelta = timedelta(0)
    """How long before the start a sign-up can be taken back by the volunteer."""
    answer_objections_within: timedelta = timedelta(days=15)
    public_notice: timedelta = timedelta(0)
    """How long confirmed hours are shown in public before they count; nothing is at once."""
    target_minutes_per_registered: int | None = None
    """What the campaign would like to reach per registered volunteer; a wish that is shown beside
    the figure. The notice sets no standard."""
    target_minutes_per_active: int | None = None
    """The same per volunteer with records."""

    def confirmer(self, service_minutes: int, *, checked_in: bool) -> Confirmer:
        """Tell who must confirm so many minutes in one activity.

        Args:
            service_minutes: Of one person in one activity.
            checked_in: Both ends were taken by check-in and check-out.
        """
        given = timedelta(minutes=service_minutes)
        if given > self.secretariat_confirms_over:
            return Confirmer.SECRETARIAT
        if not checked_in or given > self.organizer_confirms_over:
            return Confirmer.ORGANIZER
        return Confirmer.NOBODY

    def enter_until(self, ends_at: datetime, zone: ZoneInfo, working_days: WorkingDays) -> datetime:
        """Return the end of the last day on which the hours of an activity are to be entered.

        Source:
            Order 67, art. 11: within ten working days.
        """
        day = ends_at.astimezone(zone).date()
        left = self.enter_within_working_days
        while left:
            day += timedelta(days=1)
            left -= working_days.include(day)
        return _end_of(day, zone)


def month_of(moment: datetime, zone: ZoneInfo) -> str:
    """Name the local month of an instant: ``2017-07``."""
    return f"{moment.astimezone(zone):%Y-%m}"


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone)
