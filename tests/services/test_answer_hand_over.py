"""The city receives, with a receipt of its own number, or sends back with a reason."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.archiving import Answer
from flask_volunteer_reports.domain.events import HandOverReceived, HandOverReturned
from flask_volunteer_reports.errors import AlreadyDone, Conflict, NotAllowed, NotFound
from flask_volunteer_reports.models import HandOverReceipt
from flask_volunteer_reports.services.archiving import receive_hand_over, return_hand_over
from tests.world import MANAGER, MANAGER_EAST, NOBODY, NOON, OFFICE_EAST, OFFICE_WEST, SECRETARIAT

from .watching import later, outcomes, rows


@pytest.fixture
def row(shelves):
    return shelves.handed_over(shelves.filed(actor=OFFICE_EAST))


def test_a_receipt_has_a_number_of_its_own(uow, shelves, row, happens):
    with happens() as said:
        receipt = receive_hand_over(uow, SECRETARIAT, row.id, now=later())
    assert (receipt.number, receipt.answer, receipt.reason) == (
        "HZ-city-2017-0001",
        Answer.RECEIVED,
        None,
    )
    assert (receipt.answered_at, receipt.answered_by) == (later(), "Sun of the secretariat")
    assert row.receipt is receipt
    assert said == [
        HandOverReceived(subject_id=row.id, by="sec", at=later(), receipt="HZ-city-2017-0001")
    ]
    second = shelves.handed_over(shelves.filed("2"), actor=MANAGER)
    assert receive_hand_over(uow, SECRETARIAT, second.id, now=NOON).number == "HZ-city-2017-0002"


def test_what_comes_back_has_a_reason_and_no_number(uow, row, happens):
    with happens() as said:
        receipt = return_hand_over(uow, SECRETARIAT, row.id, "Page 2 is missing", now=NOON)
    assert (receipt.number, receipt.reason) == (None, "Page 2 is missing")
    assert said == [
        HandOverReturned(subject_id=row.id, by="sec", at=NOON, reason="Page 2 is missing")
    ]


def test_an_answer_is_given_once(uow, row, refuses):
    receive_hand_over(uow, SECRETARIAT, row.id, now=NOON)
    with refuses(AlreadyDone):
        receive_hand_over(uow, SECRETARIAT, row.id, now=NOON)
    with refuses(Conflict, "answered otherwise"):
        return_hand_over(uow, SECRETARIAT, row.id, "x", now=NOON)


def test_nor_is_it_received_after_it_came_back(uow, row, refuses):
    return_hand_over(uow, SECRETARIAT, row.id, "x", now=NOON)
    with refuses(AlreadyDone):
        return_hand_over(uow, SECRETARIAT, row.id, "x", now=NOON)
    with refuses(Conflict):
        receive_hand_over(uow, SECRETARIAT, row.id, now=NOON)


def test_of_two_who_answer_at_once_one_does(uow, row, at_once, second_reviewer):
    row_id = row.id
    results = at_once(
        lambda own: receive_hand_over(own, SECRETARIAT, row_id, now=NOON),
        lambda own: receive_hand_over(own, second_reviewer, row_id, now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert len(rows(uow, HandOverReceipt)) == 1


def test_two_receipts_at_once_have_two_numbers(uow, shelves, row, at_once, second_reviewer):
    other = shelves.handed_over(shelves.filed(), actor=MANAGER).id
    row_id = row.id
    results = at_once(
        lambda own: receive_hand_over(own, SECRETARIAT, row_id, now=NOON),
        lambda own: receive_hand_over(own, second_reviewer, other, now=NOON),
    )
    assert outcomes(results) == ["done", "done"]
    assert sorted(receipt.number for receipt in rows(uow, HandOverReceipt)) == [
        "HZ-city-2017-0001",
        "HZ-city-2017-0002",
    ]


@pytest.mark.parametrize("answer", [receive_hand_over, return_hand_over])
def test_the_giver_does_not_answer_itself_and_strangers_find_nothing(uow, row, answer, refuses):
    said = ["x"] if answer is return_hand_over else []
    with refuses(NotAllowed):
        answer(uow, OFFICE_EAST, row.id, *said, now=NOON)
    for stranger in (NOBODY, OFFICE_WEST, MANAGER, MANAGER_EAST):
        with refuses(NotFound):
            answer(uow, stranger, row.id, *said, now=NOON)
