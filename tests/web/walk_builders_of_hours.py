"""Objects of recording for the permission walk: sign-ups, records, objections, certificates."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select, update

from flask_volunteer_reports.models import (
    NameListEntry,
    Objection,
    ObjectionGround,
    ServiceCertificate,
    ServiceRecord,
    SignUp,
)
from flask_volunteer_reports.services import (
    recording,
)
from flask_volunteer_reports.services.recording import Whom
from flask_volunteer_reports.services.serving import renew_calendar_address
from flask_volunteer_reports.storage import paper_storage_name
from tests.archive import pdf
from tests.proof import with_rules
from tests.services import at_the_place
from tests.services.at_the_place import minutes, ticked
from tests.web.walk_builders import OWN_MANAGER
from tests.world import (
    NOBODY,
    NOON,
    World,
    local,
)

LATER = local("2017-07-12 10:00")


def sign_up(world: World, place: str) -> dict[str, Any]:
    standing = world.published(place, actor=OWN_MANAGER[place])
    rows = world.listed(("Ann", 1))
    recording.sign_up_volunteers(world.uow, OWN_MANAGER[place], standing.id, rows, now=NOON)
    row = world.uow.session.scalars(select(SignUp)).one()
    return {"activity_id": standing.id, "sign_up_id": row.id}


def record(world: World, place: str) -> dict[str, Any]:
    standing = world.published(place, actor=OWN_MANAGER[place])
    world.recorded(standing, ("Ann", 60), actor=OWN_MANAGER[place], now=LATER)
    assert world.uow.session.scalars(select(NameListEntry)).one()
    row = world.uow.session.scalars(select(ServiceRecord)).one()
    return {"activity_id": standing.id, "record_id": row.id}


def own_record(world: World, place: str) -> dict[str, Any]:
    """A record of the person without a role."""
    found = record(world, place)
    row = world.uow.session.get_one(ServiceRecord, found["record_id"])
    world.known_as(row.volunteer, NOBODY)
    return {"record_id": row.id}


def own_sign_up(world: World, place: str) -> dict[str, Any]:
    """The place of the person without a role."""
    found = sign_up(world, place)
    row = world.uow.session.get_one(SignUp, found["sign_up_id"])
    world.known_as(row.volunteer, NOBODY)
    return {"sign_up_id": row.id}


def own_calendar(world: World, place: str) -> dict[str, Any]:
    own_sign_up(world, place)
    return {"secret": renew_calendar_address(world.uow, NOBODY, now=NOON).secret}


def forgotten(world: World, place: str) -> dict[str, Any]:
    """A check-in without check-out."""
    standing = world.published(place, actor=OWN_MANAGER[place])
    vera = at_the_place.volunteer(world, organization=place)
    pair = ticked(world, standing, Whom(volunteer_id=vera.id), minutes(0), actor=OWN_MANAGER[place])
    return {"activity_id": standing.id, "check_in_id": pair.id}


def card(world: World, place: str) -> dict[str, Any]:
    return {"card_code": at_the_place.volunteer(world, organization=place).card_code}


def correction(world: World, place: str) -> dict[str, Any]:
    times = {"starts_at": "2017-07-07T09:00", "ends_at": "2017-07-07T10:00"}
    return {**times, "minutes": "45", "version": "60", "reason": "because"}


def own_objection(world: World, place: str) -> dict[str, Any]:
    """An objection of the person without a role."""
    found = own_record(world, place)
    raised = recording.object_to_record(
        world.uow, NOBODY, found["record_id"], ObjectionGround.TOO_FEW, "x", now=LATER
    )
    return {"objection_id": raised.id}


def overdue_objection(world: World, place: str) -> dict[str, Any]:
    """One that the office may answer as well."""
    found = own_objection(world, place)
    session = world.uow.session
    session.execute(update(Objection).values(due_at=NOON))
    session.commit()
    return found


def answer(world: World, place: str) -> dict[str, Any]:
    return {"decision": "explain", "text": "so it was"}


def own_noticed_hours(world: World, place: str) -> dict[str, Any]:
    """Hours of the person without a role that are on public notice."""
    with_rules(world, public_notice_days=7)
    standing = world.published(place, actor=OWN_MANAGER[place])
    world.recorded(standing, ("Ann", 60), actor=OWN_MANAGER[place], now=LATER)
    session = world.uow.session
    entry = session.scalars(select(NameListEntry)).one()
    world.known_as(entry.volunteer, NOBODY)
    return {"entry_id": entry.id}


def own_certificate(world: World, place: str) -> dict[str, Any]:
    """A certificate of the person without a role."""
    own_record(world, place)
    made = recording.request_certificate(world.uow, NOBODY, recording.Wish(), now=LATER)
    return {"certificate_id": made.id}


def own_certificate_file(world: World, place: str) -> dict[str, Any]:
    """One whose file was made."""
    found = own_certificate(world, place)
    content = pdf("certificate")
    sha256 = hashlib.sha256(content).hexdigest()
    world.storage.save(paper_storage_name(sha256), content)
    session = world.uow.session
    session.execute(update(ServiceCertificate).values(sha256=sha256, size=len(content)))
    session.commit()
    return found


def code_of_certificate(world: World, place: str) -> dict[str, Any]:
    own_certificate(world, place)
    made = world.uow.session.scalars(select(ServiceCertificate)).one()
    return {"number": made.certificate_no, "code": made.check_code}
