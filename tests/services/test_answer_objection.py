from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.events import ObjectionAnswered, RecordCorrected
from flask_volunteer_reports.domain.ledger import Channel, EntryKind, RecordSource
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import (
    EntryState,
    NameListEntry,
    Objection,
    ObjectionGround,
    ObjectionStatus,
    ServiceEntry,
    ServiceRecord,
)
from flask_volunteer_reports.services.queries.objections import (
    objections_to_answer,
    overdue_in_area,
)
from flask_volunteer_reports.services.recording import (
    Correction,
    answer_objection,
    claim_missing_hours,
    correct_record,
    object_to_record,
)
from flask_volunteer_reports.services.recording.ledger import Change
from tests.proof import DUE, ENDED, served, with_rules
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    OFFICE_EAST,
    RECORDER,
    SECRETARIAT,
    local,
)

from .watching import later, rows

NINE = local("2017-07-07 09:00")
LATER = later(ENDED)


@pytest.fixture
def record(world):
    return served(world)


@pytest.fixture
def objection(uow, record):
    return object_to_record(
        uow, NOBODY, record.id, ObjectionGround.TOO_FEW, "It was two hours.", now=ENDED
    )


@pytest.fixture
def claimed(uow, world, record):
    """Nan claims nine to ten in an activity of the day before."""
    activity = world.published(
        starts="2017-07-06 09:00", ends="2017-07-06 11:00", now=local("2017-07-05 08:00")
    )
    time = Occasion(local("2017-07-06 09:00"), local("2017-07-06 10:00"))
    return claim_missing_hours(uow, NOBODY, activity.id, time, "I was there.", now=ENDED)


def to(minutes, start=NINE, expected=60):
    return Correction(starts_at=start, service_minutes=minutes, expected_minutes=expected)


def missing(minutes=60, start="2017-07-06 09:00"):
    return to(minutes, local(start), 0)


def test_the_organization_puts_the_record_right(uow, objection, record, happens):
    with happens() as said:
        answer_objection(uow, MANAGER, objection.id, "You are right.", to(120), now=LATER)

    assert record.service_minutes == 120
    correction = rows(uow, ServiceEntry, kind=EntryKind.CORRECTION)[0]
    assert (correction.service_minutes, correction.channel) == (60, Channel.OBJECTION)
    assert (correction.evidence, correction.reason) == (str(objection.id), "You are right.")
    assert (objection.status, objection.answer) == (ObjectionStatus.CORRECTED, "You are right.")
    assert (objection.answered_by, objection.answered_at) == (MANAGER.name, LATER)
    answered = ObjectionAnswered(
        subject_id=objection.id,
        by="mia",
        at=LATER,
        volunteer_id=record.volunteer_id,
        corrected=True,
    )
    assert answered in said
    assert [type(event) for event in said if event != answered] == [RecordCorrected]


def test_the_organization_explains(uow, objection, record, happens):
    with happens() as said:
        answer_objection(uow, MANAGER, objection.id, "You came at ten.", now=LATER)
    assert record.service_minutes == 60
    assert objection.status is ObjectionStatus.EXPLAINED
    assert [event.corrected for event in said] == [False]


@pytest.mark.parametrize(
    ("ground", "minutes"), [(ObjectionGround.NOT_ME, 30), (ObjectionGround.TOO_MANY, 0)]
)
def test_hours_of_somebody_else_are_voided(ground, minutes, uow, record):
    raised = object_to_record(uow, NOBODY, record.id, ground, "x", now=ENDED)
    answer_objection(uow, MANAGER, raised.id, "Indeed.", to(minutes), now=LATER)
    uow.session.expire_all()
    assert record.service_minutes == 0
    assert rows(uow, ServiceEntry, kind=EntryKind.VOID)[0].evidence == str(raised.id)


def test_missing_hours_are_two_persons_word(uow, claimed):
    answer_objection(uow, MANAGER, claimed.id, "Found on the list.", missing(50), now=LATER)

    [credit] = rows(uow, ServiceEntry, evidence=str(claimed.id))
    assert (credit.kind, credit.service_minutes) == (EntryKind.CREDIT, 50)
    assert (credit.entered_by_id, credit.confirmed_by_id) == ("nan", "mia")
    assert (credit.entered_at, credit.source) == (ENDED, RecordSource.MANUAL)
    assert credit.channel is Channel.OBJECTION
    assert claimed.status is ObjectionStatus.CORRECTED


def test_what_is_claimed_after_the_days_to_enter_is_backfill(uow, world, claimed):
    claimed.raised_at = local("2017-07-25 09:00")
    uow.session.flush()
    answer_objection(uow, MANAGER, claimed.id, "Found.", missing(), now=local("2017-07-26 09:00"))
    [credit] = rows(uow, ServiceEntry, evidence=str(claimed.id))
    assert credit.source is RecordSource.BACKFILL


def test_missing_hours_go_on_public_notice_first(uow, world, claimed):
    with_rules(world, public_notice_days=7)
    answer_objection(uow, MANAGER, claimed.id, "Found.", missing(), now=LATER)
    assert rows(uow, ServiceEntry, evidence=str(claimed.id)) == []
    [entry] = rows(uow, NameListEntry, evidence=str(claimed.id))
    assert entry.state is EntryState.NOTICED


