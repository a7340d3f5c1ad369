"""Objections: a volunteer says that hours are wrong; answering.py says what comes of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from ...domain.events import ObjectionPassedOn, ObjectionRaised, ObjectionWithdrawn
from ...domain.recurrence import Occasion
from ...domain.statuses import ActivityStatus
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from ...models import (
    Activity,
    Job,
    Objection,
    ObjectionGround,
    ObjectionStatus,
    ServiceRecord,
    Volunteer,
)
from ...ports import OPERATOR_ID, Actor, Permission
from ..serving import require_volunteer
from ..unit_of_work import UnitOfWork
from .overlaps import lock_volunteers

OBJECTION_DUE = "objection_due"
LONGEST_TEXT = 2000


def object_to_record(
    uow: UnitOfWork,
    actor: Actor,
    record_id: UUID,
    ground: ObjectionGround,
    text: str,
    *,
    now: datetime,
) -> Objection:
    """Object to one of the own records.

    Raises:
        NotFound: The record is not there or somebody else's.
        InvalidEntry: Nothing is said, or the ground is that hours are missing.
        AlreadyDone: The same was said before and waits for an answer.
        Conflict: Another objection to the activity waits, or the record was voided.

    Source:
        Order 67, art. 12, art. 13.
    """
    with uow.transaction() as session:
        record = uow.find(actor, ServiceRecord, record_id, permission=Permission.SERVE)
        if ground is ObjectionGround.MISSING:
            raise InvalidEntry("Choose what is wrong with this record.", field="ground")
        objection = Objection(
            id=uuid4(), record_id=record.id, ground=ground, text=_checked(text), raised_at=now
        )
        lock_volunteers(session, [record.volunteer_id])
        _refuse_second(uow, record.volunteer, record.activity, objection)
        if not record.service_minutes:
            raise Conflict("This record was voided. Object that hours are missing instead.")
        _raise(uow, actor, objection, record.volunteer, record.activity)
    return objection


def claim_missing_hours(
    uow: UnitOfWork, actor: Actor, activity_id: UUID, time: Occasion, text: str, *, now: datetime
) -> Objection:
    """Object that hours of the own are missing in an activity.

    Args:
        time: When they were given, as the volunteer says.

    Raises:
        NotFound: There is no such published activity.
        InvalidEntry: Nothing is said, or the time lies outside the activity.
        AlreadyDone: The same was said before and waits for an answer.
        Conflict: The activity is not over or was cancelled, another objection to it waits, or
            *actor* is not known as a volunteer.

    Source:
        Order 67, art. 12, art. 13.
    """
    with uow.transaction() as session:
        volunteer = require_volunteer(uow, actor)
        activity = session.get(Activity, activity_id, populate_existing=True)
        if activity is None or activity.published_at is None:
            raise NotFound("There is no such page, or it is not yours to see.")
        objection = Objection(
            id=uuid4(),
            ground=ObjectionGround.MISSING,
            text=_checked(text),
            claimed_starts_at=time.starts_at,
            claimed_ends_at=time.ends_at,
            raised_at=now,
        )
        lock_volunteers(session, [volunteer.id])
        _refuse_second(uow, volunteer, activity, objection)
        _check_claim(activity, time, now)
        _raise(uow, actor, objection, volunteer, activity)
    return objection


def withdraw_objection(
    uow: UnitOfWork, actor: Actor, objection_id: UUID, *, now: datetime
) -> Objection:
    """Take an own objection back that has not been answered.

    Raises:
        NotFound: It is not there or somebody else's.
        AlreadyDone: It was answered or taken back before.
    """
    with uow.transaction():
        objection = uow.find(actor, Objection, objection_id, lock=True, permission=Permission.SERVE)
        settle(objection, ObjectionStatus.WITHDRAWN, actor, now)
        uow.record(actor, ObjectionWithdrawn(subject_id=objection.id, by=actor.id, at=now))
    return objection


def pass_on_objection(uow: UnitOfWork, actor: Actor, objection_id: UUID, *, now: datetime) -> bool:
    """Say that an objection was not answered in time; its office is asked from then on.

    Returns:
        Whether it still waits.
    """
    with uow.transaction():
        objection = uow.find(actor, Objection, objection_id, lock=True)
        if objection.status is not ObjectionStatus.OPEN or objection.due_at > now:
            return False
        uow.record(
            actor,
            ObjectionPassedOn(
                subject_id=objection.id,
                by=actor.id,
                at=now,
                volunteer_id=objection.volunteer_id,
                organization_id=objection.organization_id,
            ),
        )
    return True


def settle(objection: Objection, status: ObjectionStatus, actor: Actor, now: datetime) -> None:
    """Give an objection its one end.

    Raises:
        AlreadyDone: It has one.
    """
    if objection.status is not ObjectionStatus.OPEN:
        raise AlreadyDone("This objection was answered or taken back before.")
    objection.status = status
    objection.answered_at = now
    objection.answered_by_id, objection.answered_by = actor.id, actor.name


def _checked(text: str) -> str:
    if not text.strip():
        raise InvalidEntry("Say what is wrong.", field="text")
    if len(text) > LONGEST_TEXT:
        raise InvalidEntry("Write at most %(most)s characters.", field="text", most=LONGEST_TEXT)
    return text.strip()


def _check_claim(activity: Activity, time: Occasion, now: datetime) -> None:
    if activity.status is ActivityStatus.CANCELLED:
        raise Conflict("The activity was cancelled; there are no hours to record.")
    if activity.ends_at > now:
        raise Conflict("The activity is not over. Wait until the organization enters the hours.")
    inside = activity.starts_at <= time.starts_at < time.ends_at <= activity.ends_at
    if not inside or not time.minutes:
        raise InvalidEntry(
            "The time lies outside the activity, which runs from %(start)s to %(end)s. Record only "
            "the time actually given.",
            field="starts_at",
            start=activity.starts_at,
            end=activity.ends_at,
        )


def _refuse_second(
    uow: UnitOfWork, volunteer: Volunteer, activity: Activity, objection: Objection
) -> None:
    waiting = uow.session.scalars(
        select(Objection).where(
            Objection.activity_id == activity.id,
            Objection.volunteer_id == volunteer.id,
            Objection.status == ObjectionStatus.OPEN,
        )
    ).first()
    if waiting is None:
        return
    if (waiting.ground, waiting.text) == (objection.ground, objection.text):
        raise AlreadyDone("You have said so before; it waits for an answer.")
    raise Conflict(
        "You have objected to this activity before, and it waits for an answer. Take that "
        "objection back first if you want to say something else."
    )


def _raise(
    uow: UnitOfWork, actor: Actor, objection: Objection, volunteer: Volunteer, activity: Activity
) -> None:
    organization = activity.project.organization
    rules = activity.project.campaign.rules.recording
    objection.volunteer_id, objection.activity_id = volunteer.id, activity.id
    objection.organization_id = organization.id
    objection.due_at = objection.raised_at + rules.answer_objections_within
    uow.session.add(objection)
    uow.queue(
        Job(
            id=uuid4(),
            kind=OBJECTION_DUE,
            key=str(objection.id),
            arguments={"objection": str(objection.id)},
            area_id=organization.area_id,
            not_before=objection.due_at,
            created_at=objection.raised_at,
            created_by_id=OPERATOR_ID,
            created_by=OPERATOR_ID,
        )
    )
    uow.record(
        actor,
        ObjectionRaised(
            subject_id=objection.id,
            by=actor.id,
            at=objection.raised_at,
            activity_id=activity.id,
            ground=objection.ground.value,
        ),
    )
