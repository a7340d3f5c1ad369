from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ProjectCancelled
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.statuses import (
    ActivityStatus,
    CommissionStatus,
    ProjectStatus,
)
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.services.publishing import (
    cancel_project,
    commission_publication,
    edit_project,
    finish_project,
)
from tests.world import MANAGER, MANAGER_EAST, NOON, OPERATOR, RECORDER, SECRETARIAT, local

from .watching import PROJECT, later, outcomes

DURING = local("2017-07-07 10:00")


@pytest.fixture
def activity(world):
    return world.published()


def cancel(uow, project, *, actor=MANAGER, version=None, reason="Rain", now=NOON):
    return cancel_project(
        uow, actor, project.id, version or project.version, reason=reason, now=now
    )


def test_a_project_is_called_off_with_what_has_not_begun(uow, world, activity, happens):
    project = activity.project
    to_come = world.activity(project, "2017-07-08 09:00", "2017-07-08 11:00")

    with happens() as said:
        cancel(uow, project, now=DURING)

    assert (project.status, project.cancelled_reason) == (ProjectStatus.CANCELLED, "Rain")
    assert (to_come.status, to_come.cancelled_reason) == (ActivityStatus.CANCELLED, "Rain")
    assert (activity.status, activity.cancelled_reason) == (ActivityStatus.PLANNED, None)
    assert said == [ProjectCancelled(subject_id=project.id, by="mia", at=DURING, reason="Rain")]


def test_a_draft_can_be_called_off(uow, world):
    project = world.draft()
    cancel(uow, project)
    assert (project.status, project.published_at) == (ProjectStatus.CANCELLED, None)


def test_an_open_request_to_an_office_is_taken_back(uow, world):
    project = world.draft()
    asked = commission_publication(uow, MANAGER, project.id, world.area("city").id, "", now=NOON)
    cancel(uow, project, now=later())
    assert (asked.status, asked.answered_at) == (CommissionStatus.WITHDRAWN, later())


def test_hours_that_were_given_before_can_still_be_entered(uow, world, activity):
    cancel(uow, activity.project, now=DURING)
    entries = recording.save_name_list(
        uow,
        MANAGER,
        activity.id,
        0,
        world.listed(("Ann", 60)),
        RecordSource.MANUAL,
        now=local("2017-07-07 12:00"),
    )
    assert entries == 1


def test_cancelling_what_is_cancelled_changes_nothing(uow, activity, refuses):
    project = activity.project
    cancel(uow, project)
    with refuses(AlreadyDone):
        cancel(uow, project, reason="Storm")


def test_a_second_click_changes_nothing_and_is_told_that_it_is_done(uow, activity, refuses):
    project = activity.project
    version = project.version
    cancel(uow, project, version=version)
    with refuses(AlreadyDone):
        cancel(uow, project, version=version)


def test_of_two_at_once_one_cancels(uow, activity, at_once):
    project = activity.project
    project_id, version = project.id, project.version

    def by(actor, reason):
        return lambda own: cancel_project(own, actor, project_id, version, reason=reason, now=NOON)

    results = at_once(by(MANAGER, "Rain"), by(SECRETARIAT, "Storm"))
    assert "done" in outcomes(results)
    assert len(set(outcomes(results))) == 2
    assert activity.cancelled_reason == project.cancelled_reason


def test_what_is_finished_is_not_cancelled(uow, activity, refuses):
    project = activity.project
    finish_project(uow, MANAGER, project.id, project.version, now=later(days=7))
    with refuses(Conflict):
        cancel(uow, project)


def test_what_somebody_else_changed_meanwhile_is_not_cancelled(uow, activity, colleague, refuses):
    project = activity.project
    version = project.version
    edit_project(uow, colleague, project.id, version, PROJECT, now=NOON)
    with refuses(StaleVersion):
        cancel(uow, project, version=version)


def test_a_recorder_cancels_nothing(uow, activity, refuses):
    with refuses(NotAllowed):
        cancel(uow, activity.project, actor=RECORDER)


def test_a_project_out_of_reach_is_not_found(uow, activity, refuses):
    for actor, project_id in ((MANAGER_EAST, activity.project_id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            cancel_project(uow, actor, project_id, 1, reason="Rain", now=NOON)
