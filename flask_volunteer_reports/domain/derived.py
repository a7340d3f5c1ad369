"""Facts that the forms ask for and nobody may type: each comes with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..errors import Message


@dataclass(frozen=True, slots=True)
class Derived:
    """Yes or no, and why."""

    value: bool
    reason: Message


def published_before_start(
    published_at: datetime | None,
    starts_at: datetime | None,
    *,
    min_lead: timedelta = timedelta(0),
) -> Derived:
    """Answer 项目是否发布 for one activity.

    Args:
        published_at: When the activity could first be seen by the public; None if never.
        starts_at: When it began; None where there is no activity.
        min_lead: How long before the start the publication must have been.

    Source:
        Notice 2017-98, 4(2): projects must be published beforehand.
    """
    if published_at is None or starts_at is None:
        return Derived(False, Message("No project was published for this activity."))
    if published_at < starts_at and published_at <= starts_at - min_lead:
        return Derived(
            True, Message("Published on %(at)s, before the start.", {"at": published_at})
        )
    if published_at >= starts_at:
        return Derived(
            False, Message("Published on %(at)s, not before the start.", {"at": published_at})
        )
    return Derived(
        False,
        Message(
            "Published on %(at)s, less than %(minutes)s minutes before the start.",
            {"at": published_at, "minutes": int(min_lead.total_seconds() // 60)},
        ),
    )


def hours_recorded(volunteers: int, service_minutes: int) -> Derived:
    """Answer 是否记录时长 from the confirmed service records of the activity.

    Args:
        volunteers: How many people have a confirmed record that was not voided.
        service_minutes: Their minutes together.
    """
    if volunteers:
        return Derived(
            True,
            Message(
                "Confirmed records of %(count)s volunteer, %(minutes)s minutes."
                if volunteers == 1
                else "Confirmed records of %(count)s volunteers, %(minutes)s minutes together.",
                {"count": volunteers, "minutes": service_minutes},
            ),
        )
    return Derived(False, Message("No service record of this activity has been confirmed."))
