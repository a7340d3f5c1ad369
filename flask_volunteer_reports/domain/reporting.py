"""What an activity report must hold before it may be handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ..errors import InvalidEntries, Message, Problem
from .recurrence import Occasion, check_occasion

PHOTOS_TO_SUBMIT = 2
MOST_VOLUNTEERS = 100_000


FIELDS = {
    "title": Message("What the activity is called"),
    "starts_at": Message("Began"),
    "ends_at": Message("Ended"),
    "place": Message("Place"),
    "volunteer_count": Message("Number of volunteers who took part"),
    "summary": Message("Short account of the activity"),
    "photos": Message("Photos"),
    "organization": Message("Organization"),
}
"""How the parts of a report are called where something is wrong with one."""


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
        problems.append(
            problem_of(
                "summary",
                Message(
                    "The summary has %(count)s characters; at most %(most)s fit. Shorten it.",
                    {"count": len(content.summary), "most": longest_summary},
                ),
            )
        )
    if content.volunteer_count is not None and not 0 < content.volunteer_count <= MOST_VOLUNTEERS:
        problems.append(
            problem_of(
                "volunteer_count",
                Message(
                    "The number of volunteers is from 1 to %(most)s.", {"most": MOST_VOLUNTEERS}
                ),
            )
        )
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
        yield problem_of("title", Message("Write what the activity is called."))
    if content.starts_at is None or content.ends_at is None:
        missing = "starts_at" if content.starts_at is None else "ends_at"
        yield problem_of(missing, Message("Say when the activity began and ended."))
    elif content.ends_at > now:
        yield problem_of(
            "ends_at", Message("The activity has not ended yet. Submit the report after it.")
        )
    if not content.place:
        yield problem_of("place", Message("Write where the activity took place."))
    if content.volunteer_count is None:
        yield problem_of("volunteer_count", Message("Write how many volunteers took part."))
    if not content.summary:
        yield problem_of("summary", Message("Write a short account of the activity."))
    if photos != PHOTOS_TO_SUBMIT:
        text = Message("Two photos are needed; there are %(count)s.", {"count": photos})
        yield problem_of("photos", text)


def problem_of(field: str, message: Message) -> Problem:
    """Note that something is wrong with one field of a report."""
    return Problem(FIELDS[field], message, field)
