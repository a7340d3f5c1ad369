from __future__ import annotations

from datetime import time
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import NameListSaved
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    InvalidEntry,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import EntryState, NameListEntry, Volunteer
from flask_volunteer_reports.services.publishing import cancel_activity, finish_project
from flask_volunteer_reports.services.recording import save_name_list
from tests.world import MANAGER, MANAGER_EAST, OPERATOR, RECORDER, SECRETARIAT, local

from .watching import later, outcomes, rows

NOW = local("2017-07-07 12:00")
ANN, BOB, CID = ("Ann", 60), ("Bob", 120), ("Cid", 30)


@pytest.fixture
def activity(world):
    """Published, on 7 July from 9:00 to 11:00."""
    return world.published()


@pytest.fixture
def save(world, activity):
    """Save a name list as somebody."""

    def do(uow, *listed, actor=RECORDER, version=0, now=NOW, source=RecordSource.MANUAL):
        names = listed if listed and isinstance(listed[0], ListedVolunteer) else None
        return save_name_list(
            uow,
            actor,
            activity.id,
            version,
            names or world.listed(*listed),
            source,
            now=now,
        )

    return do


def waiting(uow) -> dict[str, int]:
    pending = rows(uow, NameListEntry, state=EntryState.PENDING)
    return {row.volunteer.name: row.service_minutes for row in pending}


def test_a_name_list_waits_to_be_confirmed(uow, activity, save, happens):
    with happens() as said:
        count = save(uow, ANN, BOB, source=RecordSource.IMPORTED)

    assert (count, activity.list_version) == (2, 1)
    ann, bob = sorted(rows(uow, NameListEntry), key=lambda row: row.position)
    assert (ann.volunteer.name, ann.service_minutes, ann.position) == ("Ann", 60, 0)
    assert (ann.starts_at, ann.ends_at) == (local("2017-07-07 09:00"), local("2017-07-07 10:00"))
    assert (bob.volunteer.name, bob.service_minutes, bob.position) == ("Bob", 120, 1)
    assert (ann.state, ann.source) == (EntryState.PENDING, RecordSource.IMPORTED)
    assert (ann.entered_at, ann.entered_by_id, ann.entered_by) == (NOW, "rui", RECORDER.name)
    assert said == [
        NameListSaved(subject_id=activity.id, by="rui", at=NOW, entries=2, service_minutes=180)
    ]


def test_a_row_may_begin_later_than_the_activity(uow, save):
    save(uow, ListedVolunteer(1, "Ann", "", 30, time(10, 15)))
    [entry] = rows(uow, NameListEntry)
    assert (entry.starts_at, entry.ends_at) == (
        local("2017-07-07 10:15"),
        local("2017-07-07 10:45"),
    )


def test_a_new_list_replaces_what_was_waiting_and_deletes_nothing(uow, activity, save, happens):
    save(uow, ANN, BOB)
    with happens() as said:
        save(uow, ("Bob", 90), CID, actor=MANAGER, version=1, now=later(NOW))

    assert waiting(uow) == {"Bob": 90, "Cid": 30}
    [withdrawn] = rows(uow, NameListEntry, state=EntryState.WITHDRAWN)
    assert withdrawn.volunteer.name == "Ann"
    assert activity.list_version == 2
    assert [(event.entries, event.service_minutes) for event in said] == [(2, 120)]


def test_a_row_that_stays_keeps_who_entered_it(uow, save):
    save(uow, ANN, BOB)
    save(uow, ANN, ("Bob", 90), actor=MANAGER, version=1, now=later(NOW))
    entered = {row.volunteer.name: row.entered_by_id for row in rows(uow, NameListEntry)}
    assert entered == {"Ann": "rui", "Bob": "mia"}


def test_an_empty_list_takes_everybody_off(uow, save, happens):
    save(uow, ANN, BOB)
    with happens() as said:
        assert save(uow, version=1) == 0
    assert waiting(uow) == {}
    assert [event.entries for event in said] == [0]


def test_a_second_click_changes_nothing(uow, save, refuses):
    save(uow, ANN, BOB)
    with refuses(AlreadyDone):
        save(uow, ANN, BOB)


