"""Publishing on behalf: who did it, for whom, when, and on whose request."""

from __future__ import annotations

import pytest

from tests.web.forms import about_to_press, fill, follow, form_of, press
from tests.web.reading import HOME, alert, entry, options, read, said, titles
from tests.world import MANAGER_EAST

COMMISSIONS = f"{HOME}/commissions"


def managed(project) -> str:
    return f"{HOME}/manage/projects/{project.id}"


def public_page(project) -> str:
    return f"{HOME}/projects/{project.id}"


@pytest.fixture
def draft(world):
    """A complete draft of the library."""
    project = world.draft(title="夏日阅读")
    world.activity(project)
    return project


@pytest.fixture
def asked(draft, manager):
    """The same, for which the library asked the city's secretariat."""
    answer = press(manager, managed(draft), "/commission", note="我们不会操作平台")
    assert "委托已提交" in follow(manager, answer)
    return draft


def test_at_the_offices_own_initiative(world, secretariat, public, clock):
    library = world.organization("library").id
    form = {"title": "文明交通", "kind": "cultural_venue", "themes": ["civil_traffic"]}
    page = secretariat.get(f"{HOME}/organizations/{library}")
    assert "为组织新建项目" in page.text
    project = fill(
        secretariat,
        f"{HOME}/manage/projects/new?organization={library}",
        "title",
        **form,
        description="路口引导",
        risks="注意车辆",
        contact_name="李女士",
        contact_phone="13800000002",
    ).headers["Location"]
    fill(
        secretariat,
        f"{project}/activities/new",
        "place",
        starts_at="2017-07-08T08:00",
        ends_at="2017-07-08T09:00",
        place="北门路口",
        area_id=str(world.area("city").id),
    )

    page = said(follow(secretariat, press(secretariat, project, "/publication-on-behalf")))

    assert "已为组织代发布项目" in page
    assert "发布时间：2017年7月6日 12:00 · 秘书处主动代发布" in page
    assert "秘书处主动代发布 · Sun of the secretariat（City federation）" in page
    assert "委托人" not in page
    assert "代Volunteers of the library发布" in page  # in the history
    shown = read(public, project.replace("/manage", ""))
    assert "发布时间：2017年7月6日 12:00 · 由City federation代发布" in shown
    assert "Sun of the secretariat" not in shown


def test_on_a_request_by_word_of_mouth(draft, secretariat, public):
    answer = press(
        secretariat, managed(draft), "/publication-on-behalf", requested_by="张主任（来电）"
    )

    page = said(follow(secretariat, answer))
    assert (
        "受委托代发布 · Sun of the secretariat（City federation） · 委托人：张主任（来电）" in page
    )
    assert "张主任" not in read(public, public_page(draft))


def test_on_a_commission(asked, manager, secretariat, public):
    waiting = entry(secretariat.get(COMMISSIONS).text, "夏日阅读")
    for words in (
        "Volunteers of the library",
        "Mia of the library",
        "2017年7月6日 12:00",
        "我们不会操作平台",
    ):
        assert words in waiting
    page = read(secretariat, managed(asked))
    assert "Mia of the library已于2017年7月6日 12:00委托City federation代发布此项目" in page
    assert "受Mia of the library委托。" in page

    follow(secretariat, press(secretariat, managed(asked), "/publication-on-behalf"))

    page = read(manager, managed(asked))
    assert (
        "受委托代发布 · Sun of the secretariat（City federation） · 委托人：Mia of the library"
        in page
    )
    assert "暂无待办事项" in read(secretariat, COMMISSIONS)
    shown = read(public, public_page(asked))
    assert "由City federation代发布" in shown
    assert "Mia" not in shown


def test_what_is_missing_is_named_and_the_request_stays_open(world, manager, secretariat):
    project = world.draft(title="夏日阅读")  # no activity yet
    press(manager, managed(project), "/commission")

    answer = press(secretariat, managed(project), "/publication-on-behalf")

    assert answer.status_code == 422
    assert "请至少添加一次活动" in alert(answer.text)
    assert "夏日阅读" in read(secretariat, COMMISSIONS)


