from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ReportEdited
from flask_volunteer_reports.domain.reporting import ReportContent
from flask_volunteer_reports.domain.statuses import ReportStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    InvalidEntry,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.services.reporting import edit_report, void_report
from flask_volunteer_reports.services.reporting.edit import content_of
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    local,
)

from .watching import later, outcomes

EMPTY = ReportContent(
    title="", starts_at=None, ends_at=None, place="", volunteer_count=None, summary=""
)


@pytest.fixture
def report(world):
    return world.report(photos=0)


def edit(uow, report, *, actor=MANAGER, version=None, now=NOON, **change):
    return edit_report(
        uow,
        actor,
        report.id,
        version or report.version,
        replace(content_of(report), **change),
        now=now,
    )


def test_what_a_report_says_is_saved(uow, report, happens):
    version = report.version

    with happens() as said:
        edit(uow, report, title="New", volunteer_count=30, summary="Two\nlines.", now=later())

    assert (report.title, report.volunteer_count, report.summary) == ("New", 30, "Two\nlines.")
    assert (report.edited_at, report.edited_by) == (later(), MANAGER.name)
    assert (report.version, report.status) == (version + 1, ReportStatus.DRAFT)
    changed = ("summary", "title", "volunteer_count")
    assert said == [
        ReportEdited(subject_id=report.id, by="mia", at=later(), changed=changed, reopened=False)
    ]


def test_the_week_follows_from_the_start(uow, report, happens):
    sunday_night = {
        "starts_at": local("2017-07-02 23:30"),
        "ends_at": local("2017-07-03 00:30"),
    }
    with happens():
        edit(uow, report, **sunday_night)
    assert report.week_starts_on == date(2017, 6, 26)


def test_a_draft_may_lose_everything_again(uow, report):
    edit_report(uow, MANAGER, report.id, report.version, EMPTY, now=NOON)
    uow.session.expire_all()
    assert content_of(report) == EMPTY
    assert report.week_starts_on is None


def test_saving_without_a_change_says_nothing(uow, report, happens):
    version = report.version
    with happens() as said:
        edit(uow, report, now=later())
    assert (said, report.version, report.edited_at) == ([], version, NOON)


def test_a_second_click_changes_nothing(uow, report, refuses):
    version = report.version
    edit(uow, report, version=version, title="New")
    with refuses(AlreadyDone):
        edit(uow, report, version=version, title="New", now=later())


def test_of_two_managers_who_edit_one_report_the_first_ones_text_stands(
    uow, report, colleague, elsewhere, refuses
):
    report_id, version, opened = report.id, report.version, content_of(report)

    with elsewhere() as other:
        first = replace(opened, title="First", summary="What the first wrote.")
        edit_report(other, colleague, report_id, version, first, now=NOON)
    with refuses(StaleVersion):
        second = replace(opened, title="Second")
        edit_report(uow, MANAGER, report_id, version, second, now=later())

    uow.session.expire_all()
    assert (report.title, report.summary) == ("First", "What the first wrote.")
    assert report.edited_by == colleague.name


def test_of_two_at_once_one_is_told_that_the_other_was_first(report, colleague, at_once):
    report_id, version, opened = report.id, report.version, content_of(report)

    def by(actor, title):
        content = replace(opened, title=title)
        return lambda own: edit_report(own, actor, report_id, version, content, now=NOON)

    assert outcomes(at_once(by(MANAGER, "First"), by(colleague, "Second"))) == [
        "StaleVersion",
        "done",
    ]
    assert report.version == version + 1


def test_a_returned_report_is_edited_and_stays_returned(uow, world, happens):
    report = world.returned()
    with happens() as said:
        edit(uow, report, title="Mended")
    assert (report.status, report.title) == (ReportStatus.RETURNED, "Mended")
    assert [event.reopened for event in said] == [False]


def test_an_accepted_report_becomes_a_draft_and_keeps_its_accepted_revision(uow, world, happens):
    report = world.accepted()
    with happens() as said:
        edit(uow, report, title="Mended", now=later())
    assert (report.status, report.accepted_number) == (ReportStatus.DRAFT, 1)
    assert report.first_submitted_at == NOON
    assert [(event.changed, event.reopened) for event in said] == [(("title",), True)]


def test_an_accepted_report_that_is_saved_without_a_change_stays_accepted(uow, world, happens):
    report = world.accepted()
    with happens() as said:
        edit(uow, report)
    assert (said, report.status) == ([], ReportStatus.ACCEPTED)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            {"starts_at": local("2017-06-28 09:00"), "ends_at": local("2017-06-28 11:00")},
            id="into another week",
        ),
        pytest.param({"starts_at": None}, id="into none"),
    ],
)
def test_an_accepted_report_stays_in_its_week(change, uow, world, refuses):
    report = world.accepted()
    with refuses(InvalidEntry) as refused:
        edit(uow, report, **change)
    assert refused.value.field == "starts_at"


def test_what_is_with_the_office_is_not_edited(uow, world, refuses):
    report = world.submitted()
    with refuses(Conflict, "with the office"):
        edit(uow, report, title="New")


def test_nor_what_is_void(uow, report, refuses):
    void_report(uow, MANAGER, report.id, report.version, reason="Mistake", now=NOON)
    with refuses(Conflict, "void"):
        edit(uow, report, title="New")


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        pytest.param(
            {"ends_at": local("2017-07-05 08:00")}, InvalidEntry, "ends_at", id="the wrong way"
        ),
        pytest.param(
            {"starts_at": local("2017-05-28 09:00"), "ends_at": local("2017-05-28 10:00")},
            InvalidEntry,
            "starts_at",
            id="before the campaign",
        ),
        pytest.param({"volunteer_count": 0}, InvalidEntries, "volunteer_count", id="nobody"),
        pytest.param({"summary": "字" * 5001}, InvalidEntries, "summary", id="5001 characters"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change, error, field, uow, report, refuses):
    with refuses(error) as refused:
        edit(uow, report, **change)
    problems = getattr(refused.value, "problems", None) or [refused.value]
    assert [problem.field for problem in problems] == [field]


def test_a_report_out_of_reach_is_not_found(uow, report, refuses):
    for actor, report_id in ((MANAGER_EAST, report.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            edit_report(uow, actor, report_id, 1, EMPTY, now=NOON)


def test_offices_and_recorders_edit_nothing(uow, report, refuses):
    for actor in (SECRETARIAT, RECORDER):
        with refuses(NotAllowed):
            edit(uow, report, actor=actor, title="New")
