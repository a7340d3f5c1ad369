"""What a volunteer does with hours: object to some, have others certified."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from flask_volunteer_reports import Actor
from flask_volunteer_reports.models import Objection, ObjectionGround, ServiceRecord, Volunteer
from flask_volunteer_reports.services import recording

from .city import Team
from .people import MEMBERS
from .stage import Stage, at, last_open

ANSWERED_ON = date(2017, 7, 20)
TOO_FEW = "我一直服务到活动结束，名单上少记了30分钟，带队老师可以证明。"
ANSWER = "经核对现场签名表，您服务到活动结束，已更正。"
STILL_OPEN = "上上周的活动我没有提前离开，请核对签名表。"


def plan_answered_objection(stage: Stage) -> None:
    """Plan a certificate, an objection that supersedes it, its answer, and a new certificate."""
    team, person = _volunteer(stage)
    plan = stage.history.plan
    plan(at(ANSWERED_ON - timedelta(days=2), 20), lambda now: _certify(stage, person, now))
    plan(at(ANSWERED_ON, 20), lambda now: _object(stage, person, TOO_FEW, now))
    plan(at(ANSWERED_ON + timedelta(days=1), 10), lambda now: _answer(stage, team, now))
    plan(at(date(2017, 8, 10), 20), lambda now: _certify(stage, person, now))


def plan_open_objection(stage: Stage, *, now: datetime) -> None:
    """Plan an objection that nobody has answered yet."""
    _, person = _volunteer(stage)
    moment = last_open(now - timedelta(hours=20))
    stage.history.plan(moment, lambda now: _object(stage, person, STILL_OPEN, now))


def _volunteer(stage: Stage) -> tuple[Team, Actor]:
    """Return the volunteer who shows the city, with the organization."""
    team = stage.city.team(next(iter(MEMBERS)))
    return team, team.with_telephones[0]


def _certify(stage: Stage, person: Actor, now: datetime) -> None:
    recording.request_certificate(stage.uow, person, recording.Wish(), now=now)


def _object(stage: Stage, person: Actor, text: str, now: datetime) -> None:
    """Object to the newest hours that were typed."""
    record = stage.uow.session.scalars(
        select(ServiceRecord)
        .join(Volunteer, Volunteer.id == ServiceRecord.volunteer_id)
        .where(Volunteer.person_id == person.id, ServiceRecord.other_minutes > 0)
        .order_by(ServiceRecord.starts_at.desc())
        .limit(1)
    ).one()
    recording.object_to_record(stage.uow, person, record.id, ObjectionGround.TOO_FEW, text, now=now)


def _answer(stage: Stage, team: Team, now: datetime) -> None:
    """Put right what was objected to: the whole of the activity."""
    session = stage.uow.session
    objection = session.scalars(select(Objection).where(Objection.organization_id == team.id)).one()
    record = session.get_one(ServiceRecord, objection.record_id)
    whole = record.activity.occasion
    correction = recording.Correction(
        starts_at=whole.starts_at,
        service_minutes=whole.minutes,
        expected_minutes=record.service_minutes,
    )
    recording.answer_objection(stage.uow, team.manager, objection.id, ANSWER, correction, now=now)
