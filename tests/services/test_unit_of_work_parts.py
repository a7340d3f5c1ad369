"""Use cases within use cases: a part is undone alone, and heard only with the whole."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.errors import InvalidEntry
from flask_volunteer_reports.models import Job
from flask_volunteer_reports.services.directory import AreaEntry, edit_area
from tests.world import NOON, OPERATOR

from .watching import a_job, area_edited, everything, rows


@pytest.fixture
def east(world):
    return world.area("east")


@pytest.fixture
def west(world):
    return world.area("west")


def rename(uow, area, name):
    edit_area(uow, OPERATOR, area.id, 1, AreaEntry(name=name), now=NOON)


def fail_in_part(uow, area):
    """Change an area and queue a job in a part that then fails."""
    with uow.transaction() as session:
        area.name = "Undone"
        uow.record(OPERATOR, area_edited(area))
        uow.queue(a_job(area))
        session.flush()
        raise InvalidEntry("Not so.")


def test_a_part_says_nothing_before_the_whole_is_committed(uow, east, west, published):
    with uow.transaction():
        rename(uow, east, "New East")
        rename(uow, west, "New West")
        assert published == []
    assert [event.subject_id for event in published] == [east.id, west.id]


def test_an_error_in_a_part_undoes_the_part_alone(uow, east, west, happens):
    with happens() as said, uow.transaction():
        rename(uow, east, "New East")
        with pytest.raises(InvalidEntry):
            fail_in_part(uow, west)
    assert (east.name, west.name) == ("New East", "West district")
    assert [event.subject_id for event in said] == [east.id]
    assert rows(uow, Job) == []


def test_what_comes_after_such_a_part_is_kept(uow, east, west, happens):
    with happens() as said, uow.transaction():
        with pytest.raises(InvalidEntry):
            fail_in_part(uow, west)
        rename(uow, east, "New East")
    assert (east.name, west.name) == ("New East", "West district")
    assert [event.subject_id for event in said] == [east.id]


def test_a_whole_whose_only_part_was_undone_has_changed_nothing(uow, west, happens):
    with happens() as said, uow.transaction(), pytest.raises(InvalidEntry):
        fail_in_part(uow, west)
    assert (west.name, said) == ("West district", [])


def test_a_part_that_was_undone_wakes_nobody(uow, east, west, runner):
    with uow.transaction():
        rename(uow, east, "New East")
        with pytest.raises(InvalidEntry):
            fail_in_part(uow, west)
    assert runner.woken == 0


def test_an_error_in_the_whole_undoes_its_parts(uow, east, west, state, published):
    def rename_and_fail():
        with uow.transaction():
            rename(uow, east, "New East")
            raise InvalidEntry("Too late.")

    before = everything(state)
    with pytest.raises(InvalidEntry):
        rename_and_fail()
    assert (everything(state), published) == (before, [])
