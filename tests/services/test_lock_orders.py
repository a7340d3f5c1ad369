"""People whose deeds hold the same rows in other orders: they wait, and never in a circle.

On PostgreSQL every statement that takes a lock is followed by a pause of some length, so that what
could cross does. A circle would end in `Busy`; on SQLite, where one writes at a time, the sums must
agree too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from threading import Event
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from flask_volunteer_reports.domain.check_in import Purpose
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.models import (
    WHOLE,
    Activity,
    HoursSummary,
    Membership,
    ObjectionGround,
    ServiceCertificate,
    ServiceRecord,
    Volunteer,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import directory, recording
from flask_volunteer_reports.services.rebuilding import rebuild_summaries
from flask_volunteer_reports.services.recording.ledger import Change
from flask_volunteer_reports.services.recording.verifying import Verified, verify_chains
from flask_volunteer_reports.services.unit_of_work import UnitOfWork
from tests.proof import with_rules
from tests.world import MANAGER, MANAGER_EAST, OPERATOR, RECORDER, RECORDER_EAST, World, local

from .at_the_place import came, minutes, shown
from .watching import outcomes, rows

pytestmark = pytest.mark.postgres

VERA, WIM = Actor("vera", "Vera"), Actor("wim", "Wim")
NEXT = ("2017-07-08 09:00", "2017-07-08 11:00")
LATER = local("2017-07-12 10:00")
Work = Callable[[UnitOfWork], Any]


@pytest.fixture(autouse=True, params=range(3))
def slow_locks(request: Any, state: Any) -> Iterator[Event]:
    """Pause after what takes a lock, each time the test is run for other lengths."""
    on_postgres = state.engine.dialect.name == "postgresql"
    chance, together = Random(request.param), Event()  # noqa: S311 -- nothing is secret

    def pause(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        if (
            on_postgres
            and together.is_set()
            and ("FOR " in statement or statement.startswith(("INSERT", "UPDATE")))
        ):
            sleep(chance.uniform(0, 0.1))

    event.listen(state.engine, "after_cursor_execute", pause)
    yield together
    event.remove(state.engine, "after_cursor_execute", pause)


@pytest.fixture(autouse=True)
def sums_agree(uow: UnitOfWork, slow_locks: Event) -> Iterator[None]:
    """Afterwards all that is kept agrees with what it is made of."""
    yield
    uow.session.rollback()
    assert rebuild_summaries(uow, check_only=True).were_equal
    assert list(verify_chains(uow.session, Verified())) == []


@pytest.fixture
def together(at_once: Callable[..., list[Any]], slow_locks: Event) -> Callable[..., list[str]]:
    """Let people act at once; nobody may be told that all are busy."""

    def run(*works: Work) -> list[str]:
        slow_locks.set()
        told = outcomes(at_once(*works))
        slow_locks.clear()
        assert "Busy" not in told
        return told

    return run


@pytest.fixture
def people(world: World) -> list[Volunteer]:
    """Four volunteers of the library, of whom two are known to the site."""
    actors = (VERA, WIM, Actor("xia", "Xia"), Actor("yan", "Yan"))
    return [world.volunteer(actor) for actor in actors]


def listed(people: list[Volunteer], *newcomers: str) -> list[ListedVolunteer]:
    """Sixty minutes for each, by number; newcomers by name."""
    known = [(person.name, person.volunteer_no) for person in people]
    names = [*known, *((name, "") for name in newcomers)]
    return [ListedVolunteer(n, name, number, 60) for n, (name, number) in enumerate(names, 1)]


def save(activity: Activity, people: list[ListedVolunteer], actor: Actor = RECORDER) -> Work:
    activity_id, version = activity.id, activity.list_version
    return lambda own: recording.save_name_list(
        own, actor, activity_id, version, people, RecordSource.MANUAL, now=LATER
    )


def confirm(uow: UnitOfWork, activity: Activity, actor: Actor = MANAGER, now: Any = LATER) -> Work:
    uow.session.refresh(activity)
    activity_id, version = activity.id, activity.list_version
    return lambda own: recording.confirm_name_list(own, actor, activity_id, version, now=now)


def correct(record: ServiceRecord, to: int = 30, now: Any = LATER) -> Work:
    time = Occasion(record.starts_at, record.starts_at + timedelta(minutes=to))
    activity_id, record_id, stands = record.activity_id, record.id, record.service_minutes
    change = Change(time=time, service_minutes=to, reason="Left early")
    return lambda own: recording.correct_record(
        own, MANAGER, activity_id, record_id, change, expected_minutes=stands, now=now
    )


def void(record: ServiceRecord) -> Work:
    activity_id, record_id = record.activity_id, record.id
    return lambda own: recording.void_record(
        own, MANAGER, activity_id, record_id, "Wrong person", now=LATER
    )


def test_lists_of_two_projects_with_the_same_people(uow, world, people, together):
    first, second = world.published(), world.published(starts=NEXT[0], ends=NEXT[1])
    school = world.published(
        "school", *("2017-07-09 09:00", "2017-07-09 11:00"), actor=MANAGER_EAST
    )
    lists = (
        (first, listed(people, "Newcomer 1", "Newcomer 2"), RECORDER),
        (second, listed(people[::-1], "Newcomer 3"), RECORDER),
        (school, listed(people[1:], "Newcomer 4"), RECORDER_EAST),
    )
    assert together(*(save(*each) for each in lists)) == ["done"] * 3

    confirmers = ((first, MANAGER), (second, MANAGER), (school, MANAGER_EAST))
    assert together(*(confirm(uow, *each) for each in confirmers)) == ["done"] * 3
    assert len(rows(uow, ServiceRecord)) == 6 + 5 + 4


def test_checked_out_with_a_code_while_lists_are_saved(uow, world, people, together):
    place = world.published()
    lists = [
        world.published(starts=f"2017-07-0{day} 09:00", ends=f"2017-07-0{day} 11:00")
        for day in (5, 6)
    ]
    for actor in (VERA, WIM):
        came(world, place, minutes(1), actor)
    code = shown(world, place, minutes(61), Purpose.OUT)
    place_id = place.id

    def check_out(actor: Actor) -> Work:
        return lambda own: recording.check_out_with_code(
            own, actor, place_id, code, check_out_id=uuid4(), now=minutes(61)
        )

    told = together(
        check_out(VERA),
        check_out(WIM),
        save(lists[0], listed(people, "Newcomer 1")),
        save(lists[1], listed(people[::-1], "Newcomer 2")),
    )
    assert told == ["done"] * 4
    assert [record.activity_id for record in rows(uow, ServiceRecord)] == [place_id] * 2


def test_a_notice_ends_while_records_of_the_same_people_are_corrected(uow, world, people, together):
    recorded = world.published()
    save(recorded, listed(people))(uow)
    confirm(uow, recorded)(uow)
    with_rules(world, public_notice_days=7)
    noticed = world.published(starts=NEXT[0], ends=NEXT[1])
    save(noticed, listed(people[::-1]))(uow)
    confirm(uow, noticed)(uow)
    noticed_id = noticed.id
    until = LATER + timedelta(days=7)
    changes = [correct(record, now=until) for record in rows(uow, ServiceRecord)]

    told = together(
        lambda own: recording.close_notice(own, OPERATOR, noticed_id, now=until), *changes[:2]
    )

    assert told == ["done"] * 3
    assert sorted(record.service_minutes for record in rows(uow, ServiceRecord)) == [
        *[30] * 2,
        *[60] * 6,
    ]


def test_objections_while_records_are_corrected_and_taken_off_notice(uow, world, people, together):
    recorded = world.published()
    save(recorded, listed(people))(uow)
    confirm(uow, recorded)(uow)
    records = {record.volunteer_id: record for record in rows(uow, ServiceRecord)}
    of_vera, of_wim = (records[person.id] for person in people[:2])

    def object_(actor: Actor, record_id: UUID) -> Work:
        ground = ObjectionGround.TOO_MANY
        return lambda own: recording.object_to_record(
            own, actor, record_id, ground, "Less.", now=LATER
        )

    told = together(
        object_(VERA, of_vera.id), object_(WIM, of_wim.id), correct(of_vera), void(of_wim)
    )

    # Who comes after the voiding is told so.
    assert told in (["done"] * 4, ["Conflict", *["done"] * 3])


def test_who_leaves_joins_or_moves_while_a_list_names_them(uow, world, people, together):
    activity = world.published()
    school_id = world.organization("school").id
    east, west = world.area("east").id, world.area("west").id
    leaving, joining, *moving = people
    [membership] = rows(uow, Membership, volunteer_id=leaving.id)
    leaving_id, membership_id = leaving.id, membership.id
    number, name = joining.volunteer_no, joining.name

    def move(person: Volunteer, area_id: UUID) -> Work:
        person_id, version = person.id, person.version
        entry = VolunteerEntry(name=person.name, phone="13912345678")
        return lambda own: directory.edit_volunteer(
            own, RECORDER, person_id, version, entry, area_id=area_id, now=LATER
        )

    for person, area_id in zip(moving, (east, west), strict=True):
        move(person, area_id)(uow)
    uow.session.expire_all()
    told = together(
        lambda own: directory.leave_organization(
            own, RECORDER, leaving_id, membership_id, now=LATER
        ),
        lambda own: directory.join_organization(
            own, RECORDER_EAST, school_id, number, name, now=LATER
        ),
        move(moving[0], west),
        move(moving[1], east),
        save(activity, listed(people, "Newcomer 1", "Newcomer 2")),
    )
    assert told == ["done"] * 5


def test_the_last_record_is_voided_while_another_organization_confirms(
    uow, world, people, together
):
    first = world.published()
    save(first, listed(people[:1]))(uow)
    confirm(uow, first)(uow)
    [record] = rows(uow, ServiceRecord)
    school = world.published("school", NEXT[0], NEXT[1], actor=MANAGER_EAST)
    save(school, listed(people[:1]), RECORDER_EAST)(uow)

    assert together(void(record), confirm(uow, school, MANAGER_EAST)) == ["done"] * 2

    [whole] = rows(uow, HoursSummary, owner_id=world.area("city").id, slice=WHOLE)
    assert (whole.active, whole.records, whole.other_minutes) == (1, 1, 60)


def test_no_certificate_holds_that_speaks_of_what_was_just_voided(uow, world, people, together):
    activity = world.published()
    save(activity, listed(people[:1]))(uow)
    confirm(uow, activity)(uow)
    [record] = rows(uow, ServiceRecord)

    told = together(
        void(record),
        lambda own: recording.request_certificate(own, VERA, recording.Wish(), now=LATER),
    )

    made = rows(uow, ServiceCertificate)
    assert told == (["done"] * 2 if made else ["InvalidEntry", "done"])
    assert all(certificate.superseded_at for certificate in made)
