from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import RecordVoided
from flask_volunteer_reports.domain.ledger import Channel, EntryKind, RecordSource
from flask_volunteer_reports.errors import AlreadyDone, NotAllowed, NotFound
from flask_volunteer_reports.models import ServiceEntry, ServiceRecord
from flask_volunteer_reports.services.queries.hours import activity_totals
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
    [found] = rows(uow, ServiceRecord, other_minutes=60)
    return found


def test_a_record_is_taken_back_by_a_second_entry(uow, activity, record, happens):
    with happens() as said:
        void_record(uow, MANAGER, activity.id, record.id, "Wrong person", now=later(NOW))

    [credit, void] = sorted(
        rows(uow, ServiceEntry, record_id=record.id), key=lambda entry: entry.sequence
    )
    assert (void.kind, void.service_minutes, void.reason) == (EntryKind.VOID, -60, "Wrong person")
    assert (void.starts_at, void.ends_at) == (record.starts_at, record.ends_at)
    assert (void.entered_at, void.entered_by_id) == (later(NOW), "mia")
    assert (void.confirmed_at, void.confirmed_by) == (later(NOW), MANAGER.name)
    assert (void.source, void.channel) == (RecordSource.MANUAL, Channel.RECORD_PAGE)
    assert (credit.kind, credit.service_minutes) == (EntryKind.CREDIT, 60)
    assert record.service_minutes == 0
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
        RECORDER,
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
    assert len(rows(uow, ServiceEntry, kind=EntryKind.VOID)) == 1


def test_nobody_voids_their_own_hours(uow, activity, record, refuses):
    with uow.transaction(audited=False):
        record.volunteer.person_id = MANAGER.id
    with refuses(NotAllowed, "own hours"):
        void_record(uow, MANAGER, activity.id, record.id, "Mistake", now=NOW)


def test_a_record_of_another_activity_is_not_found(uow, world, activity, record, refuses):
    other = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    for activity_id, record_id in ((other.id, record.id), (activity.id, uuid4())):
        with refuses(NotFound):
            void_record(uow, MANAGER, activity_id, record_id, "Mistake", now=NOW)


def test_a_recorder_voids_nothing(uow, activity, record, refuses):
    with refuses(NotAllowed):
        void_record(uow, RECORDER, activity.id, record.id, "Mistake", now=NOW)


def test_an_office_may_void_what_its_organizations_recorded(uow, activity, record):
    void_record(uow, SECRETARIAT, activity.id, record.id, "Mistake", now=NOW)
    [void] = rows(uow, ServiceEntry, kind=EntryKind.VOID)
    assert void.confirmed_by_id == "sec"


def test_an_activity_out_of_reach_is_not_found(uow, activity, record, refuses):
    for actor, activity_id in ((MANAGER_EAST, activity.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            void_record(uow, actor, activity_id, record.id, "Mistake", now=NOW)
