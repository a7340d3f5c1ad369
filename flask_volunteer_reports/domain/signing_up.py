"""Whether a volunteer can sign up for an activity, and the reason where not."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ..errors import Message


class Offer(StrEnum):
    """What signing up comes to."""

    PLACE = "place"
    APPLICATION = "application"
    """A place is held until the organization admits or declines."""
    WAITING_LIST = "waiting_list"


class Hindrance(StrEnum):
    """What stands against signing up, where a page offers more than the reason."""

    AGE_UNKNOWN = "age_unknown"
    """Can be mended: the volunteer enters the month of birth."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a volunteer cannot sign up."""

    message: Message
    hindrance: Hindrance = Hindrance.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What counts about an activity for those who want to take part in it."""

    published: bool
    cancelled: bool
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime | None
    """When signing up opens; None is with the publication."""
    on: date
    """The local day of its start."""
    capacity: int | None
    taken: int
    needs_admission: bool
    minimum_age: int | None

    def is_too_young(self, born_in: date | None) -> bool:
        """Tell whether a person is known to be younger than the activity asks for."""
        if self.minimum_age is None or born_in is None:
            return False
        return age_on(born_in, self.on) < self.minimum_age

    @property
    def full(self) -> bool:
        """Whether no place is left."""
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def offer(self) -> Offer:
        """What signing up comes to at this moment."""
        if self.full:
            return Offer.WAITING_LIST
        return Offer.APPLICATION if self.needs_admission else Offer.PLACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What counts about the volunteer."""

    born_in: date | None
    """The first day of the month of birth."""
    refused: bool = False
    """The person wanted nothing to be recorded here."""
    declined: str | None = None
    """Why the organization did not admit the person to this activity; None where it did not."""
    clash: Message | None = None
    """What the person does at that time."""


def judge(place: Place, candidate: Candidate, *, now: datetime) -> Refusal | None:
    """Tell why *candidate* cannot sign up, None where they can.

    Whether a place is left is not asked here: who finds none goes on the waiting list.
    """
    return _closed(place, now) or _barred(place, candidate)


def age_on(born_in: date, day: date) -> int:
    """Return the years that somebody has lived on *day* for certain.

    The day of birth is not known, so the last of the month is taken.

    Args:
        born_in: The first day of the month of birth.
    """
    last = calendar.monthrange(born_in.year, born_in.month)[1]
    return day.year - born_in.year - ((day.month, day.day) < (born_in.month, last))


def _closed(place: Place, now: datetime) -> Refusal | None:
    """Tell why nobody can sign up."""
    if place.cancelled:
        return Refusal(Message("The activity was cancelled."))
    if place.ends_at <= now:
        return Refusal(Message("The activity is over."))
    if not place.published:
        return Refusal(Message("The project is not published any more; nobody can sign up for it."))
    if place.opens_at and now < place.opens_at:
        return Refusal(Message("Signing up opens on %(at)s.", {"at": place.opens_at}))
    return None


def _barred(place: Place, candidate: Candidate) -> Refusal | None:
    """Tell why this person cannot."""
    if candidate.refused:
        return Refusal(
            Message("You refused to be registered as a volunteer; nothing new is recorded for you.")
        )
    if candidate.declined is not None:
        return Refusal(
            Message(
                "The organization did not admit you: %(reason)s", {"reason": candidate.declined}
            )
        )
    if place.minimum_age is not None:
        if candidate.born_in is None:
            return Refusal(
                Message(
                    "This activity is for people of %(years)s years and over. Enter your month of "
                    "birth first.",
                    {"years": place.minimum_age},
                ),
                Hindrance.AGE_UNKNOWN,
            )
        if place.is_too_young(candidate.born_in):
            return Refusal(
                Message(
                    "This activity is for people of %(years)s years and over.",
                    {"years": place.minimum_age},
                )
            )
    return Refusal(candidate.clash) if candidate.clash else None