def test_an_empty_list_over_nothing_changes_nothing(uow, save, refuses):
    with refuses(AlreadyDone):
        save(uow)


def test_who_opened_the_list_before_somebody_else_saved_overwrites_nothing(uow, save, refuses):
    save(uow, ANN)
    with refuses(StaleVersion):
        save(uow, BOB, actor=MANAGER, version=0)
    assert waiting(uow) == {"Ann": 60}


def test_of_two_at_once_one_is_told_that_the_other_was_first(uow, world, activity, at_once):
    activity_id = activity.id

    def by(actor, row):
        return lambda own: save_name_list(
            own, actor, activity_id, 0, world.listed(row), RecordSource.MANUAL, now=NOW
        )

    results = at_once(by(RECORDER, ANN), by(MANAGER, BOB))
    assert outcomes(results) == ["StaleVersion", "done"]
    assert len(rows(uow, NameListEntry)) == len(rows(uow, Volunteer)) == 1


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        pytest.param("2017-07-07 08:59", False, id="not before the activity"),
        pytest.param("2017-07-07 09:00", True, id="from its start"),
        pytest.param("2017-08-30 12:00", True, id="long after it"),
    ],
)
def test_hours_are_entered_during_the_activity_or_after_it(moment, open_, uow, save, refuses):
    if open_:
        assert save(uow, ANN, now=local(moment)) == 1
        return
    with refuses(Conflict, "not begun"):
        save(uow, ANN, now=local(moment))


def test_a_finished_project_still_takes_hours(uow, activity, save):
    project = activity.project
    finish_project(uow, MANAGER, project.id, project.version, now=NOW)
    assert save(uow, ANN) == 1


def test_a_cancelled_activity_takes_none(uow, activity, save, refuses):
    cancel_activity(uow, MANAGER, activity.id, "Rain", now=local("2017-07-07 08:00"))
    with refuses(Conflict, "cancelled"):
        save(uow, ANN)


def test_nor_does_one_that_never_was_published(uow, world, refuses):
    draft = world.activity(world.draft())
    with refuses(Conflict, "published"):
        save_name_list(uow, MANAGER, draft.id, 0, world.listed(ANN), RecordSource.MANUAL, now=NOW)


def test_rows_that_reach_beyond_the_activity_are_named_all_at_once(uow, save, refuses):
    too_long = [
        ListedVolunteer(3, "Ann", "", 121),
        ListedVolunteer(4, "Bob", "", 120),
        ListedVolunteer(7, "Cid", "", 30, time(8, 0)),
    ]
    with refuses(InvalidEntries, "2 rows") as refused:
        save(uow, *too_long)
    assert [str(problem.place) for problem in refused.value.problems] == ["Row 3", "Row 7"]


def test_a_phone_number_in_the_column_of_minutes_is_named_with_its_row(uow, save, refuses):
    with refuses(InvalidEntries) as refused:
        save(uow, ANN, ("Bob", 13_800_138_000))
    assert [str(problem.place) for problem in refused.value.problems] == ["Row 2"]


def test_a_list_has_at_most_10000_rows(uow, world, save, refuses):
    with refuses(InvalidEntry, "10000") as refused:
        save(uow, *(ListedVolunteer(n, "Ann", f"V{n}", 1) for n in range(10_001)))
    assert refused.value.field == "pasted"


def test_10000_rows_are_saved(uow, save):
    assert save(uow, *(ListedVolunteer(n, f"Volunteer {n:x}", f"V{n}", 60) for n in range(10_000)))
    assert len(rows(uow, NameListEntry)) == 10_000


def test_an_office_enters_nothing(uow, save, refuses):
    with refuses(NotAllowed):
        save(uow, ANN, actor=SECRETARIAT)


def test_an_activity_out_of_reach_is_not_found(uow, world, save, refuses):
    with refuses(NotFound):
        save(uow, ANN, actor=MANAGER_EAST)
    with refuses(NotFound):
        save_name_list(uow, OPERATOR, uuid4(), 0, world.listed(ANN), RecordSource.MANUAL, now=NOW)
