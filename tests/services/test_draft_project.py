from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ProjectDrafted
from flask_volunteer_reports.domain.statuses import ProjectStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import Project
from flask_volunteer_reports.services.directory import edit_organization
from flask_volunteer_reports.services.publishing import copy_project, draft_project
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    local,
)

from .test_edit_organization import entry_of
from .watching import PROJECT, outcomes, rows


@pytest.fixture
def draft(world):
    """Draft a project as somebody."""

    def do(uow, actor=MANAGER, code="library", entry=PROJECT, *, project_id=None, now=NOON):
        return draft_project(
            uow,
            actor,
            world.organization(code).id,
            world.campaign.id,
            entry,
            project_id=project_id or uuid4(),
            now=now,
        )

    return do


def test_a_project_is_written_down(uow, world, draft, happens):
    project_id = uuid4()

    with happens() as said:
        project = draft(uow, project_id=project_id)

    assert (project.id, project.status, project.version) == (project_id, ProjectStatus.DRAFT, 1)
    assert (project.organization.code, project.campaign_id) == ("library", world.campaign.id)
    assert (project.title, project.kind, project.description) == (
        PROJECT.title,
        PROJECT.kind,
        PROJECT.description,
    )
    assert (project.risks, project.recruiting_needs) == (PROJECT.risks, PROJECT.recruiting_needs)
    assert (project.contact_name, project.contact_phone) == ("Ms Li", "13800000001")
    assert project.theme_codes == ["community", "culture"]
    assert (project.created_at, project.created_by, project.published_at) == (NOON, "mia", None)
    assert said == [ProjectDrafted(subject_id=project_id, by="mia", at=NOON)]


def test_a_draft_may_have_gaps(uow, draft, happens):
    gaps = replace(PROJECT, themes=(), description="", risks="", contact_name="", contact_phone="")
    with happens():
        project = draft(uow, entry=gaps)
    assert (project.theme_codes, project.contact_phone) == ([], "")


def test_themes_stand_in_the_order_of_the_notice_however_they_were_chosen(uow, draft, happens):
    with happens():
        project = draft(uow, entry=replace(PROJECT, themes=("women", "arts", "culture")))
    assert project.theme_codes == ["culture", "arts", "women"]


def test_a_theme_that_is_chosen_twice_counts_once(uow, draft, happens):
    with happens():
        project = draft(uow, entry=replace(PROJECT, themes=("culture", "arts", "culture")))
    assert project.theme_codes == ["culture", "arts"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"kind": "no_such_kind"}, "kind", id="an unknown kind"),
        pytest.param({"kind": "culture"}, "kind", id="a theme for a kind"),
        pytest.param({"themes": ("culture", "magic")}, "themes", id="an unknown theme"),
        pytest.param({"contact_phone": "12345"}, "contact_phone", id="no phone number"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change, field, uow, draft, refuses):
    with refuses(InvalidEntry) as refused:
        draft(uow, entry=replace(PROJECT, **change))
    assert refused.value.field == field


def test_a_second_click_makes_no_second_project(uow, draft, refuses):
    project_id = uuid4()
    draft(uow, project_id=project_id)
    with refuses(AlreadyDone):
        draft(uow, project_id=project_id)


def test_two_clicks_at_once_make_one_project(uow, world, at_once):
    project_id, library, campaign = uuid4(), world.organization("library").id, world.campaign.id

    def click(own):
        draft_project(own, MANAGER, library, campaign, PROJECT, project_id=project_id, now=NOON)

    assert outcomes(at_once(click, click)) == ["AlreadyDone", "done"]
    assert len(rows(uow, Project)) == 1


@pytest.mark.parametrize(
    ("actor", "code", "error"),
    [
        pytest.param(SECRETARIAT, "school", None, id="the secretariat for anybody"),
        pytest.param(OFFICE_EAST, "school", None, id="a district for its own"),
        pytest.param(RECORDER, "library", NotAllowed, id="a recorder not at all"),
        pytest.param(OFFICE_WEST, "school", NotFound, id="another district not"),
        pytest.param(MANAGER, "school", NotFound, id="a manager not for others"),
        pytest.param(MANAGER_EAST, "library", NotFound, id="nor the other way round"),
    ],
)
def test_who_may_write_projects_for_whom(actor, code, error, uow, draft, refuses):
    if error is None:
        assert draft(uow, actor, code).created_by == actor.id
        return
    with refuses(error):
        draft(uow, actor, code)


def test_what_is_not_there_is_not_found(uow, world, refuses):
    library, campaign = world.organization("library").id, world.campaign.id
    for organization, wanted in ((uuid4(), campaign), (library, uuid4())):
        with refuses(NotFound):
            draft_project(uow, MANAGER, organization, wanted, PROJECT, project_id=uuid4(), now=NOON)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        pytest.param("2017-07-09 23:59", True, id="on the evening before"),
        pytest.param("2017-07-10 00:30", False, id="in the first night"),
        pytest.param("2017-07-10 12:00", False, id="at noon"),
    ],
)
def test_from_the_local_day_of_its_dissolution_an_organization_offers_nothing(
    moment, allowed, uow, world, draft, refuses
):
    library = world.organization("library")
    dissolved = entry_of(library, dissolved_on=date(2017, 7, 10))
    edit_organization(uow, OPERATOR, library.id, 1, dissolved, now=NOON)
    if allowed:
        assert draft(uow, now=local(moment))
        return
    with refuses(Conflict, "dissolved"):
        draft(uow, now=local(moment))


def test_age_and_admission_are_kept_and_copied(uow, draft):
    project = draft(uow, entry=replace(PROJECT, minimum_age=16, needs_admission=True))
    assert (project.minimum_age, project.needs_admission) == (16, True)
    copy = copy_project(uow, MANAGER, project.id, new_id=uuid4(), first_on=None, now=NOON)
    assert (copy.minimum_age, copy.needs_admission) == (16, True)


@pytest.mark.parametrize("years", [0, -1, 100])
def test_a_minimum_age_is_one_that_people_have(uow, draft, refuses, years):
    with refuses(InvalidEntry, "from 1 to 99") as refused:
        draft(uow, entry=replace(PROJECT, minimum_age=years))
    assert refused.value.field == "minimum_age"
