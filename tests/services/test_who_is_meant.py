"""The half of ``save_name_list`` that finds out who is meant, and whether they were elsewhere."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.errors import InvalidEntries
from flask_volunteer_reports.models import NameListEntry, ServiceRecord, Volunteer
from flask_volunteer_reports.services.recording import save_name_list, void_record
from tests.world import MANAGER, MANAGER_EAST, local

from .watching import rows

NOW = local("2017-07-09 12:00")
MORNING = "2017-07-07 09:00", "2017-07-07 11:00"
NOONTIDE = "2017-07-07 11:00", "2017-07-07 13:00"
OVERLAPPING = "2017-07-07 10:00", "2017-07-07 12:00"


@pytest.fixture
def enter(uow, world):
    """Enter rows (name, number, minutes) for a new activity, or for one that is given."""

    def do(*listed, code="library", actor=MANAGER, times=MORNING, activity=None):
        activity = activity or world.published(code, *times, actor=actor)
        save_name_list(
            uow,
            actor,
            activity.id,
            activity.list_version,
            [ListedVolunteer(n, *row) for n, row in enumerate(listed, 1)],
            RecordSource.MANUAL,
            now=NOW,
        )
        uow.session.expire_all()
        return activity

    return do


def people(uow) -> set[tuple[str, str, str]]:
    return {(v.name, v.volunteer_no, v.registered_by) for v in rows(uow, Volunteer)}


def places_of(refused) -> list[str]:
    return [str(problem.place) for problem in refused.value.problems]


def test_newcomers_without_a_number_get_the_next_one(uow, enter):
    enter(("Ann", "", 60), ("Bob", "", 60))
    enter(("Cid", "", 60), times=NOONTIDE)
    assert people(uow) == {
        ("Ann", "library-0001", "mia"),
        ("Bob", "library-0002", "mia"),
        ("Cid", "library-0003", "mia"),
    }


def test_a_generated_number_never_meets_one_that_was_typed(uow, enter):
    enter(("Ann", "library-0002", 60))
    enter(("Bob", "", 60), times=NOONTIDE)
    assert len({number for _, number, _ in people(uow)}) == 2


def test_nor_one_of_the_same_list(uow, enter):
    enter(("Ann", "library-0001", 60), ("Bob", "", 60))
    assert len({number for _, number, _ in people(uow)}) == 2


def test_a_known_name_without_a_number_is_the_person_of_the_organization(uow, enter):
    enter(("Ann", "V1", 60))
    enter(("Ann", "", 60), times=NOONTIDE)
    assert people(uow) == {("Ann", "V1", "mia")}


def test_a_number_decides_wherever_the_person_is_registered(uow, enter):
    enter(("Ann", "V1", 60))
    enter(("Ann", "V1", 60), code="school", actor=MANAGER_EAST, times=NOONTIDE)
    assert people(uow) == {("Ann", "V1", "mia")}


def test_a_name_alone_does_not_reach_into_another_organization(uow, enter):
    enter(("Ann", "V1", 60))
    enter(("Ann", "", 60), code="school", actor=MANAGER_EAST, times=MORNING)
    assert people(uow) == {("Ann", "V1", "mia"), ("Ann", "school-0001", "ed")}


def test_two_people_of_one_name_are_told_apart_by_their_numbers(uow, enter):
    enter(("Ann", "V1", 60), ("Ann", "V2", 90))
    assert len(people(uow)) == 2


def test_a_name_that_fits_two_people_is_refused(uow, enter, world, refuses):
    enter(("Ann", "V1", 60), ("Ann", "V2", 90))
    activity = world.published(starts=NOONTIDE[0], ends=NOONTIDE[1])
    with refuses(InvalidEntries, "volunteer number") as refused:
        enter(("Bob", "", 30), ("Ann", "", 60), activity=activity)
    assert places_of(refused) == ["Row 2"]


def test_a_number_that_belongs_to_another_name_is_refused(uow, enter, world, refuses):
    enter(("Ann", "V1", 60))
    activity = world.published(starts=NOONTIDE[0], ends=NOONTIDE[1])
    with refuses(InvalidEntries, "V1") as refused:
        enter(("Bob", "V1", 60), activity=activity)
    assert places_of(refused) == ["Row 1"]


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param([("Ann", "", 60), ("Ann", "", 30)], id="the same name"),
        pytest.param([("Ann", "V1", 60), ("Ann", "V1", 30)], id="the same number"),
        pytest.param([("Ann", "V1", 60), ("Ann", "", 30)], id="the name of a number"),
        pytest.param([("Ann", "V1", 60), ("Bob", "V1", 30)], id="one number, two names"),
    ],
)
def test_nobody_stands_twice(listed, enter, world, refuses):
    activity = world.published()
    with refuses(InvalidEntries) as refused:
        enter(*listed, activity=activity)
    assert places_of(refused) == ["Row 2"]


def test_nobody_serves_in_two_places_at_once(uow, enter, world, refuses):
    enter(("Ann", "V1", 120), ("Bob", "V2", 60))
    activity = world.published(starts=OVERLAPPING[0], ends=OVERLAPPING[1], title="Elsewhere")
    with refuses(InvalidEntries, "Reading for everyone") as refused:
        enter(("Bob", "V2", 120), ("Ann", "V1", 60), activity=activity)
    assert places_of(refused) == ["Row 2"]  # Bob was free from 10:00 on


def test_nor_for_two_organizations(uow, enter, world, refuses):
    enter(("Ann", "V1", 120))
    activity = world.published("school", *OVERLAPPING, actor=MANAGER_EAST)
    with refuses(InvalidEntries):
        enter(("Ann", "V1", 60), activity=activity, actor=MANAGER_EAST)


def test_one_after_the_other_is_possible(uow, enter):
    enter(("Ann", "V1", 120), times=MORNING)
    enter(("Ann", "V1", 120), times=NOONTIDE)
    assert len(rows(uow, NameListEntry)) == 2


def test_who_was_taken_off_a_list_is_free(uow, enter):
    activity = enter(("Ann", "V1", 120), ("Bob", "V2", 60))
    enter(("Bob", "V2", 60), activity=activity)
    assert enter(("Ann", "V1", 60), times=OVERLAPPING)


def test_confirmed_hours_count_as_well_until_they_are_voided(uow, enter, world, refuses):
    activity = world.published()
    world.recorded(activity, ("Ann", 120), now=NOW)
    other = world.published(starts=OVERLAPPING[0], ends=OVERLAPPING[1])
    with refuses(InvalidEntries):
        enter(("Ann", "", 60), activity=other)

    [record] = rows(uow, ServiceRecord)
    void_record(uow, MANAGER, activity.id, record.id, "Mistake", now=NOW)
    assert enter(("Ann", "", 60), activity=other)


def test_who_is_recorded_is_not_entered_again_for_the_same_activity(uow, enter, world, refuses):
    activity = world.published()
    world.recorded(activity, ("Ann", 60), now=NOW)
    uow.session.expire_all()
    with refuses(InvalidEntries):
        enter(("Ann", "", 60), activity=activity)
