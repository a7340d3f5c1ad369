"""Hours from the changing code to the certificate, and what an objection does to both.

An organizer and a volunteer, each with a telephone; an office makes the week's paper, and somebody
who was shown a certificate checks it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from .at_the_place import (
    ZONE,
    activity_in,
    database,
    digits,
    earlier,
    end_now,
    fresh_digits,
    publish_an_activity,
)
from .steps import button, complaints, link, open_navigation, words

TITLE = "时长可信：古籍除尘"
NAME = "许知远"
USERNAME = "story_volunteer"
REMARK = "我提前二十分钟就到了，签到前已经在搬书，同去的梁小雨可以作证。"
ANSWER = "已向梁小雨核实，到场时间属实，补记签到前的二十分钟。"
PHONE = {"width": 360, "height": 740}
ON_THE_PAPER = re.compile(r"编号：([0-9A-Z-]+)查验码：([0-9A-Z-]+)")


@dataclass
class Found:
    """What one step of the story leaves for the next."""

    project: str = ""
    activity_id: str = ""
    code: str = ""
    minutes: int = 0
    report: str = ""
    certificates: list[tuple[str, str]] = field(default_factory=list)
    """Number and check code of each."""


@pytest.fixture(scope="module")
def found(site) -> Found:
    """An empty notebook; the volunteer's account is on the site, and nothing more."""
    with database(site) as rows:
        rows.execute(
            "INSERT INTO user (username, display_name, description) VALUES (?, ?, ?)",
            (USERNAME, NAME, "志愿者：没有任何角色"),
        )
    return Found()


@pytest.fixture
def organizer(sign_in) -> Page:
    """The telephone of the organization's manager."""
    return sign_in("manager", **PHONE)


@pytest.fixture
def volunteer(sign_in) -> Page:
    """The volunteer's own telephone."""
    return sign_in(USERNAME, **PHONE)


def fits(page: Page) -> None:
    """Nothing on the page is in anybody's way, or wider than the telephone."""
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def place_of_the_papers(site, activity_id: str) -> str:
    """Address of the city's week to which the activity belongs."""
    with database(site) as rows:
        [(code, starts_at)] = rows.execute(
            "SELECT c.code, a.starts_at FROM volunteer_reports_activity a "
            "JOIN volunteer_reports_project p ON p.id = a.project_id "
            "JOIN volunteer_reports_campaign c ON c.id = p.campaign_id WHERE a.id = ?",
            (activity_id.replace("-", ""),),
        ).fetchall()
    began = datetime.fromisoformat(starts_at).replace(tzinfo=UTC).astimezone(ZONE)
    return site.page(f"/campaigns/{code}/weeks/{began:%G-W%V}/441300")


def on_the_figures(page: Page) -> str:
    """The volunteer's own totals, as they stand on the page."""
    return re.sub(r"\s+", "", page.locator(".vr-figures").first.inner_text())


def make_certificate(page: Page, site) -> tuple[str, str]:
    """Make a certificate of everything and download it; return what its foot says."""
    page.goto(site.page("/my/certificates"))
    button(page, "开具证明")
    download = page.get_by_role("link", name=re.compile("下载 ?PDF"))
    expect(download).to_be_visible(timeout=180_000)
    fits(page)
    with page.expect_download() as waiting:
        download.click()
    text = words(waiting.value.path().read_bytes())
    assert NAME in text
    assert TITLE in text
    found = ON_THE_PAPER.search(text)
    assert found, text
    return found[1], found[2]


def check(page: Page, site, certificate: tuple[str, str]) -> None:
    """Type number and code of a certificate where anybody can."""
    page.goto(site.page("/projects"))
    link(page, "查验证明")
    page.get_by_label("编号", exact=True).fill(certificate[0])
    page.get_by_label("查验码", exact=True).fill(certificate[1])
    button(page, "查验")


