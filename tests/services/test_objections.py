from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import (
    ObjectionPassedOn,
    ObjectionRaised,
    ObjectionWithdrawn,
)
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from flask_volunteer_reports.models import Job, Objection, ObjectionGround, ObjectionStatus
from flask_volunteer_reports.services.publishing import cancel_activity
from flask_volunteer_reports.services.recording import (
    claim_missing_hours,
    object_to_record,
    pass_on_objection,
    void_record,
    withdraw_objection,
)
from tests.proof import DUE, ENDED, served, with_rules
from tests.world import MANAGER, NOBODY, NOON, OPERATOR, RECORDER, local

from .watching import later, rows

TOO_FEW, MISSING = ObjectionGround.TOO_FEW, ObjectionGround.MISSING


@pytest.fixture
def record(world):
    return served(world)


@pytest.fixture
def objection(uow, record):
    return object_to_record(uow, NOBODY, record.id, TOO_FEW, "It was two hours.", now=ENDED)


def hour(start="2017-07-07 09:00", end="2017-07-07 10:00"):
    return Occasion(local(start), local(end))


def test_a_volunteer_objects_to_an_own_record(uow, record, happens):
    with happens() as said:
        raised = object_to_record(uow, NOBODY, record.id, TOO_FEW, " Two hours. ", now=ENDED)

    assert (raised.volunteer_id, raised.record_id) == (record.volunteer_id, record.id)
    assert (raised.ground, raised.text, raised.status) == (
        TOO_FEW,
        "Two hours.",
        ObjectionStatus.OPEN,
    )
    assert (raised.raised_at, raised.due_at) == (ENDED, DUE)
    assert raised.organization_id == record.organization_id
    assert said == [
        ObjectionRaised(
            subject_id=raised.id,
            by="nan",
            at=ENDED,
            activity_id=record.activity_id,
            ground="too_few",
        )
    ]


def test_the_campaign_says_how_long_the_organization_has(uow, world):
    with_rules(world, answer_objections_within_days=3)
    raised = object_to_record(uow, NOBODY, served(world).id, TOO_FEW, "x", now=ENDED)
    assert raised.due_at == local("2017-07-10 12:00")


def test_missing_hours_are_claimed_with_their_time(uow, world, record, happens):
    other = world.published(
        starts="2017-07-06 09:00", ends="2017-07-06 11:00", now=local("2017-07-06 08:00")
    )
    with happens():
        raised = claim_missing_hours(
            uow,
            NOBODY,
            other.id,
            hour("2017-07-06 09:00", "2017-07-06 10:00"),
            "I was there.",
            now=ENDED,
        )
    assert (raised.ground, raised.record_id) == (MISSING, None)
    assert raised.claimed_starts_at == local("2017-07-06 09:00")
    assert raised.claimed_ends_at == local("2017-07-06 10:00")


def test_the_same_twice_is_one(uow, record, objection, refuses):
    with refuses(AlreadyDone):
        object_to_record(uow, NOBODY, record.id, TOO_FEW, "It was two hours.", now=later(ENDED))


def test_a_second_objection_waits_for_the_first(uow, record, objection, refuses):
    with refuses(Conflict, "before"):
        object_to_record(
            uow, NOBODY, record.id, ObjectionGround.NOT_ME, "Not me.", now=later(ENDED)
        )


@pytest.mark.parametrize("person", [MANAGER, RECORDER])
def test_a_strangers_record_is_not_found(person, uow, record, refuses):
    with refuses(NotFound):
        object_to_record(uow, person, record.id, TOO_FEW, "x", now=ENDED)


def test_something_must_be_said(uow, record, refuses):
    with refuses(InvalidEntry, "Say what is wrong"):
        object_to_record(uow, NOBODY, record.id, TOO_FEW, "  ", now=ENDED)
    with refuses(InvalidEntry, "at most"):
        object_to_record(uow, NOBODY, record.id, TOO_FEW, "x" * 2001, now=ENDED)


def test_a_record_is_not_missing(uow, record, refuses):
    with refuses(InvalidEntry):
        object_to_record(uow, NOBODY, record.id, MISSING, "x", now=ENDED)


