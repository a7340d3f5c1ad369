from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import CommissionDeclined
from flask_volunteer_reports.domain.statuses import CommissionStatus, ProjectStatus
from flask_volunteer_reports.errors import AlreadyDone, NotFound
from flask_volunteer_reports.services.publishing import (
    commission_publication,
    decline_commission,
    publish_on_behalf,
    withdraw_commission,
)
from tests.world import (
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    OPERATOR,
    SECRETARIAT,
)

from .watching import later, outcomes


@pytest.fixture
def project(world):
    draft = world.draft("school", actor=MANAGER_EAST)
    world.activity(draft, actor=MANAGER_EAST)
    return draft


@pytest.fixture
def asked(uow, world, project):
    """A request to the East office."""
    east = world.area("east").id
    return commission_publication(uow, MANAGER_EAST, project.id, east, "", now=NOON)


def test_an_office_says_no_with_a_reason(uow, project, asked, happens):
    with happens() as said:
        decline_commission(uow, OFFICE_EAST, asked.id, "No risks stated", now=later())

    assert (asked.status, asked.reason) == (CommissionStatus.DECLINED, "No risks stated")
    assert (asked.answered_at, asked.answered_by) == (later(), OFFICE_EAST.name)
    assert project.status is ProjectStatus.DRAFT
    assert said == [
        CommissionDeclined(subject_id=project.id, by="east", at=later(), reason="No risks stated")
    ]


def test_the_office_above_may_answer_as_well(uow, asked):
    decline_commission(uow, SECRETARIAT, asked.id, "No", now=NOON)
    assert asked.answered_by == SECRETARIAT.name


def test_a_second_click_changes_nothing(uow, asked, refuses):
    decline_commission(uow, OFFICE_EAST, asked.id, "No", now=NOON)
    with refuses(AlreadyDone):
        decline_commission(uow, OFFICE_EAST, asked.id, "No", now=NOON)


def test_what_was_taken_back_is_not_declined(uow, project, asked, refuses):
    withdraw_commission(uow, MANAGER_EAST, project.id, now=NOON)
    with refuses(AlreadyDone):
        decline_commission(uow, OFFICE_EAST, asked.id, "No", now=NOON)


def test_of_two_offices_at_once_one_declines(asked, at_once):
    commission_id = asked.id
    results = at_once(
        lambda own: decline_commission(own, OFFICE_EAST, commission_id, "No", now=NOON),
        lambda own: decline_commission(own, SECRETARIAT, commission_id, "Never", now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]


def test_of_a_no_and_a_yes_at_once_the_record_stays_true(project, asked, at_once):
    commission_id, project_id, version = asked.id, project.id, project.version
    no, yes = at_once(
        lambda own: decline_commission(own, OFFICE_EAST, commission_id, "No", now=NOON),
        lambda own: publish_on_behalf(
            own, SECRETARIAT, project_id, version, requested_by="", now=NOON
        ),
    )
    # Either the yes was first; or the no was, and the city published at its own initiative.
    assert not isinstance(yes, Exception)
    first_was_yes = isinstance(no, AlreadyDone)
    assert asked.status is (
        CommissionStatus.FULFILLED if first_was_yes else CommissionStatus.DECLINED
    )
    assert project.publication_basis == ("commission" if first_was_yes else "initiative")


def test_what_was_asked_of_another_office_is_not_found(uow, world, project, refuses):
    city = world.area("city").id
    asked = commission_publication(uow, MANAGER_EAST, project.id, city, "", now=NOON)
    for actor in (OFFICE_EAST, OFFICE_WEST, MANAGER_EAST):
        with refuses(NotFound):
            decline_commission(uow, actor, asked.id, "No", now=NOON)


def test_an_unknown_request_is_not_found(uow, refuses):
    with refuses(NotFound):
        decline_commission(uow, OPERATOR, uuid4(), "No", now=NOON)
