"""Pages with figures, and the same for scripts."""

from __future__ import annotations

import re

import pytest
from flask import url_for
from sqlalchemy import select

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.models import Campaign, Volunteer
from flask_volunteer_reports.services import directory
from tests.ledgers import Ledgers
from tests.web.reading import HOME, read, said, titles
from tests.world import CAMPAIGN_FILE, FIRST_DAY, MANAGER, NOON, OPERATOR

CHECK_IN, MANUAL = RecordSource.CHECK_IN, RecordSource.MANUAL


@pytest.fixture
def hours(world):
    """The school gave 3 hours in June, the library 1 in July."""
    ledgers = Ledgers(world)
    ann, bob, _ = ledgers.volunteers("school", 3)
    [cat] = ledgers.volunteers("library")
    june = ledgers.activity("school", "2017-06-05 09:00", "2017-06-05 12:00")
    july = ledgers.activity("library", "2017-07-05 09:00", "2017-07-05 12:00", themes=("arts",))
    [first, *_] = ledgers.credited(june, (ann, 119, CHECK_IN), (bob, 61, MANUAL))
    ledgers.credited(july, (cat, 60, RecordSource.IMPORTED))
    world.uow.session.expire_all()
    return {"ann": ann, "cat": cat, "first": first, "ledgers": ledgers}


def page(world, code, query=""):
    owner = world.area(code) if code in ("city", "east", "street") else world.organization(code)
    return f"{HOME}/figures/test-2017/{owner.id}{query}"


def rows(text):
    found = re.findall(r'<tr role="row"[^>]*><th scope="row".*?</tr>', text, re.DOTALL)
    return [re.sub(r" : what the hours of .*? are made of", "", said(row)) for row in found]


# ---- pages ----


def test_who_acts_for_one_place_is_led_to_its_figures(world, browser):
    answer = browser.as_("manager").get(f"{HOME}/figures")
    assert answer.status_code == 302
    assert answer.location == page(world, "library")
    assert "Volunteers of the library" in read(browser.as_("manager"), answer.location)


def test_who_acts_for_several_places_chooses(world, browser, people):
    school = world.organization("school")
    directory.grant_role(
        world.uow,
        OPERATOR,
        MANAGER,
        Role.ORGANIZATION_RECORDER,
        school,
        from_on=FIRST_DAY,
        now=NOON,
    )
    client = browser.as_("manager")
    text = client.get(f"{HOME}/figures").text
    assert titles(text) == ["Volunteers of the library", "Volunteers of the school"]
    assert page(world, "school") in text
    assert f'href="{HOME}/figures?campaign=test-2017"' in client.get(page(world, "school")).text
    assert "服务时长" in read(people.as_("manager"), f"{HOME}/figures?campaign=test-2017")
    assert client.get(f"{HOME}/figures?campaign=none").status_code == 404


def test_figures_name_their_denominators_in_words(world, hours, browser):
    text = read(browser.as_("secretariat"), page(world, "city"))
    assert "4 hours in all (240 minutes)" in text
    assert "1.9 hours by check-in and check-out" in text
    assert "2 other hours" in text
    assert "240 minutes divided by 4 registered volunteers" in text
    assert "240 minutes divided by 3 volunteers with records" in text
    assert "Registered here: 4; of them with records here: 3" in text
    assert "target" not in text


def test_the_same_in_chinese(world, hours, secretariat):
    text = read(secretariat, page(world, "city"))
    assert "240分钟÷4名注册志愿者" in text
    assert "注册4人，其中3人在这里有记录" in text
    assert "信用时数" in text


def test_without_anybody_there_is_no_figure_but_the_reason(world, browser):
    text = read(browser.as_("manager"), page(world, "library"))
    assert "No figure: nobody is registered here." in text
    assert "No figure: nobody has records." in text


def test_the_share_is_of_those_who_are_registered_here(world, hours, browser):
    ledgers = hours["ledgers"]
    activity = ledgers.activity("library", "2017-07-06 09:00", "2017-07-06 12:00")
    ledgers.credited(activity, (hours["ann"], 30, CHECK_IN))
    text = read(browser.as_("manager"), page(world, "library"))
    assert "2 volunteers with records" in text
    assert "Registered here: 1; of them with records here: 1" in text


def test_a_target_of_the_campaign_stands_beside_the_figure(world, hours, browser):
    campaign = world.uow.session.scalars(select(Campaign)).one()
    said_so = "[recording]\ntarget_minutes_per_registered = 600\n\n[publishing]"
    campaign.source = CAMPAIGN_FILE.read_text("utf-8").replace("[publishing]", said_so)
    world.uow.session.commit()
    text = read(browser.as_("secretariat"), page(world, "city"))
    assert text.count("target of the campaign: 10 hours") == 1


