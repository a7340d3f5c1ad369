from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import NilReturnVoided
from flask_volunteer_reports.errors import AlreadyDone, NotAllowed, NotFound
from flask_volunteer_reports.services.reporting import file_nil_return, void_nil_return
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
)

from .watching import later, outcomes


@pytest.fixture
def nil(uow, world):
    library = world.organization("library").id
    return file_nil_return(uow, MANAGER, library, "test-2017", "2017-W26", "", now=NOON)


def test_a_nil_return_is_taken_back_with_a_reason(uow, nil, happens):
    with happens() as said:
        void_nil_return(uow, MANAGER, nil.id, "There was one", now=later())

    assert (nil.voided_at, nil.void_reason) == (later(), "There was one")
    assert nil.filed_at == NOON
    assert said == [
        NilReturnVoided(subject_id=nil.id, by="mia", at=later(), reason="There was one")
    ]


def test_a_second_click_changes_nothing(uow, nil, refuses):
    void_nil_return(uow, MANAGER, nil.id, "There was one", now=NOON)
    with refuses(AlreadyDone):
        void_nil_return(uow, MANAGER, nil.id, "There was one", now=later())


def test_of_two_at_once_one_takes_it_back(nil, colleague, at_once):
    nil_id = nil.id
    results = at_once(
        lambda own: void_nil_return(own, MANAGER, nil_id, "There was one", now=NOON),
        lambda own: void_nil_return(own, colleague, nil_id, "Mistake", now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]


def test_a_nil_return_out_of_reach_is_not_found(uow, nil, refuses):
    for actor, nil_id in ((MANAGER_EAST, nil.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            void_nil_return(uow, actor, nil_id, "Mistake", now=NOON)


def test_offices_and_recorders_take_nothing_back(uow, nil, refuses):
    for actor in (SECRETARIAT, RECORDER):
        with refuses(NotAllowed):
            void_nil_return(uow, actor, nil.id, "Mistake", now=NOON)
