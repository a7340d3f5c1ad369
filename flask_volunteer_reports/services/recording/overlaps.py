"""Nobody serves in two places at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from ...domain.ledger import RecordSource
from ...domain.recurrence import Occasion
from ...errors import Message
from ...models import (
    Activity,
    EntryState,
    NameListEntry,
    Organization,
    Project,
    ServiceRecord,
)
from ..directory.registration import hold_volunteers


def lock_volunteers(
    session: Session, volunteer_ids: list[UUID], *, recording: UUID | None = None
) -> None:
    """Make others who record for the same people wait, in one order, so that nobody deadlocks.

    The order of everybody: a project, its organization, volunteers by id, then the ledger and the
    sums.

    Args:
        recording: The organization whose ledger is about to be written, which is held first.
    """
    if recording is not None:
        session.execute(
            select(Organization.id)
            .where(Organization.id == recording)
            .with_for_update(key_share=True)
        )
    hold_volunteers(session, volunteer_ids)


def typed() -> ColumnElement[bool]:
    """Condition: the entry comes from a name list, not from a check-in and check-out."""
    return NameListEntry.source != RecordSource.CHECK_IN


def find_overlaps(
    session: Session,
    activity_id: UUID,
    served: Mapping[UUID, Occasion],
    *,
    besides: UUID | None = None,
) -> dict[UUID, Message]:
    """Compare the time that volunteers served with what stands for them elsewhere.

    Args:
        activity_id: The activity whose list it is; what is typed into that list does not count.
        served: Volunteer id to the time that is about to be recorded.
        besides: A record that is about to be changed, and so does not count.

    Returns:
        For each volunteer with an overlap, which activity it overlaps with.
    """
    found: dict[UUID, Message] = {}
    for rows, standing in (
        (
            ServiceRecord,
            ServiceRecord.stands() & (ServiceRecord.id != besides if besides else true()),
        ),
        (
            NameListEntry,
            NameListEntry.state.in_((EntryState.PENDING, EntryState.NOTICED))
            & or_(
                NameListEntry.activity_id != activity_id,
                NameListEntry.state == EntryState.NOTICED,
                ~typed(),
            ),
        ),
    ):
        for volunteer_id, starts_at, ends_at, title in _nearby(session, rows, standing, served):
            other = Occasion(starts_at, ends_at)
            if served[volunteer_id].overlaps(other):
                found[volunteer_id] = Message(
                    "This person already has time in “%(title)s” from %(start)s to %(end)s.",
                    {"title": title, "start": starts_at, "end": ends_at},
                )
    return found


def _nearby(
    session: Session,
    rows: type[ServiceRecord | NameListEntry],
    standing: ColumnElement[bool],
    served: Mapping[UUID, Occasion],
) -> Any:
    if not served:
        return []
    return session.execute(
        select(rows.volunteer_id, rows.starts_at, rows.ends_at, Project.title)
        .join(Activity, rows.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .where(
            rows.volunteer_id.in_(served),
            rows.starts_at < max(occasion.ends_at for occasion in served.values()),
            rows.ends_at > min(occasion.starts_at for occasion in served.values()),
            standing,
        )
    )
