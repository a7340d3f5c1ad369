from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.directory import Affiliation, OrganizationKind, Specialty
from flask_volunteer_reports.domain.events import OrganizationEdited
from flask_volunteer_reports.errors import (
    AlreadyDone,
    InvalidEntry,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.services.directory import OrganizationEntry, edit_organization
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    RECORDER,
    SECRETARIAT,
)

from .watching import outcomes


def entry_of(organization, **change):
    fields = {name: getattr(organization, name) for name in OrganizationEntry.__slots__}
    return OrganizationEntry(**{**fields, **change})


@pytest.fixture
def school(world):
    return world.organization("school")


def test_a_manager_keeps_name_leader_and_supervising_unit(uow, school, happens):
    entry = entry_of(
        school,
        name="New name",
        supervising_unit="New bureau",
        leader_name="Mr Wu",
        leader_mobile="0752 1234567",
        registered_on=date(2013, 1, 1),
    )

    with happens() as said:
        edit_organization(uow, MANAGER_EAST, school.id, 1, entry, now=NOON)

    assert (school.name, school.supervising_unit) == ("New name", "New bureau")
    assert (school.leader_name, school.leader_mobile) == ("Mr Wu", "07521234567")
    assert (school.registered_on, school.version) == (date(2013, 1, 1), 2)
    changed = ("leader_mobile", "leader_name", "name", "registered_on", "supervising_unit")
    assert said == [OrganizationEdited(subject_id=school.id, by="ed", at=NOON, changed=changed)]


FOR_THE_OFFICE = [
    pytest.param({"code": "school2"}, id="code"),
    pytest.param({"affiliation": Affiliation.SOCIAL}, id="affiliation"),
    pytest.param({"kind": OrganizationKind.WINDOW_UNIT}, id="kind"),
    pytest.param(
        {"kind": OrganizationKind.PROFESSIONAL_TEAM, "specialty": Specialty.LEGAL}, id="specialty"
    ),
    pytest.param({"dissolved_on": date(2017, 7, 1)}, id="dissolution"),
]


@pytest.mark.parametrize("change", FOR_THE_OFFICE)
def test_what_decides_about_duties_is_the_offices_to_change(change, uow, school, happens):
    with happens() as said:
        edit_organization(uow, OFFICE_EAST, school.id, 1, entry_of(school, **change), now=NOON)

    assert {name: getattr(school, name) for name in change} == change
    assert [set(event.changed) for event in said] == [set(change)]


@pytest.mark.parametrize("change", FOR_THE_OFFICE)
def test_and_not_the_managers(change, uow, school, refuses):
    with refuses(NotAllowed, "for the office"):
        edit_organization(uow, MANAGER_EAST, school.id, 1, entry_of(school, **change), now=NOON)


def test_the_city_moves_an_organization_to_another_district(uow, world, school, happens):
    moved = entry_of(school, area_id=world.area("west").id)
    with happens():
        edit_organization(uow, SECRETARIAT, school.id, 1, moved, now=NOON)
    assert school.area.code == "west"


def test_a_district_moves_none_to_where_it_has_nothing_to_say(uow, world, school, refuses):
    moved = entry_of(school, area_id=world.area("west").id)
    with refuses(NotFound):
        edit_organization(uow, OFFICE_EAST, school.id, 1, moved, now=NOON)


def test_saving_without_a_change_says_nothing(uow, school, happens):
    with happens() as said:
        edit_organization(uow, MANAGER_EAST, school.id, 1, entry_of(school), now=NOON)
    assert (said, school.version) == ([], 1)


def test_a_second_click_changes_nothing(uow, school, refuses):
    entry = entry_of(school, name="New name")
    edit_organization(uow, MANAGER_EAST, school.id, 1, entry, now=NOON)
    with refuses(AlreadyDone):
        edit_organization(uow, MANAGER_EAST, school.id, 1, entry, now=NOON)


def test_who_opened_the_page_before_somebody_else_saved_overwrites_nothing(uow, school, refuses):
    first, second = entry_of(school, name="First"), entry_of(school, name="Second")
    edit_organization(uow, OFFICE_EAST, school.id, 1, first, now=NOON)
    with refuses(StaleVersion):
        edit_organization(uow, MANAGER_EAST, school.id, 1, second, now=NOON)
    assert school.name == "First"


def test_of_two_at_once_one_is_told_that_the_other_was_first(school, at_once):
    first, second = entry_of(school, name="First"), entry_of(school, name="Second")
    school_id = school.id
    results = at_once(
        lambda uow: edit_organization(uow, OFFICE_EAST, school_id, 1, first, now=NOON),
        lambda uow: edit_organization(uow, MANAGER_EAST, school_id, 1, second, now=NOON),
    )
    assert outcomes(results) == ["StaleVersion", "done"]
    assert school.version == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"code": "library"}, "code", id="a code that is taken"),
        pytest.param({"code": ""}, "code", id="no code"),
        pytest.param(
            {"kind": OrganizationKind.PROFESSIONAL_TEAM}, "specialty", id="a team without one"
        ),
        pytest.param({"registered_on": date(2017, 7, 7)}, "registered_on", id="a day to come"),
        pytest.param({"leader_mobile": "12345"}, "leader_mobile", id="no phone number"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change, field, uow, school, refuses):
    with refuses(InvalidEntry) as refused:
        edit_organization(uow, SECRETARIAT, school.id, 1, entry_of(school, **change), now=NOON)
    assert refused.value.field == field


def test_an_organization_out_of_reach_is_not_found(uow, school, refuses):
    entry = entry_of(school, name="New name")
    for actor, organization_id in (
        (OFFICE_WEST, school.id),
        (MANAGER, school.id),
        (SECRETARIAT, uuid4()),
    ):
        with refuses(NotFound):
            edit_organization(uow, actor, organization_id, 1, entry, now=NOON)


def test_a_recorder_edits_nothing(uow, world, refuses):
    library = world.organization("library")
    with refuses(NotAllowed):
        edit_organization(
            uow, RECORDER, library.id, 1, entry_of(library, name="New name"), now=NOON
        )