def test_1_a_volunteer_whom_an_organization_registered_takes_a_place(
    site, organizer, volunteer, found
):
    found.project = publish_an_activity(organizer, site, TITLE)
    open_navigation(organizer, site, "志愿者")
    link(organizer, "登记志愿者")
    organizer.get_by_label("姓名").fill(NAME)
    button(organizer, "登记")
    button(organizer, "为志愿者生成认领码")
    found.code = organizer.locator("strong.vr-claim-code").inner_text()
    fits(organizer)

    volunteer.goto(site.page("/my/"))
    link(volunteer, "我有认领码")
    volunteer.get_by_label("认领码").fill(found.code.lower())
    button(volunteer, "这是我")
    expect(volunteer.get_by_text("您同意吗？")).to_be_visible()
    fits(volunteer)
    volunteer.get_by_label("我同意").check()
    button(volunteer, "同意")
    expect(volunteer.get_by_text("您同意吗？")).to_be_hidden()

    volunteer.goto(site.page("/projects"))
    volunteer.get_by_label("搜索", exact=True).fill("古籍除尘")
    button(volunteer, "搜索")
    link(volunteer, TITLE)
    button(volunteer, "报名")
    volunteer.goto(site.page("/my/"))
    expect(volunteer.get_by_role("link", name=TITLE)).to_be_visible()
    fits(volunteer)

    organizer.goto(found.project)
    link(organizer, "名单和时长")
    expect(organizer.get_by_text(NAME)).to_be_visible()
    found.activity_id = activity_in(organizer.url)


def test_2_the_changing_code_checks_in_and_out(site, organizer, volunteer, found):
    earlier(site, found.activity_id, 30)
    organizer.goto(site.page(f"/activities/{found.activity_id}/name-list"))
    link(organizer, "签到签退")
    link(organizer, "显示签到码")
    link(organizer, "手机显示")
    fits(organizer)
    first = digits(organizer)

    volunteer.goto(site.page("/my/"))
    link(volunteer, "签到签退")
    link(volunteer, TITLE)
    second = fresh_digits(organizer)
    assert second != first
    volunteer.get_by_label("组织者屏幕上的六位数字").fill(second)
    button(volunteer, "签到")
    expect(volunteer.get_by_text("离开时请不要忘记签退")).to_be_visible()
    fits(volunteer)

    earlier(site, found.activity_id, 70)
    link(organizer, "显示签退码")
    volunteer.get_by_label("组织者屏幕上的六位数字").fill(digits(organizer))
    button(volunteer, "签退")
    counted = volunteer.get_by_text(re.compile(r"已计入\d+分钟"))
    expect(counted).to_be_visible()
    [minutes] = re.findall(r"已计入(\d+)分钟", counted.inner_text())
    found.minutes = int(minutes)
    assert 70 <= found.minutes <= 72

    volunteer.goto(site.page("/my/"))
    assert on_the_figures(volunteer).startswith(
        f"1.1小时合计（{found.minutes}分钟）1.1小时为签到记录"
    )
    fits(volunteer)
    organizer.goto(site.page(f"/activities/{found.activity_id}/name-list"))
    row = organizer.get_by_role("row", name=re.compile(NAME))
    expect(row).to_contain_text(str(found.minutes))
    expect(row).to_contain_text("签到")
    fits(organizer)


