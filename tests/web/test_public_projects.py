"""The public list of projects: what a search by date finds, in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flask_volunteer_reports.services import publishing
from tests.web.reading import HOME, entry, titles
from tests.world import MANAGER, NOON

JULY = f"{HOME}/projects?from=2017-07-10&until=2017-07-16"


@pytest.fixture
def projects(world):
    """One project on the 9th, 12th and 20th, and one, published later, on the 15th."""
    draft = world.draft(title="清洁家园")
    for day, place in (("09", "江边"), ("12", "公园"), ("20", "车站")):
        world.activity(draft, f"2017-07-{day} 09:00", f"2017-07-{day} 11:00", place=place)
    publishing.publish_project(world.uow, MANAGER, draft.id, draft.version, now=NOON)
    world.published(
        starts="2017-07-15 09:00",
        ends="2017-07-15 11:00",
        title="夏日阅读",
        now=NOON + timedelta(hours=1),
    )


def test_a_search_by_date_is_in_order_of_date_and_shows_the_date_that_fits(projects, public):
    page = public.get(JULY).text

    assert titles(page) == ["清洁家园", "夏日阅读"]
    assert "2017年7月12日 周三 09:00 · 公园" in entry(page, "清洁家园")
    assert "2017年7月15日" in entry(page, "夏日阅读")


@pytest.mark.parametrize(
    ("search", "first"),
    [
        pytest.param("from=2017-07-13", "夏日阅读 15", id="from a day on"),
        pytest.param("until=2017-07-31", "清洁家园 9", id="until a day"),
        pytest.param("from=2017-07-16", "清洁家园 20", id="only the last one fits"),
    ],
)
def test_the_first_date_that_fits_decides(search, first, projects, public):
    page = public.get(f"{HOME}/projects?{search}").text
    title, day = first.split()

    assert titles(page)[0] == title
    assert f"2017年7月{day}日" in entry(page, title)


def test_without_dates_the_newest_publication_is_first(projects, public):
    page = public.get(f"{HOME}/projects").text

    assert titles(page) == ["夏日阅读", "清洁家园"]
    assert "2017年7月9日 周日 09:00 · 江边" in entry(page, "清洁家园")
