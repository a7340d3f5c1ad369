"""Recording: a name list typed or pasted, confirmed by a manager, voided with a reason."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from flask_volunteer_reports.models import ServiceRecord, SignUp
from tests.web.forms import fill, follow, form_of, press
from tests.web.reading import HOME, alert, entry, read, said
from tests.world import local

AFTER = local("2017-07-08 10:00")


@pytest.fixture
def activity(world):
    """Reading on 7 July from nine to eleven, to come."""
    return world.published(title="夏日阅读")


@pytest.fixture
def over(activity, clock):
    """The same on the day after."""
    clock.now = AFTER
    return activity


@pytest.fixture
def recorder(people):
    return people.as_("recorder")


def name_list(activity) -> str:
    return f"{HOME}/activities/{activity.id}/name-list"


def entered(client, activity, **rows):
    """Type rows into the list: name and duration of each."""
    typed = {}
    for number, (name, duration) in enumerate(rows.items()):
        typed |= {f"rows-{number}-name": name, f"rows-{number}-duration": duration}
    return fill(client, name_list(activity), "rows-0-name", **typed)


def figures(page: str) -> dict[str, str]:
    """The figures above the list, by what they count."""
    names = ("已确认志愿者", "已确认小时数", "待确认记录", "已报名人数")
    return {name: entry(page, name).split()[0] for name in names}


def test_a_list_is_typed_row_by_row_and_waits(over, recorder):
    answer = fill(
        recorder,
        name_list(over),
        "rows-0-name",
        **{
            "rows-0-name": "张三",
            "rows-0-duration": "1.5小时",
            "rows-2-name": "李四",  # a row was left empty
            "rows-2-volunteer_no": "",
            "rows-2-duration": "60",
            "rows-2-started": "10:00",
        },
    )

    page = follow(recorder, answer)
    assert "名单已保存，由组织管理员确认" in page
    row = entry(page, "张三")
    for words in ("新登记", "2017年7月7日 09:00", "90", "Rui of the library"):
        assert words in row
    assert "2017年7月7日 10:00 60" in entry(page, "李四")
    assert figures(page) == {
        "已确认志愿者": "0",
        "已确认小时数": "0",
        "待确认记录": "2",
        "已报名人数": "0",
    }


def test_more_rows_keep_what_was_typed_and_save_nothing(over, recorder):
    answer = fill(
        recorder,
        name_list(over),
        "rows-0-name",
        **{"rows-4-name": "王五", "rows-4-duration": "45", "more_rows": "增加几行"},
    )

    shown = form_of(answer.text, "rows-0-name")
    assert (shown["rows-4-name"], shown["rows-4-duration"]) == (["王五"], ["45"])
    assert shown["rows-9-name"] == [""]
    assert figures(answer.text)["待确认记录"] == "0"
    assert figures(recorder.get(name_list(over)).text)["待确认记录"] == "0"


def test_every_wrong_row_is_named_and_all_rows_stay_as_typed(over, recorder):
    answer = entered(recorder, over, 张三="90", 李四="一个半", 王五="300", 赵六="0")

    assert answer.status_code == 422
    text = alert(answer.text)
    assert "有2行需要修改" in text
    assert "第2行：“一个半”不是有效的时长" in text
    assert "第4行" in text
    shown = form_of(answer.text, "rows-0-name")
    assert [shown[f"rows-{n}-name"][0] for n in range(4)] == ["张三", "李四", "王五", "赵六"]
    assert [shown[f"rows-{n}-duration"][0] for n in range(4)] == ["90", "一个半", "300", "0"]
    assert figures(recorder.get(name_list(over)).text)["待确认记录"] == "0"


def test_more_than_the_activity_lasted_is_refused_with_its_row(over, recorder):
    answer = entered(recorder, over, 张三="90", 李四="121")

    assert answer.status_code == 422
    assert "第2行：李四：121分钟超出了活动时间（活动于2017年7月7日 11:00结束）" in alert(
        answer.text
    )
    assert form_of(answer.text, "rows-0-name")["rows-1-duration"] == ["121"]


def test_a_list_is_pasted_with_a_heading_in_another_order(over, recorder):
    pasted = "时长（分钟）\t姓名\t手机号\n90\t张三\t13900000001\n1:15\t李四\t13900000002\n\n"

    page = follow(recorder, fill(recorder, name_list(over), "pasted", pasted=pasted))

    assert "90" in entry(page, "张三")
    assert "75" in entry(page, "李四")
    assert figures(page)["待确认记录"] == "2"
    assert "1390000000" not in page  # phone numbers are passed over


def test_a_list_is_pasted_without_a_heading(over, recorder):
    page = follow(
        recorder, fill(recorder, name_list(over), "pasted", pasted="张三\t90\n李四\t60\n")
    )

    assert "90" in entry(page, "张三")
    assert "60" in entry(page, "李四")


def test_wrong_rows_among_those_pasted_are_named_by_their_line(over, recorder):
    pasted = "姓名\t时长\n张三\t90\n李四\t1.38E+10\n赵六\t很久"

    answer = fill(recorder, name_list(over), "pasted", pasted=pasted)

    assert answer.status_code == 422
    text = alert(answer.text)
    assert "第3行" in text
    assert "第4行：“很久”" in text
    assert "第2行" not in text
    assert form_of(answer.text, "pasted")["pasted"] == [pasted]


def test_the_list_begins_with_those_who_are_signed_up(activity, recorder, clock):
    fill(recorder, name_list(activity), "names", names="张三\n李四\n")
    clock.now = AFTER

    shown = form_of(recorder.get(name_list(activity)).text, "rows-0-name")

    assert [shown[f"rows-{n}-name"][0] for n in range(3)] == ["张三", "李四", ""]
    assert [shown[f"rows-{n}-duration"][0] for n in range(2)] == ["120", "120"]


def test_a_manager_confirms_and_a_recorder_cannot(over, people, recorder, manager):
    page = follow(recorder, entered(recorder, over, 张三="90", 李四="60"))
    assert "由组织管理员确认。" in page
    assert "确认以上时长" not in page
    version = form_of(page, "rows-0-name")["version"]
    forced = recorder.post(f"{name_list(over)}/confirmation", data={"version": version})
    assert forced.status_code == 403

    page = follow(manager, press(manager, name_list(over), "/confirmation"))

    assert "时长已确认" in page
    assert figures(page) == {
        "已确认志愿者": "2",
        "已确认小时数": "2.5",
        "待确认记录": "0",
        "已报名人数": "0",
    }
    row = entry(page, "张三")
    for words in ("2017年7月7日 周五 09:00–10:30", "90", "手工录入", "Rui of the library、Mia"):
        assert words in row
    assert "合150分钟" in said(page)
    project = f"{HOME}/manage/projects/{over.project_id}"
    assert "已确认2人、2.5小时" in read(manager, project)


def test_pasted_hours_say_where_they_come_from(over, recorder, manager):
    fill(recorder, name_list(over), "pasted", pasted="张三\t90")

    page = follow(manager, press(manager, name_list(over), "/confirmation"))

    assert "表格粘贴" in entry(page, "张三")


def test_nothing_is_confirmed_before_the_end(activity, recorder, manager, clock):
    clock.now = local("2017-07-07 10:00")
    entered(recorder, activity, 张三="90")
    page = read(manager, name_list(activity))

    assert "活动结束后才能确认时长" in page
    early = manager.post(f"{name_list(activity)}/confirmation", data={"version": "1"})
    assert early.status_code == 409
    assert "活动尚未结束，请在活动结束后确认时长" in alert(early.text)
    assert figures(early.text)["已确认志愿者"] == "0"


@pytest.fixture
def recorded(over, recorder, manager):
    """90 minutes of 张三 and 60 of 李四, confirmed."""
    entered(recorder, over, 张三="90", 李四="60")
    press(manager, name_list(over), "/confirmation")
    return over


def voiding(world, minutes: int) -> str:
    """The button that voids the record with so many minutes."""
    world.uow.session.rollback()
    ids = select(ServiceRecord.id).where(ServiceRecord.other_minutes == minutes)
    return f"/records/{world.uow.session.scalar(ids)}/void"


def test_a_record_is_voided_with_a_reason_and_entered_again(recorded, world, recorder, manager):
    bare = press(manager, name_list(recorded), voiding(world, 90))
    assert bare.status_code == 422
    assert "请填写原因" in alert(bare.text)

    void = press(manager, name_list(recorded), voiding(world, 90), reason="中途离开")
    page = follow(manager, void)

    assert "记录已作废" in page
    assert "作废 -90 · 手工录入 · Mia of the library：中途离开" in entry(page, "张三")
    assert "作废 -" not in entry(page, "李四")
    assert (figures(page)["已确认志愿者"], figures(page)["已确认小时数"]) == ("1", "1")

    entered(recorder, recorded, 张三="30")
    page = follow(manager, press(manager, name_list(recorded), "/confirmation"))
    assert (figures(page)["已确认志愿者"], figures(page)["已确认小时数"]) == ("2", "1.5")
    assert "中途离开" in page  # what was voided stays readable


def test_a_reason_to_void_stays_at_its_record(recorded, world, manager):
    answer = press(manager, name_list(recorded), voiding(world, 60), reason="误\u200b录")

    assert answer.status_code == 422
    row = answer.text.partition(voiding(world, 60))[2].partition("</form>")[0]
    other = answer.text.partition(voiding(world, 90))[2].partition("</form>")[0]
    assert "误\u200b录" in row
    assert "误\u200b录" not in other


def test_a_recorder_cannot_void(recorded, world, recorder):
    assert "作废…" not in read(recorder, name_list(recorded))

    address = f"{HOME}/activities/{recorded.id}{voiding(world, 90)}"
    assert recorder.post(address, data={"reason": "误录"}).status_code == 403
    assert figures(recorder.get(name_list(recorded)).text)["已确认志愿者"] == "2"


def test_volunteers_are_signed_up_within_the_places_there_are(world, manager, recorder):
    project = world.draft()
    activity = world.activity(project, capacity=2)
    press(manager, f"{HOME}/manage/projects/{project.id}", "/publication")

    page = follow(recorder, fill(recorder, name_list(activity), "names", names="张三\n李四\n王五"))
    assert "2人报名成功。名额已满，以下人员进入候补名单：王五" in page
    assert "已报名（2 / 2）" in page
    assert "候补名单（1）" in page
    assert figures(page)["已报名人数"] == "2"
    page = follow(recorder, fill(recorder, name_list(activity), "names", names="张三\n王五"))
    assert "候补名单（1）" in page


def test_a_sign_up_is_taken_back(activity, world, recorder):
    fill(recorder, name_list(activity), "names", names="张三")
    sign_up = world.uow.session.scalars(select(SignUp)).one()

    page = follow(
        recorder, press(recorder, name_list(activity), f"/sign-ups/{sign_up.id}/cancellation")
    )

    assert "报名已撤销" in page
    assert "张三" not in page
    assert figures(page)["已报名人数"] == "0"


def test_a_record_is_corrected_and_says_how_it_came_about(recorded, world, manager):
    address = voiding(world, 90).replace("/void", "/correction")
    wrong = press(manager, name_list(recorded), address, minutes="100", reason="漏记")
    assert wrong.status_code == 422
    assert "记录至少为1分钟，且不得超过起止时间之间的分钟数" in alert(wrong.text)
    assert 'value="100"' in wrong.text

    page = follow(
        manager,
        press(
            manager,
            name_list(recorded),
            address,
            ends_at="2017-07-07T11:00",
            minutes="110",
            reason="下班后才签退",
        ),
    )

    assert "记录已更正" in page
    row = entry(page, "张三")
    assert "2017年7月7日 周五 09:00–11:00 110" in row
    assert "更正 +20 · 手工录入 · Mia of the library：下班后才签退" in page
    assert figures(page)["已确认小时数"] == "2.8"


def test_a_correction_without_a_reason_keeps_what_was_typed(recorded, world, manager):
    address = voiding(world, 90).replace("/void", "/correction")
    answer = press(manager, name_list(recorded), address, minutes="80")
    assert answer.status_code == 422
    assert "请填写原因" in alert(answer.text)
    assert 'value="80"' in answer.text.partition(address)[2].partition("</form>")[0]
    assert 'value="80"' not in answer.text.partition(address)[0]


def test_whose_turn_it_is_stands_beside_each_entry(world, manager, recorder, secretariat, clock):
    long_day = world.published(starts="2017-07-08 08:00", ends="2017-07-08 22:00")
    clock.now = local("2017-07-09 10:00")
    entered(manager, long_day, 张三="90", 李四="800")

    page = read(manager, name_list(long_day))
    assert "等待另一人确认" in entry(manager.get(name_list(long_day)).text, "张三")
    assert "等待文明办（秘书处）确认：超过12小时" in entry(
        manager.get(name_list(long_day)).text, "李四"
    )
    assert "这些时长都不由您确认" in page
    forced = manager.post(f"{name_list(long_day)}/confirmation", data={"version": "1"})
    assert forced.status_code == 403

    page = follow(secretariat, press(secretariat, name_list(long_day), "/confirmation"))
    assert figures(page)["已确认志愿者"] == "2"
