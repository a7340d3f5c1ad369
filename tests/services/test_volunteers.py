"""Volunteers in the directory: registered, edited, members, with consent, claimed, refused."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.events import (
    VolunteerEdited,
    VolunteerJoined,
    VolunteerLeft,
    VolunteerRegistered,
)
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.errors import (
    AlreadyDone,
    InvalidEntry,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import (
    Membership,
)
from flask_volunteer_reports.services import directory
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    NOON,
    RECORDER,
    RECORDER_EAST,
    SECRETARIAT,
)

ENTRY = VolunteerEntry(name="李雷", phone="13912345678", born_in=date(1990, 5, 17))
HOUR = timedelta(hours=1)


def test_a_recorder_registers_a_volunteer_who_is_counted(uow, world, happens, counts):
    wanted = uuid4()
    with happens() as said:
        made = directory.register_volunteer(
            uow,
            RECORDER,
            world.organization("library").id,
            ENTRY,
            area_id=world.area("quay").id,
            volunteer_id=wanted,
            now=NOON,
        )

    assert made.id == wanted
    assert (made.volunteer_no, made.name, made.phone) == ("library-0001", "李雷", "13912345678")
    assert made.born_in == date(1990, 5, 1)  # the day is not kept
    assert (made.registered_by, made.registered_by_name) == (RECORDER.id, RECORDER.name)
    assert counts("library", "quay", "street", "east", "city", "west") == [1, 1, 1, 1, 1, 0]
    assert said == [
        VolunteerRegistered(subject_id=wanted, by=RECORDER.id, at=NOON, organization="library")
    ]


def test_the_same_form_twice_registers_once(uow, world, registered, refuses):
    made = registered()
    with refuses(AlreadyDone):
        directory.register_volunteer(
            uow, RECORDER, world.organization("library").id, ENTRY, volunteer_id=made.id, now=NOON
        )


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"name": ""}, "name is missing"),
        ({"name": "440106199001011234"}, "ID-card"),
        ({"name": "李雷 4401 0619 9001 0112 3X"}, "ID-card"),
        ({"volunteer_no": "44010619900101123x"}, "ID-card"),
        ({"phone": "４４０１０６１９９００１０１１２３４"}, "ID-card"),
        ({"phone": "1.38E+10"}, "all of its digits"),
        ({"phone": "12345"}, "mobile number"),
        ({"volunteer_no": "no/17"}, "not a volunteer number"),
        ({"born_in": date(2030, 1, 1)}, "born in 2030-01"),
    ],
)
def test_what_cannot_be_is_refused(entry, message, registered, refuses):
    with refuses(InvalidEntry, match=message):
        registered(**entry)


def test_a_number_is_given_once(registered, refuses):
    registered(volunteer_no="A-1")
    with refuses(InvalidEntry, match="A-1 is taken"):
        registered("school", actor=RECORDER_EAST, volunteer_no="A-1")


def test_a_stranger_registers_nobody(registered, refuses):
    with refuses(NotFound):
        registered("library", actor=MANAGER_EAST)
    with refuses(NotFound):
        registered("library", actor=NOBODY)


def test_moving_moves_the_counts(uow, world, registered, happens, counts):
    made = registered(area="quay")
    with happens() as said:
        directory.edit_volunteer(
            uow,
            MANAGER,
            made.id,
            made.version,
            VolunteerEntry(name="李磊", phone="13912345678"),
            area_id=world.area("west").id,
            now=NOON,
        )
    assert counts("library", "quay", "east", "west", "city") == [1, 0, 0, 1, 1]
    assert said == [
        VolunteerEdited(subject_id=made.id, by=MANAGER.id, at=NOON, changed=("area_id", "name"))
    ]


def test_an_edit_of_an_old_page_overwrites_nothing(uow, registered, refuses):
    made = registered()
    area_id, version = made.area_id, made.version
    entry = VolunteerEntry(name="One")
    directory.edit_volunteer(uow, MANAGER, made.id, version, entry, area_id=area_id, now=NOON)
    with refuses(StaleVersion):
        directory.edit_volunteer(
            uow, RECORDER, made.id, version, VolunteerEntry(name="Two"), area_id=area_id, now=NOON
        )
    with refuses(AlreadyDone):
        directory.edit_volunteer(uow, MANAGER, made.id, version, entry, area_id=area_id, now=NOON)


def test_a_second_organization_takes_a_volunteer_in_by_number_and_name(
    uow, world, registered, happens, refuses, counts
):
    made = registered()
    school = world.organization("school").id
    with refuses(InvalidEntry, match="this number and this name"):
        directory.join_organization(
            uow, RECORDER_EAST, school, made.volunteer_no, "Another", now=NOON
        )
    with happens() as said:
        directory.join_organization(uow, RECORDER_EAST, school, made.volunteer_no, "李雷", now=NOON)
    assert said == [
        VolunteerJoined(subject_id=made.id, by=RECORDER_EAST.id, at=NOON, organization="school")
    ]
    assert counts("library", "school", "city") == [1, 1, 1]  # a resident of the city once
    with refuses(AlreadyDone):
        directory.join_organization(uow, RECORDER_EAST, school, made.volunteer_no, "李雷", now=NOON)


def test_leaving_ends_the_membership_and_what_the_organization_sees(
    uow, registered, happens, refuses, counts
):
    made = registered()
    [membership] = uow.session.scalars(select(Membership)).all()
    with refuses(NotFound):
        directory.leave_organization(uow, MANAGER_EAST, made.id, membership.id, now=NOON)
    with happens() as said:
        directory.leave_organization(uow, MANAGER, made.id, membership.id, now=NOON + HOUR)
    assert said == [
        VolunteerLeft(subject_id=made.id, by=MANAGER.id, at=NOON + HOUR, organization="library")
    ]
    assert (membership.ended_at, counts("library", "city")) == (NOON + HOUR, [0, 1])
    with refuses(NotFound):
        directory.leave_organization(uow, MANAGER, made.id, membership.id, now=NOON)
    with refuses(AlreadyDone):
        directory.leave_organization(uow, SECRETARIAT, made.id, membership.id, now=NOON)
