"""Two people at once: the second hears of it, keeps what they typed, and overwrites nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.web.forms import about_to_press, fill, follow, form_of, opened, press
from tests.web.reading import HOME, alert, entry, read, said
from tests.world import MANAGER_EAST, OFFICE_EAST, jpeg, local

pytestmark = pytest.mark.postgres

SUMMARY = f"{HOME}/campaigns/test-2017/weeks/2017-W27/east/summary"
AFTER = local("2017-07-11 10:00")


def project(world) -> str:
    return f"{HOME}/manage/projects/{world.draft().id}/edit"


def activity(world) -> str:
    return f"{HOME}/manage/activities/{world.activity(world.draft(), capacity=7).id}/edit"


def report(world) -> str:
    return f"{HOME}/reports/{world.report().id}/edit"


def organization(world) -> str:
    return f"{HOME}/organizations/{world.organization('library').id}/edit"


def area(world) -> str:
    return f"{HOME}/areas/{world.area('east').id}/edit"


def name_list(world) -> str:
    return f"{HOME}/activities/{world.published().id}/name-list"


@dataclass(frozen=True)
class Form:
    """A form that two people have open: the address, who they are, what each of them types."""

    build: Callable[[Any], str]
    theirs: dict[str, str]
    mine: dict[str, str]
    people: tuple[str, str] = ("secretariat", "manager")
    says: str = "其他人保存了修改。系统没有覆盖任何内容，请核对后再保存"
    row: dict[str, str] = field(default_factory=dict)
    """What stands in the other fields of what they type."""


FORMS = {
    "a project": Form(project, {"description": "整理书架"}, {"description": "陪伴读者"}),
    "a project's title": Form(project, {"title": "整理书架"}, {"risks": "注意书车"}),
    "an activity": Form(activity, {"place": "北门广场"}, {"place": "南门广场"}),
    "an activity's places": Form(activity, {"capacity": "20"}, {"capacity": "30"}),
    "a report": Form(
        report, {"summary": "第一稿"}, {"summary": "第二稿"}, people=("manager", "manager")
    ),
    "an organization": Form(organization, {"leader_name": "王馆长"}, {"leader_name": "李馆长"}),
    "an area": Form(
        area,
        {"federation": "东区联合会"},
        {"federation": "东区志愿者联合会"},
        people=("secretariat", "office_east"),
    ),
    "a name list": Form(
        name_list,
        {"rows-0-name": "张三"},
        {"rows-0-name": "李四"},
        people=("manager", "recorder"),
        says="其他人修改了名单。系统没有覆盖任何内容，请核对后再保存",
        row={"rows-0-duration": "60"},
    ),
    "a name list, pasted": Form(
        name_list,
        {"rows-0-name": "张三"},
        {"pasted": "李四\t60\n王五\t30"},
        people=("manager", "recorder"),
        says="其他人修改了名单。系统没有覆盖任何内容，请核对后再保存",
        row={"rows-0-duration": "60"},
    ),
}


@dataclass(frozen=True)
class Collision:
    """What came of two people saving one form."""

    form: Form
    address: str
    first: Any
    second: Any
    answer: Any


@pytest.fixture(params=FORMS)
def collision(request, world, people, clock) -> Collision:
    """Both open the form; one saves, then the other."""
    form = FORMS[request.param]
    address = form.build(world)
    if form.row:
        clock.now = AFTER
    [theirs], [mine] = form.theirs, form.mine
    first, second = (people.as_(person) for person in form.people)
    save = opened(second, address, mine)
    assert fill(first, address, theirs, **form.row, **form.theirs).status_code == 302
    answer = save(**(form.row if mine.startswith("rows") else {}), **form.mine)
    return Collision(form, address, first, second, answer)


def test_the_second_to_save_overwrites_nothing(collision):
    form, answer = collision.form, collision.answer
    [(theirs, saved)], [(mine, typed)] = form.theirs.items(), form.mine.items()

    assert answer.status_code == 409
    text = alert(answer.text)
    assert "情况已有变化" in text
    assert form.says in text
    assert form_of(answer.text, mine)[mine] == [typed]
    assert saved in said(answer.text)  # to compare
    assert form_of(collision.first.get(collision.address).text, theirs)[theirs] == [saved]


def test_whoever_has_compared_can_save(collision):
    [(mine, typed)] = collision.form.mine.items()

    again = collision.second.post(collision.address, data=form_of(collision.answer.text, mine))

    assert again.status_code == 302
    page = collision.first.get(collision.address).text
    assert [word for word in typed.split() if word not in page] == []


@pytest.mark.parametrize(
    ("build", "theirs", "mine", "shown"),
    [
        pytest.param(
            project, {"themes": ["arts"]}, {"title": "夏日阅读"}, "文艺志愿服务", id="themes"
        ),
        pytest.param(
            project,
            {"kind": "environment"},
            {"title": "夏日阅读"},
            "环境保护",
            id="the kind of a project",
        ),
        pytest.param(
            organization,
            {"affiliation": "social"},
            {"leader_name": "王馆长"},
            "社会志愿服务组织",
            id="the affiliation of an organization",
        ),
    ],
)
def test_whatever_the_other_changed_is_shown_to_compare(build, theirs, mine, shown, world, people):
    address = build(world)
    [changed] = mine
    send = opened(people.as_("manager"), address, changed)
    assert fill(people.as_("secretariat"), address, changed, **theirs).status_code == 302

    answer = send(**mine)

    assert answer.status_code == 409
    saved = answer.text.partition('id="saved"')[2].partition("</section>")[0]
    assert shown in said(saved)


@pytest.mark.parametrize(
    ("person", "action", "typed"),
    [
        pytest.param("manager", "/publication", {}, id="publish"),
        pytest.param("manager", "/cancellation", {"reason": "台风"}, id="cancel"),
        pytest.param(
            "secretariat", "/publication-on-behalf", {"requested_by": "张主任"}, id="on behalf"
        ),
    ],
)
def test_who_acts_on_a_project_that_was_changed_meanwhile(person, action, typed, world, people):
    draft = world.draft(title="夏日阅读")
    world.activity(draft)
    address = f"{HOME}/manage/projects/{draft.id}"
    act = about_to_press(people.as_(person), address, action)
    fill(people.as_("manager"), f"{address}/edit", "title", risks="注意书车")

    answer = act(**typed)

    assert answer.status_code == 409
    assert "其他人保存了修改" in alert(answer.text)
    for name, value in typed.items():
        assert form_of(answer.text, name)[name] == [value]
    assert "夏日阅读 草稿" in read(people.as_("manager"), address)


@pytest.mark.parametrize("action", ["/withdrawal", "/completion"])
def test_who_ends_a_published_project_that_was_changed_meanwhile(
    action, world, manager, secretariat, clock
):
    published = world.published(title="夏日阅读")
    address = f"{HOME}/manage/projects/{published.project_id}"
    clock.now = AFTER
    act = about_to_press(manager, address, action)
    fill(secretariat, f"{address}/edit", "title", risks="注意书车")

    answer = act()

    assert answer.status_code == 409
    assert "其他人保存了修改" in alert(answer.text)
    assert "夏日阅读 已发布" in read(manager, address)


def test_hours_that_were_changed_meanwhile_are_not_confirmed(world, people, manager, clock):
    address = name_list(world)
    clock.now = AFTER
    recorder = people.as_("recorder")
    typed = {"rows-0-name": "张三", "rows-0-duration": "60"}
    fill(recorder, address, "rows-0-name", **typed)
    confirm = about_to_press(manager, address, "/confirmation")
    fill(recorder, address, "rows-0-name", **{**typed, "rows-0-duration": "90"})

    answer = confirm()

    assert answer.status_code == 409
    assert "其他人修改了名单" in alert(answer.text)
    assert "2017年7月7日 09:00 90 Rui of the library" in entry(answer.text, "张三")
    assert "0 已确认志愿者" in read(manager, address)


def test_a_report_that_was_changed_meanwhile_is_not_handed_in(world, manager):
    standing = world.report(title="夏日阅读")
    address = f"{HOME}/reports/{standing.id}"
    submit = about_to_press(manager, address, "/submission")
    fill(manager, f"{address}/edit", "summary", summary="第二稿")

    answer = submit()

    assert answer.status_code == 409
    assert "其他人保存了修改" in alert(answer.text)
    assert "夏日阅读 草稿" in read(manager, address)


@pytest.mark.parametrize(
    ("action", "typed"),
    [("/acceptance", {}), ("/return", {"reason": "照片不清楚"}), ("/void", {"reason": "重复"})],
)
def test_a_report_that_was_handed_in_anew_meanwhile_is_read_again(
    action, typed, world, manager, secretariat
):
    standing = world.submitted(title="夏日阅读")
    address = f"{HOME}/reports/{standing.id}"
    decide = about_to_press(secretariat, address, action)
    press(secretariat, address, "/return", reason="请写明人数")
    fill(manager, f"{address}/edit", "summary", summary="十二人", submit_report="保存并提交")

    answer = decide(**typed)

    assert answer.status_code == 409
    assert "其他人保存了修改" in alert(answer.text)
    assert "十二人" in said(answer.text)
    for value in typed.values():
        form = answer.text.partition(f'{address}{action}"')[2].partition("</form>")[0]
        assert value in form
    assert "夏日阅读 已提交" in read(manager, address)


def test_of_two_reviewers_the_second_is_not_told_that_their_reason_arrived(
    world, manager, secretariat
):
    standing = world.submitted()
    address = f"{HOME}/reports/{standing.id}"
    second = about_to_press(secretariat, address, "/return")
    follow(secretariat, press(secretariat, address, "/return", reason="请写明人数"))

    answer = second(reason="照片不清楚")

    page = answer.text if answer.status_code == 409 else follow(secretariat, answer)
    assert "退回意见： 请写明人数" in read(manager, address)
    assert "照片不清楚" not in read(manager, address)
    assert "组织可以看到原因" not in page


def test_accepted_and_returned_at_once_the_first_holds(world, manager, secretariat):
    standing = world.submitted(title="夏日阅读")
    address = f"{HOME}/reports/{standing.id}"
    second = about_to_press(secretariat, address, "/return")
    press(secretariat, address, "/acceptance")

    answer = second(reason="照片不清楚")

    assert answer.status_code == 409
    assert "当前状态为“已通过”，不能改为“已退回”" in alert(answer.text)
    assert "夏日阅读 已通过" in read(manager, address)


def test_a_photo_that_somebody_else_put_there_is_not_replaced_unseen(world, manager):
    standing = world.report(photos=0)
    address = f"{HOME}/reports/{standing.id}/edit"
    mine = opened(manager, address, "photo1")
    fill(manager, address, "photo1", photo1=(io.BytesIO(jpeg(mark=1)), "a.jpg"))
    theirs = manager.get(address).text.partition('<img src="')[2].partition('"')[0]

    answer = mine(summary="我写的字", photo1=(io.BytesIO(jpeg(mark=2)), "b.jpg"))

    assert answer.status_code == 409
    assert "其他人在此处上传了另一张照片" in alert(answer.text)
    assert "我写的字" in form_of(answer.text, "summary")["summary"][0]
    assert theirs in manager.get(address).text


def test_annex_2_is_handed_in_once(world, people, clock):
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST, now=AFTER)
    clock.now = AFTER
    east = people.as_("office_east")
    mine = opened(east, SUMMARY, "filled_by_unit")
    fill(east, SUMMARY, "filled_by_unit", filled_by_unit="东区文明办")

    answer = mine(filled_by_unit="东区联合会")

    assert answer.status_code == 409
    assert "其他人已报送附件2" in alert(answer.text)
    assert form_of(answer.text, "filled_by_unit")["filled_by_unit"] == ["东区联合会"]
    assert "第1次" in read(east, SUMMARY)
    again = east.post(SUMMARY, data=form_of(answer.text, "filled_by_unit"))
    assert "第2次" in follow(east, again)
