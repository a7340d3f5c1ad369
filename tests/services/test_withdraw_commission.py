from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import CommissionWithdrawn
from flask_volunteer_reports.domain.statuses import CommissionStatus
from flask_volunteer_reports.errors import NotAllowed, NotFound
from flask_volunteer_reports.services.publishing import (
    commission_publication,
    decline_commission,
    withdraw_commission,
)
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
)

from .watching import later, outcomes


@pytest.fixture
def project(world):
    return world.draft()


@pytest.fixture
def asked(uow, world, project):
    city = world.area("city").id
    return commission_publication(uow, MANAGER, project.id, city, "", now=NOON)


def test_a_request_is_taken_back(uow, project, asked, happens):
    with happens() as said:
        withdraw_commission(uow, MANAGER, project.id, now=later())

    assert asked.status is CommissionStatus.WITHDRAWN
    assert (asked.answered_at, asked.answered_by) == (later(), MANAGER.name)
    assert said == [CommissionWithdrawn(subject_id=project.id, by="mia", at=later())]


def test_a_second_click_finds_nothing_to_take_back(uow, project, asked, refuses):
    withdraw_commission(uow, MANAGER, project.id, now=NOON)
    with refuses(NotFound):
        withdraw_commission(uow, MANAGER, project.id, now=NOON)


def test_what_was_answered_is_not_taken_back(uow, project, asked, refuses):
    decline_commission(uow, SECRETARIAT, asked.id, "No", now=NOON)
    with refuses(NotFound):
        withdraw_commission(uow, MANAGER, project.id, now=NOON)


def test_of_a_withdrawal_and_an_answer_at_once_one_counts(project, asked, at_once):
    project_id, commission_id = project.id, asked.id
    results = at_once(
        lambda own: withdraw_commission(own, MANAGER, project_id, now=NOON),
        lambda own: decline_commission(own, SECRETARIAT, commission_id, "No", now=NOON),
    )
    assert outcomes(results) in (["AlreadyDone", "done"], ["NotFound", "done"])
    assert asked.answered_by in {MANAGER.name, SECRETARIAT.name}


def test_a_project_without_a_request_has_none_to_take_back(uow, project, refuses):
    with refuses(NotFound):
        withdraw_commission(uow, MANAGER, project.id, now=NOON)


def test_only_the_managers_take_it_back(uow, project, asked, refuses):
    for actor in (RECORDER, SECRETARIAT):
        with refuses(NotAllowed):
            withdraw_commission(uow, actor, project.id, now=NOON)


def test_a_project_out_of_reach_is_not_found(uow, project, asked, refuses):
    for actor, project_id in ((MANAGER_EAST, project.id), (OPERATOR, uuid4())):
        with refuses(NotFound):
            withdraw_commission(uow, actor, project_id, now=NOON)
