"""Reporting: from the activity, or free-standing, to the office, with two photos."""

from __future__ import annotations

import io
import re

import pytest

from tests.web.forms import fill, follow, form_of, press
from tests.web.reading import HOME, alert, entry, read, said
from tests.world import jpeg, local

AFTER = local("2017-07-08 10:00")
TYPED = {
    "title": "广场清洁",
    "starts_at": "2017-07-05T09:00",
    "ends_at": "2017-07-05T11:30",
    "place": "北门广场",
    "volunteer_count": "12",
    "summary": "清洁广场，劝导文明。",
}


def photo(mark: int):
    return io.BytesIO(jpeg(mark=mark)), f"现场{mark}.jpg"


def shown(report) -> str:
    return f"{HOME}/reports/{report.id}"


def editing(report) -> str:
    return f"{HOME}/reports/{report.id}/edit"


def pictures(page: str) -> list[str]:
    return re.findall(r'<img src="([^"]+)"', page)


@pytest.fixture
def free_standing(manager):
    """The address of a report that was just begun, of something that was never published."""
    return fill(manager, f"{HOME}/reports/new", "campaign_id").headers["Location"]


def test_begun_from_an_activity_it_knows_what_is_known(world, manager, clock):
    activity = world.published(title="夏日阅读")
    clock.now = AFTER
    world.recorded(activity, ("张三", 90), ("李四", 60), ("王五", 30), now=AFTER)
    row = entry(manager.get(f"{HOME}/manage/activities?needs=report").text, "夏日阅读")
    assert "填写情况表" in row
    begin = f"{HOME}/reports/new?activity={activity.id}"
    assert begin in manager.get(f"{HOME}/manage/projects/{activity.project_id}").text
    assert "2017年7月7日 周五 09:00–11:00 · City library" in read(manager, begin)

    page = follow(manager, fill(manager, begin, "new_id"))

    fields = form_of(page, "summary")
    assert {name: fields[name][0] for name in TYPED} == {
        "title": "夏日阅读",
        "starts_at": "2017-07-07T09:00",
        "ends_at": "2017-07-07T11:00",
        "place": "City library",
        "volunteer_count": "3",
        "summary": "",
    }


def test_an_activity_has_one_report(world, manager, clock):
    activity = world.published()
    clock.now = AFTER
    begin = f"{HOME}/reports/new?activity={activity.id}"
    standing = fill(manager, begin, "new_id").headers["Location"].removesuffix("/edit")

    again = manager.get(begin)

    assert again.headers["Location"] == standing
    project = manager.get(f"{HOME}/manage/projects/{activity.project_id}").text
    assert "查看情况表" in project
    assert "填写情况表" not in project
    assert "共0条" in read(manager, f"{HOME}/manage/activities?needs=report")


def test_free_standing_it_says_that_nothing_was_published(manager, free_standing):
    page = said(manager.get(free_standing).text)

    assert form_of(manager.get(free_standing).text, "summary")["title"] == [""]
    assert "项目是否发布 否 · 本次活动没有发布项目。" in page
    assert "是否记录时长 否 · 本次活动还没有已确认的志愿服务记录。" in page


def test_written_with_two_photos_and_handed_in(manager, free_standing):
    draft = fill(manager, free_standing, "summary", **TYPED, photo1=photo(1), photo2=photo(2))
    page = follow(manager, draft)
    assert "已存为草稿" in page
    assert len(pictures(page)) == 2
    for address in pictures(page):
        assert manager.get(address).mimetype == "image/jpeg"

    answer = fill(manager, free_standing, "summary", submit_report="保存并提交")

    page = follow(manager, answer)
    text = said(page)
    assert "情况表已提交，等待审核" in text
    for words in (
        "广场清洁 已提交 按时",
        "报送至：City federation",
        "2017年7月5日 周三 09:00–11:30",
        "北门广场",
        "清洁广场，劝导文明。",
    ):
        assert words in text
    assert "Mia of the library 待审核" in entry(page, "待审核")
    assert len(pictures(page)) == 2
    # While it is with the office, nobody writes in it.
    assert manager.get(free_standing).headers["Location"] == free_standing.removesuffix("/edit")


def test_every_gap_is_named_and_the_draft_is_kept(manager, free_standing):
    answer = fill(manager, free_standing, "summary", title="广场清洁", submit_report="保存并提交")

    assert answer.status_code == 422
    text = alert(answer.text)
    assert "情况表已存为草稿，暂时不能提交" in text
    for gap in (
        "请填写活动的开始时间和结束时间",
        "请填写活动地点",
        "请填写参加活动志愿者人数",
        "请填写活动内容简介",
        "需要2张实景图片，目前有0张",
    ):
        assert gap in text
    assert form_of(manager.get(free_standing).text, "summary")["title"] == ["广场清洁"]


def test_one_photo_is_too_few(world, manager):
    report = world.report(photos=1)

    answer = press(manager, shown(report), "/submission")

    assert answer.status_code == 422
    assert "需要2张实景图片，目前有1张" in alert(answer.text)
    assert "草稿" in read(manager, shown(report))


