"""The first page: every figure says what it counts and leads to exactly that."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from sqlalchemy import select

from flask_volunteer_reports.models import ServiceRecord
from flask_volunteer_reports.services import publishing, recording
from tests.web.reading import HOME, entry, options, read, said, titles
from tests.world import MANAGER, MANAGER_EAST, NOON, local

WEDNESDAY = local("2017-07-12 10:00")


def behind(client: Any, words: str) -> tuple[str, str]:
    """The figure of one thing that waits, and the page that it leads to."""
    for address, figure, what in re.findall(
        r'<li><a href="([^"]+)"><strong>(\d+)</strong>(.*?)</a>',
        client.get(f"{HOME}/").text,
    ):
        if said(what) == words:
            return figure, client.get(html.unescape(address)).text
    raise AssertionError(words)


@pytest.fixture
def two_offices(world):
    """A report and a commission wait for the city, and a report and a commission for the East."""
    world.submitted(title="夏日阅读")
    world.submitted("school", actor=MANAGER_EAST, title="入户宣传")
    for code, actor, office in (("library", MANAGER, "city"), ("school", MANAGER_EAST, "east")):
        draft = world.draft(code, actor=actor, title=f"项目 {office}")
        publishing.commission_publication(
            world.uow, actor, draft.id, world.area(office).id, "", now=NOON
        )


@pytest.mark.parametrize(
    ("words", "listed"),
    [("待审核的情况表", "夏日阅读"), ("待受理的代发布委托", "项目 city")],
)
def test_a_figure_leads_to_exactly_what_it_counts(words, listed, two_offices, secretariat):
    figure, page = behind(secretariat, words)

    assert (figure, titles(page)) == ("1", [listed])
    assert options(page, "office")[1:] == ["City federation", "East federation", "West federation"]
    assert re.findall(r'<option value="[^"]+" selected>(City federation)<', page)


@pytest.mark.parametrize(
    ("path", "of_city", "of_east"),
    [
        ("reports", "报送至：City federation", "报送至：East federation"),
        ("commissions", "委托对象：City federation", "委托对象：East federation"),
    ],
)
def test_each_row_says_which_office_it_is_for(path, of_city, of_east, two_offices, secretariat):
    page = secretariat.get(f"{HOME}/{path}").text

    assert "library" in entry(page, of_city)
    assert "school" in entry(page, of_east)


def test_who_sees_one_office_is_not_asked_which(two_offices, people):
    office = people.as_("office_east")
    assert 'name="office"' not in office.get(f"{HOME}/reports").text
    assert 'name="office"' not in office.get(f"{HOME}/commissions").text
    figure, page = behind(office, "待审核的情况表")
    assert (figure, titles(page)) == ("1", ["入户宣传"])
    assert '<input type="hidden" name="office"' in page


def test_the_figures_of_a_week_stand_under_that_week(two_offices, secretariat):
    page = secretariat.get(f"{HOME}/").text
    headings = [said(text) for text in re.findall(r"<h3>.*?</h3>", page)]

    assert headings == ["当前待办", "2017-W26周报送情况（2017年6月26日至2017年7月2日）"]
    now, week = said(page).split(headings[0])[1].split(headings[1])
    assert "待审核的情况表" in now
    assert "未报" not in now
    assert "未报" in week


def test_an_activity_whose_records_are_all_voided_lacks_hours_again(world, manager, clock):
    activity = world.published()
    world.recorded(activity, ("张三", 60), ("李四", 60), now=WEDNESDAY)
    clock.now = WEDNESDAY
    assert behind(manager, "未录入时长的活动")[0] == "0"

    first, second = world.uow.session.scalars(select(ServiceRecord)).all()
    for record, figure in ((first, "0"), (second, "1")):
        recording.void_record(
            world.uow, MANAGER, activity.id, record.id, "记错了活动", now=WEDNESDAY
        )
        assert behind(manager, "未录入时长的活动")[0] == figure

    assert titles(behind(manager, "未录入时长的活动")[1]) == ["Reading for everyone"]


@pytest.mark.parametrize(("person", "account"), [("manager", "mia"), ("secretariat", "sec")])
def test_a_person_reads_the_id_of_their_account(person, account, people):
    assert f"本站账号ID：{account}" in read(people.as_(person), f"{HOME}/")


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 report to review"), (2, "2 reports to review")]
)
def test_one_is_not_spoken_of_as_many(count, words, world, browser):
    for _ in range(count):
        world.submitted()

    assert words in read(browser.as_("secretariat"), f"{HOME}/")