def test_breakdowns_are_chosen_by_links_and_lead_further(world, hours, browser):
    client = browser.as_("secretariat")
    by_area = client.get(page(world, "city")).text
    assert [row.split(" ")[0] for row in rows(by_area)] == ["East", "West", "Directly"]
    assert page(world, "east") in by_area
    by_organization = client.get(page(world, "city", "?by=organization")).text
    assert rows(by_organization)[0].startswith("Volunteers of the school 1.9 1 3 2 2 3")
    by_theme = client.get(page(world, "city", "?by=theme")).text
    assert f"{page(world, 'city')}?theme=arts" in by_theme
    by_month = client.get(page(world, "city", "?by=month")).text
    assert next(row for row in rows(by_month) if row.startswith("2017-06")).startswith(
        "2017-06 1.9 1 3 2 2 4"
    )
    part = read(client, page(world, "city", "?theme=arts&by=organization"))
    assert "60 minutes divided by 4 registered volunteers" in part
    assert "Show all of it" in part


def test_organizations_are_sorted_by_links_in_both_directions(world, hours, browser):
    client = browser.as_("secretariat")
    text = client.get(page(world, "city", "?by=organization&sort=name")).text
    assert 'aria-sort="ascending"' in text
    assert "sort=name&amp;reverse=1" in text
    names = [row.split(" 0")[0] for row in rows(text)]
    backwards = client.get(page(world, "city", "?by=organization&sort=name&reverse=1")).text
    assert 'aria-sort="descending"' in backwards
    assert [row.split(" 0")[0] for row in rows(backwards)] == names[::-1]


@pytest.mark.parametrize(
    "query",
    [
        "?by=planet&sort=colour&page=x",
        "?by=area&theme=culture&q=%00",
        "?by=theme&theme=culture",
        "?page=999999",
    ],
)
def test_an_address_with_nonsense_shows_the_usual(query, world, hours, browser):
    assert browser.as_("secretariat").get(page(world, "city", query)).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [("?theme=arts&month=2017-07", 422), ("?month=2017-7", 422), ("?theme=chess", 404)],
)
def test_a_slice_that_cannot_be_is_said_so(query, status, world, browser):
    assert browser.as_("secretariat").get(page(world, "city", query)).status_code == status


def test_a_strangers_figures_are_not_there(world, browser):
    for person, code in (
        ("office_east", "library"),
        ("office_east", "city"),
        ("manager", "school"),
        ("manager", "city"),
    ):
        for tail in ("", "/workbook.xlsx"):
            assert browser.as_(person).get(page(world, code, tail)).status_code == 404
    assert browser.as_("office_east").get(page(world, "street")).status_code == 200
    assert (
        browser.as_("secretariat")
        .get(page(world, "city").replace("test-2017", "no-such"))
        .status_code
        == 404
    )


def test_figures_lead_to_what_they_are_made_of(app, world, hours, browser):
    endpoint = "volunteer_reports.recording.explain"
    with app.test_request_context():
        city = url_for(endpoint, owner_id=world.area("city").id, campaign="test-2017")
        east = url_for(endpoint, owner_id=world.area("east").id, campaign="test-2017")
    client = browser.as_("secretariat")
    text = client.get(page(world, "city")).text
    assert text.count(f'href="{city}"') == 4  # the hours, and each of the three figures
    assert f'href="{east}"' in text
    by_theme = client.get(page(world, "city", "?by=theme")).text
    assert f'href="{city}&amp;theme=arts"' in by_theme
    asked = {"campaign": "test-2017", "owner": world.area("city").id, "by": "month"}
    answer = client.get(f"{HOME}/api/figures", query_string=asked).json
    assert answer["totals"]["explanation"] == city
    assert answer["rows"][0]["explanation"] == f"{city}&month=2017-06"


# ---- scripts ----


def figures(client, world, code="city", **query):
    owner = world.area(code) if code in ("city", "east") else world.organization(code)
    asked = {"campaign": "test-2017", "owner": owner.id, **query}
    return client.get(f"{HOME}/api/figures", query_string=asked)


def test_a_script_gets_exact_minutes_and_both_sides_of_each_figure(world, hours, browser):
    answer = figures(browser.as_("secretariat"), world, by="organization", sort="name", size=2)
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert list(answer.json) == sorted(answer.json)
    totals = answer.json["totals"]
    assert (totals["check_in_minutes"], totals["other_minutes"]) == (119, 121)
    assert (totals["service_minutes"], totals["records"]) == (240, 3)
    assert (totals["active"], totals["active_registered"], totals["registered"]) == (3, 3, 4)
    assert totals["figures"] == {
        "hours_per_registered": {
            "value": "1.00",
            "numerator": 240,
            "denominator": 4,
            "per": "registered",
        },
        "hours_per_active": {
            "value": "1.33",
            "numerator": 240,
            "denominator": 3,
            "per": "active",
        },
        "share_with_records": {
            "value": "75.00",
            "numerator": 3,
            "denominator": 4,
            "per": "registered",
        },
    }
    assert answer.json["page"] == {"number": 1, "size": 2, "pages": 3, "total": 5}
    assert [row["key"] for row in answer.json["rows"]] == ["clinic", "hikers"]
    assert answer.json["rows"][0]["figures"]["hours_per_active"] is None


