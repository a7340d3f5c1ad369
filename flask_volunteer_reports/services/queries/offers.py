"""What signing up for activities comes to for one person: an offer, or the reason why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.recurrence import Occasion
from ...domain.signing_up import Candidate, Offer, Place, Refusal, judge
from ...domain.statuses import ActivityStatus, ProjectStatus
from ...errors import Message
from ...models import (
    STANDING,
    Activity,
    Project,
    ServiceRecord,
    SignUp,
    SignUpStatus,
    Volunteer,
)


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """How an activity stands for one volunteer: signed up, offered, or refused with a reason."""

    offer: Offer
    refusal: Refusal | None = None
    sign_up_id: UUID | None = None
    status: SignUpStatus | None = None
    """Of the person's standing sign-up; None where there is none."""
    reason: str | None = None
    """Why it was declined."""


@dataclass(frozen=True, slots=True)
class _Occupied:
    """A stretch of time in which a volunteer is somewhere."""

    activity_id: UUID
    occasion: Occasion
    title: str


def own_places(
    session: Session, activities: Sequence[Activity], volunteer: Volunteer, *, now: datetime
) -> Mapping[UUID, OwnPlace]:
    """Tell for each of *activities* how it stands for *volunteer*, in three questions."""
    sign_ups = _latest_sign_ups(session, activities, volunteer.id)
    occupied = _occupied(session, activities, [volunteer.id])[volunteer.id]
    found = {}
    for activity in activities:
        own = sign_ups.get(activity.id)
        place = place_of(activity)
        if own and own.status in STANDING:
            found[activity.id] = OwnPlace(place.offer, None, own.id, own.status)
            continue
        refused = judge(place, _candidate(volunteer, own, activity, occupied), now=now)
        found[activity.id] = OwnPlace(place.offer, refused)
    return found


def refusal(
    session: Session, activity: Activity, volunteer: Volunteer, *, now: datetime
) -> Refusal | None:
    """Tell why *volunteer*, who is not signed up, cannot sign up for *activity*."""
    own = own_places(session, [activity], volunteer, now=now)[activity.id]
    return own.refusal


def hindrances(
    session: Session, activity: Activity, volunteers: Sequence[Volunteer]
) -> Mapping[UUID, Message]:
    """Tell who of *volunteers* cannot be signed up by the organization, and why, in two questions.

    Somebody whose month of birth is not known is left to the judgement of the organization.
    """
    place = place_of(activity)
    occupied = _occupied(session, [activity], [volunteer.id for volunteer in volunteers])
    found = {}
    for volunteer in volunteers:
        clash = _clashing(activity, occupied[volunteer.id])
        if place.is_too_young(volunteer.born_in):
            found[volunteer.id] = Message(
                "%(name)s is too young: this activity is for people of %(years)s years and over.",
                {"name": volunteer.name, "years": place.minimum_age},
            )
        elif clash:
            found[volunteer.id] = Message(
                "At that time %(name)s is in “%(title)s”, from %(start)s to %(end)s.",
                {"name": volunteer.name, **clash},
            )
    return found


def place_of(activity: Activity) -> Place:
    """Gather what counts about an activity."""
    project = activity.project
    rules = project.campaign.rules
    opens_before = rules.recording.sign_up_opens_before
    return Place(
        published=project.status is ProjectStatus.PUBLISHED,
        cancelled=activity.status is ActivityStatus.CANCELLED
        or project.status is ProjectStatus.CANCELLED,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        opens_at=activity.starts_at - opens_before if opens_before else None,
        on=activity.starts_at.astimezone(rules.week.zone).date(),
        capacity=activity.capacity,
        taken=activity.taken,
        needs_admission=project.needs_admission,
        minimum_age=project.minimum_age,
    )


def _candidate(
    volunteer: Volunteer, own: SignUp | None, activity: Activity, occupied: Sequence[_Occupied]
) -> Candidate:
    declined = own is not None and own.status is SignUpStatus.DECLINED
    clash = _clashing(activity, occupied)
    return Candidate(
        born_in=volunteer.born_in,
        refused=volunteer.refused_at is not None,
        declined=(own.reason or "") if own and declined else None,
        clash=Message("At that time you are in “%(title)s”, from %(start)s to %(end)s.", clash)
        if clash
        else None,
    )


def _clashing(activity: Activity, occupied: Sequence[_Occupied]) -> dict[str, object]:
    """Return title, start and end of what the person does at that time; nothing where free."""
    for other in occupied:
        if other.activity_id != activity.id and other.occasion.overlaps(activity.occasion):
            start, end = other.occasion.starts_at, other.occasion.ends_at
            return {"title": other.title, "start": start, "end": end}
    return {}


def _latest_sign_ups(
    session: Session, activities: Sequence[Activity], volunteer_id: UUID
) -> dict[UUID, SignUp]:
    """Find the volunteer's last sign-up for each activity; a declined one bars, others do not."""
    rows = session.scalars(
        select(SignUp)
        .where(
            SignUp.volunteer_id == volunteer_id,
            SignUp.activity_id.in_([activity.id for activity in activities]),
            SignUp.status != SignUpStatus.CANCELLED,
        )
        .order_by(SignUp.signed_up_at)
    )
    latest: dict[UUID, SignUp] = {}
    for row in rows:
        standing = latest.get(row.activity_id)
        if standing is None or standing.status not in STANDING:
            latest[row.activity_id] = row
    return latest


def _occupied(
    session: Session, activities: Sequence[Activity], volunteer_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[_Occupied]]:
    """List where volunteers are while *activities* take place: signed up, or recorded."""
    found: dict[UUID, list[_Occupied]] = defaultdict(list)
    if not activities:
        return found
    first = min(activity.starts_at for activity in activities)
    last = max(activity.ends_at for activity in activities)
    signed_up = (
        select(
            SignUp.volunteer_id, Activity.id, Activity.starts_at, Activity.ends_at, Project.title
        )
        .join(SignUp, SignUp.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .where(
            SignUp.volunteer_id.in_(volunteer_ids),
            SignUp.status.in_((SignUpStatus.APPLIED, SignUpStatus.WAITING, SignUpStatus.ADMITTED)),
            Activity.status == ActivityStatus.PLANNED,
            Activity.starts_at < last,
            Activity.ends_at > first,
        )
    )
    recorded = (
        select(
            ServiceRecord.volunteer_id,
            ServiceRecord.activity_id,
            ServiceRecord.starts_at,
            ServiceRecord.ends_at,
            Project.title,
        )
        .join(Activity, ServiceRecord.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .where(
            ServiceRecord.volunteer_id.in_(volunteer_ids),
            ServiceRecord.stands(),
            ServiceRecord.starts_at < last,
            ServiceRecord.ends_at > first,
        )
    )
    for rows in (signed_up, recorded):
        for volunteer_id, activity_id, starts_at, ends_at, title in session.execute(rows):
            occupied = _Occupied(activity_id, Occasion(starts_at, ends_at), title)
            found[volunteer_id].append(occupied)
    return found
