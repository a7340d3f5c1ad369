from __future__ import annotations

import hashlib
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import PhotoAdded
from flask_volunteer_reports.domain.statuses import ReportStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
    StaleVersion,
    StorageFailed,
)
from flask_volunteer_reports.models import ScenePhoto
from flask_volunteer_reports.services.reporting import add_photo, edit_report, void_report
from flask_volunteer_reports.services.reporting.edit import content_of
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    jpeg,
)

from .watching import later, outcomes, rows

LEFT, RIGHT = 1, 2
FIRST, SECOND = jpeg(mark=1), jpeg(mark=2)


@pytest.fixture
def report(world):
    return world.report(photos=0)


@pytest.fixture
def add(world, report):
    """Put a photo into the report, as somebody."""

    def do(uow, upload=FIRST, slot=LEFT, *, actor=MANAGER, replaces=None, now=NOON, storage=None):
        return add_photo(
            uow,
            actor,
            storage or world.storage,
            report.id,
            slot,
            upload,
            replaces=replaces,
            now=now,
        )

    return do


class FullDisk:
    """A storage that keeps nothing."""

    def save(self, name: str, content: bytes) -> None:
        raise StorageFailed("The disk is full.")

    def read(self, name: str) -> bytes:
        raise StorageFailed("There is nothing.")


def test_a_photo_stands_in_its_place(uow, world, report, add, happens):
    with happens() as said:
        photo = add(uow)

    kept = world.storage.read(photo.storage_name)
    assert (photo.report_id, photo.slot, photo.voided_at) == (report.id, LEFT, None)
    assert photo.sha256 == hashlib.sha256(kept).hexdigest()
    assert photo.upload_sha256 == hashlib.sha256(FIRST).hexdigest()
    assert (photo.width, photo.height, photo.size) == (800, 600, len(kept))
    assert (photo.uploaded_at, photo.uploaded_by) == (NOON, "mia")
    assert report.photos == [photo]
    assert said == [
        PhotoAdded(subject_id=report.id, by="mia", at=NOON, slot=LEFT, sha256=photo.sha256)
    ]


def test_two_photos_stand_left_and_right(uow, report, add):
    right, left = add(uow, SECOND, RIGHT), add(uow, FIRST, LEFT)
    uow.session.expire_all()
    assert report.photos == [left, right]


def test_a_photo_replaces_the_one_that_was_seen_and_the_old_one_stays_on_record(
    uow, world, report, add, happens
):
    old = add(uow)
    with happens() as said:
        new = add(uow, SECOND, replaces=old.id, now=later())
    assert report.photos == [new]
    assert old.voided_at == later()
    assert old.void_reason
    assert world.storage.read(old.storage_name)
    assert [type(event) for event in said] == [PhotoAdded]


def test_a_second_click_adds_nothing(uow, add, refuses):
    add(uow)
    with refuses(AlreadyDone):
        add(uow)


def test_who_did_not_see_the_photo_there_replaces_nothing(uow, report, add, colleague, refuses):
    add(uow)
    with refuses(StaleVersion):
        add(uow, SECOND, actor=colleague)
    assert [photo.upload_sha256 for photo in report.photos] == [hashlib.sha256(FIRST).hexdigest()]


def test_nor_who_saw_another_one(uow, add, refuses):
    old = add(uow)
    add(uow, SECOND, replaces=old.id)
    with refuses(StaleVersion):
        add(uow, jpeg(mark=3), replaces=old.id)


def test_of_two_at_once_one_photo_stands(uow, world, report, colleague, at_once):
    report_id = report.id

    def by(actor, upload):
        return lambda own: add_photo(
            own, actor, world.storage, report_id, LEFT, upload, replaces=None, now=NOON
        )

    results = at_once(by(MANAGER, FIRST), by(colleague, SECOND))
    assert outcomes(results) == ["StaleVersion", "done"]
    assert len(rows(uow, ScenePhoto)) == 1


def test_a_draft_keeps_its_version_so_that_an_open_text_can_still_be_saved(uow, report, add):
    version = report.version
    add(uow)
    uow.session.expire_all()
    assert report.version == version


def test_a_new_photo_sends_an_accepted_report_back_through_the_review(uow, world, happens):
    report = world.accepted()
    [left, _] = report.photos
    with happens():
        add_photo(
            uow,
            MANAGER,
            world.storage,
            report.id,
            LEFT,
            jpeg(mark=9),
            replaces=left.id,
            now=later(),
        )
    assert (report.status, report.accepted_number) == (ReportStatus.DRAFT, 1)
    assert (report.edited_at, report.edited_by) == (later(), MANAGER.name)


@pytest.mark.parametrize(
    "upload",
    [
        pytest.param(b"", id="an empty file"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"0" * 100, id="a PNG"),
        pytest.param(b"<script>alert(1)</script>", id="a script"),
        pytest.param(FIRST[: len(FIRST) // 2], id="half a JPEG"),
    ],
)
def test_what_is_no_photo_is_refused_and_not_kept(upload, uow, add, refuses, state):
    with refuses(InvalidEntry) as refused:
        add(uow, upload)
    assert refused.value.field == "photos"
    assert not state.storage.folder.exists()


def test_a_full_disk_changes_nothing(uow, add, refuses):
    with refuses(StorageFailed):
        add(uow, storage=FullDisk())


@pytest.mark.parametrize("slot", [0, 3, -1])
def test_there_are_two_places_only(slot, uow, add, refuses):
    with refuses(NotFound):
        add(uow, slot=slot)


def test_what_is_with_the_office_or_void_takes_no_photos(uow, world, refuses):
    submitted = world.submitted()
    void = world.report(photos=0)
    void_report(uow, MANAGER, void.id, void.version, reason="Mistake", now=NOON)
    for report in (submitted, void):
        with refuses(Conflict):
            add_photo(
                uow,
                MANAGER,
                world.storage,
                report.id,
                LEFT,
                jpeg(mark=9),
                replaces=None,
                now=NOON,
            )


def test_text_and_photo_can_be_saved_by_two_people_at_once(uow, world, report, colleague, at_once):
    report_id, version, content = report.id, report.version, content_of(report)
    results = at_once(
        lambda own: edit_report(own, colleague, report_id, version, content, now=later()),
        lambda own: add_photo(
            own, MANAGER, world.storage, report_id, LEFT, FIRST, replaces=None, now=NOON
        ),
    )
    assert outcomes(results) == ["done", "done"]


def test_a_report_out_of_reach_is_not_found(uow, world, add, refuses):
    with refuses(NotFound):
        add(uow, actor=MANAGER_EAST)
    with refuses(NotFound):
        add_photo(uow, OPERATOR, world.storage, uuid4(), LEFT, FIRST, replaces=None, now=NOON)


def test_offices_and_recorders_add_nothing(uow, add, refuses):
    for actor in (SECRETARIAT, RECORDER):
        with refuses(NotAllowed):
            add(uow, actor=actor)
