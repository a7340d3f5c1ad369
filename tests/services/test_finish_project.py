from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ProjectFinished
from flask_volunteer_reports.domain.statuses import ProjectStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.services.publishing import (
    cancel_activity,
    edit_project,
    finish_project,
)
from tests.world import MANAGER, MANAGER_EAST, NOON, OPERATOR, RECORDER, SECRETARIAT, local

from .watching import PROJECT, outcomes

END = local("2017-07-07 11:00")


@pytest.fixture
def project(world):
    """A published project whose only activity ends on 7 July at 11:00."""
    return world.published().project


def test_a_project_whose_activities_are_over_is_closed(uow, project, happens):
    with happens() as said:
        finish_project(uow, MANAGER, project.id, project.version, now=END)

    assert (project.status, project.published_at) == (ProjectStatus.FINISHED, NOON)
    assert said == [ProjectFinished(subject_id=project.id, by="mia", at=END)]


def test_not_while_one_is_still_to_come(uow, world, project, refuses):
    with refuses(Conflict, "still to come"):
        finish_project(uow, MANAGER, project.id, project.version, now=local("2017-07-07 10:59"))
    world.activity(project, "2017-07-08 09:00", "2017-07-08 11:00")
    with refuses(Conflict, "still to come"):
        finish_project(uow, MANAGER, project.id, project.version, now=END)


def test_what_was_called_off_is_not_waited_for(uow, world, project):
    later_one = world.activity(project, "2017-07-08 09:00", "2017-07-08 11:00")
    cancel_activity(uow, MANAGER, later_one.id, "Rain", now=NOON)
    finish_project(uow, MANAGER, project.id, project.version, now=END)
    assert project.status is ProjectStatus.FINISHED


def test_a_draft_is_not_finished(uow, world, refuses):
    draft = world.draft()
    with refuses(Conflict):
        finish_project(uow, MANAGER, draft.id, draft.version, now=END)


def test_finishing_what_is_finished_changes_nothing(uow, project, refuses):
    finish_project(uow, MANAGER, project.id, project.version, now=END)
    with refuses(AlreadyDone):
        finish_project(uow, MANAGER, project.id, project.version, now=END)


def test_a_second_click_changes_nothing_and_is_told_that_it_is_done(uow, project, refuses):
    version = project.version
    finish_project(uow, MANAGER, project.id, version, now=END)
    with refuses(AlreadyDone):
        finish_project(uow, MANAGER, project.id, version, now=END)


def test_of_two_at_once_one_finishes_and_the_other_hears_of_it(uow, project, at_once):
    project_id, version = project.id, project.version
    results = at_once(
        lambda own: finish_project(own, MANAGER, project_id, version, now=END),
        lambda own: finish_project(own, SECRETARIAT, project_id, version, now=END),
    )
    assert "done" in outcomes(results)
    assert len(set(outcomes(results))) == 2
    assert project.version == version + 1


def test_what_somebody_else_changed_meanwhile_is_not_finished(uow, project, colleague, refuses):
    version = project.version
    edit_project(uow, colleague, project.id, version, PROJECT, now=NOON)
    with refuses(StaleVersion):
        finish_project(uow, MANAGER, project.id, version, now=END)


def test_a_recorder_finishes_nothing(uow, project, refuses):
    with refuses(NotAllowed):
        finish_project(uow, RECORDER, project.id, project.version, now=END)


def test_a_project_out_of_reach_is_not_found(uow, project, refuses):
    for actor, project_id in ((MANAGER_EAST, project.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            finish_project(uow, actor, project_id, 1, now=END)
