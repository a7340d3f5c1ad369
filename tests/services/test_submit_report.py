from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import NilReturnVoided, ReportSubmitted
from flask_volunteer_reports.domain.statuses import ReportStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import Outcome, ReportRevision
from flask_volunteer_reports.rendering.fonts import PaperFonts, undrawable
from flask_volunteer_reports.services import publishing
from flask_volunteer_reports.services.reporting import (
    add_photo,
    edit_report,
    file_nil_return,
    submit_report,
    void_report,
)
from flask_volunteer_reports.services.reporting.edit import content_of
from flask_volunteer_reports.services.reporting.revisions import RevisionFacts
from tests.world import (
    CAMPAIGN_FILE,
    MANAGER,
    MANAGER_EAST,
    NOON,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    jpeg,
    local,
)

from .test_edit_report import edit
from .watching import later, outcomes, rows


@pytest.fixture
def report(world):
    return world.report()


def submit(uow, report, *, actor=MANAGER, version=None, now=NOON):
    return submit_report(uow, actor, report.id, version or report.version, now=now)


def test_a_draft_is_handed_in_with_what_it_says_now(uow, report, happens):
    with happens() as said:
        submit(uow, report, now=local("2017-07-07 00:30"))

    moment = local("2017-07-07 00:30")
    assert (report.status, report.first_submitted_at) == (ReportStatus.SUBMITTED, moment)
    [revision] = report.revisions
    assert (revision.number, revision.outcome) == (1, Outcome.PENDING)
    assert (revision.submitted_at, revision.submitted_by_id) == (moment, "mia")
    assert (revision.submitted_by, revision.decided_at) == (MANAGER.name, None)
    assert RevisionFacts.from_json(revision.facts) == RevisionFacts(
        organization_name="Volunteers of the library",
        registered_on=date(2012, 3, 5),
        supervising_unit="Bureau of culture",
        leader_name="Leader of the library",
        leader_mobile="13800000000",
        filled_on=date(2017, 7, 7),  # the local day, still the 6th in UTC
        title="Reading morning",
        starts_at=local("2017-07-05 09:00"),
        ends_at=local("2017-07-05 11:00"),
        place="City library",
        volunteer_count=12,
        summary="Volunteers helped readers.",
        photos=tuple(photo.sha256 for photo in report.photos),
    )
    assert said == [ReportSubmitted(subject_id=report.id, by="mia", at=moment, revision=1)]


def test_a_returned_report_is_handed_in_again_as_a_new_revision(uow, world, happens):
    report = world.returned()
    edit(uow, report, title="Mended")
    with happens() as said:
        submit(uow, report, now=later())
    assert [(r.number, r.facts["title"], r.outcome) for r in report.revisions] == [
        (1, "Reading morning", Outcome.RETURNED),
        (2, "Mended", Outcome.PENDING),
    ]
    assert report.first_submitted_at == NOON  # decides on time or late
    assert [event.revision for event in said] == [2]


def test_an_accepted_report_that_was_changed_is_handed_in_again(uow, world):
    report = world.accepted()
    edit(uow, report, title="Mended")
    submit(uow, report, now=later())
    assert (report.status, report.accepted_number) == (ReportStatus.SUBMITTED, 1)
    assert len(report.revisions) == 2


def test_a_nil_return_of_the_same_week_is_voided_by_it(uow, world, happens):
    library = world.organization("library").id
    wrong = file_nil_return(uow, MANAGER, library, "test-2017", "2017-W26", "", now=later())
    other = file_nil_return(uow, MANAGER, library, "test-2017", "2017-W25", "", now=later())
    report = world.report(starts_at=local("2017-06-28 09:00"), ends_at=local("2017-06-28 11:00"))

    with happens() as said:
        submit(uow, report, now=later())

    assert (wrong.voided_at, other.voided_at) == (later(), None)
    assert wrong.void_reason
    assert [type(event) for event in said] == [NilReturnVoided, ReportSubmitted]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        pytest.param({"title": ""}, ["title"], id="no title"),
        pytest.param(
            {"place": "", "summary": "", "volunteer_count": None},
            ["place", "volunteer_count", "summary"],
            id="several gaps",
        ),
        pytest.param({"starts_at": None, "ends_at": None}, ["starts_at"], id="no time"),
        pytest.param(
            {"starts_at": local("2017-07-06 11:00"), "ends_at": local("2017-07-06 12:01")},
            ["ends_at"],
            id="not over yet",
        ),
        pytest.param({"photos": 1}, ["photos"], id="one photo"),
    ],
)
def test_what_is_missing_is_named(change, fields, uow, world, refuses):
    report = world.report(**change)
    with refuses(InvalidEntries) as refused:
        submit(uow, report)
    assert [problem.field for problem in refused.value.problems] == fields


