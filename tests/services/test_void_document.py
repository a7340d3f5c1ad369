from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.events import DocumentVoided
from flask_volunteer_reports.errors import AlreadyDone, NotAllowed, NotFound
from flask_volunteer_reports.services.archiving import void_document
from tests.world import MANAGER, MANAGER_EAST, NOBODY, NOON, OFFICE_WEST, RECORDER, SECRETARIAT

from .watching import outcomes


@pytest.fixture
def document(shelves):
    return shelves.filed()


def test_it_no_longer_counts_and_stays(uow, world, document, happens):
    with happens() as said:
        void_document(uow, MANAGER, document.id, "Wrong year", now=NOON)
    assert (document.voided_at, document.void_reason) == (NOON, "Wrong year")
    assert document.voided_by == "Mia of the library"
    assert world.storage.has(document.storage_name)
    assert said == [DocumentVoided(subject_id=document.id, by="mia", at=NOON, reason="Wrong year")]


def test_the_office_that_has_it_may_void_it(uow, document):
    assert void_document(uow, SECRETARIAT, document.id, "Wrong", now=NOON).voided_at == NOON


def test_once(uow, document, refuses):
    void_document(uow, MANAGER, document.id, "Wrong", now=NOON)
    with refuses(AlreadyDone):
        void_document(uow, MANAGER, document.id, "Wrong again", now=NOON)


def test_of_two_at_once_one_reason_stands(document, at_once):
    document_id = document.id
    results = at_once(
        *(
            lambda own, actor=actor: void_document(own, actor, document_id, actor.id, now=NOON)
            for actor in (MANAGER, SECRETARIAT)
        )
    )
    assert outcomes(results) == ["AlreadyDone", "done"]


def test_a_recorder_may_not(uow, document, refuses):
    with refuses(NotAllowed):
        void_document(uow, RECORDER, document.id, "x", now=NOON)


@pytest.mark.parametrize("actor", [NOBODY, MANAGER_EAST, OFFICE_WEST], ids=lambda actor: actor.id)
def test_a_stranger_finds_nothing(uow, document, actor, refuses):
    with refuses(NotFound):
        void_document(uow, actor, document.id, "x", now=NOON)
