"""What state a thing can be in, and which step leads where."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from ..errors import AlreadyDone, Conflict


class ProjectStatus(StrEnum):
    """A project is written, published, and ends."""

    DRAFT = "draft"
    PUBLISHED = "published"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class ActivityStatus(StrEnum):
    """An occasion takes place unless it is cancelled."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class CommissionStatus(StrEnum):
    """A request to publish on behalf (委托) waits for an office's answer."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ReportStatus(StrEnum):
    """An activity report goes to and fro until it is accepted."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    VOID = "void"


PROJECT_STEPS: Mapping[ProjectStatus, frozenset[ProjectStatus]] = {
    ProjectStatus.DRAFT: frozenset({ProjectStatus.PUBLISHED, ProjectStatus.CANCELLED}),
    ProjectStatus.PUBLISHED: frozenset(
        {ProjectStatus.DRAFT, ProjectStatus.FINISHED, ProjectStatus.CANCELLED}
    ),
    ProjectStatus.FINISHED: frozenset(),
    ProjectStatus.CANCELLED: frozenset(),
}

REPORT_STEPS: Mapping[ReportStatus, frozenset[ReportStatus]] = {
    ReportStatus.DRAFT: frozenset({ReportStatus.SUBMITTED, ReportStatus.VOID}),
    ReportStatus.SUBMITTED: frozenset(
        {ReportStatus.RETURNED, ReportStatus.ACCEPTED, ReportStatus.VOID}
    ),
    ReportStatus.RETURNED: frozenset({ReportStatus.SUBMITTED, ReportStatus.VOID}),
    # An edit after acceptance makes a draft of it again, so that it is reviewed again.
    ReportStatus.ACCEPTED: frozenset({ReportStatus.DRAFT, ReportStatus.VOID}),
    ReportStatus.VOID: frozenset(),
}

_Status = TypeVar("_Status", bound=StrEnum)


def advance(
    status: _Status, *, to: _Status, steps: Mapping[_Status, frozenset[_Status]]
) -> _Status:
    """Return *to* when the step from *status* exists in *steps*.

    Raises:
        AlreadyDone: It is there already.
        Conflict: There is no such step.
    """
    if status == to:
        raise AlreadyDone("This was done already. Nothing was changed.")
    if to not in steps[status]:
        raise Conflict(
            "What is “%(status)s” cannot become “%(to)s”. Open the page again to see how it stands "
            "now.",
            status=status,
            to=to,
        )
    return to
