from __future__ import annotations

from datetime import date
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
from flask_volunteer_reports.services.directory import edit_organization
from flask_volunteer_reports.services.publishing import (
    cancel_activity,
    cancel_project,
    commission_publication,
    edit_project,
    finish_project,
    publish_project,
    withdraw_project,
)
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
)

from .test_edit_organization import entry_of
from .watching import PROJECT, later, outcomes


@pytest.fixture
def draft(world):
    """A draft that can be published, with one activity."""
    project = world.draft()
    world.activity(project)
    return project


def test_a_project_is_published_with_its_activities(uow, world, draft, happens):
    called_off = world.activity(draft, "2017-07-08 09:00", "2017-07-08 11:00")
    cancel_activity(uow, MANAGER, called_off.id, "Rain", now=NOON)
    activity = world.activity(draft, "2017-07-09 09:00", "2017-07-09 11:00")

    with happens() as said:
        publish_project(uow, MANAGER, draft.id, draft.version, now=later())

    assert (draft.status, draft.published_at) == (ProjectStatus.PUBLISHED, later())
    assert (draft.published_by_id, draft.published_by) == ("mia", MANAGER.name)
    assert draft.publication_basis is PublicationBasis.OWN
    assert (draft.published_by_office, draft.requested_by) == (None, None)
    assert (activity.published_at, called_off.published_at) == (later(), None)
    assert said == [
        ProjectPublished(subject_id=draft.id, by="mia", at=later(), basis=PublicationBasis.OWN)
    ]


GAPS = [
    pytest.param({"themes": ()}, "themes", id="no theme"),
    pytest.param({"description": ""}, "description", id="no description"),
    pytest.param({"risks": ""}, "risks", id="no word about the risks"),
    pytest.param({"contact_name": ""}, "contact_name", id="nobody to ask"),
    pytest.param({"contact_phone": ""}, "contact_phone", id="no number to call"),
]


@pytest.mark.parametrize(("gap", "field"), GAPS)
def test_what_the_public_must_know_may_not_be_missing(gap, field, uow, world, refuses):
    project = world.draft(**gap)
    world.activity(project)
    with refuses(InvalidEntries) as refused:
        publish_project(uow, MANAGER, project.id, project.version, now=NOON)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_all_gaps_are_named_at_once(uow, world, refuses):
    project = world.draft(
        themes=(), description="", risks="", contact_name="", contact_phone="", recruiting_needs=""
    )
    with refuses(InvalidEntries) as refused:
        publish_project(uow, MANAGER, project.id, project.version, now=NOON)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == [param.values[1] for param in GAPS] + ["activities"]


def test_a_project_whose_activities_were_all_called_off_is_not_published(
    uow, world, draft, refuses
):
    activity = world.activity(world.draft())
    cancel_activity(uow, MANAGER, activity.id, "Rain", now=NOON)
    with refuses(InvalidEntries) as refused:
        publish_project(uow, MANAGER, activity.project_id, 1, now=NOON)
    assert [problem.field for problem in refused.value.problems] == ["activities"]


def test_a_request_to_an_office_is_taken_back_by_publishing_oneself(uow, world, draft):
    asked = commission_publication(
        uow, MANAGER, draft.id, world.area("city").id, "Please", now=NOON
    )
    publish_project(uow, MANAGER, draft.id, draft.version, now=later())
    uow.session.expire_all()
    assert (asked.status, asked.answered_at) == (CommissionStatus.WITHDRAWN, later())
    assert asked.answered_by == MANAGER.name
    assert draft.publication_basis is PublicationBasis.OWN


def test_what_was_withdrawn_can_be_published_anew(uow, draft):
    publish_project(uow, MANAGER, draft.id, draft.version, now=NOON)
    withdraw_project(uow, MANAGER, draft.id, draft.version, now=NOON)
    publish_project(uow, MANAGER, draft.id, draft.version, now=later())
    assert draft.published_at == later()


def test_a_second_click_changes_nothing(uow, draft, refuses):
    version = draft.version
    publish_project(uow, MANAGER, draft.id, version, now=NOON)
    with refuses(AlreadyDone):
        publish_project(uow, MANAGER, draft.id, version, now=later())


def test_of_two_at_once_one_publishes(uow, draft, colleague, at_once, published):
    project_id, version = draft.id, draft.version
    published.clear()
    results = at_once(
        lambda own: publish_project(own, MANAGER, project_id, version, now=NOON),
        lambda own: publish_project(own, colleague, project_id, version, now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert [type(event) for event in published] == [ProjectPublished]


def test_what_somebody_else_changed_meanwhile_is_not_published_unseen(
    uow, draft, colleague, refuses
):
    version = draft.version
    edit_project(uow, colleague, draft.id, version, PROJECT, now=NOON)
    with refuses(StaleVersion):
        publish_project(uow, MANAGER, draft.id, version, now=NOON)


def test_what_has_come_to_its_end_is_not_published(uow, world, draft, refuses):
    finished = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00").project
    finish_project(uow, MANAGER, finished.id, finished.version, now=later(days=7))
    cancel_project(uow, MANAGER, draft.id, draft.version, reason="Rain", now=NOON)
    for project in (finished, draft):
        with refuses(Conflict):
            publish_project(uow, MANAGER, project.id, project.version, now=later(days=7))


def test_a_dissolved_organization_publishes_nothing(uow, world, draft, refuses):
    library = world.organization("library")
    dissolved = entry_of(library, dissolved_on=date(2017, 7, 6))
    edit_organization(uow, OPERATOR, library.id, 1, dissolved, now=NOON)
    with refuses(Conflict, "dissolved"):
        publish_project(uow, MANAGER, draft.id, draft.version, now=NOON)


def test_offices_publish_on_behalf_only_and_recorders_not_at_all(uow, draft, refuses):
    for actor in (SECRETARIAT, RECORDER):
        with refuses(NotAllowed):
            publish_project(uow, actor, draft.id, draft.version, now=NOON)


def test_a_project_out_of_reach_is_not_found(uow, draft, refuses):
    for actor, project_id in (
        (MANAGER_EAST, draft.id),
        (OFFICE_EAST, draft.id),
        (MANAGER, uuid4()),
    ):
        with refuses(NotFound):
            publish_project(uow, actor, project_id, 1, now=NOON)
