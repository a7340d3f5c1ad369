"""A week without activity, and a district's Annex 2."""

from __future__ import annotations

import pytest

from tests.web.forms import fill, follow, form_of, press
from tests.web.reading import HOME, alert, entry, options, read, said, titles
from tests.world import MANAGER_EAST, OFFICE_EAST, local

NIL_RETURNS = f"{HOME}/nil-returns"
WEEKS = f"{HOME}/campaigns/test-2017/weeks"
SUMMARY = f"{WEEKS}/2017-W27/east/summary"
AFTER = local("2017-07-11 10:00")
"""A Tuesday before the close of business: W27 is over and due today."""


@pytest.fixture(autouse=True)
def _week_is_over(clock):
    clock.now = AFTER


@pytest.fixture
def east(people):
    """The office of the East district."""
    return people.as_("office_east")


def filed(manager, **changes: str):
    return fill(manager, f"{NIL_RETURNS}/new", "week", **{"week": "2017-W27", **changes})


def test_a_week_without_activity_is_declared_and_read_by_the_office(manager, secretariat):
    page = follow(manager, filed(manager, note="闭馆检修"))

    assert "零报告已提交" in page
    for client in (manager, secretariat):
        row = entry(client.get(NIL_RETURNS).text, "2017-W27")
        assert "Volunteers of the library" in row
        assert "2017年7月11日 10:00 · Mia of the library" in row
    row = entry(secretariat.get(f"{WEEKS}/2017-W27/city").text, "Volunteers of the library")
    assert "零报告" in row


def test_the_office_reads_the_note(manager, secretariat):
    filed(manager, note="闭馆检修")

    assert "闭馆检修" in read(secretariat, NIL_RETURNS)


def test_only_weeks_that_are_over_are_offered(manager):
    weeks = options(manager.get(f"{NIL_RETURNS}/new").text, "week")

    assert weeks[0].startswith("2017-W27")
    assert "2017年7月3日 – 2017年7月9日" in weeks[0]
    assert weeks[-1].startswith("2017-W22")


def test_other_districts_do_not_see_it(people, manager):
    filed(people.as_("manager_east"))

    assert len(titles(people.as_("office_east").get(NIL_RETURNS).text)) == 1
    for person in ("office_west", "manager"):
        assert titles(people.as_(person).get(NIL_RETURNS).text) == []


def test_it_is_taken_back_with_a_reason(manager, secretariat):
    filed(manager)
    bare = press(manager, NIL_RETURNS, "/void")
    assert bare.status_code == 422
    assert "请填写原因" in alert(bare.text)

    page = follow(manager, press(manager, NIL_RETURNS, "/void", reason="漏报了一次活动"))

    assert "零报告已撤销" in page
    assert "已撤销" in entry(secretariat.get(NIL_RETURNS).text, "2017-W27")
    assert "未报" in entry(
        secretariat.get(f"{WEEKS}/2017-W27/city").text, "Volunteers of the library"
    )
    # It can be declared again.
    assert "零报告已提交" in follow(manager, filed(manager))


def test_the_reason_can_be_read_afterwards(manager, secretariat):
    filed(manager)
    press(manager, NIL_RETURNS, "/void", reason="漏报了一次活动")

    assert "漏报了一次活动" in read(secretariat, NIL_RETURNS)


def test_a_report_of_the_week_takes_it_back(world, manager):
    filed(manager)
    report = world.report(now=AFTER)

    press(manager, f"{HOME}/reports/{report.id}", "/submission")

    assert "已撤销" in entry(manager.get(NIL_RETURNS).text, "2017-W27")


def test_twice_is_said_and_changes_nothing(manager):
    filed(manager)

    page = follow(manager, filed(manager))

    assert "本周的零报告此前已提交" in page
    assert len(titles(page)) == 1


@pytest.fixture
def accepted(world):
    """A report of the school that the East district accepted."""
    return world.accepted(
        "school",
        actor=MANAGER_EAST,
        reviewer=OFFICE_EAST,
        title="入户宣传",
        summary="走访三十户居民",
        now=local("2017-07-10 09:00"),
    )


