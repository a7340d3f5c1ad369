from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ProjectEdited
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import ProjectTheme
from flask_volunteer_reports.services.publishing import (
    cancel_project,
    draft_project,
    edit_project,
    finish_project,
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

from .watching import PROJECT, later, outcomes, rows

FIRST, SECOND = replace(PROJECT, title="First"), replace(PROJECT, title="Second")


@pytest.fixture
def project(uow, world):
    library, campaign = world.organization("library").id, world.campaign.id
    return draft_project(uow, MANAGER, library, campaign, PROJECT, project_id=uuid4(), now=NOON)


def test_what_is_said_about_a_project_changes(uow, project, happens):
    entry = replace(PROJECT, title="New title", risks="Wet floors.", contact_phone="0752-1234567")

    with happens() as said:
        edit_project(uow, MANAGER, project.id, 1, entry, now=NOON)

    assert (project.title, project.risks) == ("New title", "Wet floors.")
    assert (project.contact_phone, project.version) == ("0752-1234567", 2)
    changed = ("contact_phone", "risks", "title")
    assert said == [ProjectEdited(subject_id=project.id, by="mia", at=NOON, changed=changed)]


@pytest.mark.parametrize(
    "themes",
    [
        pytest.param(("community", "culture", "arts"), id="one more"),
        pytest.param(("culture",), id="one fewer"),
        pytest.param(("community", "arts"), id="another one"),
        pytest.param((), id="none"),
    ],
)
def test_a_change_of_themes_alone_is_a_new_version(themes, uow, project, happens):
    with happens() as said:
        edit_project(uow, MANAGER, project.id, 1, replace(PROJECT, themes=themes), now=NOON)

    assert (project.theme_codes, project.version) == (list(themes), 2)
    assert [event.changed for event in said] == [("themes",)]


def test_a_theme_that_was_taken_off_can_be_put_back(uow, project, happens):
    edit_project(uow, MANAGER, project.id, 1, replace(PROJECT, themes=("arts",)), now=NOON)
    with happens():
        edit_project(uow, MANAGER, project.id, 2, PROJECT, now=NOON)
    assert project.theme_codes == ["community", "culture"]
    assert len(rows(uow, ProjectTheme)) == 3  # nothing is deleted


@pytest.mark.parametrize("themes", [PROJECT.themes, PROJECT.themes[::-1]])
def test_saving_without_a_change_says_nothing(themes, uow, project, happens):
    with happens() as said:
        edit_project(uow, MANAGER, project.id, 1, replace(PROJECT, themes=themes), now=NOON)
    assert (said, project.version) == ([], 1)


def test_a_second_click_changes_nothing(uow, project, refuses):
    edit_project(uow, MANAGER, project.id, 1, FIRST, now=NOON)
    with refuses(AlreadyDone):
        edit_project(uow, MANAGER, project.id, 1, FIRST, now=NOON)


def test_who_opened_the_page_before_somebody_else_saved_overwrites_nothing(uow, project, refuses):
    edit_project(uow, MANAGER, project.id, 1, FIRST, now=NOON)
    with refuses(StaleVersion):
        edit_project(uow, SECRETARIAT, project.id, 1, SECOND, now=NOON)
    assert project.title == "First"


def test_of_two_at_once_one_is_told_that_the_other_was_first(project, colleague, at_once):
    project_id = project.id
    results = at_once(
        lambda uow: edit_project(uow, MANAGER, project_id, 1, FIRST, now=NOON),
        lambda uow: edit_project(uow, colleague, project_id, 1, SECOND, now=NOON),
    )
    assert outcomes(results) == ["StaleVersion", "done"]
    assert project.version == 2


def test_a_published_project_can_still_be_edited(uow, world, happens):
    project = world.published().project
    published_at = project.published_at
    with happens():
        edit_project(uow, MANAGER, project.id, project.version, FIRST, now=later())
    assert (project.title, project.published_at) == ("First", published_at)


def test_what_has_come_to_its_end_is_not_edited(uow, world, refuses):
    cancelled = world.published().project
    finished = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00").project
    cancel_project(uow, MANAGER, cancelled.id, cancelled.version, reason="Rain", now=NOON)
    finish_project(uow, MANAGER, finished.id, finished.version, now=later(days=7))
    for project in (cancelled, finished):
        with refuses(Conflict):
            edit_project(uow, MANAGER, project.id, project.version, FIRST, now=NOON)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"kind": "magic"}, "kind", id="an unknown kind"),
        pytest.param({"themes": ("magic",)}, "themes", id="an unknown theme"),
        pytest.param({"contact_phone": "12345"}, "contact_phone", id="no phone number"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change, field, uow, project, refuses):
    with refuses(InvalidEntry) as refused:
        edit_project(uow, MANAGER, project.id, 1, replace(PROJECT, **change), now=NOON)
    assert refused.value.field == field


def test_a_project_out_of_reach_is_not_found(uow, project, refuses):
    for actor, project_id in (
        (MANAGER_EAST, project.id),
        (OFFICE_EAST, project.id),
        (OPERATOR, uuid4()),
    ):
        with refuses(NotFound):
            edit_project(uow, actor, project_id, 1, FIRST, now=NOON)


def test_a_recorder_edits_nothing(uow, project, refuses):
    with refuses(NotAllowed):
        edit_project(uow, RECORDER, project.id, 1, FIRST, now=NOON)
