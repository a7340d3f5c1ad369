from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from flask_volunteer_reports import jobs
from flask_volunteer_reports.domain.events import NoticeEnded, NoticeStopped
from flask_volunteer_reports.domain.ledger import Channel
from flask_volunteer_reports.errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from flask_volunteer_reports.models import (
    EntryState,
    Job,
    NameListEntry,
    ServiceEntry,
    ServiceRecord,
    Volunteer,
)
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.queries.notices import own_noticed_hours, public_notice
from flask_volunteer_reports.services.recording import close_notice, close_notices, stop_notice
from tests.proof import ENDED, with_rules
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    OFFICE_EAST,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    local,
)

from .watching import later, rows

UNTIL = ENDED + timedelta(days=7)
SERVE, CONFIRM = Permission.SERVE, Permission.CONFIRM_RECORDS


@pytest.fixture
def noticed(world):
    """Ann's 60 and Bob's 90 minutes are on public notice for a week; Ann is Nan without a role."""
    with_rules(world, public_notice_days=7)
    activity = world.published()
    world.recorded(activity, ("张小三", 60), ("李四", 90), now=ENDED)
    entries = rows(world.uow, NameListEntry)
    ann = next(entry for entry in entries if entry.volunteer.name == "张小三")
    world.known_as(ann.volunteer, NOBODY)
    return ann


def listed(uow, world, actor=None, now=ENDED):
    page = public_notice(uow.session, uow.policy, actor, world.campaign, now=now, number=1, size=10)
    return page.items


def test_confirmed_hours_do_not_count_while_they_are_on_notice(uow, noticed):
    assert {entry.state for entry in rows(uow, NameListEntry)} == {EntryState.NOTICED}
    assert noticed.notice_until == UNTIL
    assert rows(uow, ServiceRecord) == []
    [job] = rows(uow, Job)
    assert (job.kind, job.not_before, job.created_by_id) == ("close_notice", UNTIL, "operator")


def test_the_public_sees_masked_names_and_nothing_else_of_the_person(uow, world, noticed):
    found = listed(uow, world)
    assert [(row.masked_name, row.service_minutes) for row in found] == [
        ("张*三", 60),
        ("李*", 90),
    ]
    assert {row.organization for row in found} == {"Volunteers of the library"}
    assert not any(row.may_stop for row in found)
    assert listed(uow, world, now=UNTIL) == []


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (MANAGER, True),
        (SECRETARIAT, True),
        (RECORDER, False),
        (MANAGER_EAST, False),
        (OFFICE_EAST, False),
    ],
)
def test_who_confirms_records_may_stop_them(person, may, uow, world, noticed):
    assert {row.may_stop for row in listed(uow, world, person)} == {may}


def test_when_the_notice_has_ended_they_become_records(uow, noticed, happens):
    assert close_notices(uow, OPERATOR, now=UNTIL - timedelta(microseconds=1)) == 0
    with happens() as said:
        assert close_notices(uow, OPERATOR, now=UNTIL) == 2

    assert sorted(record.service_minutes for record in rows(uow, ServiceRecord)) == [60, 90]
    for entry in rows(uow, ServiceEntry):
        assert (entry.entered_by_id, entry.confirmed_by_id) == ("rui", "mia")
        assert entry.channel is Channel.NAME_LIST
    assert said == [
        NoticeEnded(
            subject_id=noticed.activity_id, by="operator", at=UNTIL, records=2, service_minutes=150
        )
    ]


def test_closed_twice_or_by_two_at_once_they_count_once(uow, noticed, at_once):
    results = at_once(
        *[lambda own: close_notice(own, OPERATOR, noticed.activity_id, now=UNTIL)] * 2
    )
    assert sorted(results) == [0, 2]
    assert close_notices(uow, OPERATOR, now=later(UNTIL)) == 0
    assert len(rows(uow, ServiceRecord)) == 2


def test_who_has_refused_meanwhile_gets_no_record(uow, noticed):
    uow.session.execute(
        update(Volunteer).where(Volunteer.id == noticed.volunteer_id).values(refused_at=ENDED)
    )
    uow.session.commit()
    assert close_notices(uow, OPERATOR, now=UNTIL) == 1
    uow.session.expire_all()
    assert noticed.state is EntryState.WITHDRAWN
    assert noticed.stopped_reason == "The person has refused to be registered."


@pytest.mark.parametrize(("person", "as_"), [(NOBODY, SERVE), (MANAGER, CONFIRM)])
def test_the_volunteer_or_the_organization_takes_them_off(person, as_, uow, noticed, happens):
    with happens() as said:
        stop_notice(uow, person, noticed.id, " Not me. ", permission=as_, now=later(ENDED))
    assert (noticed.state, noticed.stopped_reason) == (EntryState.WITHDRAWN, "Not me.")
    assert noticed.stopped_by == person.name
    assert said == [
        NoticeStopped(
            subject_id=noticed.activity_id,
            by=person.id,
            at=later(ENDED),
            volunteer_id=noticed.volunteer_id,
            reason="Not me.",
        )
    ]
    assert close_notices(uow, OPERATOR, now=UNTIL) == 1
    [own] = own_noticed_hours(uow.session, noticed.volunteer_id)
    assert own.stopped_reason == "Not me."


def test_others_do_not(uow, noticed, refuses):
    for person, as_ in (
        (MANAGER, SERVE),
        (RECORDER, CONFIRM),
        (NOBODY, CONFIRM),
        (MANAGER_EAST, CONFIRM),
    ):
        with refuses(NotFound):
            stop_notice(uow, person, noticed.id, "x", permission=as_, now=later(ENDED))
    with refuses(NotFound):
        stop_notice(uow, MANAGER, uuid4(), "x", permission=CONFIRM, now=later(ENDED))


def test_a_reason_is_needed(uow, noticed, refuses):
    with refuses(InvalidEntry):
        stop_notice(uow, MANAGER, noticed.id, " ", permission=CONFIRM, now=later(ENDED))


def test_they_are_taken_off_once_and_not_after_the_end(uow, noticed, refuses):
    with refuses(Conflict, "has ended"):
        stop_notice(uow, MANAGER, noticed.id, "x", permission=CONFIRM, now=UNTIL)
    stop_notice(uow, MANAGER, noticed.id, "x", permission=CONFIRM, now=later(ENDED))
    with refuses(AlreadyDone):
        stop_notice(uow, MANAGER, noticed.id, "x", permission=CONFIRM, now=later(ENDED))
    close_notices(uow, OPERATOR, now=UNTIL)
    other = next(entry for entry in rows(uow, NameListEntry) if entry.id != noticed.id)
    with refuses(Conflict, "has ended"):
        stop_notice(uow, MANAGER, other.id, "x", permission=CONFIRM, now=later(UNTIL))


def test_hours_that_were_taken_off_can_be_entered_again(uow, world, noticed):
    stop_notice(uow, MANAGER, noticed.id, "x", permission=CONFIRM, now=later(ENDED))
    world.recorded(noticed.activity, ("张小三", 30), now=later(ENDED))
    assert close_notices(uow, OPERATOR, now=UNTIL + timedelta(days=1)) == 2


def test_a_time_before_its_end_no_job_is_taken(app, uow, noticed, clock):
    clock.now = local("2017-07-08 12:00")
    assert jobs.work_until_idle(app) == 0
    clock.now = UNTIL
    assert jobs.work_until_idle(app) == 1
    uow.session.expire_all()
    assert len(rows(uow, ServiceRecord)) == 2
