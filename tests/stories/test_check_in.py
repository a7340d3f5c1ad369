"""At the place: the changing code on two telephones, and a list ticked without a network."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .at_the_place import (
    activity_in,
    database,
    digits,
    earlier,
    fresh_digits,
    publish_an_activity,
)
from .steps import complaints

TITLE = "签到演练：书架整理"
PEOPLE = ("周子墨", "甲一", "乙二", "丙三", "丁四")


@pytest.fixture(scope="module")
def place(site, chromium):
    """A published activity that is about to begin, with people signed up; its address."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{site.url}/sign-in")
    page.locator("form:has(input[value='manager']) button").click()
    publish_an_activity(page, site, TITLE)
    page.get_by_role("link", name="名单和时长").first.click()
    page.get_by_label("姓名（每行一人）").fill("\n".join(PEOPLE))
    page.get_by_role("button", name="报名", exact=True).click()
    expect(page.get_by_text("已报名").first).to_be_visible()
    activity_id = activity_in(page.url)
    context.close()
    with database(site) as rows:
        [(user,)] = rows.execute("SELECT id FROM user WHERE username = 'visitor'").fetchall()
        rows.execute(
            "UPDATE volunteer_reports_volunteer SET person_id = ? WHERE name = ?",
            (str(user), PEOPLE[0]),
        )
    return f"/activities/{activity_id}/check-in"


