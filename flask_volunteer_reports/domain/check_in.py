"""Check-in and check-out: the codes that change, when they are taken, what counts. Pure: no clock.

A code is a TOTP (RFC 6238) of six digits: HMAC-SHA-256 over the number of the time step, with a key
made from the secret of the activity and the purpose, so that a code for checking in never is one
for checking out.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ..errors import InvalidEntry, Message
from .recording_rules import RecordingRules
from .recurrence import Occasion

DIGITS = 6
_REMEMBERED = timedelta(minutes=10)
"""How long an old code is still told from a wrong one, so that the reason can be named."""


class Purpose(StrEnum):
    """What a code is shown for."""

    IN = "in"
    OUT = "out"

    @property
    def other(self) -> Purpose:
        """The other one."""
        return Purpose.OUT if self is Purpose.IN else Purpose.IN


class Verdict(StrEnum):
    """What a typed code turned out to be."""

    GOOD = "good"
    CHANGED = "changed"
    """It was right; another one has been on the screen since."""
    OTHER_PURPOSE = "other_purpose"
    """It is for checking out and was used to check in, or the reverse."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class CodeJudged:
    """A verdict, and for a good code the time step that it belongs to."""

    verdict: Verdict
    step: int = -1


def code_step(moment: datetime, period: timedelta) -> int:
    """Number the time step of an instant; the first began with the year 1970."""
    return int(moment.timestamp() // period.total_seconds())


def code_of_step(secret: str, purpose: Purpose, step: int) -> str:
    """Return the six digits of a time step.

    Args:
        secret: Of the activity.
    """
    key = hmac.digest(secret.encode(), purpose.value.encode(), "sha256")
    return hotp(key, step)


def hotp(key: bytes, counter: int, *, digits: int = DIGITS) -> str:
    """Return the one-time password of RFC 4226, with SHA-256 as RFC 6238 allows."""
    mac = hmac.new(key, counter.to_bytes(8, "big"), hashlib.sha256).digest()
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}}"


def seconds_left(moment: datetime, period: timedelta) -> float:
    """Tell for how long the code of this instant stays on the screen."""
    length = period.total_seconds()
    return length - moment.timestamp() % length


def judge_code(
    typed: str, secret: str, purpose: Purpose, moment: datetime, rules: RecordingRules
) -> CodeJudged:
    """Compare what was typed with the codes of an activity.

    The code before the present one is taken for ``rules.code_grace`` after the change: for so long
    it was on the screen when the person read it and began to type.
    """
    digits = unicodedata.normalize("NFKC", typed).replace(" ", "").replace("-", "")
    step = code_step(moment, rules.code_period)
    if _same(digits, code_of_step(secret, purpose, step)):
        return CodeJudged(Verdict.GOOD, step)
    shown_for = rules.code_period.total_seconds() - seconds_left(moment, rules.code_period)
    before = step - 1
    if shown_for <= rules.code_grace.total_seconds() and _same(
        digits, code_of_step(secret, purpose, before)
    ):
        return CodeJudged(Verdict.GOOD, before)
    steps = range(step - int(_REMEMBERED / rules.code_period), step + 1)
    if any(_same(digits, code_of_step(secret, purpose, old)) for old in steps):
        return CodeJudged(Verdict.CHANGED)
    if any(_same(digits, code_of_step(secret, purpose.other, old)) for old in steps):
        return CodeJudged(Verdict.OTHER_PURPOSE)
    return CodeJudged(Verdict.WRONG)


def _same(typed: str, code: str) -> bool:
    return hmac.compare_digest(typed.encode(), code.encode())


def refuse_outside_window(
    purpose: Purpose, moment: datetime, activity: Occasion, rules: RecordingRules
) -> None:
    """Hold that a check-in or check-out is near its activity.

    Raises:
        InvalidEntry: It is too early or too late; says from or until when.
    """
    opens_at = activity.starts_at - rules.check_in_before
    if moment < opens_at:
        raise InvalidEntry("Check-in opens at %(at)s. Come back then.", at=opens_at)
    if purpose is Purpose.IN and moment >= activity.ends_at:
        raise InvalidEntry(
            "The activity ended at %(at)s; nobody can check in any more.", at=activity.ends_at
        )
    closes_at = activity.ends_at + rules.check_out_after
    if moment > closes_at:
        raise InvalidEntry(
            "Check-out closed at %(at)s. Ask the organizer to close your check-in with the time "
            "that you left.",
            at=closes_at,
        )


def counted(
    checked_in_at: datetime, checked_out_at: datetime, activity: Occasion
) -> Occasion | None:
    """Return the time that counts: within the activity, and at least one whole minute.

    Real time counts, so neither midnight nor a change to summer time adds or takes an hour. Its
    ``minutes`` are rounded down.

    Raises:
        InvalidEntry: The check-out lies before the check-in: a clock has gone back.
    """
    if checked_out_at < checked_in_at:
        raise InvalidEntry(
            "The check-out at %(out)s lies before the check-in at %(at)s: a clock was changed. "
            "Check out again later, or ask the organizer to close the check-in.",
            out=checked_out_at,
            at=checked_in_at,
        )
    starts_at = max(checked_in_at, activity.starts_at).astimezone(UTC)
    ends_at = min(checked_out_at, activity.ends_at).astimezone(UTC)
    if ends_at - starts_at < timedelta(minutes=1):
        return None
    return Occasion(starts_at, ends_at)


def local_day(moment: datetime, zone: ZoneInfo) -> Occasion:
    """Return the local day of an instant, from midnight to midnight; 23 to 25 hours."""
    day = moment.astimezone(zone).date()
    begins = datetime.combine(day, time(), zone)
    ends = datetime.combine(day + timedelta(days=1), time(), zone)
    return Occasion(begins.astimezone(UTC), ends.astimezone(UTC))


CLOCK_SLACK = timedelta(minutes=2)
"""How far a telephone's clock may be ahead before its word is not taken."""


def instant_of_tick(at: datetime, now: datetime) -> datetime:
    """Return when something happened by a telephone's clock that may be a little ahead.

    Raises:
        InvalidEntry: It is further ahead than a clock may be.
    """
    if at > now + CLOCK_SLACK:
        raise InvalidEntry(
            "By the clock of the telephone this happened at %(at)s, which has not come yet. Set "
            "the clock and tick again.",
            at=at,
        )
    return min(at, now)


REFUSALS = {
    Verdict.CHANGED: Message(
        "This code has changed since. Scan or type the code that is on the organizer's screen now."
    ),
    Verdict.WRONG: Message(
        "This is not the code of “%(title)s”. Each activity has its own code; scan or type the one "
        "on the screen at the place."
    ),
}
"""Why a code was not taken, where the reason does not depend on its purpose."""

REFUSED_FOR = {
    Purpose.IN: Message(
        "This is a code for checking out. To check in, scan or type the code for checking in."
    ),
    Purpose.OUT: Message(
        "This is the code for checking in. To check out, scan or type the code for checking out, "
        "which the organizer shows at the end."
    ),
}
"""Why a code for the other purpose was not taken."""
