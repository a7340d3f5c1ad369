from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import RecordVoided
from flask_volunteer_reports.domain.ledger import EntryKind, RecordSource
from flask_volunteer_reports.errors import AlreadyDone, Conflict, NotAllowed, NotFound
from flask_volunteer_reports.models import ServiceRecord
from flask_volunteer_reports.services.queries.totals import activity_totals
from flask_volunteer_reports.services.recording import (
    confirm_name_list,
    save_name_list,
    void_record,
)
from tests.world import MANAGER, MANAGER_EAST, OPERATOR, RECORDER, SECRETARIAT, local

from .watching import later, outcomes, rows

NOW = local("2017-07-07 12:00")


@pytest.fixture
def activity(world):
    """Ann has 60 confirmed minutes, Bob 120."""
    activity = world.published()
    world.recorded(activity, ("Ann", 60), ("Bob", 120), now=NOW)
    return activity


@pytest.fixture
def record(uow, activity):
    """Ann's."""
    [found] = rows(uow, ServiceRecord, service_minutes=60)
    return found


def test_a_record_is_taken_back_by_a_second_entry(uow, activity, record, happens):
    with happens() as said:
        void = void_record(uow, MANAGER, activity.id, record.id, "Wrong person", now=later(NOW))

    assert (void.kind, void.voids_id, void.service_minutes) == (EntryKind.VOID, record.id, -60)
    assert (void.reason, void.volunteer_id) == ("Wrong person", record.volunteer_id)
    assert (void.starts_at, void.ends_at) == (record.starts_at, record.ends_at)
    assert (void.recorded_at, void.recorded_by_id) == (later(NOW), "mia")
    assert (void.confirmed_at, void.confirmed_by) == (later(NOW), MANAGER.name)
    assert void.recording_organization_id == record.recording_organization_id
    assert (record.kind, record.service_minutes) == (EntryKind.CREDIT, 60)
    assert said == [
        RecordVoided(
            subject_id=activity.id,
            by="mia",
            at=later(NOW),
            record_id=record.id,
            reason="Wrong person",
        )
    ]


def test_the_person_can_be_entered_again_with_the_right_minutes(uow, world, activity, record):
    void_record(uow, MANAGER, activity.id, record.id, "Too long", now=NOW)
    version = activity.list_version
    save_name_list(
        uow,
        MANAGER,
        activity.id,
        version,
        world.listed(("Ann", 45)),
        RecordSource.MANUAL,
        now=NOW,
    )
    confirm_name_list(uow, MANAGER, activity.id, version + 1, now=NOW)
    totals = activity_totals(uow.session, activity.id)
    assert (totals.volunteers, totals.service_minutes) == (2, 165)


def test_a_second_click_voids_nothing(uow, activity, record, refuses):
    void_record(uow, MANAGER, activity.id, record.id, "Mistake", now=NOW)
    with refuses(AlreadyDone):
        void_record(uow, MANAGER, activity.id, record.id, "Mistake", now=NOW)


def test_of_two_at_once_one_voids(uow, activity, record, colleague, at_once):
    activity_id, record_id = activity.id, record.id
    results = at_once(
        lambda own: void_record(own, MANAGER, activity_id, record_id, "Mistake", now=NOW),
        lambda own: void_record(own, colleague, activity_id, record_id, "Error", now=NOW),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert len(rows(uow, ServiceRecord, kind=EntryKind.VOID)) == 1


def test_a_void_is_not_voided(uow, activity, record, refuses):
    void = void_record(uow, MANAGER, activity.id, record.id, "Mistake", now=NOW)
    with refuses(Conflict):
        void_record(uow, MANAGER, activity.id, void.id, "No mistake", now=NOW)


def test_a_record_of_another_activity_is_not_found(uow, world, activity, record, refuses):
    other = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    for activity_id, record_id in ((other.id, record.id), (activity.id, uuid4())):
        with refuses(NotFound):
            void_record(uow, MANAGER, activity_id, record_id, "Mistake", now=NOW)


def test_a_recorder_voids_nothing_and_an_office_neither(uow, activity, record, refuses):
    for actor in (RECORDER, SECRETARIAT):
        with refuses(NotAllowed):
            void_record(uow, actor, activity.id, record.id, "Mistake", now=NOW)


def test_an_activity_out_of_reach_is_not_found(uow, activity, record, refuses):
    for actor, activity_id in ((MANAGER_EAST, activity.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            void_record(uow, actor, activity_id, record.id, "Mistake", now=NOW)
