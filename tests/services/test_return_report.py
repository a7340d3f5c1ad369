from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ReportReturned
from flask_volunteer_reports.domain.statuses import ReportStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
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

WHY = "Say how many came."


@pytest.fixture
def report(world):
    """A report of the library, with the secretariat."""
    return world.submitted()


def ask_back(uow, report, *, actor=SECRETARIAT, version=None, reason=WHY, now=NOON):
    return return_report(uow, actor, report.id, version or report.version, reason=reason, now=now)


def test_an_office_asks_back(uow, report, happens):
    with happens() as said:
        ask_back(uow, report, now=later())

    assert (report.status, report.accepted_number) == (ReportStatus.RETURNED, None)
    assert report.first_submitted_at == NOON
    [revision] = report.revisions
    assert (revision.outcome, revision.reason) == (Outcome.RETURNED, WHY)
    assert (revision.decided_at, revision.decided_by) == (later(), SECRETARIAT.name)
    assert said == [
        ReportReturned(subject_id=report.id, by="sec", at=later(), revision=1, reason=WHY)
    ]


def test_the_last_revision_is_meant(uow, report):
    ask_back(uow, report)
    submit_report(uow, MANAGER, report.id, report.version, now=NOON)
    ask_back(uow, report, reason="Still too short.")
    uow.session.expire_all()
    assert [revision.reason for revision in report.revisions] == [WHY, "Still too short."]


def test_what_was_accepted_before_stays_accepted_in_the_papers(uow, world):
    report = world.accepted()
    world.edited(report, title="Mended")
    submit_report(uow, MANAGER, report.id, report.version, now=NOON)
    ask_back(uow, report)
    assert (report.status, report.accepted_number) == (ReportStatus.RETURNED, 1)


def test_a_reason_is_needed(uow, report, refuses):
    with refuses(InvalidEntry) as refused:
        ask_back(uow, report, reason="")
    assert refused.value.field == "reason"


def test_a_second_click_changes_nothing(uow, report, refuses):
    version = report.version
    ask_back(uow, report, version=version)
    with refuses(AlreadyDone):
        ask_back(uow, report, version=version)


def test_of_two_offices_at_once_one_decides(report, second_reviewer, at_once):
    report_id, version = report.id, report.version
    accepted, returned = at_once(
        lambda own: accept_report(own, SECRETARIAT, report_id, version, now=NOON),
        lambda own: return_report(own, second_reviewer, report_id, version, reason=WHY, now=NOON),
    )
    assert outcomes([accepted, returned]) == ["Conflict", "done"]
    wins = ReportStatus.RETURNED if isinstance(accepted, Conflict) else ReportStatus.ACCEPTED
    assert (report.status, len(report.revisions)) == (wins, 1)


def test_who_looked_at_an_earlier_revision_decides_nothing(uow, report, second_reviewer, refuses):
    version = report.version
    ask_back(uow, report, actor=second_reviewer)
    submit_report(uow, MANAGER, report.id, report.version, now=NOON)
    with refuses(StaleVersion):
        ask_back(uow, report, version=version)


def test_only_what_waits_for_a_review_is_returned(uow, world, refuses):
    for report in (world.accepted(), world.report()):
        with refuses(Conflict):
            ask_back(uow, report)


def test_the_organization_reviews_nothing(uow, report, refuses):
    for actor in (MANAGER, RECORDER):
        with refuses(NotAllowed):
            ask_back(uow, report, actor=actor)


def test_only_the_receiving_office_and_the_city_see_it(uow, world, report, refuses):
    for actor in (OFFICE_EAST, MANAGER_EAST):
        with refuses(NotFound):
            ask_back(uow, report, actor=actor)
    of_east = world.submitted("school", actor=MANAGER_EAST)
    with refuses(NotFound):
        ask_back(uow, of_east, actor=OFFICE_WEST)
    ask_back(uow, of_east, actor=OFFICE_EAST)
    assert of_east.status is ReportStatus.RETURNED


def test_an_unknown_report_is_not_found(uow, refuses):
    with refuses(NotFound):
        return_report(uow, OPERATOR, uuid4(), 1, reason=WHY, now=NOON)