def test_annex_2_is_compiled_and_handed_in(accepted, east, secretariat):
    page = said(east.get(SUMMARY).text)
    assert "尚未报送" in page
    assert "报送截止：2017年7月11日 周二 17:30" in page
    district, streets = page.partition("区直单位")[2].split("各街道")[:2]
    for words in ("Volunteers of the school", "入户宣传", "志愿者12人", "走访三十户居民"):
        assert words in district
    assert "暂无已通过的情况表" in streets
    assert form_of(east.get(SUMMARY).text, "filled_by_unit")["filled_by_unit"] == [
        "East federation"
    ]

    answer = fill(east, SUMMARY, "filled_by_unit", filled_by_unit="东区文明办")

    page = said(follow(east, answer))
    assert "附件2已报送" in page
    handed_in = "Eve of the East office于2017年7月11日 10:00报送（第1次），共1条。 按时"
    assert handed_in in page
    assert handed_in in read(secretariat, SUMMARY)
    board = secretariat.get(f"{WEEKS}/2017-W27/city").text
    assert "1条 · 2017年7月11日 10:00报送" in entry(board, "East district")


def test_the_city_reads_it_and_does_not_hand_it_in(accepted, secretariat):
    page = secretariat.get(SUMMARY).text

    assert "入户宣传" in page
    assert "报送附件2" not in said(page)
    forced = secretariat.post(SUMMARY, data={"filled_by_unit": "市里", "version": "0"})
    assert forced.status_code == 403


def test_only_accepted_reports_are_in_it(world, east):
    world.submitted("school", actor=MANAGER_EAST, title="待审活动", now=AFTER)
    world.returned("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST, title="退回活动", now=AFTER)

    page = read(east, SUMMARY)

    assert "待审活动" not in page
    assert "退回活动" not in page
    assert "本周没有已通过的情况表，报送后即为本县（区）的零报告" in page
    assert "共0条" in said(follow(east, fill(east, SUMMARY, "filled_by_unit")))


def test_what_was_accepted_since_asks_to_hand_it_in_again(accepted, world, east):
    fill(east, SUMMARY, "filled_by_unit")
    assert "此后情况表又有新通过或变更的" not in read(east, SUMMARY)
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST, title="清洁家园", now=AFTER)

    page = read(east, SUMMARY)
    assert "此后情况表又有新通过或变更的，请重新报送，以便计入" in page
    assert "重新报送附件2" in page
    page = said(follow(east, fill(east, SUMMARY, "filled_by_unit")))

    assert "（第2次），共2条" in page
    assert "此后情况表又有新通过或变更的" not in page


def test_handed_in_late_is_shown_as_late(accepted, east, clock):
    clock.now = local("2017-07-11 17:31")

    page = said(follow(east, fill(east, SUMMARY, "filled_by_unit")))

    assert "共1条。 逾期" in page


def test_handing_in_again_after_the_deadline_does_not_make_it_late(accepted, world, east, clock):
    fill(east, SUMMARY, "filled_by_unit")
    clock.now = local("2017-07-12 09:00")

    answer = follow(east, fill(east, SUMMARY, "filled_by_unit", filled_by_unit="东区文明办"))
    page = said(answer.partition("</nav>")[2])

    assert "（第2次）" in page
    assert "逾期" not in page  # the first time decides, as it does on the board


def test_before_the_week_is_over_it_can_be_read_only(accepted, east, clock):
    clock.now = local("2017-07-09 23:00")

    page = read(east, SUMMARY)
    assert "入户宣传" in page
    assert "本周结束后才能报送" in page
    early = east.post(SUMMARY, data={"filled_by_unit": "东区", "version": "0"})
    assert early.status_code == 409
    assert "2017-W27周尚未结束" in alert(early.text)


def test_a_foreign_district_has_no_such_page(accepted, people):
    west = people.as_("office_west")

    assert west.get(SUMMARY).status_code == 404
    forced = west.post(SUMMARY, data={"filled_by_unit": "西区", "version": "0"})
    assert forced.status_code == 404
    assert west.get(SUMMARY.replace("/east/", "/west/")).status_code == 200
