"""Reviewing: returned, mended, accepted, changed again, voided; and whose turn each report is."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.directory import Affiliation, OrganizationKind, Role
from flask_volunteer_reports.services import directory
from tests.web.forms import fill, follow, form_of, press
from tests.web.reading import HOME, alert, entry, read, said, titles
from tests.world import CAST, FIRST_DAY, MANAGER_EAST, NOON, OFFICE_EAST, OPERATOR, local

REPORTS = f"{HOME}/reports"


def shown(report) -> str:
    return f"{REPORTS}/{report.id}"


def editing(report) -> str:
    return f"{REPORTS}/{report.id}/edit"


def test_returned_mended_handed_in_again_and_accepted(world, manager, secretariat):
    report = world.submitted(title="夏日阅读", summary="志愿者帮助读者")
    assert titles(secretariat.get(f"{REPORTS}?status=submitted").text) == ["夏日阅读"]

    page = follow(secretariat, press(secretariat, shown(report), "/return", reason="请写明人数"))
    assert "情况表已退回，组织可以看到原因" in page
    assert titles(secretariat.get(f"{REPORTS}?status=submitted").text) == []

    for address in (shown(report), editing(report)):
        assert "退回意见： 请写明人数" in read(manager, address)
    answer = fill(
        manager,
        editing(report),
        "summary",
        summary="十二名志愿者帮助读者",
        submit_report="保存并提交",
    )
    assert "情况表已提交，等待审核" in follow(manager, answer)

    assert "十二名志愿者帮助读者" in read(secretariat, shown(report))
    page = follow(secretariat, press(secretariat, shown(report), "/acceptance"))
    assert "情况表已通过" in page
    text = read(manager, shown(report))
    assert "夏日阅读 已通过 按时" in text
    assert "退回意见" not in text
    assert "请写明人数" in text  # among what was handed in
    first, second = text.partition("提交记录")[2].split("2017年7月6日 12:00 · Mia")[1:3]
    assert first.startswith(" of the library 已退回 Sun of the secretariat")
    assert second.startswith(" of the library 已通过 Sun of the secretariat")


def test_to_return_it_an_office_says_why(world, manager, secretariat):
    report = world.submitted()

    answer = press(secretariat, shown(report), "/return", reason="  ")

    assert answer.status_code == 422
    assert "请填写原因" in alert(answer.text)
    assert "已提交" in entry(manager.get(REPORTS).text, report.title)


@pytest.mark.parametrize("action", ["/return", "/void"])
def test_a_reason_that_cannot_be_read_is_explained_and_kept(action, world, secretariat):
    report = world.submitted()

    answer = press(secretariat, shown(report), action, reason="请写明\u200b人数")

    assert answer.status_code == 422
    assert "“请写明”之后有一个无法显示或打印的字符" in alert(answer.text)
    form = answer.text.partition(f'{report.id}{action}"')[2].partition("</form>")[0]
    assert "请写明\u200b人数" in form


def test_a_change_after_acceptance_needs_its_review_again(world, manager, secretariat):
    report = world.accepted(title="夏日阅读", summary="第一稿")
    assert "修改后需要重新审核" in read(manager, editing(report))

    page = follow(manager, fill(manager, editing(report), "summary", summary="第二稿"))

    assert "草稿" in page
    text = read(manager, shown(report))
    assert "重新审核通过之前，文书仍采用原来通过的内容" in text
    row = entry(secretariat.get(REPORTS).text, "夏日阅读")
    assert "草稿" in row
    assert "通过后有修改" in row

    press(manager, shown(report), "/submission")
    assert titles(secretariat.get(f"{REPORTS}?status=submitted").text) == ["夏日阅读"]
    press(secretariat, shown(report), "/acceptance")
    row = entry(secretariat.get(REPORTS).text, "夏日阅读")
    assert "已通过" in row
    assert "通过后有修改" not in row


def test_saving_an_accepted_report_without_a_change_leaves_it_accepted(world, manager):
    report = world.accepted(title="夏日阅读")

    fill(manager, editing(report), "summary")

    assert "夏日阅读 已通过" in read(manager, shown(report))


def test_an_accepted_report_stays_in_its_week(world, manager):
    report = world.accepted()

    answer = fill(
        manager,
        editing(report),
        "summary",
        starts_at="2017-06-28T09:00",
        ends_at="2017-06-28T11:00",
    )

    assert answer.status_code == 422
    assert "已通过的情况表不能改到其他周" in alert(answer.text)
    assert form_of(answer.text, "summary")["starts_at"] == ["2017-06-28T09:00"]
    assert "2017年7月5日" in read(manager, shown(report))


def test_a_draft_is_its_writers_to_void_and_stays_readable(world, manager, clock):
    activity = world.published()
    clock.now = local("2017-07-08 10:00")
    report = world.report(title="夏日阅读", activity=activity, now=clock.now)

    page = said(follow(manager, press(manager, shown(report), "/void", reason="写错了活动")))

    assert "夏日阅读 已作废" in page
    assert "作废： 写错了活动" in page
    assert manager.get(editing(report)).headers["Location"] == shown(report)
    # The activity can be reported anew.
    begin = f"{REPORTS}/new?activity={activity.id}"
    assert "填写情况表" in follow(manager, fill(manager, begin, "new_id"))


def test_what_the_office_has_is_the_offices_to_void(world, manager, secretariat):
    report = world.accepted(title="夏日阅读")
    assert "作废情况表…" not in read(manager, shown(report))
    version = form_of(secretariat.get(shown(report)).text, "reason")["version"]
    forced = manager.post(f"{shown(report)}/void", data={"version": version, "reason": "不要了"})
    assert forced.status_code == 403

    page = said(
        follow(secretariat, press(secretariat, shown(report), "/void", reason="与附件不符"))
    )

    assert "夏日阅读 已作废" in page
    assert "作废： 与附件不符" in read(manager, shown(report))


def test_whoever_writes_does_not_review(world, manager):
    report = world.submitted()
    page = manager.get(shown(report)).text

    assert "/acceptance" not in page
    assert "/return" not in page
    assert manager.post(f"{shown(report)}/acceptance", data={"version": "1"}).status_code == 403
    assert "已提交" in entry(manager.get(REPORTS).text, report.title)


def registered(world, code: str, affiliation: Affiliation, area: str):
    """An organization more, with its manager."""
    return directory.register_organization(
        world.uow,
        OPERATOR,
        directory.OrganizationEntry(
            code=code,
            name=f"Volunteers of the {code}",
            affiliation=affiliation,
            kind=OrganizationKind.UNIT_TEAM,
            specialty=None,
            area_id=world.area(area).id,
            registered_on=None,
            supervising_unit="",
            leader_name="",
            leader_mobile="",
        ),
        now=NOON,
    )


@pytest.mark.parametrize(
    ("affiliation", "area", "office", "readers"),
    [
        pytest.param("municipal", "city", "City federation", {"secretariat"}, id="municipal"),
        pytest.param("stationed", "city", "City federation", {"secretariat"}, id="stationed"),
        pytest.param(
            "stationed",
            "east",
            "City federation",
            {"secretariat"},
            id="a stationed unit reports to the city even from a district",
        ),
        pytest.param(
            "municipal",
            "quay",
            "City federation",
            {"secretariat"},
            id="a municipal unit likewise, even from a community",
        ),
        pytest.param(
            "district",
            "east",
            "East federation",
            {"secretariat", "office_east"},
            id="of a district",
        ),
        pytest.param(
            "subdistrict",
            "street",
            "East federation",
            {"secretariat", "office_east"},
            id="of a subdistrict",
        ),
        pytest.param(
            "social", "west", "West federation", {"secretariat", "office_west"}, id="social"
        ),
    ],
)
def test_who_receives_a_report(affiliation, area, office, readers, world, people):
    organization = registered(world, "fresh", Affiliation(affiliation), area)
    writer = CAST["nobody"]
    directory.grant_role(
        world.uow,
        OPERATOR,
        writer,
        Role.ORGANIZATION_MANAGER,
        organization,
        from_on=FIRST_DAY,
        now=NOON,
    )
    report = world.submitted("fresh", actor=writer, title="夏日阅读")

    assert f"报送至：{office}" in read(people.as_("nobody"), shown(report))
    for person in ("secretariat", "office_east", "office_west", "manager"):
        client = people.as_(person)
        sees = person in readers
        assert client.get(shown(report)).status_code == (200 if sees else 404)
        assert titles(client.get(REPORTS).text) == (["夏日阅读"] if sees else [])


def test_a_foreign_district_cannot_decide(world, people):
    report = world.submitted("school", actor=MANAGER_EAST, title="入户宣传")
    data = {"version": str(report.version), "reason": "不属实"}

    for action in ("acceptance", "return", "void"):
        answer = people.as_("office_west").post(f"{shown(report)}/{action}", data=data)
        assert answer.status_code == 404

    east = people.as_("office_east")
    assert "入户宣传 已提交" in read(east, shown(report))
    assert "情况表已通过" in follow(east, press(east, shown(report), "/acceptance"))


def test_the_list_of_reports_is_narrowed(world, secretariat):
    world.submitted(title="夏日阅读")
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST, title="入户宣传")
    world.report(
        title="上月阅读",
        starts_at=local("2017-06-28 09:00"),
        ends_at=local("2017-06-28 11:00"),
    )

    def found(**query: str) -> set[str]:
        return set(titles(secretariat.get(REPORTS, query_string=query).text))

    assert found() == {"夏日阅读", "入户宣传", "上月阅读"}
    assert found(q="阅读") == {"夏日阅读", "上月阅读"}
    assert found(status="accepted") == {"入户宣传"}
    assert found(week="2017-W26") == {"上月阅读"}
    assert found(organization=str(world.organization("school").id)) == {"入户宣传"}
    assert found(q="阅读", status="submitted") == {"夏日阅读"}
