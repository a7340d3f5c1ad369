from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.events import RoleEnded
from flask_volunteer_reports.errors import AlreadyDone, NotAllowed, NotFound
from flask_volunteer_reports.models import RoleGrant
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.directory import end_role
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
)

from .watching import outcomes, rows


@pytest.fixture
def grant_of(uow):
    """The role of one of the cast."""
    return lambda person: rows(uow, RoleGrant, person_id=person.id)[0]


def test_a_role_is_taken_away_at_once(uow, grant_of, happens):
    grant = grant_of(RECORDER)

    with happens() as said:
        end_role(uow, MANAGER, grant.id, now=NOON)

    assert (grant.ended_at, grant.ended_by, grant.until_on) == (NOON, MANAGER.name, None)
    assert said == [
        RoleEnded(
            subject_id=grant.id,
            by="mia",
            at=NOON,
            person_id="rui",
            role=Role.ORGANIZATION_RECORDER,
        )
    ]


def test_from_then_on_the_person_may_nothing(uow, world, grant_of, elsewhere):
    library = world.organization("library")
    end_role(uow, MANAGER, grant_of(RECORDER).id, now=NOON)
    with elsewhere() as fresh:
        assert not fresh.policy.may(RECORDER, Permission.SEE_ORGANIZATION, library)


def test_a_second_click_changes_nothing(uow, grant_of, refuses):
    grant = grant_of(RECORDER)
    end_role(uow, MANAGER, grant.id, now=NOON)
    with refuses(AlreadyDone):
        end_role(uow, MANAGER, grant.id, now=NOON)


def test_of_two_at_once_one_takes_it_away(uow, grant_of, at_once):
    grant = grant_of(RECORDER).id
    results = at_once(
        lambda own: end_role(own, MANAGER, grant, now=NOON),
        lambda own: end_role(own, SECRETARIAT, grant, now=NOON),
    )
    assert outcomes(results) == ["AlreadyDone", "done"]


WHO_TAKES_WHAT = [
    (OPERATOR, SECRETARIAT, None),
    (SECRETARIAT, SECRETARIAT, None),
    (SECRETARIAT, OFFICE_EAST, None),
    (SECRETARIAT, MANAGER, None),
    (SECRETARIAT, RECORDER, None),
    (OFFICE_EAST, MANAGER_EAST, None),
    (OFFICE_EAST, OFFICE_EAST, NotAllowed),
    (OFFICE_EAST, MANAGER, NotFound),
    (OFFICE_EAST, SECRETARIAT, NotFound),
    (MANAGER, RECORDER, None),
    (MANAGER, MANAGER, NotAllowed),
    (MANAGER, MANAGER_EAST, NotFound),
    (RECORDER, RECORDER, NotFound),
    (NOBODY, RECORDER, NotFound),
]


@pytest.mark.parametrize(
    ("actor", "person", "error"),
    WHO_TAKES_WHAT,
    ids=[f"{actor.id} takes the role of {person.id}" for actor, person, _ in WHO_TAKES_WHAT],
)
def test_who_could_have_given_it_may_take_it_away(actor, person, error, uow, grant_of, refuses):
    grant = grant_of(person)
    if error:
        with refuses(error):
            end_role(uow, actor, grant.id, now=NOON)
        return
    end_role(uow, actor, grant.id, now=NOON)
    assert grant.ended_at == NOON


def test_an_unknown_role_is_not_found(uow, refuses):
    with refuses(NotFound):
        end_role(uow, OPERATOR, uuid4(), now=NOON)
