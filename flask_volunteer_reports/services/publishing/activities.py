"""Activities: the occasions of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.campaign import CampaignRules
from ...domain.events import ActivitiesAdded, ActivityCancelled, ActivityEdited
from ...domain.recurrence import Occasion, check_occasion, repeat
from ...domain.statuses import ActivityStatus, ProjectStatus
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from ...models import Activity, Area, Project
from ...ports import Actor
from ..places import move_up
from ..unit_of_work import UnitOfWork, changes_of, check_version
from .projects import find_open_project

MOST_PLACES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEntry:
    """What is said about one occasion; instants are aware, ``capacity`` None is no limit."""

    starts_at: datetime
    ends_at: datetime
    place: str
    area_id: UUID
    capacity: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """How an occasion repeats: on weekdays (0 is Monday), every so many weeks, until a day."""

    weekdays: frozenset[int]
    every_weeks: int
    until: date


def add_activities(
    uow: UnitOfWork,
    actor: Actor,
    project_id: UUID,
    entry: ActivityEntry,
    repetition: Repetition | None = None,
    *,
    activity_id: UUID,
    now: datetime,
) -> list[Activity]:
    """Add one occasion to a project, or all of a repetition in one step.

    Args:
        activity_id: The id of the first, chosen when the form was opened, so that a second click
            adds nothing.

    Returns:
        The new activities, in order of time.

    Raises:
        NotFound: The project is not there or out of reach.
        NotAllowed: *actor* may not edit it.
        Conflict: The project has come to its end.
        AlreadyDone: The form was sent before.
        InvalidEntry: A time is out of order, outside the campaign, or taken by another activity of
            the project at the same place.
    """
    with uow.transaction() as session:
        project = find_open_project(uow, actor, project_id)
        if session.get(Activity, activity_id) is not None:
            raise AlreadyDone("This activity was saved already.")
        rules = project.campaign.rules
        first = _check_entry(session, entry, rules)
        occasions = [first]
        if repetition:
            occasions = repeat(
                first,
                weekdays=repetition.weekdays,
                every_weeks=repetition.every_weeks,
                until=repetition.until,
                zone=rules.week.zone,
            )
        _refuse_overlaps(session, project, occasions, entry.place)
        activities = [
            Activity(
                id=activity_id if occasion is occasions[0] else uuid4(),
                project_id=project.id,
                starts_at=occasion.starts_at,
                ends_at=occasion.ends_at,
                place=entry.place,
                area_id=entry.area_id,
                capacity=entry.capacity,
                published_at=now if project.status is ProjectStatus.PUBLISHED else None,
            )
            for occasion in occasions
            if rules.week_of(occasion.starts_at, field="repeat_until")
        ]
        session.add_all(activities)
        uow.record(
            actor,
            ActivitiesAdded(subject_id=project.id, by=actor.id, at=now, count=len(activities)),
        )
    return activities


def edit_activity(
    uow: UnitOfWork,
    actor: Actor,
    activity_id: UUID,
    version: int,
    entry: ActivityEntry,
    *,
    now: datetime,
) -> Activity:
    """Change time, place or capacity of an occasion.

    A published occasion that is moved counts as published from now on, because nobody could know
    of the new time before. Places that were added go to those who wait.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* may not edit its project.
        Conflict: It has begun and its time would change, or it was cancelled.
        StaleVersion: Somebody else saved first.
        InvalidEntry: The times are out of order or outside the campaign; the capacity is below the
            number of people signed up.
    """
    with uow.transaction() as session:
        activity = find_activity(uow, actor, activity_id, lock=True)
        project = find_open_project(uow, actor, activity.project_id)
        _refuse_cancelled(activity)
        occasion = _check_entry(session, entry, project.campaign.rules)
        moved = occasion != activity.occasion
        if moved and activity.starts_at <= now:
            raise Conflict(
                "The activity has begun; its time can no longer be changed. State the actual time "
                "in the report."
            )
        if entry.capacity is not None and entry.capacity < activity.taken:
            raise InvalidEntry(
                "%(taken)s volunteers have a place or asked for one; the capacity cannot be lower. "
                "Take sign-ups back first.",
                field="capacity",
                taken=activity.taken,
            )
        _refuse_overlaps(session, project, [occasion], entry.place, besides=activity)
        activity.starts_at, activity.ends_at = occasion.starts_at, occasion.ends_at
        activity.place, activity.area_id = entry.place, entry.area_id
        activity.capacity = entry.capacity
        changed = changes_of(activity)
        check_version(activity, version, changed=changed)
        if moved and activity.published_at is not None:
            activity.published_at = now
        if changed:
            uow.record(
                actor,
                ActivityEdited(subject_id=activity.id, by=actor.id, at=now, changed=changed),
            )
            session.flush()  # the places are given by what the database has as capacity
            move_up(uow, actor, activity, now=now)
    return activity


def cancel_activity(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, reason: str, *, now: datetime
) -> Activity:
    """Call one occasion off.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* may not edit its project.
        Conflict: It is over, or its project has come to its end.
        AlreadyDone: It was cancelled before.
    """
    with uow.transaction():
        activity = find_activity(uow, actor, activity_id, lock=True)
        find_open_project(uow, actor, activity.project_id)
        if activity.status is ActivityStatus.CANCELLED:
            raise AlreadyDone("This activity was cancelled before.")
        if activity.ends_at <= now:
            raise Conflict("The activity is over; it cannot be cancelled any more.")
        activity.status = ActivityStatus.CANCELLED
        activity.cancelled_reason = reason
        uow.record(
            actor,
            ActivityCancelled(subject_id=activity.id, by=actor.id, at=now, reason=reason),
        )
    return activity


def find_public_activity(uow: UnitOfWork, activity_id: UUID, *, lock: bool = False) -> Activity:
    """Return an activity of a project that everybody may see, or raise NotFound.

    Args:
        lock: Hold its project until the transaction ends, as everybody who changes places does.
    """
    activity = uow.session.get(Activity, activity_id)
    projects = select(Project).where(Project.id == (activity.project_id if activity else None))
    if lock:
        projects = projects.with_for_update(of=Project, key_share=True)
    project = uow.session.scalars(projects.execution_options(populate_existing=True)).first()
    if project is None or project.status is ProjectStatus.DRAFT or project.published_at is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    return uow.session.get_one(Activity, activity_id, populate_existing=True)


def find_activity(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, *, lock: bool = False
) -> Activity:
    """Return an activity whose project *actor* may see, or raise NotFound.

    Args:
        lock: Hold the project until the transaction ends. Whoever changes something of it - its
            status, a place, a name list - waits for whoever came first.
    """
    of_project = select(Activity.project_id).where(Activity.id == activity_id)
    project_id = uow.session.scalar(of_project)
    if project_id is None:
        raise NotFound("There is no such page, or it is not yours to see.")
    uow.find(actor, Project, project_id, lock=lock)
    return uow.session.get_one(Activity, activity_id, populate_existing=True)


def _check_entry(session: Session, entry: ActivityEntry, rules: CampaignRules) -> Occasion:
    occasion = check_occasion(Occasion(entry.starts_at, entry.ends_at))
    rules.week_of(occasion.starts_at, field="starts_at")
    if entry.capacity is not None and not 0 < entry.capacity <= MOST_PLACES:
        raise InvalidEntry(
            "The capacity is from 1 to %(most)s; leave it empty for no limit.",
            field="capacity",
            most=MOST_PLACES,
        )
    if session.get(Area, entry.area_id) is None:
        raise InvalidEntry("Choose an area from the list.", field="area_id")
    return occasion


def _refuse_overlaps(
    session: Session,
    project: Project,
    occasions: Sequence[Occasion],
    place: str,
    *,
    besides: Activity | None = None,
) -> None:
    """Hold that one project is not at one place twice at a time."""
    standing = session.scalars(
        select(Activity).where(
            Activity.project_id == project.id,
            Activity.place == place,
            Activity.status == ActivityStatus.PLANNED,
            Activity.starts_at < max(occasion.ends_at for occasion in occasions),
            Activity.ends_at > min(occasion.starts_at for occasion in occasions),
        )
    ).all()
    taken = [activity.occasion for activity in standing if activity is not besides]
    for place_in_order, occasion in enumerate(occasions):
        for other in [*taken, *occasions[:place_in_order]]:
            if occasion.overlaps(other):
                raise InvalidEntry(
                    "This overlaps with the activity of the same project on %(other)s at the same "
                    "place. Choose another time or place.",
                    field="starts_at",
                    other=other.starts_at,
                )


def _refuse_cancelled(activity: Activity) -> None:
    if activity.status is ActivityStatus.CANCELLED:
        raise Conflict("The activity was cancelled; it can no longer be changed.")
