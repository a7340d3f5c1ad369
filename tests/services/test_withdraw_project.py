from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ProjectWithdrawn
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.statuses import ProjectStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import SignUp
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.services.publishing import (
    cancel_project,
    edit_project,
    withdraw_project,
)
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    local,
)

from .watching import PROJECT, outcomes, rows

AFTERWARDS = local("2017-07-07 12:00")


@pytest.fixture
def activity(world):
    return world.published()


def sign_up(uow, world, activity):
    recording.sign_up_volunteers(uow, MANAGER, activity.id, world.listed(("Ann", 1)), now=NOON)


def enter_hours(uow, world, activity):
    recording.save_name_list(
        uow,
        MANAGER,
        activity.id,
        activity.list_version,
        world.listed(("Ann", 60)),
        RecordSource.MANUAL,
        now=AFTERWARDS,
    )


def test_a_project_becomes_a_draft_again(uow, activity, happens):
    project = activity.project

    with happens() as said:
        withdraw_project(uow, MANAGER, project.id, project.version, now=NOON)

    assert (project.status, project.published_at) == (ProjectStatus.DRAFT, None)
    assert (project.published_by_id, project.published_by) == (None, None)
    assert (project.publication_basis, project.published_by_office) == (None, None)
    assert activity.published_at is None
    assert said == [ProjectWithdrawn(subject_id=project.id, by="mia", at=NOON)]


@pytest.mark.parametrize(
    "rely",
    [
        pytest.param(sign_up, id="somebody signed up"),
        pytest.param(enter_hours, id="hours were entered"),
        pytest.param(
            lambda uow, world, activity: world.recorded(activity, ("Ann", 60), now=AFTERWARDS),
            id="hours were confirmed",
        ),
        pytest.param(
            lambda uow, world, activity: world.report(activity=activity, photos=0),
            id="a report was begun",
        ),
    ],
)
def test_not_once_somebody_relies_on_it(rely, uow, world, activity, refuses):
    rely(uow, world, activity)
    project = activity.project
    with refuses(Conflict, "Cancel"):
        withdraw_project(uow, MANAGER, project.id, project.version, now=AFTERWARDS)


def test_a_sign_up_that_was_taken_back_holds_nobody(uow, world, activity):
    sign_up(uow, world, activity)
    [place] = rows(uow, SignUp)
    recording.cancel_sign_up(uow, MANAGER, activity.id, place.id, now=NOON)
    project = activity.project
    withdraw_project(uow, MANAGER, project.id, project.version, now=NOON)
    assert project.status is ProjectStatus.DRAFT


def test_what_another_project_is_relied_on_for_does_not_matter(uow, world, activity):
    other = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00").project
    sign_up(uow, world, activity)
    withdraw_project(uow, MANAGER, other.id, other.version, now=NOON)
    assert other.status is ProjectStatus.DRAFT


def test_a_draft_is_said_to_be_one(uow, world, refuses):
    project = world.draft()
    with refuses(AlreadyDone):
        withdraw_project(uow, MANAGER, project.id, project.version, now=NOON)


def test_a_second_click_changes_nothing_and_is_told_that_it_is_done(uow, activity, refuses):
    project = activity.project
    version = project.version
    withdraw_project(uow, MANAGER, project.id, version, now=NOON)
    with refuses(AlreadyDone):
        withdraw_project(uow, MANAGER, project.id, version, now=NOON)


def test_a_withdrawal_and_a_sign_up_at_once_do_not_both_succeed(uow, world, activity, at_once):
    project_id, activity_id = activity.project_id, activity.id
    version, names = activity.project.version, world.listed(("Ann", 1))
    results = at_once(
        lambda own: withdraw_project(own, MANAGER, project_id, version, now=NOON),
        lambda own: recording.sign_up_volunteers(own, MANAGER, activity_id, names, now=NOON),
    )
    assert outcomes(results) == ["Conflict", "done"]
    withdrawn = activity.project.status is ProjectStatus.DRAFT
    assert activity.taken == (0 if withdrawn else 1)


def test_what_has_come_to_its_end_is_not_withdrawn(uow, activity, refuses):
    project = activity.project
    cancel_project(uow, MANAGER, project.id, project.version, reason="Rain", now=NOON)
    with refuses(Conflict):
        withdraw_project(uow, MANAGER, project.id, project.version, now=NOON)


def test_what_somebody_else_changed_meanwhile_is_not_withdrawn(uow, activity, colleague, refuses):
    project = activity.project
    version = project.version
    edit_project(uow, colleague, project.id, version, PROJECT, now=NOON)
    with refuses(StaleVersion):
        withdraw_project(uow, MANAGER, project.id, version, now=NOON)


def test_an_office_may_withdraw_it(uow, activity):
    project = activity.project
    withdraw_project(uow, SECRETARIAT, project.id, project.version, now=NOON)
    assert project.status is ProjectStatus.DRAFT


def test_a_recorder_may_not(uow, activity, refuses):
    with refuses(NotAllowed):
        withdraw_project(uow, RECORDER, activity.project_id, activity.project.version, now=NOON)


def test_a_project_out_of_reach_is_not_found(uow, activity, refuses):
    for actor, project_id in ((MANAGER_EAST, activity.project_id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            withdraw_project(uow, actor, project_id, 1, now=NOON)
