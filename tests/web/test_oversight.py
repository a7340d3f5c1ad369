"""Oversight: what waits for a person, how a week stands, its papers, and what happened before."""

from __future__ import annotations

import re

import pytest

from flask_volunteer_reports import jobs
from flask_volunteer_reports.services import publishing, reporting
from tests.web.forms import fill, follow, press
from tests.web.reading import HOME, entry, options, read, said, titles
from tests.world import (
    CAMPAIGN_FILE,
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    local,
)

WEEKS = f"{HOME}/campaigns/test-2017/weeks"
CITY, EAST = f"{WEEKS}/2017-W27/city", f"{WEEKS}/2017-W27/east"
AFTER = local("2017-07-12 10:00")
"""A Wednesday: W27 was due yesterday."""


def figure(page: str, what: str) -> str:
    """The figure of one thing that waits."""
    return entry(page, what).split()[0]


def test_an_office_begins_with_what_waits_for_it(world, secretariat):
    world.submitted()
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST)
    draft = world.draft(title="夏日阅读")
    publishing.commission_publication(
        world.uow, MANAGER, draft.id, world.area("city").id, "", now=NOON
    )

    page = secretariat.get(f"{HOME}/").text

    assert figure(page, "待审核的情况表") == "1"
    assert figure(page, "待受理的代发布委托") == "1"
    assert figure(page, "未报") == "4"  # two units and two districts owe last week, W26
    assert "2017-W26周（2017年6月26日至2017年7月2日）" in said(page)
    assert "2017年7月4日 周二 17:30" in said(page)


def test_an_organization_begins_with_what_waits_for_it(world, manager, clock):
    world.returned()
    world.report()
    world.published()
    clock.now = AFTER

    page = manager.get(f"{HOME}/").text

    assert figure(page, "退回待修改的情况表") == "1"
    assert figure(page, "情况表草稿") == "1"
    assert figure(page, "未录入时长的活动") == "1"
    assert figure(page, "未填情况表的活动") == "1"
    assert "上周：已提交1份情况表" in said(page)


def test_who_has_no_role_reads_what_to_do(people):
    page = read(people.as_("nobody"), f"{HOME}/")

    assert "您还没有角色" in page
    assert "本站账号ID：nan" in page


def test_the_weeks_of_an_office_with_their_deadlines(people):
    page = people.as_("office_east").get(f"{HOME}/weeks").text

    assert titles(page)[0] == "2017-W27 · 2017年7月3日 – 2017年7月9日"
    assert "报送截止：2017年7月11日 周二 17:30 未到截止时间" in entry(page, "2017-W27")
    assert "未到截止时间" not in entry(page, "2017-W26")
    assert "West district" not in page


