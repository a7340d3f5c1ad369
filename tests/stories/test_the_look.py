"""What a style sheet can get wrong: lost margins, buttons that look alike, links cut off."""

from __future__ import annotations

import pytest

from .steps import button

BOARD = "/campaigns/huizhou-2017/weeks/2017-W27/441300"


def style(locator, name: str) -> str:
    """How the first element that was found looks."""
    return str(locator.first.evaluate(f"element => getComputedStyle(element)['{name}']"))


@pytest.mark.parametrize(
    ("path", "part"),
    [
        pytest.param(BOARD, ".vr-tabs", id="tabs"),
        pytest.param("/", ".vr-lead", id="what a page is about"),
        pytest.param("/", ".vr-actions", id="buttons"),
        pytest.param("/", ".vr-figures", id="figures"),
        pytest.param("/roles/new", ".vr-hint", id="hints"),
    ],
)
def test_the_margins_of_paragraphs_and_lists_are_kept(path, part, site, sign_in):
    page = sign_in("secretariat")
    page.goto(site.page(path))
    assert style(page.locator(part), "marginBottom") != "0px"


def test_buttons_look_like_what_they_do(site, sign_in):
    page = sign_in("secretariat")
    page.goto(site.page("/reports?status=submitted"))
    with page.expect_navigation():
        page.locator(".vr-list-title").first.click()
    accept, give_back = page.get_by_role("button", name="通过"), page.locator(".vr-danger")
    assert style(accept, "backgroundColor") != style(give_back, "backgroundColor")


def test_more_rows_is_a_quiet_button(site, sign_in):
    page = sign_in("recorder")
    page.goto(site.page("/manage/activities?needs=confirmation"))
    with page.expect_navigation():
        page.locator("a[href*=name-list]").first.click()
    more, save = page.locator("input.vr-quiet"), page.get_by_role("button", name="保存名单")
    assert style(more, "backgroundColor") != style(save, "backgroundColor")


@pytest.mark.parametrize("width", [700, 1000, 1200])
def test_the_navigation_is_not_cut(width, site, sign_in):
    page = sign_in("secretariat", width=width)
    page.goto(site.page("/projects"))
    button(page, "English")
    shown, whole = page.locator(".vr-nav").evaluate("nav => [nav.clientWidth, nav.scrollWidth]")
    assert whole <= shown
