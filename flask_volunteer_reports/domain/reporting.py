"""What an activity report must hold before it may be handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ..errors import InvalidEntries, Message, Problem
from .recurrence import Occasion, check_occasion

PHOTOS_TO_SUBMIT = 2
MOST_VOLUNTEERS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """What an organization says about one activity; drafts may leave gaps (None or empty)."""

    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    volunteer_count: int | None
    summary: str

    @property
    def occasion(self) -> Occasion | None:
        """When it took place, once both ends are known."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Occasion(self.starts_at, self.ends_at)


def check_content(content: ReportContent, *, longest_summary: int) -> None:
    """Refuse what cannot be right even in a draft.

    Raises:
        InvalidEntry: The times are out of order.
        InvalidEntries: The summary is too long or the number of volunteers impossible.
    """
    if content.occasion:
        check_occasion(content.occasion)
    problems = []
    if len(content.summary) > longest_summary:
        text = "The summary has %(count)s characters; at most %(most)s fit. Shorten it."
        values = {"count": len(content.summary), "most": longest_summary}
        problems.append(_problem("summary", text, **values))
    if content.volunteer_count is not None and not 0 < content.volunteer_count <= MOST_VOLUNTEERS:
        text = "The number of volunteers is from 1 to %(most)s."
        problems.append(_problem("volunteer_count", text, most=MOST_VOLUNTEERS))
    if problems:
        raise InvalidEntries("Some entries need mending.", problems)


def check_complete(content: ReportContent, *, photos: int, now: datetime) -> None:
    """Refuse to hand in a report that Annex 1 could not be filled from.

    Raises:
        InvalidEntries: Something is missing; every gap is named.

    Source:
        Notice 2017-98, Annex 1.
    """
    gaps = list(_gaps(content, photos, now))
    if gaps:
        raise InvalidEntries("The report is kept as a draft. It cannot be submitted yet:", gaps)


def _gaps(content: ReportContent, photos: int, now: datetime) -> Iterator[Problem]:
    if not content.title:
        yield _problem("title", "Write what the activity is called.")
    if content.starts_at is None or content.ends_at is None:
        missing = "starts_at" if content.starts_at is None else "ends_at"
        yield _problem(missing, "Say when the activity began and ended.")
    elif content.ends_at > now:
        yield _problem(
            "ends_at", "The activity has not ended yet. Submit the report after it."
        )
    if not content.place:
        yield _problem("place", "Write where the activity took place.")
    if content.volunteer_count is None:
        yield _problem("volunteer_count", "Write how many volunteers took part.")
    if not content.summary:
        yield _problem("summary", "Write a short account of the activity.")
    if photos != PHOTOS_TO_SUBMIT:
        text = "Two photos are needed; there are %(count)s."
        yield _problem("photos", text, count=photos)


def _problem(field: str, text: str, **values: object) -> Problem:
    return Problem(Message(field), Message(text, values), field)
