from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ReportVoided
from flask_volunteer_reports.domain.statuses import ReportStatus
from flask_volunteer_reports.errors import AlreadyDone, NotAllowed, NotFound, StaleVersion
from flask_volunteer_reports.services.reporting import submit_report, void_report
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
)

from .watching import later, outcomes


def void(uow, report, *, actor=MANAGER, version=None, now=NOON):
    return void_report(uow, actor, report.id, version or report.version, reason="Mistake", now=now)


def changed_after_acceptance(world):
    report = world.accepted()
    world.edited(report, title="Mended")
    return report


BUILD = {
    "a draft": lambda world: world.report(),
    "what was returned": lambda world: world.returned(),
    "what is with the office": lambda world: world.submitted(),
    "what was accepted": lambda world: world.accepted(),
    "what is changed after its acceptance": changed_after_acceptance,
}
WRITERS = ("a draft", "what was returned")
CASES = [(name, name in WRITERS) for name in BUILD]


@pytest.mark.parametrize(("stage", "writers"), CASES, ids=list(BUILD))
def test_a_report_is_voided_by_those_whose_it_is(stage, writers, uow, world, happens):
    report = BUILD[stage](world)
    actor = MANAGER if writers else SECRETARIAT

    with happens() as said:
        void(uow, report, actor=actor, now=later())

    assert (report.status, report.void_reason) == (ReportStatus.VOID, "Mistake")
    assert report.title  # it stays readable
    assert said == [ReportVoided(subject_id=report.id, by=actor.id, at=later(), reason="Mistake")]


@pytest.mark.parametrize(("stage", "writers"), CASES, ids=list(BUILD))
def test_and_not_by_the_other_side(stage, writers, uow, world, refuses):
    report = BUILD[stage](world)
    with refuses(NotAllowed):
        void(uow, report, actor=SECRETARIAT if writers else MANAGER)


@pytest.mark.parametrize(("stage", "writers"), CASES, ids=list(BUILD))
def test_a_second_click_changes_nothing_and_is_told_that_it_is_done(
    stage, writers, uow, world, refuses
):
    report = BUILD[stage](world)
    version, actor = report.version, MANAGER if writers else SECRETARIAT
    void(uow, report, actor=actor, version=version)
    with refuses(AlreadyDone):
        void(uow, report, actor=actor, version=version)


def test_of_two_at_once_one_voids(world, second_reviewer, at_once):
    report = world.submitted()
    report_id, version = report.id, report.version

    def by(actor):
        return lambda own: void_report(own, actor, report_id, version, reason="Mistake", now=NOON)

    assert outcomes(at_once(by(SECRETARIAT), by(second_reviewer))) == ["AlreadyDone", "done"]


def test_what_was_handed_in_meanwhile_is_not_voided_by_its_writer(
    uow, world, colleague, elsewhere, refuses
):
    report = world.report()
    report_id, version = report.id, report.version
    with elsewhere() as other:
        submit_report(other, colleague, report_id, version, now=NOON)
    with refuses(NotAllowed):
        void(uow, report, version=version)


def test_what_somebody_else_changed_meanwhile_is_not_voided_unseen(uow, world, refuses):
    report = world.report()
    version = report.version
    world.edited(report, title="Changed")
    with refuses(StaleVersion):
        void(uow, report, version=version)


def test_a_recorder_voids_nothing(uow, world, refuses):
    report = world.report()
    with refuses(NotAllowed):
        void(uow, report, actor=RECORDER)


def test_a_report_out_of_reach_is_not_found(uow, world, refuses):
    report = world.report()
    for actor, report_id in ((MANAGER_EAST, report.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            void_report(uow, actor, report_id, 1, reason="Mistake", now=NOON)
