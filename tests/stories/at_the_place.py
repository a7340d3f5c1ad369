"""What stories at an activity share: it is published, time passes, a code is on the screen."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from .steps import button, link

ZONE = ZoneInfo("Asia/Shanghai")
CAMPAIGN = "常态化志愿服务和公益系列活动（演示）"


def database(site) -> sqlite3.Connection:
    """What the site stores; to let time pass, and to make a visitor somebody."""
    [file] = site.folder.glob("*.sqlite")
    connection = sqlite3.connect(file, timeout=20)
    connection.isolation_level = None
    return connection


def publish_an_activity(page: Page, site, title: str) -> str:
    """Publish a project with one activity that begins in five minutes; return the project's page.

    Args:
        page: A window of a manager.
    """
    page.goto(site.page("/manage/projects/new"))
    campaign = page.get_by_label("系列活动", exact=True)
    if campaign.count():
        campaign.select_option(label=CAMPAIGN)
    page.get_by_label("项目名称").fill(title)
    page.get_by_label("活动类型").select_option("cultural_venue")
    page.get_by_label("文化志愿服务", exact=True).check()
    page.get_by_label("服务内容").fill("整理书架。")
    page.get_by_label("风险提示").fill("风险较低。")
    page.get_by_label("联系人").fill("林老师")
    page.get_by_label("联系电话").fill("13800000101")
    button(page, "保存")
    link(page, "添加活动")
    soon = datetime.now(ZONE) + timedelta(minutes=5)
    page.get_by_label("开始时间").fill(soon.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("结束时间").fill((soon + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("地点").fill("少儿阅览室")
    page.get_by_label("区域").select_option(index=1)
    button(page, "保存")
    button(page, "发布")
    page.get_by_role("link", name="名单和时长").first.wait_for()
    return page.url


def activity_in(address: str) -> str:
    """Return the id of the activity that an address names."""
    [activity_id] = re.findall(r"/activities/([0-9a-f-]+)", address)
    return str(activity_id)


def earlier(site, activity_id: str, minutes: int) -> None:
    """Let the activity, and who checked in to it, have begun so many minutes before."""
    key, back = activity_id.replace("-", ""), f"-{minutes} minutes"
    with database(site) as rows:
        rows.execute(
            "UPDATE volunteer_reports_activity SET "
            "starts_at = strftime('%Y-%m-%d %H:%M:%f000', starts_at, ?) WHERE id = ?",
            (back, key),
        )
        rows.execute(
            "UPDATE volunteer_reports_check_in SET "
            "checked_in_at = strftime('%Y-%m-%d %H:%M:%f000', checked_in_at, ?) "
            "WHERE activity_id = ?",
            (back, key),
        )


def end_now(site, activity_id: str) -> None:
    """Let the activity be over."""
    with database(site) as rows:
        rows.execute(
            "UPDATE volunteer_reports_activity SET "
            "ends_at = strftime('%Y-%m-%d %H:%M:%f000', 'now') WHERE id = ?",
            (activity_id.replace("-", ""),),
        )


def digits(page: Page) -> str:
    """What the organizer's screen shows."""
    return page.locator(".vr-code-digits").inner_text().replace(" ", "")


def fresh_digits(page: Page) -> str:
    """The next code, as soon as it is on the screen: there is time enough to type it."""
    old = digits(page)
    page.wait_for_function(
        "old => document.querySelector('.vr-code-digits').innerText.replace(' ', '') !== old",
        arg=old,
        timeout=40_000,
    )
    return digits(page)