def test_the_same_photo_twice_is_no_two_photos(uow, world, refuses):
    report = world.report(photos=1)
    add_photo(uow, MANAGER, world.storage, report.id, 2, jpeg(mark=1), replaces=None, now=NOON)
    with refuses(InvalidEntries) as refused:
        submit(uow, report)
    assert [problem.field for problem in refused.value.problems] == ["photos"]


def test_characters_that_no_font_can_draw_are_named(uow, world, refuses):
    candidates = "\U000323af\U0001f9ff\U00013000\u1b05\ua840"
    character = next(iter(undrawable(candidates, PaperFonts.of(uow.settings))), None)
    if character is None:
        pytest.skip("every candidate can be drawn here, or fontconfig cannot be asked")
    report = world.report(title=f"Reading {character}")
    with refuses(InvalidEntries, character) as refused:
        submit(uow, report)
    assert [problem.field for problem in refused.value.problems] == ["title"]


def test_a_late_report_is_taken(uow, report):
    submit(uow, report, now=local("2017-08-01 12:00"))
    assert report.status is ReportStatus.SUBMITTED


@pytest.fixture
def strict(uow):
    """A campaign that takes no late reports."""
    text = CAMPAIGN_FILE.read_text("utf-8").replace('late = "accept"', 'late = "refuse"')
    publishing.load_campaign(uow, OPERATOR, text, now=NOON)


def test_unless_the_campaign_takes_none(uow, report, strict, refuses):
    with refuses(Conflict, "2017-W27"):
        submit(uow, report, now=later(local("2017-07-11 17:30"), microseconds=1))
    submit(uow, report, now=local("2017-07-11 17:30"))
    assert report.status is ReportStatus.SUBMITTED


def test_what_was_on_time_may_be_mended_late_even_then(uow, world, strict):
    report = world.returned()
    submit(uow, report, now=local("2017-08-01 12:00"))
    assert report.status is ReportStatus.SUBMITTED


def test_a_second_click_hands_in_nothing(uow, report, refuses):
    version = report.version
    submit(uow, report, version=version)
    with refuses(AlreadyDone):
        submit(uow, report, version=version, now=later())


def test_of_two_at_once_one_hands_it_in(uow, report, colleague, at_once, published):
    report_id, version = report.id, report.version
    published.clear()
    results = at_once(
        lambda own: submit_report(own, MANAGER, report_id, version, now=NOON),
        lambda own: submit_report(own, colleague, report_id, version, now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert len(rows(uow, ReportRevision)) == 1
    assert [type(event) for event in published] == [ReportSubmitted]


def test_what_somebody_else_changed_meanwhile_is_not_handed_in_unseen(
    uow, report, colleague, elsewhere, refuses
):
    report_id, version, content = report.id, report.version, content_of(report)
    with elsewhere() as other:
        changed = replace(content, title="Changed")
        edit_report(other, colleague, report_id, version, changed, now=NOON)
    with refuses(StaleVersion):
        submit(uow, report, version=version)


def test_void_and_accepted_reports_are_not_handed_in(uow, world, report, refuses):
    void_report(uow, MANAGER, report.id, report.version, reason="Mistake", now=NOON)
    accepted = world.accepted()
    for one in (report, accepted):
        with refuses(Conflict):
            submit(uow, one)


def test_offices_and_recorders_hand_in_nothing(uow, report, refuses):
    for actor in (SECRETARIAT, RECORDER):
        with refuses(NotAllowed):
            submit(uow, report, actor=actor)


def test_a_report_out_of_reach_is_not_found(uow, report, refuses):
    for actor, report_id in ((MANAGER_EAST, report.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            submit_report(uow, actor, report_id, 1, now=NOON)
