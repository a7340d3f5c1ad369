from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ReportAccepted
from flask_volunteer_reports.domain.statuses import ReportStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import Outcome
from flask_volunteer_reports.services.reporting import (
    accept_report,
    return_report,
    submit_report,
)
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
)

from .watching import later, outcomes


@pytest.fixture
def report(world):
    """A report of the library, with the secretariat."""
    return world.submitted()


def accept(uow, report, *, actor=SECRETARIAT, version=None, now=NOON):
    return accept_report(uow, actor, report.id, version or report.version, now=now)


def test_from_now_on_the_revision_stands_in_the_papers(uow, report, happens):
    with happens() as said:
        accept(uow, report, now=later())

    assert (report.status, report.accepted_number) == (ReportStatus.ACCEPTED, 1)
    [revision] = report.revisions
    assert (revision.outcome, revision.reason) == (Outcome.ACCEPTED, None)
    assert (revision.decided_at, revision.decided_by) == (later(), SECRETARIAT.name)
    assert said == [ReportAccepted(subject_id=report.id, by="sec", at=later(), revision=1)]


def test_the_newest_revision_takes_the_place_of_the_one_before(uow, world, happens):
    report = world.accepted()
    world.edited(report, title="Mended")
    submit_report(uow, MANAGER, report.id, report.version, now=NOON)
    assert report.accepted_number == 1
    with happens() as said:
        accept(uow, report)
    assert report.accepted_number == 2
    assert [revision.outcome for revision in report.revisions] == [Outcome.ACCEPTED] * 2
    assert [event.revision for event in said] == [2]


def test_after_a_question_back_it_can_be_accepted(uow, world):
    report = world.returned()
    submit_report(uow, MANAGER, report.id, report.version, now=NOON)
    accept(uow, report)
    assert (report.status, report.accepted_number) == (ReportStatus.ACCEPTED, 2)


def test_a_second_click_changes_nothing(uow, report, refuses):
    version = report.version
    accept(uow, report, version=version)
    with refuses(AlreadyDone):
        accept(uow, report, version=version, now=later())


def test_of_two_at_once_one_accepts(report, second_reviewer, at_once, published):
    report_id, version = report.id, report.version
    published.clear()
    results = at_once(
        lambda own: accept_report(own, SECRETARIAT, report_id, version, now=NOON),
        lambda own: accept_report(own, second_reviewer, report_id, version, now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert [type(event) for event in published] == [ReportAccepted]


def test_who_looked_at_an_earlier_revision_accepts_nothing(uow, report, second_reviewer, refuses):
    version = report.version
    return_report(uow, second_reviewer, report.id, version, reason="More", now=NOON)
    submit_report(uow, MANAGER, report.id, report.version, now=NOON)
    with refuses(StaleVersion):
        accept(uow, report, version=version)


def test_only_what_waits_for_a_review_is_accepted(uow, world, refuses):
    for report in (world.report(), world.returned()):
        with refuses(Conflict):
            accept(uow, report)


def test_the_organization_accepts_nothing(uow, report, refuses):
    for actor in (MANAGER, RECORDER):
        with refuses(NotAllowed):
            accept(uow, report, actor=actor)


def test_only_the_receiving_office_and_the_city_see_it(uow, world, report, refuses):
    for actor in (OFFICE_EAST, MANAGER_EAST):
        with refuses(NotFound):
            accept(uow, report, actor=actor)
    of_east = world.submitted("school", actor=MANAGER_EAST)
    with refuses(NotFound):
        accept(uow, of_east, actor=OFFICE_WEST)
    accept(uow, of_east, actor=SECRETARIAT)
    assert of_east.status is ReportStatus.ACCEPTED


def test_an_unknown_report_is_not_found(uow, refuses):
    with refuses(NotFound):
        accept_report(uow, OPERATOR, uuid4(), 1, now=NOON)