def test_a_third_photo_has_no_place(world, manager):
    report = world.report(photos=2)

    answer = manager.post(f"{shown(report)}/photos/3", data={"photo": photo(7), "standing": ""})

    assert answer.status_code == 404
    assert "没有这个照片位置" in answer.text
    assert len(pictures(manager.get(shown(report)).text)) == 2


def test_the_same_photo_twice_is_refused(world, manager):
    report = world.report(photos=0)

    answer = fill(
        manager,
        editing(report),
        "summary",
        photo1=photo(3),
        photo2=photo(3),
        submit_report="保存并提交",
    )

    assert answer.status_code == 422
    assert "2张照片是同一个文件" in alert(answer.text)


def test_a_photo_is_taken_out_and_another_put_in(world, manager):
    report = world.report()
    left, right = pictures(manager.get(editing(report)).text)
    taken_out = left.rpartition("/")[2].removesuffix(".jpg")

    page = follow(manager, press(manager, editing(report), f"/photos/{taken_out}/void"))
    assert "照片已移除" in page
    assert pictures(page) == [right]
    assert "移除实景图片" in read(manager, shown(report))  # in the history

    page = follow(manager, fill(manager, editing(report), "summary", photo1=photo(9)))
    assert len(pictures(page)) == 2
    assert left not in pictures(page)


def test_a_photo_is_replaced_where_it_stood(world, manager):
    report = world.report()
    left, right = pictures(manager.get(editing(report)).text)

    page = follow(manager, fill(manager, editing(report), "summary", photo2=photo(9)))

    assert pictures(page)[0] == left
    assert pictures(page)[1] != right


BEFORE, TOO_LATE = local("2017-07-01 08:00"), local("2017-07-07 09:00")


@pytest.mark.parametrize(
    ("published_at", "rows", "derived"),
    [
        pytest.param(
            BEFORE,
            [("张三", 90), ("李四", 60)],
            (
                "是否记录时长 是 · 已确认2名志愿者的志愿服务记录，共150分钟。",
                "项目是否发布 是 · 2017年7月1日 08:00发布，早于活动开始时间。",
            ),
            id="published in advance, hours confirmed",
        ),
        pytest.param(
            TOO_LATE,
            [],
            (
                "是否记录时长 否 · 本次活动还没有已确认的志愿服务记录。",
                "项目是否发布 否 · 发布时间为2017年7月7日 09:00，未在活动开始前发布。",
            ),
            id="published at the start is not in advance, no hours",
        ),
    ],
)
def test_what_is_derived_stands_with_its_reason(published_at, rows, derived, world, manager, clock):
    activity = world.published(now=published_at)
    clock.now = AFTER
    if rows:
        world.recorded(activity, *rows, now=AFTER)
    report = world.report(activity=activity, now=AFTER)

    for address in (shown(report), editing(report)):
        page = read(manager, address)
        for words in derived:
            assert words in page
    # They are said, not asked.
    fields = form_of(manager.get(editing(report)).text, "summary")
    assert not {"hours_recorded", "project_published"} & set(fields)


def test_a_count_that_differs_from_the_name_list_is_shown(world, manager, secretariat, clock):
    activity = world.published()
    clock.now = AFTER
    world.recorded(activity, ("张三", 90), ("李四", 60), now=AFTER)
    report = world.submitted(activity=activity, now=AFTER, volunteer_count=30)

    assert "30 名单中为2人" in read(secretariat, shown(report))


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        pytest.param("2017-07-11 17:29", "按时", id="before the close of business on Tuesday"),
        pytest.param("2017-07-11 17:31", "逾期", id="after it"),
    ],
)
def test_on_time_or_late(moment, wanted, world, manager, secretariat, clock):
    report = world.report(title="夏日阅读")
    clock.now = local(moment)

    page = said(follow(manager, press(manager, shown(report), "/submission")))

    assert f"夏日阅读 已提交 {wanted}" in page
    assert f"报送截止 2017年7月11日 周二 17:30 {wanted}" in page
    row = entry(secretariat.get(f"{HOME}/reports").text, "夏日阅读")
    assert ("逾期" in row) is (wanted == "逾期")


def test_a_late_report_is_announced_as_such_before_it_is_handed_in(world, manager, clock):
    report = world.report()
    clock.now = local("2017-07-12 09:00")

    assert "已过截止时间" in read(manager, editing(report))


def test_the_first_time_decides_about_late(world, manager, secretariat, clock):
    report = world.submitted(title="夏日阅读")
    clock.now = local("2017-07-12 09:00")
    press(secretariat, shown(report), "/return", reason="请写明人数")

    page = follow(manager, press(manager, shown(report), "/submission"))

    assert "夏日阅读 已提交 按时" in said(page)


def test_what_is_not_over_is_not_reported(world, manager):
    report = world.report(
        starts_at=local("2017-07-06 11:00"),
        ends_at=local("2017-07-06 13:00"),  # it is noon
    )

    answer = press(manager, shown(report), "/submission")

    assert answer.status_code == 422
    assert "活动尚未结束，请在活动结束后提交情况表" in alert(answer.text)
