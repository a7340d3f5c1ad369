from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.events import ProjectDrafted
from flask_volunteer_reports.domain.statuses import ProjectStatus
from flask_volunteer_reports.errors import AlreadyDone, InvalidEntry, NotAllowed, NotFound
from flask_volunteer_reports.models import Activity, Project
from flask_volunteer_reports.services.publishing import (
    cancel_activity,
    cancel_project,
    copy_project,
)
from tests.world import MANAGER, MANAGER_EAST, NOON, OFFICE_EAST, RECORDER, SECRETARIAT, ZONE

from .watching import outcomes, rows

TEXTS = ("title", "kind", "description", "risks", "recruiting_needs", "contact_name")


@pytest.fixture
def original(world):
    """A published project on Friday 7 and Saturday 8 July."""
    activity = world.published()
    world.activity(activity.project, "2017-07-08 19:00", "2017-07-08 21:00", capacity=5)
    return activity.project


def occasions(uow, project) -> list[tuple[str, str, int | None]]:
    found = uow.session.scalars(
        select(Activity).where(Activity.project_id == project.id).order_by(Activity.starts_at)
    )
    return [
        (
            f"{activity.starts_at.astimezone(ZONE):%m-%d %H:%M}",
            f"{activity.ends_at.astimezone(ZONE):%m-%d %H:%M}",
            activity.capacity,
        )
        for activity in found
    ]


def test_a_copy_is_a_new_draft_with_the_same_text(uow, original, happens):
    new_id = uuid4()

    with happens() as said:
        copy = copy_project(uow, MANAGER, original.id, new_id=new_id, first_on=None, now=NOON)

    assert (copy.id, copy.status, copy.version) == (new_id, ProjectStatus.DRAFT, 1)
    assert copy.organization_id == original.organization_id
    assert copy.campaign_id == original.campaign_id
    assert [getattr(copy, name) for name in TEXTS] == [getattr(original, name) for name in TEXTS]
    assert (copy.contact_phone, copy.theme_codes) == (original.contact_phone, original.theme_codes)
    assert (copy.published_at, copy.published_by, copy.publication_basis) == (None, None, None)
    assert occasions(uow, copy) == []
    assert said == [ProjectDrafted(subject_id=new_id, by="mia", at=NOON, copied_from=original.id)]


def test_its_activities_move_to_new_days_and_keep_clock_place_and_capacity(uow, original, happens):
    with happens():
        copy = copy_project(
            uow, MANAGER, original.id, new_id=uuid4(), first_on=date(2017, 8, 1), now=NOON
        )

    assert occasions(uow, copy) == [
        ("08-01 09:00", "08-01 11:00", None),
        ("08-02 19:00", "08-02 21:00", 5),
    ]
    copied = rows(uow, Activity, project_id=copy.id)
    assert {(a.place, a.taken, a.published_at) for a in copied} == {("City library", 0, None)}
    assert occasions(uow, original)[0] == ("07-07 09:00", "07-07 11:00", None)


def test_a_cancelled_activity_is_not_copied(uow, original):
    first = uow.session.scalars(
        select(Activity).where(Activity.project_id == original.id).order_by(Activity.starts_at)
    ).first()
    cancel_activity(uow, MANAGER, first.id, "Rain", now=NOON)
    copy = copy_project(
        uow, MANAGER, original.id, new_id=uuid4(), first_on=date(2017, 8, 1), now=NOON
    )
    assert occasions(uow, copy) == [("08-01 19:00", "08-01 21:00", 5)]


def test_what_has_come_to_its_end_can_be_copied(uow, original):
    cancel_project(uow, MANAGER, original.id, original.version, reason="Rain", now=NOON)
    copy = copy_project(uow, MANAGER, original.id, new_id=uuid4(), first_on=None, now=NOON)
    assert (copy.status, copy.cancelled_reason) == (ProjectStatus.DRAFT, None)


@pytest.mark.parametrize(
    "first_on",
    [
        pytest.param(date(2017, 9, 3), id="only the first lies inside"),
        pytest.param(date(2017, 9, 4), id="after the last week"),
        pytest.param(date(2017, 5, 28), id="before the first week"),
    ],
)
def test_no_activity_is_copied_out_of_the_campaign(first_on, uow, original, refuses):
    with refuses(InvalidEntry) as refused:
        copy_project(uow, MANAGER, original.id, new_id=uuid4(), first_on=first_on, now=NOON)
    assert refused.value.field == "first_on"


def test_a_second_click_makes_no_second_copy(uow, original, refuses):
    new_id = uuid4()
    copy_project(uow, MANAGER, original.id, new_id=new_id, first_on=None, now=NOON)
    with refuses(AlreadyDone):
        copy_project(uow, MANAGER, original.id, new_id=new_id, first_on=None, now=NOON)


def test_two_clicks_at_once_make_one_copy(uow, original, at_once):
    original_id, new_id = original.id, uuid4()

    def click(own):
        copy_project(own, MANAGER, original_id, new_id=new_id, first_on=date(2017, 8, 1), now=NOON)

    assert outcomes(at_once(click, click)) == ["AlreadyDone", "done"]
    assert len(rows(uow, Project)) == 2
    assert len(rows(uow, Activity)) == 4


def test_a_project_out_of_reach_is_not_found(uow, original, refuses):
    for actor, project_id in (
        (MANAGER_EAST, original.id),
        (OFFICE_EAST, original.id),
        (SECRETARIAT, uuid4()),
    ):
        with refuses(NotFound):
            copy_project(uow, actor, project_id, new_id=uuid4(), first_on=None, now=NOON)


def test_a_recorder_copies_nothing(uow, original, refuses):
    with refuses(NotAllowed):
        copy_project(uow, RECORDER, original.id, new_id=uuid4(), first_on=None, now=NOON)
