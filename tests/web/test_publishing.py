"""Publishing: from the draft to what everybody may read, and back."""

from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.services import publishing, recording
from tests.web.forms import fill, follow, form_of, press
from tests.web.reading import HOME, alert, entry, read, said, titles
from tests.world import MANAGER, MANAGER_EAST, NOON, local

LIST = f"{HOME}/projects"
TYPED = {
    "title": "夏日阅读",
    "kind": "cultural_venue",
    "themes": ["culture", "arts"],
    "description": "陪伴读者找书",
    "risks": "搬书时注意手",
    "recruiting_needs": "十二人，穿马甲",
    "contact_name": "李女士",
    "contact_phone": "13800000002",
}


def managed(project) -> str:
    return f"{HOME}/manage/projects/{project.id}"


def public_page(project) -> str:
    return f"{LIST}/{project.id}"


def test_a_draft_is_written_published_and_read_by_everybody(world, manager, public):
    project = fill(manager, f"{HOME}/manage/projects/new", "title", **TYPED).headers["Location"]
    page = manager.get(project)
    assert "项目已存为草稿" in page.text
    assert "夏日阅读 草稿" in said(page.text)

    early = press(manager, project, "/publication")
    assert early.status_code == 422
    assert "请至少添加一次活动" in alert(early.text)

    fill(
        manager,
        f"{project}/activities/new",
        "place",
        starts_at="2017-07-08T09:00",
        ends_at="2017-07-08T11:00",
        place="北门广场",
        area_id=str(world.area("quay").id),
    )
    page = said(follow(manager, press(manager, project, "/publication")))
    assert "项目已发布" in page
    assert "早于活动开始时间" in page

    row = entry(public.get(LIST).text, "夏日阅读")
    for words in ("Volunteers of the library", "文化志愿服务", "文艺志愿服务", "北门广场"):
        assert words in row
    shown = read(public, project.replace("/manage", ""))
    for words in (
        "陪伴读者找书",
        "搬书时注意手",
        "十二人，穿马甲",
        "2017年7月8日 周六 09:00–11:00",
    ):
        assert words in shown


def drafted(world, manager):
    project = world.draft()
    world.activity(project)
    return project


def withdrawn(world, manager):
    project = world.published().project
    assert "恢复为草稿" in follow(manager, press(manager, managed(project), "/withdrawal"))
    return project


def never_published(world, manager):
    project = drafted(world, manager)
    press(manager, managed(project), "/cancellation", reason="没有场地")
    return project


@pytest.mark.parametrize("build", [drafted, withdrawn, never_published])
def test_what_is_not_published_is_no_page_for_the_public(build, world, manager, people):
    project = build(world, manager)

    for person in ("", "nobody", "manager_east", "manager"):
        answer = people.as_(person).get(public_page(project))
        assert answer.status_code == 404
        assert project.title not in answer.text
    assert titles(people.as_("").get(LIST).text) == []


@pytest.fixture
def two(world):
    """Reading in the city on 7 July, canvassing in a community of the East on 20 July."""
    world.published(title="夏日阅读", description="陪伴读者")
    project = world.draft(
        "school", actor=MANAGER_EAST, title="入户宣传", themes=("neighbourhood_watch", "safety")
    )
    publishing.add_activities(
        world.uow,
        MANAGER_EAST,
        project.id,
        publishing.ActivityEntry(
            starts_at=local("2017-07-20 22:00"),
            ends_at=local("2017-07-21 01:00"),
            place="码头",
            area_id=world.area("quay").id,
            capacity=None,
        ),
        activity_id=uuid4(),
        now=NOON,
    )
    publishing.publish_project(world.uow, MANAGER_EAST, project.id, project.version, now=NOON)


