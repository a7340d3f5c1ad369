"""Forms show what is saved, and saving what they show changes nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports.models import Activity, AuditEntry
from tests.web.forms import fill, follow, form_of, words
from tests.world import local

HOME = "/volunteer-reports"


def audit_entries(world) -> int:
    world.uow.session.rollback()
    return world.uow.session.scalar(select(func.count()).select_from(AuditEntry))


def project(world):
    return f"/manage/projects/{world.draft(themes=('arts', 'culture')).id}/edit", "title"


def activity(world):
    activity = world.activity(world.draft(), capacity=7)
    return f"/manage/activities/{activity.id}/edit", "place"


def report(world):
    return f"/reports/{world.report().id}/edit", "summary"


def organization(world):
    return f"/organizations/{world.organization('library').id}/edit", "leader_name"


def area(world):
    return f"/areas/{world.area('east').id}/edit", "federation"


@pytest.mark.parametrize("build", [project, activity, report, organization, area])
def test_opening_and_saving_changes_nothing(world, browser, build):
    path, field = build(world)
    before = audit_entries(world)

    answer = fill(browser.as_("secretariat" if build is area else "manager"), HOME + path, field)

    assert answer.status_code == 302
    assert audit_entries(world) == before


def test_times_are_shown_and_read_in_the_campaigns_zone(world, browser):
    path, _ = activity(world)
    client = browser.as_("manager")

    shown = form_of(client.get(HOME + path).text, "place")
    assert shown["starts_at"] == ["2017-07-07T09:00"]
    fill(client, HOME + path, "place", starts_at="2017-07-07T08:30")

    world.uow.session.expire_all()
    assert world.uow.session.scalars(select(Activity)).one().starts_at == local("2017-07-07 08:30")


def test_the_chosen_themes_are_ticked(world, browser):
    path, _ = project(world)
    shown = form_of(browser.as_("manager").get(HOME + path).text, "title")
    assert sorted(shown["themes"]) == ["arts", "culture"]


def test_every_wednesday_until_31_august(world, browser):
    draft = world.draft()
    client = browser.as_("manager")

    answer = fill(
        client,
        f"{HOME}/manage/projects/{draft.id}/activities/new",
        "place",
        starts_at="2017-07-12T09:00",
        ends_at="2017-07-12T11:00",
        place="北门广场",
        area_id=str(world.area("quay").id),
        repeats="y",
        weekdays=["2"],
        every_weeks="1",
        repeat_until="2017-08-31",
    )

    page = words(follow(client, answer))
    world.uow.session.rollback()
    days = list(world.uow.session.scalars(select(Activity.starts_at).order_by(Activity.starts_at)))
    assert [day.strftime("%m-%d") for day in days] == [
        "07-12",
        "07-19",
        "07-26",
        "08-02",
        "08-09",
        "08-16",
        "08-23",
        "08-30",
    ]
    assert page.count("北门广场") == 8


def test_a_form_with_errors_says_so_first_and_at_the_field(world, browser):
    answer = browser.as_("manager").post(f"{HOME}/manage/projects/new", data={"title": ""})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert '<a href="#title">' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'aria-describedby="title-error"' in answer.text


def test_the_person_chooses_the_language_and_stays_on_the_page(world, browser):
    client = browser.as_("manager")
    assert "My work" in client.get(f"{HOME}/").text

    answer = client.post(
        f"{HOME}/language", data={"locale": "zh_Hans_CN", "path": f"{HOME}/reports"}
    )

    assert answer.headers["Location"] == f"{HOME}/reports"
    assert "情况表" in client.get(f"{HOME}/reports").text


@pytest.mark.parametrize(
    "path", ["https://evil.example/x", "//evil.example", "/elsewhere", "/volunteer-reports/../x"]
)
def test_the_language_switch_leads_nowhere_else(browser, path):
    answer = browser.as_("manager").post(f"{HOME}/language", data={"locale": "en", "path": path})
    assert answer.headers["Location"].startswith(f"{HOME}/")
    assert "evil" not in answer.headers["Location"]
