"""Calendars for calendar programs: what stands in them, and for whom."""

from __future__ import annotations

import re

import icalendar
import pytest

from flask_volunteer_reports.services import publishing, recording
from tests.services.places import ANN, BOB, asks, volunteers, with_places
from tests.web.forms import press
from tests.web.reading import HOME
from tests.world import MANAGER, NOBODY, NOON, local


@pytest.fixture
def own(people):
    """The browser of the person without a role, who is a volunteer in these tests."""
    return people.as_("nobody")


def events(answer) -> list[icalendar.Event]:
    """The events of a calendar, in its order."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(answer.data).walk("VEVENT"))


def address(client) -> str:
    """Make a calendar address and read it off the page."""
    press(client, f"{HOME}/my/", "/calendar-address")
    [found] = re.findall(
        r"/volunteer-reports/my/calendar/[^\"]+\.ics", client.get(f"{HOME}/my/").text
    )
    return found


def test_the_own_calendar_has_what_one_is_signed_up_for(world, own, public):
    world.volunteer(NOBODY)
    volunteers(world, ANN)
    first = with_places(world, 1, title="夏日,阅读;")
    waits = with_places(world, 1, "2017-07-08 09:00", "2017-07-08 11:00", title="Singing")
    asks(world.uow, ANN, waits.id)
    for activity in (first, waits):
        asks(world.uow, NOBODY, activity.id)
    with_places(world, 1, "2017-07-09 09:00", "2017-07-09 11:00", title="Not mine")

    answer = public.get(address(own))

    one, two = events(answer)
    assert (one["UID"], one["SUMMARY"]) == (f"{first.id}@volunteer-reports", "夏日,阅读;")
    assert (one["STATUS"], two["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert two["SUMMARY"] == "Singing（候补）"
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (first.starts_at, first.ends_at)
    assert one["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert b"BEGIN:VTIMEZONE" in answer.data
    assert one["LOCATION"] == "City library"
    assert str(one["URL"]).endswith(f"{HOME}/projects/{first.project_id}")


def test_it_says_nothing_about_other_people(world, own, public):
    world.volunteer(NOBODY)
    volunteers(world, ANN, BOB)
    activity = with_places(world, None)
    for person in (ANN, BOB, NOBODY):
        asks(world.uow, person, activity.id)
    text = public.get(address(own)).get_data(as_text=True)
    for secret in ("Ann", "Bob", "Ms Li", "13800000001", "library-0001", "Mia"):
        assert secret not in text


def test_a_new_address_ends_the_old_one(world, own, public):
    world.volunteer(NOBODY)
    first = address(own)
    assert public.get(first).status_code == 200
    second = address(own)
    assert first != second
    assert public.get(first).status_code == 404
    assert public.get(second).status_code == 200
    assert public.get(f"{HOME}/my/calendar/guessed.ics").status_code == 404


def test_only_volunteers_have_one(own):
    assert own.post(f"{HOME}/my/calendar-address").status_code == 409


def test_what_changes_grows_in_sequence_and_keeps_its_id(world, public):
    activity = with_places(world, 5)
    calendar = f"{HOME}/organizations/{activity.project.organization_id}/activities.ics"
    [before] = events(public.get(calendar))
    publishing.cancel_activity(world.uow, MANAGER, activity.id, "Rain", now=NOON)
    [after] = events(public.get(calendar))
    assert before["UID"] == after["UID"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_an_organizations_calendar_has_what_is_public(world, public):
    activity = with_places(world, 5, title="Reading")
    world.activity(world.draft(title="Draft"))
    with_places(world, 5, "2017-07-01 09:00", "2017-07-01 10:00", title="Over")
    calendar = f"{HOME}/organizations/{activity.project.organization_id}/activities.ics"
    assert [event["SUMMARY"] for event in events(public.get(calendar))] == ["Over", "Reading"]
    school = world.organization("school").id
    assert events(public.get(f"{HOME}/organizations/{school}/activities.ics")) == []


def test_what_is_long_over_is_left_out(world, public, clock):
    activity = with_places(world, 5)
    calendar = f"{HOME}/organizations/{activity.project.organization_id}/activities.ics"
    clock.now = local("2018-01-01 00:00")
    assert len(events(public.get(calendar))) == 1
    clock.now = local("2018-01-04 00:00")
    assert events(public.get(calendar)) == []


def test_a_program_is_not_sent_the_same_twice(world, public):
    activity = with_places(world, 5)
    calendar = f"{HOME}/organizations/{activity.project.organization_id}/activities.ics"
    first = public.get(calendar)
    again = public.get(calendar, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    recording.sign_up_volunteers(
        world.uow, MANAGER, activity.id, world.listed(("Ann", 1)), now=NOON
    )  # who signs up changes nothing that others see
    assert public.get(calendar).headers["ETag"] == first.headers["ETag"]
    publishing.cancel_activity(world.uow, MANAGER, activity.id, "Rain", now=NOON)
    later = public.get(calendar, headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert later.headers["ETag"] != first.headers["ETag"]