READING, CANVASSING, BOTH, NONE = {"夏日阅读"}, {"入户宣传"}, {"夏日阅读", "入户宣传"}, set()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param({}, BOTH, id="no filter finds all"),
        pytest.param({"q": "阅读"}, READING, id="a word of the title"),
        pytest.param({"q": "陪伴读者"}, READING, id="a word of the description"),
        pytest.param({"q": "VOLUNTEERS OF THE SCHOOL"}, CANVASSING, id="the organization"),
        pytest.param({"q": "%"}, NONE, id="a percent sign is no wildcard"),
        pytest.param({"theme": "safety"}, CANVASSING, id="the second theme counts"),
        pytest.param({"theme": "arts"}, NONE, id="nobody's theme"),
        pytest.param({"area": "city"}, BOTH, id="a city holds all below"),
        pytest.param({"area": "east"}, CANVASSING, id="a district holds its communities"),
        pytest.param({"area": "west"}, NONE, id="another district"),
        pytest.param({"from": "2017-07-08"}, CANVASSING, id="from a day"),
        pytest.param({"until": "2017-07-07"}, READING, id="until a day, that day inside"),
        pytest.param({"from": "2017-07-21"}, CANVASSING, id="what goes on past midnight"),
        pytest.param({"until": "2017-07-20"}, BOTH, id="what begins before midnight"),
        pytest.param({"from": "2017-07-22"}, NONE, id="after all of it"),
        pytest.param({"theme": "culture", "area": "east"}, NONE, id="filters hold together"),
    ],
)
def test_search_and_filters(two, world, public, wanted, found):
    query = {**wanted}
    if "area" in query:
        query["area"] = str(world.area(query["area"]).id)

    page = public.get(LIST, query_string=query).text

    assert set(titles(page)) == found
    assert f"共{len(found)}条" in page
    assert ("没有符合条件的项目" in page) is (found == NONE)


def test_the_filters_stay_chosen(two, world, public):
    east = str(world.area("east").id)
    query = {
        "q": "宣传",
        "theme": "safety",
        "area": east,
        "from": "2017-07-01",
        "until": "2017-07-31",
    }

    page = public.get(LIST, query_string=query).text

    assert {name: [value] for name, value in query.items()} == form_of(page, "q")


def test_the_public_reads_no_names_and_no_phones(world, manager, public, clock):
    activity = world.published(title="夏日阅读")
    rows = world.listed(("张三", 60), ("李四", 60))
    recording.sign_up_volunteers(world.uow, MANAGER, activity.id, rows, now=NOON)
    clock.now = local("2017-07-08 10:00")
    world.recorded(activity, ("张三", 60), ("李四", 60), now=clock.now)
    world.accepted(activity=activity, now=clock.now)
    for address in (LIST, public_page(activity.project)):
        page = public.get(address).text
        assert "夏日阅读" in page
        for personal in (
            "张三",
            "李四",
            "Leader of the library",
            "13800000000",
            "Ms Li",
            "13800000001",
            "Mia",
            "Rui",
            "Sun of the secretariat",
            "/photos/",
        ):
            assert personal not in page
    # The organization itself does see whom to call.
    assert "Ms Li 13800000001" in read(manager, managed(activity.project))


def test_cancelled_with_a_reason_that_everybody_reads(world, manager, public):
    project = world.published(title="夏日阅读").project

    bare = press(manager, managed(project), "/cancellation")
    assert bare.status_code == 422
    assert "请填写原因" in alert(bare.text)
    page = said(follow(manager, press(manager, managed(project), "/cancellation", reason="台风")))

    assert "项目已取消" in page
    assert "原因：台风" in page
    assert "此项目已取消。 台风" in read(public, public_page(project))
    assert titles(public.get(LIST).text) == []


def test_a_reason_that_cannot_be_read_is_explained_and_kept(world, manager, public):
    project = world.published().project

    answer = press(manager, managed(project), "/cancellation", reason="台风\u200b停办")

    assert answer.status_code == 422
    assert "“台风”之后有一个无法显示或打印的字符" in alert(answer.text)
    assert form_of(answer.text, "reason")["reason"] == ["台风\u200b停办"]
    assert "此项目已取消" not in read(public, public_page(project))


