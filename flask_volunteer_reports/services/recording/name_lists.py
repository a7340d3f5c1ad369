"""Name lists, as recorders enter them; confirming.py says how they become records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from ...domain.events import NameListSaved
from ...domain.ledger import Channel, RecordSource
from ...domain.name_list import ListedVolunteer, row_place, time_served
from ...domain.recurrence import Occasion
from ...domain.statuses import ActivityStatus
from ...errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    InvalidEntry,
    Problem,
    StaleVersion,
)
from ...models import Activity, EntryState, NameListEntry
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .overlaps import find_overlaps, typed
from .volunteers import resolve_volunteers

MOST_ROWS = 10_000


def save_name_list(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    list_version: int,
    rows: Sequence[ListedVolunteer],
    source: RecordSource,
    *,
    now: datetime,
) -> int:
    """Replace the unconfirmed part of an activity's name list by *rows*.

    Args:
        list_version: The version of the list that the form was opened with.

    Returns:
        How many entries now wait to be confirmed.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        Conflict: The activity has not begun, was cancelled, or never was published.
        AlreadyDone: The list stands just so.
        StaleVersion: Somebody else changed the list in the meantime.
        InvalidEntries: Rows that cannot be; each is named and nothing was saved.
    """
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.ENTER_RECORDS, activity.project)
        _check_open(activity, rows, now)
        volunteers = resolve_volunteers(uow, actor, activity.project.organization, rows, now=now)
        served = _times(activity, rows)
        by_volunteer = {v.id: time for v, time in zip(volunteers, served, strict=True)}
        pending = pending_entries(session, activity.id, typed())
        waiting = {entry.volunteer_id: entry for entry in pending}
        if by_volunteer == {key: _time(entry) for key, entry in waiting.items()}:
            raise AlreadyDone("The name list stands as you sent it. Nothing was changed.")
        next_version(session, activity, list_version)
        overlaps = find_overlaps(session, activity.id, by_volunteer)
        refuse_rows(
            [
                Problem(row_place(row.number), overlaps[volunteer.id])
                for row, volunteer in zip(rows, volunteers, strict=True)
                if volunteer.id in overlaps
            ]
        )
        for position, (row, volunteer, time) in enumerate(
            zip(rows, volunteers, served, strict=True)
        ):
            entry = waiting.pop(volunteer.id, None)
            if entry is None:
                entry = NameListEntry(activity_id=activity.id, volunteer_id=volunteer.id)
                session.add(entry)
            if _time(entry) != time:
                entry.starts_at, entry.ends_at = time.starts_at, time.ends_at
                entry.service_minutes = row.service_minutes
                entry.source = _source(activity, source, now)
                entry.channel = Channel.NAME_LIST
                entry.entered_at = now
                entry.entered_by_id, entry.entered_by = actor.id, actor.name
            entry.position = position
        for entry in waiting.values():
            entry.state = EntryState.WITHDRAWN
        uow.record(
            actor,
            NameListSaved(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                entries=len(rows),
                service_minutes=sum(row.service_minutes for row in rows),
            ),
        )
    return len(rows)


def _check_open(activity: Activity, rows: Sequence[ListedVolunteer], now: datetime) -> None:
    if activity.published_at is None:
        raise Conflict("Hours are recorded for published projects only. Publish the project first.")
    check_planned(activity)
    if activity.starts_at > now:
        raise Conflict("The activity has not begun. Enter the hours during it or after it.")
    if len(rows) > MOST_ROWS:
        raise InvalidEntry("A name list has at most %(most)s rows.", field="pasted", most=MOST_ROWS)


def _source(activity: Activity, typed_as: RecordSource, now: datetime) -> RecordSource:
    """Call 补录 what comes after the days in which hours are to be entered."""
    rules = activity.project.campaign.rules
    last = rules.recording.enter_until(activity.ends_at, rules.week.zone, rules.working_days)
    return RecordSource.BACKFILL if now >= last else typed_as


def check_planned(activity: Activity) -> None:
    """Raise Conflict where the activity does not take place."""
    if activity.status is ActivityStatus.CANCELLED:
        raise Conflict("The activity was cancelled; there are no hours to record.")


def next_version(session: Session, activity: Activity, list_version: int) -> None:
    """Claim the next version of the list, or learn that somebody else has."""
    claimed = session.execute(
        update(Activity)
        .where(Activity.id == activity.id, Activity.list_version == list_version)
        .values(list_version=list_version + 1)
        .execution_options(synchronize_session=False)
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        raise StaleVersion(
            "Somebody else changed the name list after you opened it. Nothing was overwritten: "
            "compare, then save again."
        )


def _time(entry: NameListEntry) -> Occasion:
    return Occasion(entry.starts_at, entry.ends_at)


def _times(activity: Activity, rows: Sequence[ListedVolunteer]) -> list[Occasion]:
    zone = activity.project.campaign.rules.week.zone
    times: list[Occasion] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            times.append(time_served(row, activity.occasion, zone))
        except InvalidEntry as error:
            problems.append(Problem(row_place(row.number), error.message))
    refuse_rows(problems)
    return times


def refuse_rows(problems: Sequence[Problem]) -> None:
    """Raise InvalidEntries that names the rows, where there are any."""
    if problems:
        raise InvalidEntries(
            "%(count)s rows of the name list are wrong. Nothing was saved; mend them and send the "
            "list again.",
            problems,
            count=len(problems),
        )


def pending_entries(
    session: Session, activity_id: UUID, *conditions: ColumnElement[bool]
) -> Sequence[NameListEntry]:
    """Return the entries of an activity that wait to be confirmed, in the order of the list."""
    return session.scalars(
        select(NameListEntry)
        .where(
            NameListEntry.activity_id == activity_id,
            NameListEntry.state == EntryState.PENDING,
            *conditions,
        )
        .order_by(NameListEntry.position)
    ).all()
