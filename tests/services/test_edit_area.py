from __future__ import annotations

from uuid import uuid4

from flask_volunteer_reports.domain.events import AreaEdited
from flask_volunteer_reports.errors import AlreadyDone, NotAllowed, NotFound, StaleVersion
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.directory import AreaEntry, edit_area
from tests.world import MANAGER, NOON, OFFICE_EAST, OFFICE_WEST, OPERATOR, SECRETARIAT

from .watching import outcomes

ENTRY = AreaEntry(name="New East", civility_office="Office", federation="East federation")
OTHER = AreaEntry(name="Old East", civility_office="", federation="")


def test_what_is_said_about_an_area_changes_and_its_place_stays(uow, world, happens):
    area = world.area("east")

    with happens() as said:
        edit_area(uow, OFFICE_EAST, area.id, area.version, ENTRY, now=NOON)

    assert (area.name, area.civility_office, area.federation) == (
        "New East",
        "Office",
        "East federation",
    )
    assert (area.code, area.path, area.version) == ("east", "city/east/", 2)
    assert said == [
        AreaEdited(subject_id=area.id, by="east", at=NOON, changed=("civility_office", "name"))
    ]


def test_saving_without_a_change_says_nothing(uow, world, happens):
    area = world.area("east")
    same = AreaEntry(name=area.name, federation=area.federation)

    with happens() as said:
        edit_area(uow, SECRETARIAT, area.id, area.version, same, now=NOON)

    assert (said, area.version) == ([], 1)


def test_a_second_click_changes_nothing(uow, world, refuses):
    area = world.area("east")
    edit_area(uow, SECRETARIAT, area.id, 1, ENTRY, now=NOON)
    with refuses(AlreadyDone):
        edit_area(uow, SECRETARIAT, area.id, 1, ENTRY, now=NOON)


def test_who_opened_the_page_before_somebody_else_saved_overwrites_nothing(uow, world, refuses):
    area = world.area("east")
    edit_area(uow, OFFICE_EAST, area.id, 1, ENTRY, now=NOON)
    with refuses(StaleVersion):
        edit_area(uow, SECRETARIAT, area.id, 1, OTHER, now=NOON)
    assert world.area("east").name == "New East"


def test_of_two_at_once_one_is_told_that_the_other_was_first(world, at_once):
    area = world.area("east").id
    results = at_once(
        lambda uow: edit_area(uow, OFFICE_EAST, area, 1, ENTRY, now=NOON),
        lambda uow: edit_area(uow, SECRETARIAT, area, 1, OTHER, now=NOON),
    )
    assert outcomes(results) == ["StaleVersion", "done"]
    assert world.area("east").version == 2


def test_an_area_out_of_reach_is_not_found(uow, world, refuses):
    east, city = world.area("east").id, world.area("city").id
    for actor, area in ((OFFICE_WEST, east), (OFFICE_EAST, city), (MANAGER, east)):
        with refuses(NotFound):
            edit_area(uow, actor, area, 1, ENTRY, now=NOON)


def test_an_unknown_area_is_not_found(uow, refuses):
    with refuses(NotFound):
        edit_area(uow, OPERATOR, uuid4(), 1, ENTRY, now=NOON)


def test_who_sees_an_area_but_may_not_edit_it_is_told_so(vetoed, world, refuses):
    uow = vetoed(Permission.EDIT_AREA)
    with refuses(NotAllowed):
        edit_area(uow, OFFICE_EAST, world.area("east").id, 1, ENTRY, now=NOON)
