"""Who may take part in an activity on the spot, and in which place.

Who has a place takes part. Who walks in takes a free place where there is one: the number of places
is a promise to those who signed up and often a matter of safety, so nobody is let in over it. With
the code alone nobody walks in where the organization wanted to choose, or asked for an age that is
not known; there the organizer decides, who sees the person.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update

from ...domain.signing_up import age_on
from ...domain.statuses import ProjectStatus
from ...errors import Conflict
from ...models import STANDING, Activity, SignUp, SignUpStatus, Volunteer
from ...ports import Actor
from ..unit_of_work import UnitOfWork
from .name_lists import check_planned

_RECORDING = (ProjectStatus.PUBLISHED, ProjectStatus.FINISHED)


def check_taking_place(activity: Activity) -> None:
    """Raise Conflict where nobody can be checked in, because nothing takes place."""
    if activity.published_at is None or activity.project.status not in _RECORDING:
        raise Conflict("Hours are recorded for published projects only. Publish the project first.")
    check_planned(activity)


def take_part(
    uow: UnitOfWork,
    actor: Actor,
    activity: Activity,
    volunteer: Volunteer,
    *,
    by_organizer: bool,
    now: datetime,
) -> bool:
    """Note that a volunteer is there; give a place to who has none.

    Returns:
        Whether the volunteer walked in, without a sign-up.

    Raises:
        Conflict: The volunteer refused to be registered, no place is left, or the organization
            has to decide.
    """
    if volunteer.refused_at is not None:
        raise Conflict(
            "%(name)s has refused to be registered here. Record nothing for this person.",
            name=volunteer.name,
        )
    sign_up = _newest_sign_up(uow, activity, volunteer)
    if sign_up is None or sign_up.status not in STANDING:
        if not by_organizer:
            _refuse_walk_in(activity, volunteer, sign_up)
        _take_place(uow, activity)
        uow.session.add(_admitted(activity, volunteer, actor, now))
        return True
    if sign_up.status is SignUpStatus.APPLIED and not by_organizer:
        raise Conflict("You have applied, but the organization has not admitted you. Ask it.")
    if sign_up.status is SignUpStatus.WAITING:
        _take_place(uow, activity)
    if sign_up.status is not SignUpStatus.ADMITTED:
        if sign_up.admitted_at is None:
            sign_up.admitted_at, sign_up.admitted_by = now, actor.id
        sign_up.status = SignUpStatus.ADMITTED
        sign_up.ended_at = sign_up.ended_by = None  # who comes late is no no-show
    return False


def _newest_sign_up(uow: UnitOfWork, activity: Activity, volunteer: Volunteer) -> SignUp | None:
    """Return the sign-up that stands; otherwise the last that was declined or taken back."""
    found = uow.session.scalars(
        select(SignUp)
        .where(SignUp.activity_id == activity.id, SignUp.volunteer_id == volunteer.id)
        .order_by(SignUp.signed_up_at)
        .execution_options(populate_existing=True)
    ).all()
    return next((row for row in found if row.status in STANDING), found[-1] if found else None)


def _refuse_walk_in(activity: Activity, volunteer: Volunteer, sign_up: SignUp | None) -> None:
    project = activity.project
    declined = sign_up is not None and sign_up.status is SignUpStatus.DECLINED
    if project.needs_admission or declined:
        raise Conflict(
            "For this activity the organization chooses who takes part. Ask the organizer at the "
            "place to check you in."
        )
    if project.minimum_age is not None and not _is_of_age(activity, volunteer):
        raise Conflict(
            "Volunteers are at least %(age)s years old here, and your age is not known. Ask the "
            "organizer at the place to check you in.",
            age=project.minimum_age,
        )


def _is_of_age(activity: Activity, volunteer: Volunteer) -> bool:
    if volunteer.born_in is None:
        return False
    on = activity.starts_at.astimezone(activity.project.campaign.rules.week.zone).date()
    return age_on(volunteer.born_in, on) >= (activity.project.minimum_age or 0)


def _take_place(uow: UnitOfWork, activity: Activity) -> None:
    taken = uow.session.execute(
        update(Activity)
        .where(
            Activity.id == activity.id,
            or_(Activity.capacity.is_(None), Activity.taken < Activity.capacity),
        )
        .values(taken=Activity.taken + 1)
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        raise Conflict(
            "All %(capacity)s places are taken, and this person has none. The organizer can raise "
            "the capacity, or cancel the sign-up of somebody who does not come.",
            capacity=activity.capacity,
        )


def _admitted(activity: Activity, volunteer: Volunteer, actor: Actor, now: datetime) -> SignUp:
    return SignUp(
        activity_id=activity.id,
        volunteer_id=volunteer.id,
        signed_up_at=now,
        signed_up_by=actor.id,
        admitted_at=now,
        admitted_by=actor.id,
    )