@pytest.fixture
def past_campaign(world):
    """A campaign of the winter before."""
    text = CAMPAIGN_FILE.read_text("utf-8")
    for old, new in (
        ('"test-2017"', '"winter"'),
        ('title = "迎接', 'title = "冬季·迎接'),
        ("2017-06-01", "2017-01-02"),
        ("2017-08-31", "2017-01-15"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    publishing.load_campaign(world.uow, OPERATOR, text, now=NOON)


def test_without_another_campaign_there_is_nothing_to_choose(secretariat):
    assert 'name="campaign"' not in secretariat.get(f"{HOME}/weeks").text


def test_the_weeks_of_a_past_campaign_can_be_chosen(past_campaign, secretariat):
    page = secretariat.get(f"{HOME}/weeks").text
    assert titles(page)[0].startswith("2017-W27")
    assert [title[:2] for title in options(page, "campaign")] == ["迎接", "冬季"]

    page = secretariat.get(f"{HOME}/weeks?campaign=winter").text

    assert [title.split()[0] for title in titles(page)] == ["2017-W02", "2017-W01"]
    [chosen] = re.findall(r'<option value="([^"]+)" selected', page)
    assert chosen == "winter"


def test_a_campaign_leads_to_its_weeks(past_campaign, secretariat, manager):
    address = f"{HOME}/campaigns/winter"
    [link] = re.findall(r'href="([^"]*/weeks[?]campaign=[^"]+)"', secretariat.get(address).text)

    assert titles(secretariat.get(link).text)[0].startswith("2017-W02")
    assert "/weeks" not in manager.get(address).text


@pytest.fixture
def week(world, clock):
    """W27: the library reported, the clinic did not; the East handed in late, the West did not."""
    world.accepted(title="夏日阅读")
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST, title="入户宣传")
    clock.now = AFTER
    reporting.submit_district_summary(
        world.uow,
        OFFICE_EAST,
        world.area("east").id,
        "test-2017",
        "2017-W27",
        "East federation",
        after_number=0,
        now=AFTER,
    )


def test_the_board_of_the_city(week, secretariat):
    page = secretariat.get(CITY).text

    assert "已通过 市直单位 · 情况表1份 · 2017年7月6日 12:00报送" in entry(
        page, "Volunteers of the library"
    )
    assert "未报 驻惠单位" in entry(page, "Volunteers of the clinic")
    assert "已通过 逾期 1条 · 2017年7月12日 10:00报送" in entry(page, "East district")
    assert "未报" in entry(page, "West district")
    assert "Volunteers of the school" not in page
    assert "报送截止：2017年7月11日 周二 17:30" in said(page)


def test_the_board_of_a_district(week, people):
    page = people.as_("office_east").get(EAST).text

    assert titles(page) == ["Volunteers of the quay-team", "Volunteers of the school"]
    assert "无报送" in entry(page, "Volunteers of the quay-team")
    assert "已于2017年7月12日 10:00报送" in said(page)


def test_the_board_shows_only_one_state(week, secretariat):
    page = secretariat.get(CITY).text
    missing = re.search(r'href="([^"]*state=missing)"[^>]*>([^<]+)<', page)
    assert missing is not None
    assert missing[2] == "未报 2"

    assert titles(secretariat.get(missing[1]).text) == [
        "Volunteers of the clinic",
        "West district",
    ]


def test_the_board_begins_with_those_who_have_something_to_do(week, secretariat):
    page = secretariat.get(CITY).text
    organizations, districts = page.split("各县（区）汇总表（附件2）</h2>")

    assert titles(organizations) == ["Volunteers of the clinic", "Volunteers of the library"]
    assert titles(districts) == ["West district", "East district"]


def test_a_district_has_no_districts_below_it(week, people):
    assert "各县（区）汇总表（附件2）" not in people.as_("office_east").get(EAST).text


def test_the_board_leads_to_the_reports_of_the_week(week, world, secretariat):
    world.report(
        title="上月阅读", starts_at=local("2017-06-28 09:00"), ends_at=local("2017-06-28 11:00")
    )
    page = secretariat.get(CITY).text
    [link] = re.findall(r'href="([^"]+)">Volunteers of the library<', page)

    assert titles(secretariat.get(link.replace("&amp;", "&")).text) == ["夏日阅读"]


def test_the_board_leads_to_the_weeks_beside_it(secretariat):
    page = secretariat.get(CITY).text
    assert f'href="{WEEKS}/2017-W26/city"' in page
    assert f'href="{WEEKS}/2017-W28/city"' in page
    assert "2017-W21" not in secretariat.get(f"{WEEKS}/2017-W22/city").text


def papers(page: str) -> dict[str, str]:
    """Numbers and addresses of the PDFs that a page offers."""
    return {
        number: address
        for address, number in re.findall(r'href="([^"]+)" download aria-label="(\S+) PDF"', page)
    }


def test_a_district_asks_for_its_papers_follows_the_work_and_downloads(week, app, people):
    east, west = people.as_("office_east"), people.as_("office_west")
    answer = press(east, EAST, "/papers")
    job = answer.headers["Location"]

    page = said(follow(east, answer))
    assert "排队中 正在排队，尚未开始。您可以先离开本页，稍后再来查看。" in page
    assert "由Eve of the East office于2017年7月12日 10:00申请" in page
    assert "查看进度" in read(east, EAST)  # and the button is not there to be pressed again
    assert "签发本周文书" not in read(east, EAST)
    assert papers(east.get(job).text) == {}

    jobs.work_until_idle(app)

    page = east.get(job).text
    assert "已完成 全部文件已生成。" in said(page)
    made = papers(page)
    assert len(made) == 2
    assert papers(east.get(EAST).text) == made
    assert "签发时间：2017年7月12日 10:00；" in read(east, EAST)
    for address in made.values():
        file = east.get(address)
        assert file.mimetype == "application/pdf"
        assert file.data.startswith(b"%PDF-")
        assert "attachment" in file.headers["Content-Disposition"]
        assert west.get(address).status_code == 404
        assert people.as_("manager").get(address).status_code == 404
        assert people.as_("").get(address).status_code == 401
    assert west.get(job).status_code == 404
    assert papers(west.get(f"{WEEKS}/2017-W27/west").text) == {}
    # The organization downloads its own Annex 1 from its report, and nothing else.
    school = people.as_("manager_east")
    [report] = re.findall(r'href="([^"]+)">入户宣传<', school.get(f"{HOME}/reports").text)
    own = papers(school.get(report).text)
    assert set(own.values()) < set(made.values())
    assert school.get(next(iter(own.values()))).status_code == 200


def test_work_that_failed_says_why_and_offers_to_try_again(week, app, people, state):
    east = people.as_("office_east")
    job = press(east, EAST, "/papers").headers["Location"]
    for file in state.storage.folder.rglob("*.jpg"):
        file.unlink()
    jobs.work_until_idle(app)

    page = read(east, job)
    assert "未成功 文书未能生成。" in page
    assert "有一个已存文件无法读取，请联系网站管理人员。" in page
    assert "查看原因" in read(east, EAST)

    again = press(east, job, "/papers")
    assert again.headers["Location"] != job
    assert "排队中" in read(east, again.headers["Location"])


def steps(page: str) -> list[str]:
    """The history of a page, newest first."""
    return [said(step) for step in re.findall(r"<li><time>.*?</li>", page, re.DOTALL)]


def test_the_history_of_a_report_tells_who_did_what_and_why(world, manager, secretariat, clock):
    report = world.submitted()
    address = f"{HOME}/reports/{report.id}"
    clock.now = local("2017-07-06 13:00")
    press(secretariat, address, "/return", reason="请写明人数")
    clock.now = local("2017-07-06 14:00")
    fill(manager, f"{address}/edit", "summary", summary="十二人", submit_report="保存并提交")
    clock.now = local("2017-07-06 15:00")
    press(secretariat, address, "/acceptance")

    told = steps(manager.get(address).text)

    assert told[:4] == [
        "2017年7月6日 15:00 情况表审核通过 · Sun of the secretariat",
        "2017年7月6日 14:00 提交情况表 · Mia of the library",
        "2017年7月6日 14:00 修改情况表 · Mia of the library",
        "2017年7月6日 13:00 退回情况表 · Sun of the secretariat · 请写明人数",
    ]
    assert told[-1].endswith("Mia of the library")


def test_the_history_of_a_project_holds_what_happened_to_its_activities(world, manager, clock):
    activity = world.published()
    fill(manager, f"{HOME}/activities/{activity.id}/name-list", "names", names="张三")
    page = manager.get(f"{HOME}/manage/projects/{activity.project_id}").text

    told = " / ".join(steps(page))

    for step in ("新建项目 · Mia", "新增活动 · Mia", "发布项目 · Mia", "志愿者报名 · Mia"):
        assert step in told
    assert "张三" not in told


def test_the_history_of_an_organization_names_the_operator_as_such(world, manager):
    organization = world.organization("library").id
    fill(
        manager,
        f"{HOME}/organizations/{organization}/edit",
        "leader_name",
        leader_name="王馆长",
    )

    told = steps(manager.get(f"{HOME}/organizations/{organization}").text)

    assert told == [
        "2017年7月6日 12:00 修改登记信息 · Mia of the library",
        "2017年7月6日 12:00 登记组织 · 运维人员",
    ]