def test_1_two_telephones_and_a_code_that_changes(site, sign_in, place):
    screen = sign_in("recorder", width=360)
    screen.goto(site.page(place))
    screen.get_by_role("link", name="显示签到码").click()
    screen.get_by_role("link", name="手机显示").click()
    activity_id = activity_in(place)
    first = digits(screen)
    assert complaints(screen) == []

    # The QR code leads to the page with the code; who is not signed in comes back to it.
    phone = sign_in(width=360)
    phone.goto(site.page(f"/my/check-in?activity={activity_id}&code={first}&for=in"))
    assert "/sign-in" in phone.url
    phone.locator("form:has(input[value='visitor']) button").click()
    expect(phone.get_by_label("组织者屏幕上的六位数字")).to_have_value(first)
    assert complaints(phone) == []

    # A code that is not on the screen any more is refused, with the reason.
    second = fresh_digits(screen)
    assert second != first
    third = fresh_digits(screen)
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("此码已经更换")

    phone.get_by_label("组织者屏幕上的六位数字").fill(third)
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.get_by_text("离开时请不要忘记签退")).to_be_visible()

    # Later: the code for checking in does not check out, the other one does.
    earlier(site, activity_id, 70)
    phone.get_by_label("组织者屏幕上的六位数字").fill(digits(screen))
    phone.get_by_role("button", name="签退", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("这是签到码")
    screen.get_by_role("link", name="显示签退码").click()
    phone.get_by_label("组织者屏幕上的六位数字").fill(fresh_digits(screen))
    phone.get_by_role("button", name="签退", exact=True).click()
    expect(phone.get_by_text(re.compile(r"已计入6\d分钟"))).to_be_visible()

    screen.get_by_role("link", name="返回名单").click()
    row = screen.locator("[data-volunteer]", has_text=PEOPLE[0])
    expect(row).to_contain_text(re.compile(r"6\d分钟"))
    assert complaints(screen) == []


def test_the_other_pages_are_in_nobodys_way(site, sign_in, place):
    screen = sign_in("recorder", width=1200)
    screen.goto(site.page(f"{place}/code?for=out&view=projector"))
    assert complaints(screen) == []
    phone = sign_in("visitor", width=360)
    for path in ("/my/check-in", "/my/card"):
        phone.goto(site.page(path))
        assert complaints(phone) == []
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_2_the_list_is_ticked_without_a_network_and_sent_once(site, sign_in, place):
    page = sign_in("recorder", width=360)
    page.goto(site.page(place))
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")

    def cut(*, off: bool) -> None:
        network.send(
            "Network.emulateNetworkConditions",
            {"offline": off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
        )

    cut(off=True)
    for name in PEOPLE[1:4]:
        row = page.locator("[data-volunteer]", has_text=name)
        row.get_by_role("button", name="签到", exact=True).click()
        expect(row.get_by_text("尚未发送")).to_be_visible()
        expect(row.get_by_role("button", name="签退", exact=True)).to_be_visible()
    state = page.locator("[data-state]")
    expect(state).to_contain_text("3条尚未发送")
    page.get_by_text("扫码或添加人员", exact=True).click()
    page.get_by_text("没有报名的人…").click()
    page.get_by_label("姓名", exact=True).fill("戊五")
    page.locator("form:has([name=name])").get_by_role("button", name="签到").click()
    expect(state).to_contain_text("4条尚未发送")

    # The network comes back while the page is loaded anew: what was kept is sent, once, and it does
    # not matter which of the two pages sent it.
    cut(off=False)
    page.reload()
    expect(state).to_be_visible(timeout=20_000)
    expect(state).to_contain_text("已全部发送", timeout=20_000)
    for name in (*PEOPLE[1:4], "戊五"):
        row = page.locator("[data-volunteer]", has_text=name)
        expect(row).to_contain_text("未签退")
        expect(row.get_by_text("尚未发送")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-volunteer]", has_text="未签退")).to_have_count(4)
    with database(site) as rows:
        activity_id = activity_in(place).replace("-", "")
        count = rows.execute(
            "SELECT count(*), count(DISTINCT volunteer_id) FROM volunteer_reports_check_in "
            "WHERE activity_id = ?",
            (activity_id,),
        ).fetchone()
    assert count[0] == count[1] >= 4


def test_3_an_answer_that_is_lost_counts_nothing_twice_and_a_refusal_is_named(site, sign_in, place):
    page = sign_in("recorder", width=360)
    page.goto(site.page(place))
    lost = {"left": 2}

    def lose(route) -> None:
        """Let the site take the ticks, and lose its answer."""
        if lost["left"]:
            lost["left"] -= 1
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/check-in/ticks", lose)
    row = page.locator("[data-volunteer]", has_text=PEOPLE[4])
    row.get_by_role("button", name="签到", exact=True).click()
    expect(row.get_by_text("尚未发送")).to_be_visible()
    # The page tries again by itself.
    expect(page.locator("[data-state]")).to_contain_text("已全部发送", timeout=60_000)
    assert lost["left"] == 0
    expect(row).to_contain_text("未签退")
    assert row.get_by_text("未签退").count() == 1

    page.get_by_text("扫码或添加人员", exact=True).click()
    page.get_by_label("志愿者码或编号").fill("no-such-number")
    page.locator("form:has([name=card])").get_by_role("button", name="签到").click()
    refused = page.locator("[data-refused]")
    expect(refused).to_contain_text("找不到此志愿者码或编号")
    page.reload()
    expect(refused).to_contain_text("no-such-number")
    refused.get_by_role("button", name="知道了").click()
    expect(refused).to_be_hidden()


def test_4_an_expired_page_loses_no_tick(site, sign_in, place):
    page = sign_in("recorder", width=360)
    page.goto(site.page(place))
    sent: list[int] = []
    page.on("response", lambda got: sent.append(got.status) if got.url.endswith("/ticks") else None)
    # A page that was open for hours sends a token that is good no more.
    page.route(
        "**/check-in/ticks",
        lambda route: route.continue_(
            post_data=re.sub(
                rb'(name="csrf_token"\r\n\r\n)[^\r]+',
                rb"\1expired",
                route.request.post_data_buffer or b"",
            )
            if not sent
            else route.request.post_data_buffer
        ),
    )
    row = page.locator("[data-volunteer]", has_text=PEOPLE[1])
    row.get_by_role("button", name="签退", exact=True).click()
    expect(page.locator("[data-state]")).to_contain_text("已全部发送")
    expect(row).not_to_contain_text("未签退")
    assert sent == [422, 200]


def test_5_without_scripts_it_works_with_a_network(site, sign_in, place):
    page = sign_in("recorder", width=360, scripts=False)
    page.goto(site.page(place))
    row = page.locator("[data-volunteer]", has_text=PEOPLE[2])
    row.get_by_role("button", name="签退", exact=True).click()
    expect(page.get_by_text(f"{PEOPLE[2]}已签退")).to_be_visible()
