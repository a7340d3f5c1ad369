"""What tests of check-ins need: volunteers with telephones, and the screen with the codes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from flask_volunteer_reports.domain.check_in import Purpose, code_of_step, code_step
from flask_volunteer_reports.models import Activity, CheckIn, CheckWay, Volunteer
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.services.directory.registration import add_volunteers, new_volunteer
from tests.world import MANAGER, MANAGER_EAST, NOON, RECORDER, World, local

VERA = Actor("vera", "Vera")
BEGINS, ENDS = local("2017-07-07 09:00"), local("2017-07-07 11:00")


def volunteer(
    world: World, actor: Actor = VERA, *, organization: str = "library", **columns: object
) -> Volunteer:
    """A registered volunteer who is known to the host."""
    unit = world.organization(organization)
    with world.uow.transaction(audited=False) as session:
        row = new_volunteer(f"{actor.id}-1", actor.name, unit.area_id, MANAGER, now=NOON)
        row.person_id = actor.id
        for name, value in columns.items():
            setattr(row, name, value)
        add_volunteers(session, [row], unit, now=NOON)
    return row


def shown(world: World, activity: Activity, moment: datetime, purpose: Purpose = Purpose.IN) -> str:
    """The digits on the organizer's screen."""
    school = activity.project.organization.code == "school"
    organizer = MANAGER_EAST if school else MANAGER
    secret = recording.open_check_in(world.uow, organizer, activity.id, now=NOON)
    period = activity.project.campaign.rules.recording.code_period
    return code_of_step(secret, purpose, code_step(moment, period))


def came(
    world: World, activity: Activity, moment: datetime, actor: Actor = VERA, **other: object
) -> CheckIn:
    """A check-in by code."""
    return recording.check_in_with_code(
        world.uow,
        actor,
        activity.id,
        str(other.get("code") or shown(world, activity, moment)),
        check_in_id=other.get("id") or uuid4(),  # type: ignore[arg-type]
        now=moment,
    )


def went(
    world: World, activity: Activity, moment: datetime, actor: Actor = VERA, **other: object
) -> CheckIn:
    """A check-out by code."""
    return recording.check_out_with_code(
        world.uow,
        actor,
        activity.id,
        str(other.get("code") or shown(world, activity, moment, Purpose.OUT)),
        check_out_id=other.get("id") or uuid4(),  # type: ignore[arg-type]
        now=moment,
    )


def ticked(
    world: World,
    activity: Activity,
    whom: recording.Whom,
    moment: datetime,
    *,
    out: bool = False,
    actor: Actor = RECORDER,
    way: CheckWay = CheckWay.TICKED,
    check_id: UUID | None = None,
) -> CheckIn:
    """A check-in or check-out by the organizer."""
    act = recording.check_out_by_organizer if out else recording.check_in_by_organizer
    check = recording.Check(id=check_id or uuid4(), at=moment, way=way)
    return act(world.uow, actor, activity.id, whom, check, now=moment)


def minutes(count: float) -> datetime:
    """So many minutes after the activity began."""
    return BEGINS + timedelta(minutes=count)


def pairs(world: World) -> list[CheckIn]:
    """All pairs, in order of time."""
    world.uow.session.expire_all()
    return list(world.uow.session.scalars(select(CheckIn).order_by(CheckIn.checked_in_at)))