@pytest.mark.parametrize(
    ("minutes", "start"),
    [
        pytest.param(61, "2017-07-06 09:00", id="more than was claimed"),
        pytest.param(30, "2017-07-06 09:45", id="beyond what was claimed"),
        pytest.param(0, "2017-07-06 09:00", id="nothing"),
        pytest.param(30, "2017-07-06 08:00", id="outside the activity"),
    ],
)
def test_no_more_than_was_claimed_is_credited(minutes, start, uow, claimed, refuses):
    with refuses(InvalidEntry):
        answer_objection(uow, MANAGER, claimed.id, "x", missing(minutes, start), now=LATER)


def test_time_elsewhere_is_not_credited(uow, world, record, claimed, refuses):
    elsewhere = world.published(
        "school",
        "2017-07-06 09:00",
        "2017-07-06 11:00",
        actor=MANAGER_EAST,
        now=local("2017-07-05 08:00"),
        title="School",
    )
    world.recorded(elsewhere, ("Nan", 90), actor=MANAGER_EAST, now=ENDED)
    other = rows(uow, ServiceRecord, activity_id=elsewhere.id)[0]
    other.volunteer_id = record.volunteer_id
    uow.session.commit()
    with refuses(InvalidEntry, "School"):
        answer_objection(uow, MANAGER, claimed.id, "x", missing(), now=LATER)


def test_nobody_answers_their_own(uow, world, objection, refuses):
    world.known_as(objection.volunteer, MANAGER)
    with refuses(NotAllowed, "own hours"):
        answer_objection(uow, MANAGER, objection.id, "x", now=LATER)


def test_who_may_answer_when(uow, objection, refuses):
    for person in (RECORDER, MANAGER_EAST, OFFICE_EAST, NOBODY):
        with refuses(NotFound):
            answer_objection(uow, person, objection.id, "x", now=DUE)
    with refuses(NotAllowed, "Afterwards your office may"):
        answer_objection(uow, SECRETARIAT, objection.id, "x", now=LATER)
    answer_objection(uow, SECRETARIAT, objection.id, "We looked into it.", to(90), now=DUE)
    assert objection.answered_by == SECRETARIAT.name


def test_past_the_limit_it_is_listed_to_the_office_and_still_to_the_organization(
    uow, world, objection
):
    def listed(person, now):
        page = objections_to_answer(uow.session, uow.policy, person, now=now, number=1, size=10)
        return [row.id for row in page.items]

    assert listed(MANAGER, LATER) == listed(MANAGER, DUE) == [objection.id]
    assert listed(SECRETARIAT, LATER) == []
    assert listed(SECRETARIAT, DUE) == [objection.id]
    assert listed(OFFICE_EAST, DUE) == listed(MANAGER_EAST, DUE) == []
    assert overdue_in_area(uow.session, world.area("city"), DUE) == 1
    assert overdue_in_area(uow.session, world.area("east"), DUE) == 0


def test_something_must_be_said(uow, objection, refuses):
    with refuses(InvalidEntry):
        answer_objection(uow, MANAGER, objection.id, " ", now=LATER)
    with refuses(InvalidEntry):
        answer_objection(uow, MANAGER, objection.id, "x" * 2001, now=LATER)


def test_it_is_answered_once(uow, objection, refuses):
    answer_objection(uow, MANAGER, objection.id, "x", now=LATER)
    with refuses(AlreadyDone):
        answer_objection(uow, MANAGER, objection.id, "y", now=LATER)


def test_a_correction_that_changes_nothing_is_none(uow, objection, refuses):
    with refuses(Conflict, "just so many minutes"):
        answer_objection(uow, MANAGER, objection.id, "x", to(60), now=LATER)


def test_a_record_that_changed_meanwhile_is_looked_at_again(uow, objection, record, refuses):
    change = Change(
        time=Occasion(NINE, local("2017-07-07 10:30")), service_minutes=90, reason="Seen"
    )
    correct_record(
        uow, MANAGER, record.activity_id, record.id, change, expected_minutes=60, now=LATER
    )
    with refuses(Conflict, "in the meantime"):
        answer_objection(uow, MANAGER, objection.id, "x", to(120), now=LATER)


def test_very_long_hours_need_a_secretariat(uow, world, refuses):
    with_rules(world, organizer_confirms_over_minutes=60, secretariat_confirms_over_minutes=60)
    record = served(world)
    raised = object_to_record(uow, NOBODY, record.id, ObjectionGround.TOO_FEW, "x", now=ENDED)
    with refuses(Conflict, "secretariat"):
        answer_objection(uow, MANAGER, raised.id, "x", to(120), now=LATER)


def test_two_answers_at_once_are_one(uow, objection, record, at_once):
    results = at_once(
        lambda own: answer_objection(own, MANAGER, objection.id, "Right.", to(120), now=LATER),
        lambda own: answer_objection(own, MANAGER, objection.id, "Wrong.", now=LATER),
    )

    [answered] = [result for result in results if isinstance(result, Objection)]
    [refused] = [result for result in results if not isinstance(result, Objection)]
    assert isinstance(refused, AlreadyDone)
    corrections = rows(uow, ServiceEntry, kind=EntryKind.CORRECTION)
    assert bool(corrections) is (rows(uow, Objection)[0].status is ObjectionStatus.CORRECTED)
    assert answered
