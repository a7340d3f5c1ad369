from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import PairingMade
from flask_volunteer_reports.errors import AlreadyDone, NotAllowed, NotFound
from flask_volunteer_reports.models import Pairing
from flask_volunteer_reports.services.directory import end_pairing, make_pairing
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    RECORDER,
    SECRETARIAT,
)

from .watching import outcomes, rows

FIRST = date(2017, 7, 1)


@pytest.fixture
def pair(world):
    """Pair an organization with the community, as somebody."""

    def do(uow, actor, code="library", community="quay", from_on=FIRST):
        organization, area = world.organization(code).id, world.area(community).id
        return make_pairing(uow, actor, organization, area, from_on=from_on, now=NOON)

    return do


def test_the_city_pairs_a_municipal_unit_with_a_community(uow, world, pair, happens):
    with happens() as said:
        made = pair(uow, SECRETARIAT)

    library = world.organization("library")
    assert (made.organization_id, made.community.code) == (library.id, "quay")
    assert (made.from_on, made.until_on) == (FIRST, None)
    assert library.pairings == [made]
    assert said == [
        PairingMade(subject_id=library.id, by="sec", at=NOON, community="Quay community")
    ]


def test_a_district_pairs_its_own_organizations(uow, pair):
    assert pair(uow, OFFICE_EAST, "school").community.code == "quay"


def test_several_organizations_may_serve_one_community(uow, pair):
    pair(uow, SECRETARIAT, "library")
    pair(uow, SECRETARIAT, "clinic")
    assert len(rows(uow, Pairing)) == 2


def test_a_second_click_pairs_nobody(uow, pair, refuses):
    pair(uow, SECRETARIAT)
    with refuses(AlreadyDone):
        pair(uow, SECRETARIAT)


def test_a_pairing_that_has_ended_can_be_made_anew(uow, pair, refuses):
    old = pair(uow, SECRETARIAT)
    organization = old.organization_id
    end_pairing(uow, SECRETARIAT, organization, old.id, until_on=date(2017, 7, 31), now=NOON)

    with refuses(AlreadyDone):
        pair(uow, SECRETARIAT, from_on=date(2017, 7, 31))
    pair(uow, SECRETARIAT, from_on=date(2017, 8, 1))

    assert len(rows(uow, Pairing)) == 2


def test_two_at_once_make_one_pairing(uow, world, at_once):
    library, quay = world.organization("library").id, world.area("quay").id

    def make(own):
        return make_pairing(own, SECRETARIAT, library, quay, from_on=FIRST, now=NOON)

    assert outcomes(at_once(make, make)) == ["AlreadyDone", "done"]
    assert len(rows(uow, Pairing)) == 1


@pytest.mark.parametrize("community", ["city", "east", "street"])
def test_only_communities_are_paired(community, uow, pair, refuses):
    with refuses(NotFound, "community"):
        pair(uow, SECRETARIAT, community=community)


def test_what_is_not_there_is_not_found(uow, world, refuses):
    library, quay = world.organization("library").id, world.area("quay").id
    for organization, area in ((uuid4(), quay), (library, uuid4())):
        with refuses(NotFound):
            make_pairing(uow, SECRETARIAT, organization, area, from_on=FIRST, now=NOON)


def test_an_organization_out_of_reach_is_not_found(uow, pair, refuses):
    for actor, code in ((OFFICE_WEST, "school"), (OFFICE_EAST, "library"), (MANAGER, "school")):
        with refuses(NotFound):
            pair(uow, actor, code)


def test_the_organization_itself_does_not_pair(uow, pair, refuses):
    for actor, code in ((MANAGER, "library"), (RECORDER, "library"), (MANAGER_EAST, "school")):
        with refuses(NotAllowed):
            pair(uow, actor, code)