def test_one_activity_is_cancelled_and_the_others_take_place(world, manager, public):
    project = world.draft()
    rainy = world.activity(project, place="北门广场")
    world.activity(project, "2017-07-14 09:00", "2017-07-14 11:00", place="图书馆")
    press(manager, managed(project), "/publication")

    page = follow(
        manager,
        press(manager, f"{HOME}/manage/activities/{rainy.id}/edit", "/cancellation", reason="暴雨"),
    )

    assert "活动已取消。" in page
    shown = public.get(public_page(project)).text
    assert "已取消 暴雨" in entry(shown, "北门广场")
    assert "已取消" not in entry(shown, "图书馆")
    assert "图书馆" in entry(public.get(LIST).text, project.title)


def test_whom_volunteers_count_on_is_not_withdrawn(world, manager, public):
    activity = world.published()
    rows = world.listed(("张三", 60))
    recording.sign_up_volunteers(world.uow, MANAGER, activity.id, rows, now=NOON)

    answer = press(manager, managed(activity.project), "/withdrawal")

    assert answer.status_code == 409
    assert "已有志愿者报名或已有记录，项目不能撤回发布" in alert(answer.text)
    assert activity.project.title in read(public, public_page(activity.project))


def test_a_copy_is_a_draft_with_the_same_text_and_its_activities_moved(world, manager, public):
    project = world.draft(title="夏日阅读", description="陪伴读者", themes=("culture", "arts"))
    world.activity(project, "2017-07-07 09:00", "2017-07-07 11:00")
    world.activity(project, "2017-07-09 14:00", "2017-07-09 16:00")
    press(manager, managed(project), "/publication")

    answer = fill(manager, f"{managed(project)}/copy", "first_on", first_on="2017-07-20")

    page = said(follow(manager, answer))
    assert "副本已存为草稿" in page
    for words in (
        "夏日阅读 草稿",
        "陪伴读者",
        "文化志愿服务 文艺志愿服务",
        "2017年7月20日 周四 09:00–11:00",
        "2017年7月22日 周六 14:00–16:00",
    ):
        assert words in page
    assert "2017年7月7日 周五" in read(manager, managed(project))
    assert titles(public.get(LIST).text) == ["夏日阅读"]


def test_a_copy_of_the_text_alone_has_no_activities(world, manager):
    project = world.published(title="夏日阅读").project

    page = follow(manager, fill(manager, f"{managed(project)}/copy", "first_on"))

    assert "还没有活动" in page


def test_the_public_finds_every_wednesday_of_what_repeats(world, manager, public):
    project = world.draft()
    fill(
        manager,
        f"{managed(project)}/activities/new",
        "place",
        starts_at="2017-07-12T09:00",
        ends_at="2017-07-12T11:00",
        place="北门广场",
        area_id=str(world.area("city").id),
        repeats="y",
        weekdays=["2"],
        repeat_until="2017-08-02",
    )
    press(manager, managed(project), "/publication")

    days = titles(public.get(public_page(project)).text)

    assert days == [
        f"2017年{day} 周三 09:00–11:00" for day in ("7月12日", "7月19日", "7月26日", "8月2日")
    ]
    assert "共4次活动" in read(public, LIST)


def test_a_finished_project_stays_readable_and_cannot_be_finished_early(
    world, manager, public, clock
):
    project = world.published().project
    early = press(manager, managed(project), "/completion")
    assert early.status_code == 409
    assert "本项目还有活动尚未结束" in alert(early.text)

    clock.now = local("2017-07-08 10:00")
    assert "项目已结项。" in follow(manager, press(manager, managed(project), "/completion"))

    assert "已结项" in entry(public.get(LIST).text, project.title)
    assert "已结束" in read(public, public_page(project))
