"""A volunteer at the telephone: what can be signed up for, what one has, what one has given."""

from __future__ import annotations

from datetime import date

import pytest

from flask_volunteer_reports.models import SignUp, SignUpStatus
from flask_volunteer_reports.services import publishing, recording
from tests.services.places import ANN, BOB, asks, campaign_says, standing, volunteers, with_places
from tests.services.watching import rows
from tests.web.forms import fill, follow, press
from tests.web.reading import HOME, alert, entry, read, said
from tests.world import MANAGER, NOBODY, NOON, local

MY = f"{HOME}/my/"


@pytest.fixture
def own(people):
    """The browser of the person without a role."""
    return people.as_("nobody")


@pytest.fixture
def volunteer(world):
    """The person without a role is a volunteer."""
    return world.volunteer(NOBODY)


def project(activity) -> str:
    return f"{HOME}/projects/{activity.project_id}"


def place(activity) -> str:
    return f"{MY}activities/{activity.id}"


def signs_up(client, activity) -> str:
    """Press the button on the public page; what the next page says."""
    return follow(client, press(client, project(activity), f"/activities/{activity.id}/sign-up"))


def test_a_person_signs_up_on_the_public_page_and_takes_it_back(world, own, volunteer):
    activity = with_places(world, 2, title="夏日阅读")
    assert "报名成功。" in signs_up(own, activity)
    assert "已录用" in read(own, project(activity))
    assert "夏日阅读" in read(own, MY)

    page = follow(own, press(own, place(activity), "/cancellation"))

    assert "已取消报名。" in page
    assert standing(world.uow, activity) == {"Nan without a role": SignUpStatus.CANCELLED}
    assert "夏日阅读" not in read(own, MY)
    assert "报名成功。" in signs_up(own, activity)


def test_who_finds_no_place_is_offered_the_waiting_list_and_told_the_number(world, own, volunteer):
    activity = with_places(world, 1)
    volunteers(world, ANN, BOB)
    for person in (ANN, BOB):
        asks(world.uow, person, activity.id)
    assert "名额已满。可以候补" in read(own, project(activity))
    assert "您已进入候补名单" in signs_up(own, activity)
    assert "您在候补名单第2位" in read(own, place(activity))
    press(own, place(activity), "/cancellation")
    assert standing(world.uow, activity)["Nan without a role"] is SignUpStatus.CANCELLED


def test_where_the_organization_admits_one_asks_and_is_told_the_answer(
    world, own, manager, volunteer
):
    activity = with_places(world, 1, needs_admission=True)
    assert "报名后由志愿服务组织录用。" in read(own, project(activity))
    assert "已为您保留名额，由志愿服务组织决定是否录用。" in signs_up(own, activity)
    names = f"{HOME}/activities/{activity.id}/name-list"
    assert "Nan without a role" in read(manager, names)

    answer = press(manager, names, "/refusal", reason="只招护士")

    assert "已登记不予录用。" in follow(manager, answer)
    assert "志愿服务组织未录用您：只招护士" in read(own, project(activity))
    assert "只招护士" in read(own, MY)


def test_the_organization_admits_on_the_name_list(world, own, manager, volunteer):
    activity = with_places(world, 1, needs_admission=True)
    signs_up(own, activity)
    names = f"{HOME}/activities/{activity.id}/name-list"
    assert "已录用该志愿者。" in follow(manager, press(manager, names, "/admission"))
    assert "已录用" in read(own, place(activity))


def test_no_shows_are_recorded_and_undone_after_the_activity(world, own, manager, volunteer, clock):
    activity = with_places(world, 1)
    signs_up(own, activity)
    clock.now = local("2017-07-08 10:00")
    names = f"{HOME}/activities/{activity.id}/name-list"
    assert "已登记未到。" in follow(manager, press(manager, names, "/no-show"))
    assert "未到" in read(own, MY)
    assert "已撤销未到登记。" in follow(manager, press(manager, names, "/appearance"))
    assert standing(world.uow, activity) == {"Nan without a role": SignUpStatus.ADMITTED}