def test_without_a_breakdown_there_are_no_rows(world, hours, browser):
    body = figures(browser.as_("manager"), world, "library").json
    assert (body["by"], body["rows"]) == (None, [])
    assert body["owner"]["kind"] == "organization"
    assert body["targets"] == {"hours_per_registered": None, "hours_per_active": None}


def test_who_has_the_answer_already_gets_none_until_something_changes(world, hours, browser):
    client = browser.as_("secretariat")
    tag = figures(client, world).headers["ETag"]
    again = client.get(
        f"{HOME}/api/figures",
        query_string={"campaign": "test-2017", "owner": world.area("city").id},
        headers={"If-None-Match": tag},
    )
    assert (again.status_code, again.data) == (304, b"")
    hours["ledgers"].changed(hours["first"], 100)
    assert figures(client, world).headers["ETag"] != tag


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"by": "planet"}, "by"),
        ({"sort": "colour"}, "sort"),
        ({"page": "0"}, "page"),
        ({"size": "501"}, "size"),
        ({"size": "1e3"}, "size"),
        ({"reverse": "yes"}, "reverse"),
        ({"month": "July"}, "month"),
        ({"theme": "arts", "month": "2017-07"}, "month"),
        ({"theme": "a b"}, "theme"),
        ({"owners": "x"}, "owners"),
        ({"campaign": ""}, "campaign"),
        ({"owner": ""}, "owner"),
        ({"by": "theme", "theme": "arts"}, "by"),
    ],
    ids=str,
)
def test_a_wrong_argument_is_named(query, parameter, world, browser):
    answer = figures(browser.as_("secretariat"), world, **query)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["parameter"] == parameter
    assert answer.json["status"] == 422
    assert answer.json["detail"]


def test_problems_are_told_in_the_language_of_the_person(world, browser, secretariat):
    english = figures(browser.as_("secretariat"), world, by="planet")
    assert english.json["title"] == "Please check"
    assert english.headers["Content-Language"] == "en"
    chinese = figures(secretariat, world, by="planet")
    assert chinese.json["detail"] == "“by”只能是：area, organization, theme, month。"
    assert chinese.headers["Content-Language"] == "zh-Hans"


@pytest.mark.parametrize(
    ("person", "code", "status"),
    [("", "library", 401), ("nobody", "library", 403), ("manager", "school", 404)],
)
def test_who_may_not_gets_a_problem_and_no_sign_in_page(person, code, status, world, browser):
    answer = figures(browser.as_(person), world, code)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["status"] == status


@pytest.mark.parametrize("change", [{"owner": "x"}, {"campaign": "no-such"}, {"theme": "chess"}])
def test_what_is_not_there_is_a_problem(change, world, browser):
    answer = figures(browser.as_("secretariat"), world, **change)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_a_volunteer_sees_the_own_hours_by_source(world, hours, browser):
    ann = world.uow.session.get_one(Volunteer, hours["ann"].id)
    ann.person_id = MANAGER.id
    world.uow.session.commit()
    ledgers = hours["ledgers"]
    activity = ledgers.activity("library", "2017-07-06 09:00", "2017-07-06 12:00")
    [late, voided] = [
        ledgers.credited(activity, (ann, 90, RecordSource.BACKFILL))[0],
        ledgers.credited(activity, (ann, 20, MANUAL))[0],
    ]
    ledgers.changed(late, 80)
    ledgers.changed(voided, 0)
    ledgers.changed(hours["first"], 125)
    answer = browser.as_("manager").get(f"{HOME}/api/hours/me")
    assert answer.json == {
        "volunteer_no": ann.volunteer_no,
        "check_in_minutes": 119,
        "other_minutes": 86,
        "service_minutes": 205,
        "records": 2,
        "by_source": {"check_in": 119, "manual": 6, "imported": 0, "backfill": 80},
    }
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert browser.as_("manager").get(f"{HOME}/api/hours/me", headers=tag).status_code == 304


def test_who_is_no_volunteer_has_no_hours(browser):
    answer = browser.as_("nobody").get(f"{HOME}/api/hours/me")
    assert (answer.json["volunteer_no"], answer.json["service_minutes"]) == (None, 0)
    assert browser.as_("").get(f"{HOME}/api/hours/me").status_code == 401
    assert browser.as_("nobody").get(f"{HOME}/api/hours/me?all=1").status_code == 422