def test_a_voided_record_is_missing_instead(uow, record, refuses):
    void_record(uow, MANAGER, record.activity_id, record.id, "wrong", now=ENDED)
    with refuses(Conflict, "voided"):
        object_to_record(uow, NOBODY, record.id, TOO_FEW, "x", now=later(ENDED))
    claim_missing_hours(uow, NOBODY, record.activity_id, hour(), "x", now=later(ENDED))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("2017-07-07 08:59", "2017-07-07 10:00", id="before the activity"),
        pytest.param("2017-07-07 10:00", "2017-07-07 11:01", id="after the activity"),
        pytest.param("2017-07-07 10:00", "2017-07-07 10:00", id="no time at all"),
        pytest.param("2017-07-07 10:00", "2017-07-07 09:00", id="backwards"),
    ],
)
def test_only_time_within_the_activity_is_claimed(start, end, uow, record, refuses):
    with refuses(InvalidEntry, "outside the activity"):
        claim_missing_hours(uow, NOBODY, record.activity_id, hour(start, end), "x", now=ENDED)


def test_hours_are_missing_only_once_the_activity_is_over(uow, record, refuses):
    with refuses(Conflict, "not over"):
        claim_missing_hours(
            uow, NOBODY, record.activity_id, hour(), "x", now=local("2017-07-07 10:59")
        )


def test_nothing_is_missing_in_a_cancelled_activity(uow, world, record, refuses):
    other = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    cancel_activity(uow, MANAGER, other.id, "Rain", now=NOON)
    with refuses(Conflict, "cancelled"):
        claim_missing_hours(
            uow,
            NOBODY,
            other.id,
            hour("2017-07-08 09:00", "2017-07-08 10:00"),
            "x",
            now=local("2017-07-09 09:00"),
        )


def test_who_is_no_volunteer_claims_nothing(uow, record, refuses):
    with refuses(Conflict, "not known as a volunteer"):
        claim_missing_hours(uow, MANAGER, record.activity_id, hour(), "x", now=ENDED)


def test_an_activity_that_was_never_published_is_not_there(uow, world, record, refuses):
    draft = world.activity(world.draft())
    for activity_id in (draft.id, uuid4()):
        with refuses(NotFound):
            claim_missing_hours(uow, NOBODY, activity_id, hour(), "x", now=ENDED)


def test_an_objection_is_taken_back(uow, objection, happens, record):
    with happens() as said:
        withdraw_objection(uow, NOBODY, objection.id, now=later(ENDED))
    assert (objection.status, objection.answered_by) == (ObjectionStatus.WITHDRAWN, NOBODY.name)
    assert said == [ObjectionWithdrawn(subject_id=objection.id, by="nan", at=later(ENDED))]
    object_to_record(uow, NOBODY, record.id, TOO_FEW, "Again.", now=later(ENDED))


def test_only_ones_own_is_taken_back_and_only_once(uow, objection, refuses):
    with refuses(NotFound):
        withdraw_objection(uow, MANAGER, objection.id, now=later(ENDED))
    withdraw_objection(uow, NOBODY, objection.id, now=later(ENDED))
    with refuses(AlreadyDone):
        withdraw_objection(uow, NOBODY, objection.id, now=later(ENDED))


def test_a_job_waits_for_the_end_of_the_organizations_days(uow, objection, happens):
    [job] = rows(uow, Job)
    assert (job.kind, job.not_before, job.created_by_id) == ("objection_due", DUE, "operator")
    assert not pass_on_objection(uow, OPERATOR, objection.id, now=ENDED)
    with happens() as said:
        assert pass_on_objection(uow, OPERATOR, objection.id, now=DUE)
    assert said == [
        ObjectionPassedOn(
            subject_id=objection.id,
            by="operator",
            at=DUE,
            volunteer_id=objection.volunteer_id,
            organization_id=objection.organization_id,
        )
    ]


def test_what_was_taken_back_is_not_passed_on(uow, objection):
    withdraw_objection(uow, NOBODY, objection.id, now=later(ENDED))
    assert not pass_on_objection(uow, OPERATOR, objection.id, now=DUE)


def test_two_clicks_at_once_raise_one(uow, record, at_once):
    def say(own):
        return object_to_record(own, NOBODY, record.id, TOO_FEW, "Two hours.", now=ENDED)

    results = at_once(say, say)

    assert len(rows(uow, Objection)) == 1
    assert sum(isinstance(result, Objection) for result in results) == 1