def test_3_annex_1_says_that_hours_were_recorded(site, sign_in, organizer, found):
    end_now(site, found.activity_id)
    organizer.goto(found.project)
    link(organizer, "填写情况表")
    button(organizer, "开始填写")
    organizer.get_by_label("参加活动志愿者人数").fill("1")
    organizer.get_by_label("活动内容简介").fill("为古籍书架除尘。")
    samples = sorted((site.folder / "sample-photos").glob("*.jpg"))
    for number in (1, 2):
        organizer.get_by_label(f"实景图片{number}").set_input_files(samples[number])
        expect(organizer.get_by_text("照片已保存")).to_have_count(number)
    button(organizer, "保存并提交")
    expect(organizer.locator("h1").get_by_text("已提交", exact=True)).to_be_visible()
    facts = organizer.locator(".vr-derived")
    expect(facts).to_contain_text(re.compile("是否记录时长\\s*是"))
    found.report = organizer.url

    office = sign_in("secretariat")
    office.goto(found.report)
    button(office, "通过")
    office.goto(place_of_the_papers(site, found.activity_id))
    button(office, "签发本周文书")
    expect(office.get_by_text("全部文件已生成")).to_be_visible(timeout=180_000)
    organizer.reload()
    with organizer.expect_download() as waiting:
        organizer.locator(".vr-papers").get_by_role("link", name=re.compile("PDF$")).click()
    assert "是否记录时长是" in words(waiting.value.path().read_bytes())


def test_4_the_volunteer_proves_it_to_anyone(site, sign_in, volunteer, found):
    volunteer.goto(site.page("/my/"))
    link(volunteer, "开具时长证明")
    found.certificates.append(make_certificate(volunteer, site))
    anyone = sign_in(**PHONE)
    check(anyone, site, found.certificates[0])
    expect(anyone.get_by_text("这份证明真实，所载内容与记录一致")).to_be_visible()
    expect(anyone.locator(".vr-facts")).to_contain_text(re.compile(f"{found.minutes} ?分钟"))
    fits(anyone)


def test_5_an_objection_is_answered_by_a_correction(site, organizer, volunteer, found):
    volunteer.goto(site.page("/my/"))
    link(volunteer, TITLE)
    link(volunteer, "这条记录有误")
    volunteer.get_by_label("时长少记").check()
    volunteer.get_by_label("实际情况").fill(REMARK)
    button(volunteer, "提出异议")
    expect(volunteer.get_by_text("您的异议已提交给组织")).to_be_visible()
    fits(volunteer)

    open_navigation(organizer, site, "异议")
    organizer.locator(".vr-list-title", has_text=NAME).click()
    expect(organizer.get_by_text(REMARK)).to_be_visible()
    organizer.get_by_label("志愿者所说属实：更正记录").check()
    began = organizer.get_by_label("开始时间")
    before = datetime.fromisoformat(began.input_value())
    began.fill((before - timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M"))
    organizer.get_by_label("分钟").fill(str(found.minutes + 20))
    organizer.get_by_label("核实结果").fill(ANSWER)
    fits(organizer)
    button(organizer, "答复")
    expect(organizer.get_by_text("志愿者会看到您的答复")).to_be_visible()
    link(organizer, "已答复的异议")
    expect(organizer.locator(".vr-list > li", has_text=NAME)).to_contain_text("已更正")
    fits(organizer)

    volunteer.reload()
    expect(volunteer.get_by_text(ANSWER)).to_be_visible()
    fits(volunteer)
    volunteer.goto(site.page("/my/"))
    assert on_the_figures(volunteer).startswith(f"1.5小时合计（{found.minutes + 20}分钟）")
    link(volunteer, TITLE)
    expect(volunteer.get_by_text(ANSWER)).to_be_visible()


def test_6_the_certificate_from_before_is_superseded(site, sign_in, volunteer, found):
    anyone = sign_in(**PHONE)
    check(anyone, site, found.certificates[0])
    expect(anyone.get_by_text("这份证明真实，但已于")).to_be_visible()
    expect(anyone.locator(".vr-facts")).to_contain_text(re.compile(f"{found.minutes} ?分钟"))

    volunteer.goto(site.page("/my/certificates"))
    expect(volunteer.locator(".vr-list")).to_contain_text("已被取代")
    found.certificates.append(make_certificate(volunteer, site))
    check(anyone, site, found.certificates[1])
    expect(anyone.get_by_text("这份证明真实，所载内容与记录一致")).to_be_visible()
    expect(anyone.locator(".vr-facts")).to_contain_text(re.compile(f"{found.minutes + 20} ?分钟"))
