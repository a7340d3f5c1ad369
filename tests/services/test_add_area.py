from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.directory import AreaLevel
from flask_volunteer_reports.domain.events import AreaAdded
from flask_volunteer_reports.errors import InvalidEntry, NotAllowed, NotFound
from flask_volunteer_reports.models import Area
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.directory import AreaEntry, add_area
from tests.world import MANAGER, NOON, OFFICE_EAST, OFFICE_WEST, OPERATOR, SECRETARIAT

from .watching import outcomes, rows

ENTRY = AreaEntry(name="North district", civility_office="North office", federation="North fed")


def test_an_area_hangs_below_its_parent(uow, world, happens):
    city = world.area("city")

    with happens() as said:
        added = add_area(uow, SECRETARIAT, "north", city.id, ENTRY, now=NOON)

    area = world.area("north")
    assert (area.name, area.level, area.path) == (
        "North district",
        AreaLevel.DISTRICT,
        "city/north/",
    )
    assert (area.parent_id, area.civility_office, area.federation) == (
        city.id,
        "North office",
        "North fed",
    )
    assert said == [AreaAdded(subject_id=added.id, by="sec", at=NOON)]


@pytest.mark.parametrize(
    ("parent", "level"),
    [
        ("city", AreaLevel.DISTRICT),
        ("east", AreaLevel.SUBDISTRICT),
        ("street", AreaLevel.COMMUNITY),
    ],
)
def test_the_level_follows_from_the_parent(parent, level, uow, world):
    area = add_area(uow, OPERATOR, "new", world.area(parent).id, ENTRY, now=NOON)
    assert area.level is level
    assert area.path == f"{world.area(parent).path}new/"


def test_the_operator_adds_a_city(uow, happens):
    with happens() as said:
        city = add_area(uow, OPERATOR, "second", None, ENTRY, now=NOON)
    assert (city.level, city.parent_id, city.path) == (AreaLevel.CITY, None, "second/")
    assert [type(event) for event in said] == [AreaAdded]


def test_nobody_else_adds_a_city(uow, refuses):
    with refuses(NotAllowed, "terminal"):
        add_area(uow, SECRETARIAT, "second", None, ENTRY, now=NOON)


def test_a_district_office_adds_below_its_district(uow, world, happens):
    with happens() as said:
        add_area(uow, OFFICE_EAST, "market", world.area("east").id, ENTRY, now=NOON)
    assert [event.by for event in said] == ["east"]


def test_a_district_office_adds_nothing_elsewhere(uow, world, refuses):
    with refuses(NotFound):
        add_area(uow, OFFICE_WEST, "market", world.area("east").id, ENTRY, now=NOON)


def test_an_unknown_parent_is_not_found(uow, refuses):
    with refuses(NotFound):
        add_area(uow, SECRETARIAT, "north", uuid4(), ENTRY, now=NOON)


def test_a_manager_does_not_even_see_areas(uow, world, refuses):
    with refuses(NotFound):
        add_area(uow, MANAGER, "north", world.area("city").id, ENTRY, now=NOON)


def test_who_sees_the_parent_but_may_not_edit_it_is_told_so(vetoed, world, refuses):
    with refuses(NotAllowed):
        add_area(
            vetoed(Permission.EDIT_AREA),
            SECRETARIAT,
            "north",
            world.area("city").id,
            ENTRY,
            now=NOON,
        )


def test_nothing_lies_below_a_community(uow, world, refuses):
    with refuses(InvalidEntry, "below a community") as refused:
        add_area(uow, SECRETARIAT, "block", world.area("quay").id, ENTRY, now=NOON)
    assert refused.value.field == "parent"


@pytest.mark.parametrize("code", ["", "a/b", "惠城"])
def test_a_malformed_code_is_refused(code, uow, world, refuses):
    with refuses(InvalidEntry) as refused:
        add_area(uow, SECRETARIAT, code, world.area("city").id, ENTRY, now=NOON)
    assert refused.value.field == "code"


def test_a_second_click_meets_the_code_that_is_taken(uow, world, refuses):
    city = world.area("city").id
    add_area(uow, SECRETARIAT, "north", city, ENTRY, now=NOON)
    with refuses(InvalidEntry, "has the code north"):
        add_area(uow, SECRETARIAT, "north", city, ENTRY, now=NOON)


def test_two_at_once_add_one_area(world, at_once):
    city = world.area("city").id

    def add(uow):
        return add_area(uow, SECRETARIAT, "north", city, ENTRY, now=NOON)

    assert outcomes(at_once(add, add)) == ["InvalidEntry", "done"]
    assert len(rows(world.uow, Area, code="north")) == 1