def test_the_list_of_an_organization_names_who_waits(world, manager):
    activity = with_places(world, 1)
    names = f"{HOME}/activities/{activity.id}/name-list"
    page = follow(manager, fill(manager, names, "names", names="张三\n李四\n王五"))
    assert "1人报名成功。名额已满，以下人员进入候补名单：李四、王五" in page
    assert said(manager.get(names).text).count("移出候补") == 2


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("clash", "该时间您已参加“Reading for everyone”"),
        ("early", "报名于2017年7月17日 09:00开始。"),
        ("young", "参加该活动须年满18周岁。"),
        ("declined", "志愿服务组织未录用您：No"),
        ("refused", "您已拒绝志愿者登记"),
    ],
)
def test_the_reason_stands_in_place_of_the_button(world, own, case, words):
    volunteer = world.volunteer(NOBODY, born_in=date(2005, 1, 1))
    if case == "early":
        campaign_says(world, "sign_up_opens_days_before = 3")
    activity = with_places(
        world,
        5,
        "2017-07-20 09:00",
        "2017-07-20 11:00",
        minimum_age=18 if case == "young" else None,
        needs_admission=case == "declined",
    )
    if case == "clash":
        asks(world.uow, NOBODY, with_places(world, 5, "2017-07-20 10:00", "2017-07-20 12:00").id)
    if case == "declined":
        made = asks(world.uow, NOBODY, activity.id)
        recording.decline_sign_up(world.uow, MANAGER, activity.id, made.id, "No", now=NOON)
    if case == "refused":
        with world.uow.transaction(audited=False):
            volunteer.refused_at = NOON

    page = own.get(project(activity))

    assert words in said(page.text)
    assert "/sign-up" not in page.text
    refused = own.post(f"{place(activity)}/sign-up")
    assert refused.status_code == 409
    assert words in alert(refused.text)


def test_an_unknown_age_is_entered_on_the_way(world, own, volunteer):
    activity = with_places(world, 5, minimum_age=16)
    assert "须年满16周岁，请先填写出生年月。" in read(own, project(activity))
    form = f"{MY}month-of-birth?activity={activity.id}"
    for typed, words in (("soon", "请按1990-07的格式填写年月"), ("2030-01", "出生年月不正确")):
        answer = fill(own, form, "born_in", born_in=typed)
        assert answer.status_code == 422
        assert words in said(answer.text)
        assert f'value="{typed}"' in answer.text
    answer = fill(own, form, "born_in", born_in="1990-07")
    assert answer.headers["Location"].endswith(f"/my/activities/{activity.id}")
    assert "报名成功。" in signs_up(own, activity)
    world.uow.session.refresh(volunteer)
    assert volunteer.born_in == date(1990, 7, 1)


def test_too_late_to_take_it_back_says_whom_to_ask(world, own, volunteer, clock):
    campaign_says(world, "cancel_until_minutes_before = 120")
    activity = with_places(world, 1)
    signs_up(own, activity)
    [made] = rows(world.uow, SignUp)
    clock.now = local("2017-07-07 08:00")
    assert "如不能参加，请告知志愿服务组织。" in read(own, place(activity))
    answer = own.post(f"{MY}sign-ups/{made.id}/cancellation")
    assert answer.status_code == 409
    assert "请联系志愿服务组织取消" in alert(answer.text)


def test_a_cancelled_activity_says_why_on_the_own_page(world, own, volunteer):
    activity = with_places(world, 1)
    signs_up(own, activity)
    publishing.cancel_activity(world.uow, MANAGER, activity.id, "暴雨", now=NOON)
    assert "已取消 暴雨" in read(own, MY)
    assert "暴雨" in read(own, place(activity))


def test_who_is_no_volunteer_yet_learns_what_to_do(world, own):
    activity = with_places(world, 1)
    assert "索取认领码" in read(own, MY)
    assert "报名前请先关联志愿者登记" in read(own, project(activity))
    assert own.post(f"{place(activity)}/sign-up").status_code == 409
    assert own.get(f"{MY}month-of-birth").status_code == 302


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(world, public):
    activity = with_places(world, 1)
    page = public.get(project(activity)).text
    assert f'href="{place(activity)}"' in page
    assert "登录后报名" in page
    assert public.get(place(activity)).status_code == 401


def test_the_hours_by_check_in_and_the_rest_stand_apart_with_their_records(world, own, volunteer):
    activity = with_places(world, 1, title="夏日阅读")
    world.recorded(activity, ("Nan without a role", 119), now=local("2017-07-08 10:00"))
    page = own.get(MY).text
    assert entry(page, "小时合计").startswith("1.9")
    assert entry(page, "小时为签到记录").startswith("0")
    assert entry(page, "小时为其他方式录入").startswith("1.9")
    address = page.split('href="')
    [record] = [part.split('"')[0] for part in address if "/my/records/" in part]
    shown = read(own, record)
    assert "录入人：Rui of the library" in shown
    assert "确认人：Mia of the library" in shown
    assert "+119分钟" in shown


def test_admission_and_age_are_chosen_in_the_project_form(world, manager):
    draft = world.draft()
    form = f"{HOME}/manage/projects/{draft.id}/edit"
    wrong = fill(manager, form, "title", minimum_age="150")
    assert wrong.status_code == 422
    assert "最低年龄为1至99周岁" in said(wrong.text)
    fill(manager, form, "title", minimum_age="16", needs_admission="y")
    page = read(manager, f"{HOME}/manage/projects/{draft.id}")
    assert "报名后由志愿服务组织录用。 须年满16周岁。" in page
