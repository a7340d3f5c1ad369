"""The language switch: every page in the one language or in the other, never in both."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from flask import url_for

from flask_volunteer_reports import i18n
from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.domain.volunteer_rows import COLUMNS
from flask_volunteer_reports.web.context import t
from tests.web.forms import press
from tests.web.reading import HOME, read, said
from tests.web.walk import CASES, Case
from tests.world import NOBODY, local

PEOPLE = ("secretariat", "office_east", "manager", "recorder", "nobody", "")
FILES = {
    "reporting.photo",
    "directory.failed_rows",
    "publishing.calendar",
    "serving.calendar",
    "serving.certificate_file",
    "api.figures",
    "api.my_hours",
    "archiving.explanation",
    "archiving.facts",
    "archiving.file",
    "archiving.filed_file",
    "archiving.form_in_use",
    "archiving.package",
    "archiving.preview",
    "archiving.scan",
    "archiving.version_file",
    "oversight.figures_file",
    "oversight.figures",  # leads on, as long as a person has one place; test_figures looks at it
}
PAGES = {
    endpoint: case
    for (method, endpoint), case in CASES.items()
    if method == "GET" and endpoint not in FILES
}
ACTIONS = {
    endpoint: case
    for (method, endpoint), case in CASES.items()
    if method == "POST" and endpoint != "oversight.language"
}
SENTENCES = [
    text
    for text in i18n.catalogue("zh_Hans_CN")
    if "%" not in text and " " in text and len(text) >= 12
]
"""Texts of the interface that nobody writes by chance."""


OF_VOLUNTEERS = {"serving.card", "serving.check_in", "serving.month_of_birth"}
"""Pages that only who is a volunteer gets to see."""


def address_of(app, endpoint: str, case: Case, world) -> str:
    if endpoint in OF_VOLUNTEERS:
        world.volunteer(NOBODY)
    arguments = {**case.build(world, "library"), **case.query(world, "library")}
    with app.test_request_context():
        return url_for(f"volunteer_reports.{endpoint}", **arguments)


def chinese_words(page: str, world) -> list[str]:
    """Chinese words and signs of a page, apart from what stands in the notice itself."""
    rules = world.campaign.rules
    text = page.replace(">中文</button>", ">")
    for data in (
        Settings().consent_wording,
        *COLUMNS.values(),  # as the files name them
        world.campaign.title,
        world.campaign.document_number,
        *rules.issuing_bodies,
        *(category.name for category in rules.annex2_categories),
        *(obligation.source for obligation in rules.obligations),
    ):
        text = text.replace(data, "")
    return re.findall(
        r"[^\s>]{0,12}[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", html.unescape(text)
    )


@pytest.mark.parametrize("endpoint", PAGES)
def test_an_english_page_has_no_chinese_words(endpoint, app, world, browser, clock):
    address = address_of(app, endpoint, PAGES[endpoint], world)
    clock.now = local("2017-07-12 10:00")

    pages = [browser.as_(person).get(address) for person in PEOPLE]

    shown = [page.text for page in pages if page.status_code == 200]
    assert shown
    for page in (page.text for page in pages):
        assert chinese_words(page, world) == []
    assert 'lang="en"' in shown[0]


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_chinese_page_has_no_english_sentences(endpoint, app, world, people, clock):
    address = address_of(app, endpoint, PAGES[endpoint], world)
    clock.now = local("2017-07-12 10:00")

    pages = [people.as_(person).get(address) for person in PEOPLE]

    shown = [page.text for page in pages if page.status_code == 200]
    assert shown
    for page in (page.text for page in pages):
        assert [sentence for sentence in SENTENCES if sentence in said(page)] == []
    assert 'lang="zh-Hans"' in shown[0]


@pytest.mark.parametrize("endpoint", ACTIONS)
def test_what_comes_of_an_action_is_said_in_the_language_of_the_page(
    endpoint, app, world, browser, people
):
    case = ACTIONS[endpoint]
    address = address_of(app, endpoint, case, world)
    for data in ({}, case.data(world, "library")):
        for person in ("office_east", "secretariat", "manager"):
            english = browser.as_(person).post(address, data=data, follow_redirects=True)
            chinese = people.as_(person).post(address, data=data, follow_redirects=True)
            assert chinese_words(english.text, world) == []
            assert [sentence for sentence in SENTENCES if sentence in said(chinese.text)] == []


def test_a_weekday_stands_where_the_language_puts_it():
    day = date(2017, 7, 11)
    assert i18n.format_day(day, "en", weekday=True) == "Tue 11 Jul 2017"
    assert i18n.format_day(day, "zh_Hans_CN", weekday=True) == "2017年7月11日 周二"


@pytest.mark.parametrize(("count", "words"), [(0, "0 reports"), (1, "1 report"), (2, "2 reports")])
def test_a_count_of_one_has_its_own_words(count, words, app):
    with app.test_request_context():
        assert t("%(count)s report", "%(count)s reports", count=count) == words


def test_a_host_that_sets_nothing_shows_chinese():
    assert Settings.from_config({}).locale == "zh_Hans_CN"


def test_the_switch_stands_on_every_page_and_leads_back_to_it(world, browser):
    client = browser.as_("manager")
    address = f"{HOME}/reports/{world.report().id}"
    assert "Void the report" in client.get(address).text

    answer = press(client, address, "/language", locale="zh_Hans_CN")
    assert answer.headers["Location"] == address
    assert "作废情况表" in read(client, address)

    press(client, address, "/language", locale="en")
    assert "Void the report" in read(client, address)


def test_a_language_that_we_do_not_speak_changes_nothing(browser):
    client = browser.as_("manager")

    client.post(f"{HOME}/language", data={"locale": "tlh"})

    assert "My work" in read(client, f"{HOME}/")


def test_the_choice_is_the_persons_own(people, browser):
    assert "我的工作" in read(people.as_("manager"), f"{HOME}/")
    assert "My work" in read(browser.as_("manager"), f"{HOME}/")
    assert "My work" in read(browser.as_("recorder"), f"{HOME}/")


def test_notices_of_the_past_are_told_in_the_language_of_today(world, manager, browser):
    report = world.report()
    edit = f"{HOME}/reports/{report.id}/edit"
    press(manager, edit, "/photos/")
    shown = f"{HOME}/reports/{report.id}"

    assert "已从情况表中取下" in read(manager, shown)
    assert "Taken out of the report." in read(browser.as_("manager"), shown)
