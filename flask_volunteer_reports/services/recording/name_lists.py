"""Name lists: entered by recorders, confirmed by managers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ...domain.events import NameListSaved, RecordsConfirmed
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
from ...models import (
    Activity,
    EntryKind,
    EntryState,
    NameListEntry,
    RecordSource,
    ServiceRecord,
)
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .overlaps import find_overlaps, lock_volunteers
from .volunteers import resolve_volunteers

MOST_ROWS = 5000


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
        lock_volunteers(session, [volunteer.id for volunteer in volunteers])
        served = _times(activity, rows)
        by_volunteer = {v.id: time for v, time in zip(volunteers, served, strict=True)}
        waiting = {entry.volunteer_id: entry for entry in _pending(session, activity.id)}
        if by_volunteer == {key: _time(entry) for key, entry in waiting.items()}:
            raise AlreadyDone("The name list stands as you sent it. Nothing was changed.")
        _next_version(session, activity, list_version)
        overlaps = find_overlaps(session, activity.id, by_volunteer)
        _refuse(
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
                entry.source = source
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


def confirm_name_list(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, list_version: int, *, now: datetime
) -> int:
    """Turn the waiting entries of a name list into service records.

    Returns:
        How many records were written.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* does not manage the organization.
        AlreadyDone: Nothing waits to be confirmed.
        Conflict: The activity is not over, or was cancelled.
        StaleVersion: Somebody changed the list after it was looked at.
        InvalidEntries: Somebody has been recorded elsewhere for the same time.

    Source:
        Order 67, art. 3, art. 7.
    """
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        uow.require(actor, Permission.CONFIRM_RECORDS, activity.project)
        _check_planned(activity)
        if activity.ends_at > now:
            raise Conflict("The activity is not over. Confirm the hours after it has ended.")
        entries = _pending(session, activity.id)
        if not entries:
            raise AlreadyDone("No entry is waiting to be confirmed.")
        _next_version(session, activity, list_version)
        lock_volunteers(session, [entry.volunteer_id for entry in entries])
        served = {entry.volunteer_id: _time(entry) for entry in entries}
        overlaps = find_overlaps(session, activity.id, served)
        _refuse(
            [
                Problem(row_place(entry.position + 1), overlaps[entry.volunteer_id])
                for entry in entries
                if entry.volunteer_id in overlaps
            ]
        )
        for entry in entries:
            entry.state = EntryState.CONFIRMED
            session.add(_record_of(entry, activity, actor, now))
        uow.record(
            actor,
            RecordsConfirmed(
                subject_id=activity.id,
                by=actor.id,
                at=now,
                records=len(entries),
                service_minutes=sum(entry.service_minutes for entry in entries),
            ),
        )
    return len(entries)


def _record_of(
    entry: NameListEntry, activity: Activity, actor: Actor, now: datetime
) -> ServiceRecord:
    return ServiceRecord(
        activity_id=activity.id,
        volunteer_id=entry.volunteer_id,
        recording_organization_id=activity.project.organization_id,
        kind=EntryKind.CREDIT,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        service_minutes=entry.service_minutes,
        source=entry.source,
        recorded_at=entry.entered_at,
        recorded_by_id=entry.entered_by_id,
        recorded_by=entry.entered_by,
        confirmed_at=now,
        confirmed_by_id=actor.id,
        confirmed_by=actor.name,
    )


def _check_open(activity: Activity, rows: Sequence[ListedVolunteer], now: datetime) -> None:
    if activity.published_at is None:
        raise Conflict("Hours are recorded for published projects only. Publish the project first.")
    _check_planned(activity)
    if activity.starts_at > now:
        raise Conflict("The activity has not begun. Enter the hours during it or after it.")
    if len(rows) > MOST_ROWS:
        raise InvalidEntry("A name list has at most %(most)s rows.", field="pasted", most=MOST_ROWS)


def _check_planned(activity: Activity) -> None:
    if activity.status is ActivityStatus.CANCELLED:
        raise Conflict("The activity was cancelled; there are no hours to record.")


def _next_version(session: Session, activity: Activity, list_version: int) -> None:
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
    _refuse(problems)
    return times


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InvalidEntries(
            "%(count)s rows of the name list are wrong. Nothing was saved; mend them and send the "
            "list again.",
            problems,
            count=len(problems),
        )


def _pending(session: Session, activity_id: UUID) -> Sequence[NameListEntry]:
    return session.scalars(
        select(NameListEntry)
        .where(
            NameListEntry.activity_id == activity_id,
            NameListEntry.state == EntryState.PENDING,
        )
        .order_by(NameListEntry.position)
    ).all()