def test_who_asked_is_kept_when_the_publication_is_refused(world, secretariat):
    project = world.draft()  # no activity yet

    answer = press(
        secretariat, managed(project), "/publication-on-behalf", requested_by="张主任（来电）"
    )

    assert answer.status_code == 422
    assert form_of(answer.text, "requested_by")["requested_by"] == ["张主任（来电）"]


def test_a_note_that_cannot_be_read_is_explained_and_kept(draft, manager):
    answer = press(manager, managed(draft), "/commission", note="请代\u200b发布")

    assert answer.status_code == 422
    assert "“请代”之后有一个无法显示或打印的字符" in alert(answer.text)
    assert form_of(answer.text, "office_area_id")["note"] == ["请代\u200b发布"]


def test_a_district_office_gets_what_was_asked_of_it_and_others_do_not(world, people):
    project = world.draft("school", actor=MANAGER_EAST, title="入户宣传")
    press(
        people.as_("manager_east"),
        managed(project),
        "/commission",
        office_area_id=str(world.area("east").id),
    )

    assert titles(people.as_("office_east").get(COMMISSIONS).text) == ["入户宣传"]
    assert titles(people.as_("office_west").get(COMMISSIONS).text) == []
    assert people.as_("office_west").get(managed(project)).status_code == 404


def test_only_the_organizations_own_offices_can_be_asked(world, people):
    project = world.draft("school", actor=MANAGER_EAST)

    page = people.as_("manager_east").get(managed(project)).text

    assert options(page, "office_area_id") == ["City federation", "East federation"]


def test_a_request_is_declined_with_a_reason(asked, manager, secretariat, public):
    bare = press(secretariat, COMMISSIONS, "/refusal")
    assert bare.status_code == 422
    assert "请填写原因" in alert(bare.text)

    page = follow(secretariat, press(secretariat, COMMISSIONS, "/refusal", reason="请先补充风险"))

    assert "该委托不予受理" in page
    assert titles(page) == []
    shown = read(manager, managed(asked))
    assert "夏日阅读 草稿" in shown
    assert "原因：请先补充风险" in shown
    assert public.get(public_page(asked)).status_code == 404
    # It can be asked for again.
    again = press(manager, managed(asked), "/commission", note="已补充")
    assert "已补充" in follow(manager, again)


def test_a_reason_to_decline_stays_at_its_request(asked, world, manager, secretariat):
    other = world.draft(title="文明交通")
    press(manager, managed(other), "/commission")

    answer = press(secretariat, COMMISSIONS, "/refusal", reason="缺少\u200b风险")

    assert answer.status_code == 422
    assert "缺少\u200b风险" in entry(answer.text, "夏日阅读")
    assert "缺少\u200b风险" not in entry(answer.text, "文明交通")


def test_a_request_is_withdrawn(asked, manager, secretariat):
    page = said(follow(manager, press(manager, managed(asked), "/commission-withdrawal")))

    assert "委托已撤回。" in page
    assert "已撤回 Mia of the library" in page
    assert "暂无待办事项" in read(secretariat, COMMISSIONS)


def test_who_declines_what_was_just_withdrawn_hears_of_it(asked, manager, secretariat):
    decline = about_to_press(secretariat, COMMISSIONS, "/refusal")
    press(manager, managed(asked), "/commission-withdrawal")

    page = follow(secretariat, decline(reason="请先补充风险"))

    assert "此委托此前已处理" in page
    assert "组织可以看到原因" not in page  # nobody sees it: it was not declined
    assert "请先补充风险" not in read(manager, managed(asked))


def test_who_publishes_it_after_all_leaves_no_open_request(asked, manager, secretariat):
    press(manager, managed(asked), "/publication")

    assert "暂无待办事项" in read(secretariat, COMMISSIONS)
    assert "组织自行发布 · Mia of the library" in read(manager, managed(asked))
