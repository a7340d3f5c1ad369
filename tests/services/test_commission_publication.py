from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import PublicationCommissioned
from flask_volunteer_reports.domain.statuses import CommissionStatus
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import Commission
from flask_volunteer_reports.services.directory import AreaEntry, edit_area
from flask_volunteer_reports.services.publishing import (
    cancel_project,
    commission_publication,
    decline_commission,
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

from .watching import outcomes, rows


@pytest.fixture
def draft(world):
    """A draft of the school, which lies in the East."""
    return world.draft("school", actor=MANAGER_EAST)


@pytest.fixture
def ask(world, draft):
    """Ask an office to publish it."""

    def do(uow, office="east", *, actor=MANAGER_EAST, note="Please"):
        area = world.area(office).id
        return commission_publication(uow, actor, draft.id, area, note, now=NOON)

    return do


def test_an_organization_asks_its_district_to_publish(uow, draft, ask, happens):
    with happens() as said:
        asked = ask(uow)

    [commission] = rows(uow, Commission)
    assert commission is asked
    assert (commission.project_id, commission.office_area.code) == (draft.id, "east")
    assert (commission.note, commission.status) == ("Please", CommissionStatus.OPEN)
    assert (commission.requested_at, commission.requested_by_id) == (NOON, "ed")
    assert (commission.requested_by, commission.answered_at) == (MANAGER_EAST.name, None)
    assert said == [
        PublicationCommissioned(subject_id=draft.id, by="ed", at=NOON, office="East federation")
    ]


def test_or_its_city(uow, ask, happens):
    with happens() as said:
        ask(uow, "city")
    assert [event.office for event in said] == ["City federation"]


def test_an_area_without_a_federation_is_named_itself(uow, world, ask, happens):
    east = world.area("east")
    edit_area(uow, OPERATOR, east.id, east.version, AreaEntry(name="East district"), now=NOON)
    with happens() as said:
        ask(uow)
    assert [event.office for event in said] == ["East district"]


@pytest.mark.parametrize("office", ["west", "street", "quay"])
def test_no_other_office_is_asked(office, uow, ask, refuses):
    with refuses(InvalidEntry) as refused:
        ask(uow, office)
    assert refused.value.field == "office_area_id"


def test_nor_one_that_is_not_there(uow, draft, refuses):
    with refuses(InvalidEntry):
        commission_publication(uow, MANAGER_EAST, draft.id, uuid4(), "", now=NOON)


def test_a_second_click_asks_nobody(uow, ask, refuses):
    ask(uow)
    with refuses(AlreadyDone):
        ask(uow)
    with refuses(AlreadyDone):
        ask(uow, "city")


def test_two_clicks_at_once_ask_once(uow, world, draft, at_once):
    project_id, east = draft.id, world.area("east").id

    def click(own):
        commission_publication(own, MANAGER_EAST, project_id, east, "", now=NOON)

    assert outcomes(at_once(click, click)) == ["AlreadyDone", "done"]
    assert len(rows(uow, Commission)) == 1


def test_after_a_no_another_office_can_be_asked(uow, ask):
    first = ask(uow)
    decline_commission(uow, OFFICE_EAST, first.id, "Not here", now=NOON)
    assert ask(uow, "city").status is CommissionStatus.OPEN


def test_only_drafts_are_published_on_commission(uow, world, draft, ask, refuses):
    published = world.published("school", actor=MANAGER_EAST).project
    with refuses(Conflict):
        commission_publication(uow, MANAGER_EAST, published.id, world.area("east").id, "", now=NOON)
    cancel_project(uow, MANAGER_EAST, draft.id, draft.version, reason="Rain", now=NOON)
    with refuses(Conflict):
        ask(uow)


def test_offices_ask_nobody(uow, ask, refuses):
    for actor in (OFFICE_EAST, SECRETARIAT):
        with refuses(NotAllowed):
            ask(uow, actor=actor)


def test_nor_does_a_recorder(uow, world, refuses):
    own = world.draft()
    with refuses(NotAllowed):
        commission_publication(uow, RECORDER, own.id, world.area("city").id, "", now=NOON)


def test_a_project_out_of_reach_is_not_found(uow, world, ask, refuses):
    with refuses(NotFound):
        ask(uow, actor=MANAGER)
    with refuses(NotFound):
        commission_publication(uow, MANAGER, uuid4(), world.area("city").id, "", now=NOON)
