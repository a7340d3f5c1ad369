"""The main job, start to finish, as the people who do it.

A manager publishes and reports, a recorder enters hours, a district office asks back and accepts,
the city secretariat publishes on behalf, accepts, makes the week's papers and downloads the PDF.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from .steps import button, link, open_navigation, words

ZONE = ZoneInfo("Asia/Shanghai")
TITLE = "故事屋：暑期绘本共读"
ACCOUNT = "故事员陪伴三十位小读者共读绘本，并整理了儿童阅览室的书架。"


def of_last_week(page: Page) -> Locator:
    """The first row of a list whose day lies in last week."""
    today = datetime.now(ZONE).date()
    monday = today - timedelta(days=today.weekday() + 7)
    for row in page.locator(".vr-list > li").all():
        said = re.search(r"(\d+)年(\d+)月(\d+)日", row.inner_text())
        if said and monday <= date(*map(int, said.groups())) < monday + timedelta(days=7):
            return row
    raise AssertionError("The demo city has no activity of last week that needs this.")


@pytest.fixture(scope="module")
def notes() -> dict[str, str]:
    """What one step of the story leaves for the next."""
    return {}


def test_1_a_manager_publishes_a_project_before_it_starts(site, sign_in):
    page = sign_in("manager")
    open_navigation(page, site, "项目")
    link(page, "新建项目")
    page.get_by_label("项目名称").fill(TITLE)
    page.get_by_label("活动类型").select_option("cultural_venue")
    page.get_by_label("文化志愿服务", exact=True).check()
    page.get_by_label("服务内容").fill("为小读者朗读绘本。")
    page.get_by_label("风险提示").fill("室内活动，风险较低。")
    page.get_by_label("联系人").fill("林老师")
    page.get_by_label("联系电话").fill("13800000101")
    button(page, "保存")
    expect(page.get_by_text("项目已存为草稿")).to_be_visible()

    # Too early: it has no activity yet.
    button(page, "发布")
    expect(page.get_by_role("alert")).to_contain_text("至少")

    tomorrow = datetime.now(ZONE) + timedelta(days=1)
    link(page, "添加活动")
    page.get_by_label("开始时间").fill(tomorrow.strftime("%Y-%m-%dT09:00"))
    page.get_by_label("结束时间").fill(tomorrow.strftime("%Y-%m-%dT11:00"))
    page.get_by_label("地点").fill("少儿阅览室")
    page.get_by_label("区域").select_option(index=1)
    page.get_by_label("重复开展此活动").check()
    page.get_by_label("最后一天").fill((tomorrow + timedelta(days=20)).strftime("%Y-%m-%d"))
    button(page, "保存")
    expect(page.locator(".vr-list > li")).to_have_count(3)

    button(page, "发布")
    expect(page.get_by_text("项目已发布")).to_be_visible()
    expect(page.get_by_text("早于活动开始时间")).to_have_count(3)

    visitor = sign_in()
    visitor.goto(site.page("/projects"))
    visitor.get_by_label("搜索", exact=True).fill("故事屋")
    button(visitor, "搜索")
    link(visitor, TITLE)
    expect(visitor.get_by_text("少儿阅览室").first).to_be_visible()
    assert "13800000101" not in visitor.content()
    assert "林老师" not in visitor.content()


def test_2_a_recorder_enters_the_hours_of_last_week(site, sign_in, notes):
    manager = sign_in("manager")
    manager.goto(site.page("/manage/activities?needs=report"))
    row = of_last_week(manager)
    notes["activity"] = row.locator("a[href*=name-list]").get_attribute("href")
    notes["write"] = row.get_by_role("link", name="填写情况表").get_attribute("href")
    notes["project"] = row.locator(".vr-list-title").inner_text()

    page = sign_in("recorder")
    page.goto(site.url + notes["activity"])
    page.get_by_label("从电子表格粘贴").fill("姓名\t时长（分钟）\n宋故事\t60\n白故事\t四十")
    button(page, "保存名单")
    expect(page.get_by_role("alert")).to_contain_text("四十")
    expect(page.get_by_label("从电子表格粘贴")).to_have_value(re.compile("宋故事"))

    page.get_by_label("从电子表格粘贴").fill("姓名\t时长（分钟）\n宋故事\t60\n白故事\t45")
    button(page, "保存名单")
    expect(page.get_by_text("名单已保存")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("白故事"))).to_contain_text("45")
    expect(page.get_by_role("button", name="确认以上时长")).to_have_count(0)


def test_3_the_manager_confirms_them_and_reports_with_two_photos(site, sign_in, notes):
    page = sign_in("manager")
    page.goto(site.url + notes["activity"])
    button(page, "确认以上时长")
    expect(page.get_by_text("时长已确认")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("宋故事"))).to_contain_text("60")

    page.goto(site.url + notes["write"])
    button(page, "开始填写")
    expect(page.get_by_label("活动名称")).to_have_value(notes["project"])
    page.get_by_label("参加活动志愿者人数").fill("12")
    page.get_by_label("活动内容简介").fill(ACCOUNT)
    samples = sorted((site.folder / "sample-photos").glob("*.jpg"))
    page.get_by_label("实景图片1").set_input_files(samples[0])
    expect(page.get_by_text("照片已保存")).to_have_count(1)
    page.get_by_label("实景图片2").set_input_files(samples[1])
    expect(page.get_by_text("照片已保存")).to_have_count(2)
    button(page, "保存并提交")

    expect(page.locator("h1").get_by_text("已提交", exact=True)).to_be_visible()
    facts = page.locator(".vr-derived")
    expect(facts).to_contain_text(re.compile("是否记录时长\\s*是"))
    expect(facts).to_contain_text(re.compile("项目是否发布\\s*是"))
    notes["report"] = page.url


def test_4_a_district_office_asks_back_and_accepts(site, sign_in, notes):
    theirs, office = sign_in("huicheng_manager"), sign_in("huicheng")
    theirs.goto(site.page("/reports/new"))
    theirs.get_by_label("系列活动").select_option(index=0)
    button(theirs, "开始填写")
    week = datetime.now(ZONE) - timedelta(days=datetime.now(ZONE).weekday() + 4)
    theirs.get_by_label("活动名称").fill("社区清洁故事")
    theirs.get_by_label("开始时间").fill(week.strftime("%Y-%m-%dT09:00"))
    theirs.get_by_label("结束时间").fill(week.strftime("%Y-%m-%dT10:30"))
    theirs.get_by_label("地点").fill("桥东街道")
    theirs.get_by_label("参加活动志愿者人数").fill("9")
    theirs.get_by_label("活动内容简介").fill("清洁。")
    samples = sorted((site.folder / "sample-photos").glob("*.jpg"))
    for number in (1, 2):
        theirs.get_by_label(f"实景图片{number}").set_input_files(samples[number + 1])
        expect(theirs.get_by_text("照片已保存")).to_have_count(number)
    button(theirs, "保存并提交")
    expect(theirs.locator("h1").get_by_text("已提交", exact=True)).to_be_visible()
    expect(theirs.locator(".vr-derived")).to_contain_text(re.compile("项目是否发布\\s*否"))

    office.goto(theirs.url)
    office.get_by_text("退回…", exact=True).click()
    office.get_by_label("原因").first.fill("请写明清洁了哪些街巷。")
    button(office, "退回给组织")
    expect(office.get_by_text("已退回", exact=True).first).to_be_visible()

    theirs.reload()
    expect(theirs.get_by_text("请写明清洁了哪些街巷。").first).to_be_visible()
    link(theirs, "修改")
    theirs.get_by_label("活动内容简介").fill("清洁了水门路和环城西路。")
    button(theirs, "保存并提交")

    office.reload()
    button(office, "通过")
    expect(office.get_by_text("已通过", exact=True).first).to_be_visible()

    # The city's manager is a stranger here.
    stranger = sign_in("manager")
    assert stranger.goto(theirs.url).status == 404


def test_5_the_secretariat_publishes_on_behalf_and_accepts(site, sign_in, notes):
    page = sign_in("secretariat")
    open_navigation(page, site, "代发布委托")
    page.locator(".vr-list-title").first.click()
    button(page, "代发布")
    expect(page.get_by_text("受委托代发布")).to_be_visible()
    expect(page.get_by_text("委托人：").first).to_be_visible()

    page.goto(notes["report"])
    button(page, "通过")
    expect(page.get_by_text("已通过", exact=True).first).to_be_visible()


def test_6_the_secretariat_makes_and_downloads_the_papers_of_the_week(site, sign_in, notes):
    page = sign_in("secretariat")
    page.goto(site.page())
    link(page, "上周报送情况")
    button(page, "签发本周文书")
    expect(page.get_by_role("heading", name=re.compile("本周文书"))).to_be_visible()
    expect(page.get_by_text("全部文件已生成")).to_be_visible(timeout=180_000)

    with page.expect_download() as waiting:
        page.locator(".vr-papers").first.get_by_role("link", name=re.compile("PDF$")).click()
    pdf = waiting.value.path().read_bytes()
    reader = PdfReader(io.BytesIO(pdf))
    text = words(pdf)
    assert "学雷锋志愿服务活动周报" in text
    assert ACCOUNT in text
    assert "清洁了水门路和环城西路。" in text  # in Annex 2 of its district
    assert f"第{len(reader.pages)}页共{len(reader.pages)}页" in text
    bookmarks = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert bookmarks == ["封面", "附件1", "附件2", "未报、逾期和零报告名单"]

    # The organization now finds its own Annex 1 at its report.
    manager = sign_in("manager")
    manager.goto(notes["report"])
    with manager.expect_download() as waiting:
        manager.locator(".vr-papers").get_by_role("link", name=re.compile("PDF$")).click()
    sheet = words(waiting.value.path().read_bytes())
    assert ACCOUNT in sheet
    assert "市直和驻惠单位志愿服务组织开展活动情况表" in sheet
    assert "是否记录时长是项目是否发布是" in sheet
