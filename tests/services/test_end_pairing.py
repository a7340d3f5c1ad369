from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import PairingEnded
from flask_volunteer_reports.errors import AlreadyDone, InvalidEntry, NotAllowed, NotFound
from flask_volunteer_reports.models import Pairing
from flask_volunteer_reports.services.directory import end_pairing, make_pairing
from tests.world import MANAGER, NOON, OFFICE_EAST, OPERATOR, RECORDER, SECRETARIAT

from .watching import outcomes, rows

FIRST, LAST = date(2017, 7, 1), date(2017, 7, 31)


@pytest.fixture
def pairing(uow, world):
    library, quay = world.organization("library").id, world.area("quay").id
    return make_pairing(uow, OPERATOR, library, quay, from_on=FIRST, now=NOON)


def test_a_pairing_ends_with_a_day(uow, pairing, happens):
    library = pairing.organization_id

    with happens() as said:
        end_pairing(uow, SECRETARIAT, library, pairing.id, until_on=LAST, now=NOON)

    assert (pairing.from_on, pairing.until_on) == (FIRST, LAST)
    assert said == [PairingEnded(subject_id=library, by="sec", at=NOON, community="Quay community")]


def test_it_may_end_on_its_first_day(uow, pairing):
    end_pairing(uow, SECRETARIAT, pairing.organization_id, pairing.id, until_on=FIRST, now=NOON)
    assert pairing.until_on == FIRST


def test_it_does_not_end_before_it_began(uow, pairing, refuses):
    day_before = FIRST - timedelta(days=1)
    with refuses(InvalidEntry) as refused:
        end_pairing(
            uow, SECRETARIAT, pairing.organization_id, pairing.id, until_on=day_before, now=NOON
        )
    assert refused.value.field == "until_on"


def test_it_ends_once(uow, pairing, refuses):
    library = pairing.organization_id
    end_pairing(uow, SECRETARIAT, library, pairing.id, until_on=LAST, now=NOON)
    with refuses(AlreadyDone):
        end_pairing(uow, SECRETARIAT, library, pairing.id, until_on=LAST, now=NOON)
    with refuses(AlreadyDone):
        end_pairing(uow, SECRETARIAT, library, pairing.id, until_on=FIRST, now=NOON)


def test_of_two_at_once_one_ends_it(uow, pairing, at_once):
    library, pairing_id = pairing.organization_id, pairing.id
    results = at_once(
        lambda own: end_pairing(own, SECRETARIAT, library, pairing_id, until_on=LAST, now=NOON),
        lambda own: end_pairing(own, OPERATOR, library, pairing_id, until_on=LAST, now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]
    assert [row.until_on for row in rows(uow, Pairing)] == [LAST]


def test_a_pairing_of_another_organization_is_not_found(uow, world, pairing, refuses):
    clinic = world.organization("clinic").id
    for organization, pairing_id in ((clinic, pairing.id), (pairing.organization_id, uuid4())):
        with refuses(NotFound):
            end_pairing(uow, SECRETARIAT, organization, pairing_id, until_on=LAST, now=NOON)


def test_an_organization_out_of_reach_is_not_found(uow, pairing, refuses):
    for actor, organization in ((OFFICE_EAST, pairing.organization_id), (SECRETARIAT, uuid4())):
        with refuses(NotFound):
            end_pairing(uow, actor, organization, pairing.id, until_on=LAST, now=NOON)


@pytest.mark.parametrize("actor", [MANAGER, RECORDER], ids=["manager", "recorder"])
def test_the_organization_itself_does_not_end_it(actor, uow, pairing, refuses):
    with refuses(NotAllowed):
        end_pairing(uow, actor, pairing.organization_id, pairing.id, until_on=LAST, now=NOON)
