"""Every page: WCAG 2.2 AA as far as a machine can tell, and no wider than an old phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from flask_volunteer_reports import i18n

from .steps import button, complaints

PAGES = {
    "": [
        "/projects",
        "/projects?q=zzzz",
        "first:/projects .vr-list-title",
        "/check",
        "/certificates/check",
        "/certificates/check?number=2026-0001&code=ABCD-EFGH",
        "/notice/huizhou-2017",
    ],
    "manager": [
        "/",
        "/manage/projects",
        "first:/manage/projects .vr-list-title",
        "/manage/projects/new",
        "/manage/activities?needs=report",
        "first:/manage/activities?needs=confirmation a[href*=name-list]",
        "first:/manage/activities?needs=report a[href*='reports/new']",
        "/reports",
        "first:/reports .vr-list-title",
        "first:/reports?status=returned .vr-list-title",
        "first:/reports?status=draft .vr-list-title | a[href$='/edit']",
        "/reports/new",
        "/nil-returns",
        "/nil-returns/new",
        "/organizations",
        "first:/organizations .vr-list-title",
        "/roles",
        "/roles/new",
        "/campaigns",
        "/campaigns/huizhou-2017",
        "/reports/00000000-0000-0000-0000-000000000000",
        "/volunteers",
        "first:/volunteers a[href*='volunteers/new']",
        "first:/volunteers a[href*='imports/new']",
        "/objections",
        "/objections?show=answered",
        "/hours/open",
        "/figures",
        "first:/figures a[href*='/hours/of/']",
        "first:/figures a[href*='/hours/of/'] | #parts ~ .vr-scroll a",
        "first:/manage/activities?needs=confirmation a[href*=name-list] | a[href$='/check-in']",
        "/my/",
        "/my/certificates",
        "/my/objections",
    ],
    "recorder": [
        "/",
        "/volunteers",
        "first:/volunteers .vr-list-title",
        "/hours/open",
        "/figures",
        "first:/manage/activities?needs=confirmation a[href*=name-list]",
    ],
    "visitor": [
        "/",
        "/projects",
        "first:/projects .vr-list-title",
        "/reports",
        "/my/",
        "/my/profile",
        "/my/claim",
        "/my/check-in",
        "/my/card",
        "/my/certificates",
        "/my/objections",
    ],
    "huicheng": [
        "/",
        "/weeks",
        "/campaigns/huizhou-2017/weeks/2017-W27/441302",
        "/campaigns/huizhou-2017/weeks/2017-W27/441302/summary",
        "first:/reports?status=submitted .vr-list-title",
        "/areas",
        "/forms/441302",
        "/forms/441302/annex1.html",
        "/archive/hand-overs/new?campaign=huizhou-2017",
        "/volunteers",
        "/objections",
        "/hours/open",
        "/figures",
    ],
    "secretariat": [
        "/",
        "/archive?campaign=huizhou-2017",
        "/archive?campaign=huizhou-2017&class=photo",
        "first:/archive?campaign=huizhou-2017 .vr-list-title",
        "/archive/documents/new",
        "/archive/hand-overs?campaign=huizhou-2017",
        "first:/archive/hand-overs?campaign=huizhou-2017 .vr-list-title",
        "/archive/media?campaign=huizhou-2017",
        "/archive/media/new",
        "/archive/packages/new",
        "/weeks",
        "/campaigns/huizhou-2017/weeks/2017-W27/441300",
        "/commissions",
        "first:/commissions .vr-list-title",
        "/forms",
        "/organizations/new",
        "/areas/new",
        "first:/areas .vr-tree a",
        "/volunteers",
        "/objections",
        "/certificates",
        "/hours/open",
        "/figures",
        "first:/figures a[href*='/hours/of/']",
    ],
}
CATALOGUE = Path(i18n.__file__).parent / "translations/zh_Hans_CN/LC_MESSAGES/messages.po"
with CATALOGUE.open("rb") as file:
    # Short words also stand in the names of organizations and themes.
    SENTENCES = [
        message.string
        for message in read_po(file)
        if isinstance(message.string, str)
        and "%" not in message.string
        and len(message.string) >= 8
        and not message.string.isascii()
    ]


def go(page, site, path: str) -> None:
    """Open a page: by its address, or by the first link of another one, and of that one."""
    _, colon, rest = path.partition(":")
    if not colon:
        page.goto(site.page(path))
        return
    address, selector = rest.split(" ", 1)
    page.goto(site.page(address))
    for link in selector.split(" | "):
        page.goto(site.url + str(page.locator(link).first.get_attribute("href")))


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("person", PAGES)
def test_nothing_is_in_the_way(site, sign_in, person, width):
    page = sign_in(person, width=width)
    wrong: dict[str, object] = {}
    for path in PAGES[person]:
        go(page, site, path)
        if found := complaints(page):
            wrong[path] = found
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            wrong[f"{path} is {across} pixels wide"] = across
    assert wrong == {}


@pytest.mark.parametrize("person", PAGES)
def test_english_is_complete(site, sign_in, person):
    """Not a sentence of the Chinese catalogue is left; what people wrote stays as it is."""
    page = sign_in(person)
    page.goto(site.page("/projects"))
    button(page, "English")
    left: dict[str, list[str]] = {}
    for path in PAGES[person]:
        go(page, site, path)
        text = page.locator(".vr").inner_text()
        if found := [sentence for sentence in SENTENCES if sentence in text]:
            left[path] = found
    assert left == {}


def test_an_error_is_announced_and_has_the_focus(site, sign_in):
    page = sign_in("manager")
    page.goto(site.page("/manage/projects/new"))
    page.evaluate("document.querySelector('form.vr-form').noValidate = true")
    page.get_by_role("button", name="保存").click()
    summary = page.get_by_role("alert")
    summary.wait_for()
    assert summary.evaluate("element => element === document.activeElement")
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id || location.hash").strip("#") == "title"
    assert complaints(page) == []
