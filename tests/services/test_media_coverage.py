from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.archiving import FileKind, MediaKind
from flask_volunteer_reports.domain.events import MediaCoverageEntered, MediaCoverageVoided
from flask_volunteer_reports.errors import (
    AlreadyDone,
    InvalidEntry,
    NotAllowed,
    NotFound,
    StorageFailed,
)
from flask_volunteer_reports.models import MediaCoverage
from flask_volunteer_reports.services.archiving import (
    KeptFile,
    MediaEntry,
    enter_media_coverage,
    void_media_coverage,
)
from flask_volunteer_reports.services.queries.archive import Selection, media_counts
from tests.archive import pdf
from tests.world import MANAGER, MANAGER_EAST, NOBODY, NOON, OFFICE_WEST, RECORDER, SECRETARIAT

from .watching import outcomes, rows


@pytest.fixture
def enter(world, shelves):
    def do(uow=world.uow, *, actor=MANAGER, filer=None, coverage_id=None, **entry):
        said = {
            "kind": MediaKind.WECHAT,
            "published_on": date(2017, 7, 6),
            "outlet": "惠州志愿者",
            "title": "图书馆里的志愿者",
            "link": "https://example.org/a",
        }
        return enter_media_coverage(
            uow,
            actor,
            world.storage,
            world.campaign.code,
            filer or shelves.filer(actor),
            MediaEntry(**{**said, **entry}),
            coverage_id=coverage_id or uuid4(),
            now=NOON,
        )

    return do


def test_it_is_entered_with_its_link_and_its_scan(enter, shelves, world, happens):
    scan = shelves.kept(pdf("scan"), "剪报.pdf")
    with happens() as said:
        row = enter(scan=scan)
    assert (row.kind, row.published_on, row.outlet) == (
        MediaKind.WECHAT,
        date(2017, 7, 6),
        "惠州志愿者",
    )
    assert (row.link, row.scan_sha256, row.scan_name) == (
        "https://example.org/a",
        scan.sha256,
        "剪报.pdf",
    )
    assert world.storage.read(row.scan_storage_name) == pdf("scan")
    assert said == [MediaCoverageEntered(subject_id=row.id, by="mia", at=NOON, kind="wechat")]


def test_neither_is_needed(enter):
    row = enter(link="")
    assert (row.link, row.scan_sha256, row.scan_storage_name) == ("", None, None)


def test_a_script_is_no_link(enter, refuses):
    with refuses(InvalidEntry, "no address of a page"):
        enter(link="javascript:alert(document.cookie)")


def test_tomorrow_was_not_reported_yet(enter, refuses):
    with refuses(InvalidEntry, "still to come"):
        enter(published_on=date(2017, 7, 7))


def test_a_scan_that_is_gone_is_not_entered(enter, refuses):
    with refuses(StorageFailed):
        enter(scan=KeptFile(FileKind.PDF, "0" * 64, 1, "x.pdf"))


def test_a_second_click_enters_nothing(enter, refuses):
    coverage_id = enter().id
    with refuses(AlreadyDone):
        enter(coverage_id=coverage_id)


def test_two_clicks_at_once_enter_one(enter, world, at_once, shelves):
    coverage_id, filer = uuid4(), shelves.filer(MANAGER)
    results = at_once(*[lambda own: enter(own, coverage_id=coverage_id, filer=filer)] * 2)
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert len(rows(world.uow, MediaCoverage)) == 1


def test_who_may_not_enter_and_who_finds_nobody(enter, shelves, refuses):
    with refuses(NotAllowed):
        enter(actor=RECORDER, filer=shelves.filer(MANAGER))
    for stranger in (NOBODY, MANAGER_EAST, OFFICE_WEST):
        with refuses(NotFound):
            enter(actor=stranger, filer=shelves.filer(MANAGER))


def test_what_was_wrong_is_voided_with_its_reason(uow, enter, happens):
    row = enter()
    with happens() as said:
        void_media_coverage(uow, SECRETARIAT, row.id, "Entered twice", now=NOON)
    assert (row.voided_at, row.void_reason) == (NOON, "Entered twice")
    assert said == [
        MediaCoverageVoided(subject_id=row.id, by="sec", at=NOON, reason="Entered twice")
    ]


def test_once_and_by_nobody_else(uow, enter, refuses):
    row = enter()
    with refuses(NotAllowed):
        void_media_coverage(uow, RECORDER, row.id, "x", now=NOON)
    with refuses(NotFound):
        void_media_coverage(uow, MANAGER_EAST, row.id, "x", now=NOON)
    void_media_coverage(uow, MANAGER, row.id, "x", now=NOON)
    with refuses(AlreadyDone):
        void_media_coverage(uow, MANAGER, row.id, "x", now=NOON)


def test_it_is_counted_by_kind_while_it_stands(uow, world, enter):
    enter()
    enter(kind=MediaKind.TV)
    enter(actor=MANAGER_EAST)
    void_media_coverage(uow, MANAGER, enter(kind=MediaKind.TV).id, "x", now=NOON)
    campaign = world.campaign

    def counted(area, organization=None):
        selection = Selection(campaign, world.area(area), organization)
        return {kind: n for kind, n in media_counts(uow.session, selection).items() if n}

    assert counted("city") == {MediaKind.TV: 1, MediaKind.WECHAT: 2}
    assert counted("east") == {MediaKind.WECHAT: 1}
    assert counted("city", world.organization("library")) == {MediaKind.TV: 1, MediaKind.WECHAT: 1}
