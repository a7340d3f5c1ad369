from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import RecordsConfirmed
from flask_volunteer_reports.domain.ledger import Channel, EntryKind, RecordSource
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import (
    EntryState,
    NameListEntry,
    ServiceEntry,
    ServiceRecord,
)
from flask_volunteer_reports.services.publishing import cancel_activity
from flask_volunteer_reports.services.recording import confirm_name_list, save_name_list
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    local,
)

from .watching import later, outcomes, rows

DURING = local("2017-07-07 10:00")
END = local("2017-07-07 11:00")


@pytest.fixture
def enter(uow, world):
    """Enter a list for an activity, during it."""

    def do(activity, *listed, actor=RECORDER, version=0, now=DURING):
        names = world.listed(*listed)
        save_name_list(uow, actor, activity.id, version, names, RecordSource.IMPORTED, now=now)

    return do


@pytest.fixture
def activity(world, enter):
    """On 7 July from 9:00 to 11:00; the hours of Ann and Bob wait."""
    activity = world.published()
    enter(activity, ("Ann", 60), ("Bob", 120))
    return activity


def test_waiting_entries_become_records(uow, world, activity, happens):
    with happens() as said:
        count = confirm_name_list(uow, MANAGER, activity.id, 1, now=END)

    assert (count, activity.list_version) == (2, 2)
    ann, bob = sorted(rows(uow, ServiceRecord), key=lambda row: row.service_minutes)
    library = world.organization("library")
    assert (ann.volunteer.name, ann.check_in_minutes, ann.other_minutes) == ("Ann", 0, 60)
    assert (ann.starts_at, ann.ends_at) == (local("2017-07-07 09:00"), DURING)
    assert (ann.organization_id, ann.area_id) == (library.id, library.area_id)
    assert (ann.campaign_id, ann.themes, ann.month) == (world.campaign.id, ",culture,", "2017-07")
    [entry] = rows(uow, ServiceEntry, record_id=ann.id)
    assert (entry.kind, entry.service_minutes, entry.reason) == (EntryKind.CREDIT, 60, "")
    assert (entry.entered_at, entry.entered_by_id, entry.entered_by) == (
        DURING,
        "rui",
        RECORDER.name,
    )
    assert (entry.confirmed_at, entry.confirmed_by_id) == (END, "mia")
    assert entry.confirmed_by == MANAGER.name
    assert (entry.source, entry.channel) == (RecordSource.IMPORTED, Channel.NAME_LIST)
    assert (bob.volunteer.name, bob.service_minutes) == ("Bob", 120)
    assert {row.state for row in rows(uow, NameListEntry)} == {EntryState.CONFIRMED}
    assert said == [
        RecordsConfirmed(subject_id=activity.id, by="mia", at=END, records=2, service_minutes=180)
    ]


def test_later_entries_are_confirmed_in_their_turn(uow, activity, enter, happens):
    confirm_name_list(uow, MANAGER, activity.id, 1, now=END)
    enter(activity, ("Cid", 30), version=2)
    with happens() as said:
        assert confirm_name_list(uow, MANAGER, activity.id, 3, now=later(END)) == 1
    assert len(rows(uow, ServiceRecord)) == 3
    assert [event.service_minutes for event in said] == [30]


def test_a_second_click_writes_nothing(uow, activity, refuses):
    confirm_name_list(uow, MANAGER, activity.id, 1, now=END)
    with refuses(AlreadyDone):
        confirm_name_list(uow, MANAGER, activity.id, 1, now=END)


def test_nothing_to_confirm_is_said(uow, world, refuses):
    activity = world.published()
    with refuses(AlreadyDone):
        confirm_name_list(uow, MANAGER, activity.id, 0, now=END)


def test_two_at_once_write_the_records_once(uow, activity, colleague, at_once, published):
    activity_id = activity.id
    published.clear()
    results = at_once(
        *(
            lambda own, actor=actor: confirm_name_list(own, actor, activity_id, 1, now=END)
            for actor in (MANAGER, colleague, MANAGER, colleague)
        )
    )
    assert outcomes(results) == ["AlreadyDone"] * 3 + ["done"]
    assert len(rows(uow, ServiceRecord)) == 2
    assert [type(event) for event in published] == [RecordsConfirmed]


def test_what_was_changed_after_it_was_looked_at_is_not_confirmed(uow, activity, enter, refuses):
    enter(activity, ("Ann", 60), ("Bob", 120), ("Cid", 120), version=1)
    with refuses(StaleVersion):
        confirm_name_list(uow, MANAGER, activity.id, 1, now=END)


def test_of_a_change_and_a_confirmation_at_once_one_is_told(uow, world, activity, at_once):
    activity_id = activity.id
    results = at_once(
        lambda own: confirm_name_list(own, MANAGER, activity_id, 1, now=END),
        lambda own: save_name_list(
            own,
            RECORDER,
            activity_id,
            1,
            world.listed(("Cid", 30)),
            RecordSource.MANUAL,
            now=END,
        ),
    )
    assert outcomes(results) == ["StaleVersion", "done"]
    assert len(rows(uow, ServiceRecord)) in (0, 2)


def test_hours_are_confirmed_after_the_activity(uow, activity, refuses):
    with refuses(Conflict, "not over"):
        confirm_name_list(uow, MANAGER, activity.id, 1, now=local("2017-07-07 10:59"))
    assert confirm_name_list(uow, MANAGER, activity.id, 1, now=END) == 2


def test_hours_of_an_activity_that_was_called_off_are_not_confirmed(uow, activity, refuses):
    cancel_activity(uow, MANAGER, activity.id, "Rain", now=DURING)
    with refuses(Conflict, "cancelled"):
        confirm_name_list(uow, MANAGER, activity.id, 1, now=END)


def test_nobody_is_confirmed_in_two_places_at_once(uow, world, activity, enter, refuses):
    """Both lists were entered before either rule could see the other (an import, an old row)."""
    other = world.published("library", "2017-07-07 10:00", "2017-07-07 12:00")
    enter(other, ("Eve", 60))
    [eve] = [row for row in rows(uow, NameListEntry) if row.volunteer.name == "Eve"]
    [bob] = [row for row in rows(uow, NameListEntry) if row.volunteer.name == "Bob"]
    with uow.transaction(audited=False):
        eve.volunteer_id = bob.volunteer_id

    with refuses(InvalidEntries) as refused:
        confirm_name_list(uow, MANAGER, activity.id, 1, now=END)
    assert [str(problem.place) for problem in refused.value.problems] == ["Row 2"]


def test_a_recorder_confirms_nothing(uow, activity, refuses):
    with refuses(NotAllowed):
        confirm_name_list(uow, RECORDER, activity.id, 1, now=END)


def test_an_office_confirms_where_the_organization_has_nobody_else(uow, activity):
    assert confirm_name_list(uow, SECRETARIAT, activity.id, 1, now=END) == 2


def test_an_activity_out_of_reach_is_not_found(uow, activity, refuses):
    for actor, activity_id in ((MANAGER_EAST, activity.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            confirm_name_list(uow, actor, activity_id, 1, now=END)
