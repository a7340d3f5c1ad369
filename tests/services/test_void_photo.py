from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import PhotoVoided
from flask_volunteer_reports.domain.statuses import ReportStatus
from flask_volunteer_reports.errors import AlreadyDone, Conflict, NotAllowed, NotFound
from flask_volunteer_reports.services.reporting import add_photo, void_photo
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    jpeg,
)

from .watching import later, outcomes


@pytest.fixture
def report(world):
    return world.report()


def test_a_photo_is_taken_out_and_its_file_stays(uow, world, report, happens):
    left, right = report.photos

    with happens() as said:
        void_photo(uow, MANAGER, report.id, left.id, "A face", now=later())

    assert (left.voided_at, left.void_reason) == (later(), "A face")
    assert report.photos == [right]
    assert world.storage.read(left.storage_name)
    assert said == [
        PhotoVoided(subject_id=report.id, by="mia", at=later(), slot=1, reason="A face")
    ]


def test_its_place_is_free_for_another_even_the_same(uow, world, report):
    left, _ = report.photos
    void_photo(uow, MANAGER, report.id, left.id, "Mistake", now=NOON)
    again = add_photo(
        uow,
        MANAGER,
        world.storage,
        report.id,
        1,
        jpeg(mark=1),
        replaces=None,
        now=later(),
    )
    assert (again.sha256, again.slot) == (left.sha256, 1)


def test_it_sends_an_accepted_report_back_through_the_review(uow, world, happens):
    report = world.accepted()
    with happens():
        void_photo(uow, MANAGER, report.id, report.photos[0].id, "A face", now=NOON)
    assert (report.status, report.accepted_number) == (ReportStatus.DRAFT, 1)


def test_a_second_click_changes_nothing(uow, report, refuses):
    photo = report.photos[0].id
    void_photo(uow, MANAGER, report.id, photo, "A face", now=NOON)
    with refuses(AlreadyDone):
        void_photo(uow, MANAGER, report.id, photo, "A face", now=NOON)


def test_of_two_at_once_one_takes_it_out(report, colleague, at_once):
    report_id, photo = report.id, report.photos[0].id
    results = at_once(
        lambda own: void_photo(own, MANAGER, report_id, photo, "A face", now=NOON),
        lambda own: void_photo(own, colleague, report_id, photo, "Blurred", now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]


def test_what_is_with_the_office_keeps_its_photos(uow, world, refuses):
    report = world.submitted()
    with refuses(Conflict, "with the office"):
        void_photo(uow, MANAGER, report.id, report.photos[0].id, "A face", now=NOON)


def test_a_photo_of_another_report_is_not_found(uow, world, report, refuses):
    other = world.report()
    for photo in (other.photos[0].id, uuid4()):
        with refuses(NotFound):
            void_photo(uow, MANAGER, report.id, photo, "A face", now=NOON)


def test_a_report_out_of_reach_is_not_found(uow, report, refuses):
    photo = report.photos[0].id
    for actor, report_id in ((MANAGER_EAST, report.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            void_photo(uow, actor, report_id, photo, "A face", now=NOON)


def test_offices_and_recorders_take_nothing_out(uow, report, refuses):
    for actor in (SECRETARIAT, RECORDER):
        with refuses(NotAllowed):
            void_photo(uow, actor, report.id, report.photos[0].id, "A face", now=NOON)
