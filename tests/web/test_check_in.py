"""The pages of check-in: the code, the volunteer's telephone, the organizer's list, the card."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.check_in import Purpose
from flask_volunteer_reports.models import NameListEntry, ServiceRecord
from tests.services.at_the_place import ENDS, VERA, came, minutes, pairs, shown, volunteer
from tests.web.forms import fill, follow, form_of, forms_of, press
from tests.web.reading import HOME, alert, entry, read, said
from tests.world import CAST, MANAGER_EAST, RECORDER, local


@pytest.fixture(autouse=True)
def vera(world, monkeypatch):
    monkeypatch.setitem(CAST, "vera", VERA)
    return volunteer(world)


@pytest.fixture
def activity(world, vera, clock):
    clock.now = minutes(5)
    return world.published()


@pytest.fixture
def recorder(people):
    return people.as_("recorder")


@pytest.fixture
def phone(people):
    return people.as_("vera")


def the_list(activity):
    return f"{HOME}/activities/{activity.id}/check-in"


def own(activity, code="", purpose=""):
    address = f"{HOME}/my/check-in?activity={activity.id}"
    return address + (f"&code={code}" if code else "") + (f"&for={purpose}" if purpose else "")


def digits(page):
    [found] = re.findall(r'vr-code-digits"[^>]*>([\d ]+)<', page)
    return found.replace(" ", "")


# --- the code ----------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["projector", "phone"])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_screen_shows_the_code_of_the_moment(view, purpose, activity, recorder, world):
    answer = recorder.get(f"{the_list(activity)}/code?for={purpose}&view={view}")
    assert digits(answer.text) == shown(world, activity, minutes(5), purpose)
    assert f"vr-code-{view}" in answer.text
    assert "<svg" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_without_scripts_the_screen_refreshes_itself(activity, recorder, clock):
    clock.now = minutes(5) + (minutes(0.25) - minutes(0))
    page = recorder.get(f"{the_list(activity)}/code").text
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page


def test_a_script_gets_the_next_code_alone(activity, recorder, clock, world):
    answer = recorder.get(
        f"{the_list(activity)}/code?for=out", headers={"Accept": "application/json"}
    )
    code = shown(world, activity, minutes(5), Purpose.OUT)
    assert answer.json["digits"].replace(" ", "") == code
    assert 0 < answer.json["seconds"] <= 30
    assert answer.json["picture"].startswith("<svg")


# --- the volunteer's telephone -----------------------------------------------------------------


def test_the_link_of_the_code_checks_in_with_one_button(activity, phone, world):
    code = shown(world, activity, minutes(5))
    page = phone.get(own(activity, code, "in")).text
    assert form_of(page, "code")["code"] == [code]

    page = follow_all(phone, fill(phone, own(activity, code, "in"), "code"))

    assert "您已于2017年7月7日 09:05签到" in said(page)
    assert form_of(page, "code")["purpose"] == ["out"]
    assert form_of(page, "code")["code"] == [""]


def follow_all(client, answer):
    assert answer.status_code == 302, said(answer.text)
    return client.get(answer.headers["Location"]).text


def test_and_out_again_with_the_minutes(activity, phone, world, clock):
    came(world, activity, minutes(5))
    clock.now = minutes(65)
    code = shown(world, activity, minutes(65), Purpose.OUT)
    page = follow_all(phone, fill(phone, own(activity), "code", code=code))
    assert "您已于2017年7月7日 10:05签退" in said(page)
    assert "已计入60分钟" in said(page)
    assert world.uow.session.scalars(select(ServiceRecord)).one().check_in_minutes == 60


def test_the_link_for_coming_in_is_not_offered_for_going_out(activity, phone, world):
    came(world, activity, minutes(4))
    code = shown(world, activity, minutes(5))
    shown_form = form_of(phone.get(own(activity, code, "in")).text, "code")
    assert (shown_form["purpose"], shown_form["code"]) == (["out"], [""])


def test_a_wrong_code_stays_in_its_field_with_the_reason(activity, phone, world):
    shown(world, activity, minutes(5))
    answer = fill(phone, own(activity), "code", code="12")
    assert answer.status_code == 422
    assert "这不是“Reading for everyone”的码" in alert(answer.text)
    assert form_of(answer.text, "code")["code"] == ["12"]


@pytest.mark.parametrize("code", ["", "   ", "x" * 50, "123456'; --", "😀"])
def test_nonsense_is_answered_and_breaks_nothing(code, activity, phone, world):
    shown(world, activity, minutes(5))
    assert fill(phone, own(activity), "code", code=code).status_code == 422


def test_the_same_form_sent_five_times_is_one_check_in(activity, phone, world):
    code = shown(world, activity, minutes(5))
    page = phone.get(own(activity, code)).text
    data = {name: values[0] for name, values in form_of(page, "code").items()}
    for _ in range(5):
        assert phone.post(own(activity), data=data).status_code == 302
    assert len(pairs(world)) == 1


def test_who_is_not_signed_in_signs_in_first(activity, people):
    assert people.as_("").get(own(activity, "123456")).status_code == 401


def test_who_is_no_volunteer_is_told_what_to_do(activity, people):
    for address in (own(activity), f"{HOME}/my/check-in", f"{HOME}/my/card"):
        answer = people.as_("nobody").get(address)
        assert answer.status_code == 409
        assert "您的账号还没有与志愿者登记关联" in alert(answer.text)


@pytest.mark.parametrize(
    "address", ["?activity=nonsense", "?activity=00000000-0000-4000-8000-000000000000"]
)
def test_an_activity_that_is_not_there(address, phone):
    answer = phone.get(f"{HOME}/my/check-in{address}")
    assert answer.status_code == (200 if "nonsense" in address else 404)


def test_what_takes_place_now_and_what_was_forgotten_is_listed(activity, phone, world, clock):
    yesterday = world.published(
        starts="2017-07-06 13:00", ends="2017-07-06 15:00", title="Yesterday"
    )
    world.published("school", actor=MANAGER_EAST, title="Strangers")
    world.published(starts="2017-07-09 09:00", ends="2017-07-09 10:00", title="On Sunday")
    came(world, yesterday, local("2017-07-06 13:00"))
    page = phone.get(f"{HOME}/my/check-in").text
    assert "Reading for everyone" in page
    assert "您没有签退，目前未计时长" in entry(page, "Yesterday")
    assert "Strangers" not in page
    assert "On Sunday" not in page


def test_the_card_shows_number_name_and_code(phone, vera):
    page = phone.get(f"{HOME}/my/card").text
    assert "Vera" in page
    assert "vera-1" in page
    assert "<svg" in page
    assert vera.phone not in page or not vera.phone


# --- the organizer's list ----------------------------------------------------------------------


def test_a_volunteer_is_ticked_in_and_out_without_scripts(activity, recorder, vera, clock, world):
    came(world, activity, minutes(4))
    address = the_list(activity)
    assert "未签退" in entry(recorder.get(address).text, "Vera")
    clock.now = minutes(64)
    ticking = next(f for f in forms_of(recorder.get(address).text) if "volunteer" in f["fields"])
    answer = recorder.post(
        ticking["action"],
        data={**{k: v[0] for k, v in ticking["fields"].items()}, "purpose": "out"},
    )
    page = follow(recorder, answer)
    assert "Vera已签退" in said(page)
    assert "60分钟" in entry(page, "Vera")


def test_a_newcomer_is_added_and_registered(activity, recorder, world):
    answer = fill(recorder, the_list(activity), "name", name="妮娜", volunteer_no="")
    assert "妮娜已签到" in said(follow(recorder, answer))
    assert pairs(world)[0].volunteer.name == "妮娜"


def test_a_mistake_stays_in_the_form(activity, recorder):
    answer = fill(recorder, the_list(activity), "name", name="妮娜", volunteer_no="vera-1")
    assert answer.status_code == 422
    assert "该编号" in alert(answer.text) or "vera-1" in alert(answer.text)
    assert form_of(answer.text, "name")["name"] == ["妮娜"]


def test_an_unknown_card_is_a_mistake_and_not_a_missing_page(activity, recorder):
    answer = fill(recorder, the_list(activity), "card", card="no-such", purpose="in")
    assert answer.status_code == 422
    assert "找不到此志愿者码或编号" in alert(answer.text)
    assert form_of(answer.text, "card")["card"] == ["no-such"]


def test_the_page_of_a_card_that_was_scanned(activity, recorder, vera, world):
    address = f"{HOME}/cards/{vera.card_code}"
    page = read(recorder, address)
    assert "Vera" in page
    assert "Reading for everyone" in page
    answer = press(recorder, address, "/check-in/tick", purpose="in")
    assert "Vera已签到" in said(follow(recorder, answer))


@pytest.mark.parametrize("code", ["0" * 24, "nonsense", "../x"])
def test_no_such_card(code, recorder):
    assert recorder.get(f"{HOME}/cards/{code}").status_code == 404


def test_a_forgotten_check_out_is_closed_with_a_time(activity, recorder, world, clock):
    came(world, activity, minutes(5))
    clock.now = ENDS + (minutes(120) - minutes(0))
    page = recorder.get(the_list(activity)).text
    assert "未签退" in entry(page, "Vera")
    answer = fill(
        recorder,
        the_list(activity),
        "ended_at",
        ended_at="2017-07-07T10:35",
        reason="与本人电话核实",
    )
    page = follow(recorder, answer)
    assert "已关闭：与本人电话核实" in entry(page, "Vera")
    assert world.uow.session.scalars(select(NameListEntry)).one().service_minutes == 90


def test_or_with_nothing_but_never_without_a_reason(activity, recorder, world, clock):
    came(world, activity, minutes(5))
    answer = fill(recorder, the_list(activity), "ended_at", ended_at="", reason="")
    assert answer.status_code == 422
    assert pairs(world)[0].closed_at is None
    answer = fill(recorder, the_list(activity), "ended_at", ended_at="", reason="提前离开")
    assert answer.status_code == 302
    assert world.uow.session.scalars(select(NameListEntry)).all() == []


def test_a_time_that_is_none_is_refused_at_its_field(activity, recorder, world):
    came(world, activity, minutes(5))
    answer = fill(recorder, the_list(activity), "ended_at", ended_at="midday", reason="x")
    assert answer.status_code == 422
    assert pairs(world)[0].closed_at is None


def test_nobody_ticks_themselves_off(activity, recorder, world):
    rui = volunteer(world, RECORDER)
    answer = recorder.post(
        f"{the_list(activity)}/tick",
        data={"id": str(uuid4()), "volunteer": str(rui.id), "purpose": "in"},
    )
    assert answer.status_code == 403


# --- ticks that were kept ----------------------------------------------------------------------


def send(client, activity, *ticks, **more):
    return client.post(
        f"{the_list(activity)}/ticks",
        data={"ticks": json.dumps(ticks), **more},
        headers={"Accept": "application/json"},
    )


def a_tick(**parts):
    return {"id": str(uuid4()), "purpose": "in", "at": minutes(3).isoformat(), **parts}


def test_a_batch_is_taken_once_and_every_tick_has_its_answer(activity, recorder, vera, world):
    good = a_tick(volunteer=str(vera.id))
    bad = [
        a_tick(volunteer=str(uuid4())),
        a_tick(volunteer="nonsense"),
        a_tick(name="=1+1"),
        a_tick(card="no-such"),
        a_tick(card=""),
        a_tick(volunteer=str(vera.id), at="midday"),
        a_tick(volunteer=str(vera.id), at="2017-07-07T09:00:00"),
        a_tick(volunteer=str(vera.id), purpose="sideways"),
        a_tick(volunteer=str(vera.id), at=minutes(500).isoformat()),
    ]
    for _ in range(3):
        answer = send(recorder, activity, good, *bad)
        assert answer.status_code == 200
        results = {row["id"]: row["refused"] for row in answer.json["results"]}
        assert results[good["id"]] is None
        assert all(results[tick["id"]] for tick in bad)
    [pair] = pairs(world)
    assert pair.checked_in_at == minutes(3)


@pytest.mark.parametrize("ticks", ["", "nonsense", "{}", "[1]", "null", '["a"]', "9" * 300_000])
def test_a_batch_that_is_none(ticks, activity, recorder, world):
    answer = recorder.post(
        f"{the_list(activity)}/ticks",
        data={"ticks": ticks},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 422
    assert pairs(world) == []


def test_an_expired_page_is_told_and_takes_nothing(app, activity, recorder, vera, world):
    app.config["WTF_CSRF_ENABLED"] = True
    tick = a_tick(volunteer=str(vera.id))
    answer = send(recorder, activity, tick, csrf_token="expired")
    assert (answer.status_code, answer.json) == (422, {"expired": True})
    assert pairs(world) == []
    page = recorder.get(the_list(activity)).text
    token = form_of(page, "card")["csrf_token"][0]
    assert send(recorder, activity, tick, csrf_token=token).status_code == 200
    assert len(pairs(world)) == 1


def test_whoever_was_signed_out_gets_an_answer_that_a_script_understands(activity, people, vera):
    answer = send(people.as_(""), activity, a_tick(volunteer=str(vera.id)))
    assert answer.status_code == 401
    assert "error" in answer.json


def test_nobody_else_reads_who_is_there(activity, people, world):
    assert people.as_("nobody").get(the_list(activity)).status_code == 403
    assert people.as_("manager_east").get(the_list(activity)).status_code == 404
