"""Bad input: a clear sentence, the right status, what was typed kept, nothing half-written."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports import errors
from flask_volunteer_reports.models import (
    Activity,
    ActivityReport,
    AuditEntry,
    Job,
    NameListEntry,
    NilReturn,
    Project,
    ServiceRecord,
    Volunteer,
)
from flask_volunteer_reports.services import recording
from tests.web.forms import fill, follow, form_of, press, words
from tests.world import MANAGER, local

HOME = "/volunteer-reports"
FORM = {
    "title": "夏日阅读",
    "kind": "cultural_venue",
    "themes": ["culture"],
    "description": "陪伴读者",
    "risks": "无",
    "contact_name": "李女士",
    "contact_phone": "13800000002",
}


def count(world, entity) -> int:
    world.uow.session.rollback()
    return world.uow.session.scalar(select(func.count()).select_from(entity))


def in_chinese(client):
    client.post(f"{HOME}/language", data={"locale": "zh_Hans_CN", "path": f"{HOME}/"})
    return client


@pytest.mark.parametrize(
    ("typed", "english", "chinese"),
    [
        pytest.param(
            {"starts_at": "2017-07-20T10:00", "ends_at": "2017-07-20T09:00"},
            "The end must be after the start",
            "结束时间",
            id="reversed times",
        ),
        pytest.param(
            {"starts_at": "2019-07-20T10:00", "ends_at": "2019-07-20T11:00"},
            "lies outside the campaign",
            "2019-W29",
            id="a week outside the campaign",
        ),
        pytest.param(
            {"starts_at": "yesterday"}, "Write date and time like", "2017-07-05 09:00", id="no time"
        ),
        pytest.param({"capacity": "many"}, "Write a whole number", "整数", id="no number"),
        pytest.param({"capacity": "-3"}, "capacity is from 1", "1", id="negative places"),
        pytest.param({"place": ""}, "Say where it takes place", "地点", id="no place"),
        pytest.param(
            {"repeats": "y", "repeat_until": "2017-07-01"},
            "last day lies before the first",
            "早于",
            id="repeats until before it begins",
        ),
        pytest.param({"repeats": "y"}, "Say until when it repeats", "重复", id="repeats for ever"),
    ],
)
def test_a_wrong_activity_is_explained_and_kept(world, browser, typed, english, chinese):
    project = world.draft()
    address = f"{HOME}/manage/projects/{project.id}/activities/new"
    right = {
        "starts_at": "2017-07-20T09:00",
        "ends_at": "2017-07-20T11:00",
        "place": "北门广场",
        "area_id": str(world.area("city").id),
        "capacity": "12",
    }
    for language, wanted in (("en", english), ("zh_Hans_CN", chinese)):
        client = browser.as_("manager")
        client.post(f"{HOME}/language", data={"locale": language})
        answer = fill(client, address, "place", **{**right, **typed})

        assert answer.status_code == 422
        assert wanted in answer.text
        kept = form_of(answer.text, "place")
        for name, value in {**right, **typed}.items():
            if name != "repeats":
                assert kept[name][0] == value
    assert count(world, Activity) == 0


def test_two_activities_of_a_project_cannot_be_at_one_place_at_once(world, browser):
    project = world.draft()
    world.activity(project, "2017-07-20 09:00", "2017-07-20 11:00", place="Hall")

    answer = fill(
        browser.as_("manager"),
        f"{HOME}/manage/projects/{project.id}/activities/new",
        "place",
        starts_at="2017-07-20T10:00",
        ends_at="2017-07-20T12:00",
        place="Hall",
        area_id=str(world.area("city").id),
    )

    assert answer.status_code == 422
    assert "This overlaps with" in answer.text
    assert count(world, Activity) == 1


def test_capacity_below_sign_ups(world, browser):
    project = world.draft()
    activity = world.activity(project, capacity=5)
    from flask_volunteer_reports.services import publishing  # noqa: PLC0415 -- here only

    publishing.publish_project(
        world.uow, MANAGER, project.id, project.version, now=local("2017-07-06 13:00")
    )
    rows = world.listed(("Ann", 1), ("Ben", 1), ("Cem", 1))
    recording.sign_up_volunteers(
        world.uow, MANAGER, activity.id, rows, now=local("2017-07-06 14:00")
    )

    answer = fill(
        browser.as_("manager"),
        f"{HOME}/manage/activities/{activity.id}/edit",
        "place",
        capacity="2",
    )

    assert answer.status_code == 422
    assert "3 volunteers have a place or asked for one" in answer.text
    assert form_of(answer.text, "capacity")["capacity"] == ["2"]
    world.uow.session.expire_all()
    assert world.uow.session.get_one(Activity, activity.id).capacity == 5


def test_5000_characters_of_summary_are_taken_and_one_more_is_refused(world, browser):
    report = world.report()
    address = f"{HOME}/reports/{report.id}/edit"

    assert fill(browser.as_("manager"), address, "summary", summary="字" * 5000).status_code == 302
    answer = fill(browser.as_("manager"), address, "summary", summary="字" * 5001)

    assert answer.status_code == 422
    assert "5001" in words(answer.text)
    assert form_of(answer.text, "summary")["summary"] == ["字" * 5001]


NAUGHTY = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "{{ 7*7 }}",
    "%(name)s %s %d",
    "'; DROP TABLE projects; --",
    "𠮷野家 䶮 ·买买提·",
    "Ω≈ç√∫˜µ≤≥÷ ﷽",
    "../../etc/passwd",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_naughty_strings_are_just_text(world, browser, naughty):
    client = browser.as_("manager")
    answer = fill(client, f"{HOME}/manage/projects/new", "title", **{**FORM, "title": naughty})

    page = follow(client, answer)

    assert "<script>alert(1)</script>" not in page
    assert "49" not in words(page).split("·")[0]
    world.uow.session.expire_all()
    assert world.uow.session.scalars(select(Project)).one().title == naughty.strip()
    listed = client.get(f"{HOME}/manage/projects", query_string={"q": naughty})
    assert listed.status_code == 200
    assert "1 found" in listed.text


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\x07", "\ue000", "\ufffe"])
def test_what_nobody_can_read_is_refused_with_its_place(world, browser, character):
    answer = fill(
        browser.as_("manager"),
        f"{HOME}/manage/projects/new",
        "title",
        **{**FORM, "description": f"打扫广场{character}和街道"},
    )

    assert answer.status_code == 422
    assert "打扫广场" in answer.text
    assert "cannot be shown or printed" in answer.text
    assert count(world, Project) == 0


def test_characters_that_no_font_can_draw_are_refused_before_the_paper(world, browser):
    report = world.report(summary="很好\U0001fae8")

    answer = press(browser.as_("manager"), f"{HOME}/reports/{report.id}", "submission")

    assert answer.status_code == 422
    assert "cannot be printed" in answer.text
    assert "\U0001fae8" in answer.text


def test_a_double_click_makes_one_project(world, browser):
    client = browser.as_("manager")
    page = client.get(f"{HOME}/manage/projects/new")
    data = {**form_of(page.text, "title"), **FORM}

    first = client.post(f"{HOME}/manage/projects/new", data=data)
    second = client.post(f"{HOME}/manage/projects/new", data=data)

    assert first.headers["Location"] == second.headers["Location"]
    assert "saved already" in follow(client, second)
    assert count(world, Project) == 1


def test_a_double_click_submits_once(world, browser, published):
    report = world.report()
    client = browser.as_("manager")
    page = client.get(f"{HOME}/reports/{report.id}")
    data = form_of(page.text, "version")
    address = f"{HOME}/reports/{report.id}/submission"

    first, second = (client.post(address, data=data) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert [type(e).__name__ for e in published].count("ReportSubmitted") == 1


def test_a_stale_form_overwrites_nothing_and_shows_both(world, browser):
    report = world.report(summary="first")
    client = browser.as_("manager")
    address = f"{HOME}/reports/{report.id}/edit"
    old = form_of(client.get(address).text, "summary")
    fill(client, address, "summary", summary="somebody else's")

    answer = client.post(address, data={**old, "summary": "mine"})

    assert answer.status_code == 409
    assert form_of(answer.text, "summary")["summary"] == ["mine"]
    assert "somebody else" in words(answer.text)
    assert "As it is saved now" in answer.text
    world.uow.session.expire_all()
    assert world.uow.session.get_one(ActivityReport, report.id).summary == "somebody else's"
    # What the conflict page offers can be sent again, knowingly.
    again = client.post(address, data=form_of(answer.text, "summary"))
    assert again.status_code == 302


def test_a_name_list_with_wrong_rows_names_them_all_and_saves_none(world, browser, clock):
    activity = world.published()
    clock.now = local("2017-07-08 10:00")
    pasted = (
        "姓名\t编号\t时长（分钟）\n张三\t\t60\n李四\t110101199003078888\t60\n"
        "王五\t\t1.38E+10\n=cmd\t\t30"
    )

    answer = fill(
        browser.as_("recorder"),
        f"{HOME}/activities/{activity.id}/name-list",
        "pasted",
        pasted=pasted,
    )

    assert answer.status_code == 422
    text = words(answer.text)
    assert "3 rows of the name list are wrong" in text
    for row in ("Row 3", "Row 4", "Row 5"):
        assert row in text
    assert "王五" in form_of(answer.text, "pasted")["pasted"][0]
    assert count(world, NameListEntry) == count(world, Volunteer) == 0


def test_of_ten_thousand_pasted_rows_the_three_wrong_ones_are_named_and_all_are_kept(
    world, browser, clock
):
    activity = world.published()
    clock.now = local("2017-07-08 10:00")
    rows = [f"王{chr(0x4E00 + n)}\tV{n}\t60" for n in range(1, 10_001)]
    rows[17], rows[4_000], rows[9_999] = "王\tV18\t很久", "\tV4001\t60", "=cmd\tV10000\t60"
    pasted = "\n".join(rows)

    answer = fill(
        browser.as_("recorder"),
        f"{HOME}/activities/{activity.id}/name-list",
        "pasted",
        pasted=pasted,
    )

    assert answer.status_code == 422
    text = words(answer.text)
    assert "3 rows of the name list are wrong" in text
    assert [row for row in ("Row 18", "Row 4001", "Row 10000") if row in text] == [
        "Row 18",
        "Row 4001",
        "Row 10000",
    ]
    assert form_of(answer.text, "pasted")["pasted"][0].split() == pasted.split()
    assert count(world, NameListEntry) == count(world, Volunteer) == 0


def test_overlapping_times_of_one_person_name_the_other_activity(world, browser, clock):
    clock.now = local("2017-07-08 10:00")
    first = world.published(title="Morning shift")
    world.recorded(first, ("Ann", 90), now=clock.now)
    second = world.published(title="Another place", starts="2017-07-07 10:00")

    answer = fill(
        browser.as_("manager"),
        f"{HOME}/activities/{second.id}/name-list",
        "pasted",
        pasted="Ann,,60",
    )

    assert answer.status_code == 422
    assert "Morning shift" in words(answer.text)
    assert count(world, ServiceRecord) == 1


@pytest.mark.parametrize("week", ["2017-W99", "2017-27", "W27", "2019-W01", "%"])
def test_a_wrong_week_is_not_found_and_says_how_to_write_it(world, browser, week):
    answer = browser.as_("secretariat").get(f"{HOME}/campaigns/test-2017/weeks/{week}/city")

    assert answer.status_code == 404
    assert "is not a week" in answer.text or "outside the campaign" in answer.text


def test_a_wrong_week_in_a_filter_is_explained(world, browser):
    answer = browser.as_("manager").get(f"{HOME}/reports?week=nonsense")
    assert answer.status_code == 200
    assert "is not a week" in answer.text


def test_a_nil_return_against_a_submitted_report(world, browser, clock):
    world.submitted()
    clock.now = local("2017-07-11 09:00")

    answer = fill(
        browser.as_("manager"), f"{HOME}/nil-returns/new", "week", week="2017-W27", note="无活动"
    )

    assert answer.status_code == 409
    assert "has been handed in" in answer.text
    assert "无活动" in answer.text
    assert count(world, NilReturn) == 0


def test_an_address_that_is_none_is_a_page_of_ours(browser):
    answer = browser.as_("manager").get(f"{HOME}/reports/00000000-0000-0000-0000-000000000000")
    assert answer.status_code == 404
    assert "vr-summary" in answer.text


def test_errors_are_chinese_unless_english_was_chosen(world, browser):
    client = in_chinese(browser.as_("manager"))
    answer = client.get(f"{HOME}/reports/00000000-0000-0000-0000-000000000000")
    assert "没有找到这个页面" in answer.text


def test_bad_input_leaves_no_audit_entry(world, browser):
    before = count(world, AuditEntry)
    browser.as_("manager").post(f"{HOME}/manage/projects/new", data={"title": ""})
    browser.as_("nobody").post(f"{HOME}/manage/projects/new", data=FORM)
    assert count(world, AuditEntry) == before
    assert count(world, Job) == 0


def test_a_use_case_says_the_same_without_a_page(world):
    with pytest.raises(errors.InvalidEntry, match="is not a week"):
        world.campaign.rules.parse_week("2017-W99")
