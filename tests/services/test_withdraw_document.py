from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import DocumentWithdrawn
from flask_volunteer_reports.domain.register import PaperKind
from flask_volunteer_reports.errors import AlreadyDone, NotAllowed, NotFound
from flask_volunteer_reports.models import DocumentWithdrawal
from flask_volunteer_reports.services.archiving import withdraw_document
from tests.issued import issued
from tests.world import MANAGER, MANAGER_EAST, NOON, OFFICE_EAST, SECRETARIAT

from .watching import outcomes, rows


@pytest.fixture
def sheet(world):
    """An Annex 1 of the school that the city issued."""
    return issued(
        world, kind=PaperKind.ANNEX1, subject="x", office="city", area="east", organization="school"
    )


def withdraw(uow, actor, document_id):
    return withdraw_document(uow, actor, document_id, reason="Wrong figures", now=NOON)


def test_a_document_is_withdrawn_with_a_reason_and_stays(uow, sheet, happens):
    with happens() as said:
        withdraw(uow, SECRETARIAT, sheet.id)

    [row] = rows(uow, DocumentWithdrawal)
    assert (row.document_id, row.at, row.by_id, row.reason) == (
        sheet.id,
        NOON,
        "sec",
        "Wrong figures",
    )
    assert said == [
        DocumentWithdrawn(subject_id=sheet.id, by="sec", at=NOON, reason="Wrong figures")
    ]


@pytest.mark.parametrize("actor", [OFFICE_EAST, MANAGER_EAST], ids=lambda actor: actor.id)
def test_only_the_office_that_issued_it_withdraws_it(actor, uow, sheet, refuses):
    with refuses(NotAllowed):
        withdraw(uow, actor, sheet.id)


def test_a_strangers_document_is_not_there(uow, sheet, refuses):
    with refuses(NotFound):
        withdraw(uow, MANAGER, sheet.id)
    with refuses(NotFound):
        withdraw(uow, SECRETARIAT, uuid4())


def test_a_second_click_changes_nothing(uow, sheet, refuses):
    withdraw(uow, SECRETARIAT, sheet.id)
    with refuses(AlreadyDone):
        withdraw(uow, SECRETARIAT, sheet.id)


def test_of_two_at_once_one_withdraws_it(uow, sheet, at_once, second_reviewer):
    sheet_id = sheet.id
    results = at_once(
        lambda own: withdraw(own, SECRETARIAT, sheet_id),
        lambda own: withdraw(own, second_reviewer, sheet_id),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert len(rows(uow, DocumentWithdrawal)) == 1
