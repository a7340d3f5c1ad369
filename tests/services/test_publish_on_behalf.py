from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ProjectPublished
from flask_volunteer_reports.domain.statuses import CommissionStatus, ProjectStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import PublicationBasis
from flask_volunteer_reports.services.publishing import (
    cancel_project,
    commission_publication,
    edit_project,
    publish_on_behalf,
    publish_project,
)
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    OPERATOR,
    SECRETARIAT,
)

from .watching import PROJECT, later, outcomes


@pytest.fixture
def draft(world):
    """A draft of the school in the East, with one activity."""
    project = world.draft("school", actor=MANAGER_EAST)
    world.activity(project, actor=MANAGER_EAST)
    return project


@pytest.fixture
def publish(draft):
    """Publish it on behalf, as somebody."""

    def do(uow, actor=OFFICE_EAST, requested_by="", *, version=None, now=NOON):
        return publish_on_behalf(
            uow, actor, draft.id, version or draft.version, requested_by=requested_by, now=now
        )

    return do


def test_an_office_publishes_what_it_was_asked_to(uow, world, draft, publish, happens):
    asked = commission_publication(
        uow, MANAGER_EAST, draft.id, world.area("east").id, "Please", now=NOON
    )

    with happens() as said:
        publish(uow, requested_by="somebody else", now=later())

    assert (draft.status, draft.published_at) == (ProjectStatus.PUBLISHED, later())
    assert (draft.published_by_id, draft.published_by) == ("east", OFFICE_EAST.name)
    assert draft.publication_basis is PublicationBasis.COMMISSION
    assert (draft.published_by_office, draft.requested_by) == (
        "East federation",
        MANAGER_EAST.name,
    )
    assert (asked.status, asked.answered_at, asked.answered_by) == (
        CommissionStatus.FULFILLED,
        later(),
        OFFICE_EAST.name,
    )
    assert said == [
        ProjectPublished(
            subject_id=draft.id,
            by="east",
            at=later(),
            basis=PublicationBasis.COMMISSION,
            on_behalf_of="Volunteers of the school",
            requested_by=MANAGER_EAST.name,
        )
    ]


def test_somebody_may_have_asked_by_word_of_mouth(uow, draft, publish, happens):
    with happens() as said:
        publish(uow, requested_by="Mr Wu, by phone")
    assert draft.publication_basis is PublicationBasis.COMMISSION
    assert draft.requested_by == "Mr Wu, by phone"
    assert [event.requested_by for event in said] == ["Mr Wu, by phone"]


def test_an_office_may_act_at_its_own_initiative(uow, draft, publish, happens):
    with happens() as said:
        publish(uow)
    assert (draft.publication_basis, draft.requested_by) == (PublicationBasis.INITIATIVE, None)
    assert [(event.basis, event.requested_by) for event in said] == [("initiative", None)]


@pytest.mark.parametrize(
    ("actor", "office"),
    [
        pytest.param(OFFICE_EAST, "East federation", id="the district's"),
        pytest.param(SECRETARIAT, "City federation", id="the city's"),
        pytest.param(OPERATOR, "operator", id="none: the operator's name"),
    ],
)
def test_the_office_that_published_is_named(actor, office, uow, draft, publish):
    publish(uow, actor)
    assert draft.published_by_office == office


def test_its_activities_are_published_with_it(uow, world, draft, publish):
    activity = world.activity(draft, "2017-07-09 09:00", "2017-07-09 11:00", actor=MANAGER_EAST)
    publish(uow, now=later())
    uow.session.expire_all()
    assert activity.published_at == later()


def test_a_second_click_changes_nothing(uow, world, draft, publish, refuses):
    commission_publication(uow, MANAGER_EAST, draft.id, world.area("east").id, "", now=NOON)
    version = draft.version
    publish(uow, version=version)
    with refuses(AlreadyDone):
        publish(uow, version=version, now=later())


def test_of_organization_and_office_at_once_one_publishes(uow, draft, at_once, published):
    project_id, version = draft.id, draft.version
    published.clear()
    results = at_once(
        lambda own: publish_project(own, MANAGER_EAST, project_id, version, now=NOON),
        lambda own: publish_on_behalf(
            own, OFFICE_EAST, project_id, version, requested_by="", now=NOON
        ),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert [event.by for event in published] == [draft.published_by_id]


def test_a_cancelled_project_is_not_published(uow, draft, publish, refuses):
    cancel_project(uow, MANAGER_EAST, draft.id, draft.version, reason="Rain", now=NOON)
    with refuses(Conflict):
        publish(uow)


def test_what_somebody_else_changed_meanwhile_is_not_published_unseen(uow, draft, publish, refuses):
    version = draft.version
    edit_project(uow, MANAGER_EAST, draft.id, version, PROJECT, now=NOON)
    with refuses(StaleVersion):
        publish(uow, version=version)


def test_what_the_public_must_know_may_not_be_missing_and_the_request_stays_open(
    uow, world, refuses
):
    gaps = world.draft("school", actor=MANAGER_EAST, risks="")
    commission_publication(uow, MANAGER_EAST, gaps.id, world.area("east").id, "", now=NOON)
    with refuses(InvalidEntries) as refused:
        publish_on_behalf(uow, OFFICE_EAST, gaps.id, gaps.version, requested_by="", now=NOON)
    assert {problem.field for problem in refused.value.problems} == {"risks", "activities"}


def test_the_organization_does_not_publish_on_its_own_behalf(uow, publish, refuses):
    with refuses(NotAllowed):
        publish(uow, MANAGER_EAST)


def test_a_project_out_of_reach_is_not_found(uow, publish, refuses):
    for actor in (OFFICE_WEST, MANAGER):
        with refuses(NotFound):
            publish(uow, actor)
    with refuses(NotFound):
        publish_on_behalf(uow, SECRETARIAT, uuid4(), 1, requested_by="", now=NOON)
