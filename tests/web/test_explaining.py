"""From a total down to who said so: areas, organizations, activities, records, entries."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.models import Organization, ServiceRecord
from flask_volunteer_reports.services import directory, recording
from flask_volunteer_reports.services.queries.explaining import Asked, parts_of, total_of
from flask_volunteer_reports.services.queries.hours import volunteer_hours
from flask_volunteer_reports.services.queries.slices import Slice
from tests.services.watching import rows
from tests.web.reading import HOME, entry, read
from tests.world import MANAGER, MANAGER_EAST, OPERATOR, local

LATER = local("2017-07-12 10:00")


@pytest.fixture
def hours(world, clock):
    """The library gave 150 minutes, of which 60 were voided, the school 45 for another theme."""
    clock.now = LATER
    activity = world.published(title="夏日阅读")
    world.recorded(activity, ("张三", 60), ("李四", 90), now=LATER)
    of_school = world.published("school", actor=MANAGER_EAST, title="入户", themes=("community",))
    world.recorded(of_school, ("王五", 45), actor=MANAGER_EAST, now=LATER)
    [record] = rows(world.uow, ServiceRecord, other_minutes=60)
    recording.void_record(world.uow, MANAGER, activity.id, record.id, "记错", now=LATER)
    return activity


def explained(world, owner, **part):
    asked = Asked(owner, world.campaign, Slice(**part))
    session = world.uow.session
    return total_of(session, asked), parts_of(session, asked, number=1, size=50)


@pytest.mark.parametrize(
    ("part", "minutes"),
    [
        ({}, 135),
        ({"theme": "culture"}, 90),
        ({"theme": "community"}, 45),
        ({"month": "2017-07"}, 135),
    ],
)
def test_the_parts_of_every_total_add_up_to_it(part, minutes, hours, world):
    owners = [world.area("city"), world.area("east"), *world.uow.session.query(Organization)]
    for owner in owners:
        total, page = explained(world, owner, **part)
        for name in ("check_in_minutes", "other_minutes", "records"):
            assert sum(getattr(each.sums, name) for each in page.items) == getattr(total, name)
    assert explained(world, world.area("city"), **part)[0].service_minutes == minutes


def test_what_an_organization_recorded_stays_with_the_area_in_which_it_was(hours, world):
    school = world.organization("school")
    directory.edit_organization(
        world.uow,
        OPERATOR,
        school.id,
        school.version,
        directory.OrganizationEntry(
            **{
                name: getattr(school, name)
                for name in directory.OrganizationEntry.__dataclass_fields__
            }
            | {"area_id": world.area("west").id}
        ),
        now=LATER,
    )
    later = world.published(
        "school", "2017-07-10 09:00", "2017-07-10 11:00", actor=MANAGER_EAST, now=LATER
    )
    world.recorded(later, ("王五", 30), actor=MANAGER_EAST, now=LATER)

    for area, minutes in (("east", 45), ("west", 30), ("city", 165)):
        total, page = explained(world, world.area(area))
        assert total.service_minutes == minutes
        assert sum(part.sums.service_minutes for part in page.items) == minutes
    [part] = explained(world, world.area("east"))[1].items
    assert (part.name, part.moved) == (school.name, True)
    within = Asked(world.organization("school"), world.campaign, Slice(), world.area("east"))
    assert total_of(world.uow.session, within).service_minutes == 45


def test_a_person_opens_the_city_down_to_the_entry(hours, world, secretariat):
    page = read(secretariat, f"{HOME}/hours/of/{world.area('city').id}")
    assert "2.2" in page
    page = secretariat.get(f"{HOME}/hours/of/{world.area('city').id}").text
    assert "1.5小时（90分钟）" in entry(page, "Volunteers of the library")
    assert "0.7小时（45分钟）" in entry(page, "East district")
    page = secretariat.get(f"{HOME}/hours/of/{world.organization('library').id}").text
    assert "1.5小时（90分钟）" in entry(page, "夏日阅读")
    said = read(secretariat, f"{HOME}/hours/activities/{hours.id}")
    for words in ("第1号", "记入 +60", "Rui of the library", "第3号", "作废 -60", "原因：记错"):
        assert words in said


def test_a_stranger_is_told_that_there_is_no_such_total(hours, world, manager):
    for owner in (world.organization("school"), world.area("city"), world.area("east")):
        assert manager.get(f"{HOME}/hours/of/{owner.id}").status_code == 404
    own = world.organization("library").id
    assert manager.get(f"{HOME}/hours/of/{own}").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("campaign=nowhere", 404),
        ("theme=nothing", 404),
        ("month=2017-13", 422),
        ("theme=culture&month=2017-07", 422),
        ("within=nonsense&page=x", 200),
    ],
)
def test_an_address_that_asks_for_no_total_is_answered_clearly(query, status, world, secretariat):
    answer = secretariat.get(f"{HOME}/hours/of/{world.area('city').id}?{query}")
    assert answer.status_code == status


def test_the_hours_of_a_person_are_what_their_entries_come_to(hours, world):
    [record] = rows(world.uow, ServiceRecord, other_minutes=90)
    found = volunteer_hours(world.uow.session, record.volunteer_id)
    assert (found.service_minutes, found.check_in_minutes, found.records) == (90, 0, 1)
