"""An office's own forms at the browser."""

from __future__ import annotations

import io

import pytest

from flask_volunteer_reports import jobs
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.rendering.docx_starter import docx_starter
from flask_volunteer_reports.services.archiving.office_templates import templates_of
from tests.office_forms import ANNEX1, LINE, annex1
from tests.services.trying import FAULTY, newest_job, put_to_use, tried, uploaded
from tests.web.forms import fill, follow, press
from tests.web.reading import HOME, alert, read, said
from tests.world import OFFICE_EAST, SECRETARIAT

EAST = f"{HOME}/forms/east"
FORM = f"{EAST}/annex1.html"


@pytest.fixture
def office(people):
    """The office of the East."""
    return people.as_("office_east")


def send(client, content: bytes, *, address: str = FORM, note: str = ""):
    """Upload a form."""
    return fill(client, address, "file", file=(io.BytesIO(content), "表样.html"), note=note)


def test_an_office_with_one_area_is_led_to_its_forms(office):
    assert office.get(f"{HOME}/forms").headers["Location"].endswith("/forms/east")
    text = read(office, EAST)
    assert "附件1（PDF）" in text
    assert text.count("正在使用：标准表样") == 5


def test_the_secretariat_chooses_the_office(secretariat):
    text = read(secretariat, f"{HOME}/forms")
    assert all(name in text for name in ("City", "East district", "West district"))


def test_what_is_in_use_can_be_taken_to_begin_with(office, world):
    ours = office.get(f"{FORM}/current")
    assert ours.text == ANNEX1
    assert "attachment" in ours.headers["Content-Disposition"]
    assert ours.headers["X-Content-Type-Options"] == "nosniff"
    document = office.get(f"{EAST}/annex2.docx/current")
    assert document.data[:2] == b"PK"
    put_to_use(world, OFFICE_EAST, "east", FormName.ANNEX1_HTML, "本单位".encode())
    assert office.get(f"{FORM}/current").text == "本单位"


def test_from_the_upload_to_the_paper(office, app, world, state):
    """The main way, with a press that lays out: upload, look, put into use, go back."""
    answer = send(office, annex1("附件1（东区）：").encode(), note="抬头加区名")
    page = follow(office, answer)
    assert "正在试用" in said(page)
    version = answer.headers["Location"]
    assert office.get(version, headers={"Accept": "application/json"}).json["over"] is False

    assert jobs.work_until_idle(app) == 1

    assert office.get(version, headers={"Accept": "application/json"}).json["over"] is True
    page = office.get(version).text
    assert "可以启用" in said(page)
    assert "抬头加区名" in page
    preview = office.get(f"{version}/preview")
    assert preview.mimetype == "application/pdf"
    assert preview.headers["Content-Disposition"].startswith("inline")
    assert preview.data.startswith(b"%PDF")

    assert "从现在起，文书用这一表样生成。" in said(follow(office, press(office, version, "/use")))
    world.uow.session.expire_all()
    templates = templates_of(world.uow.session, world.area("east"), state.settings, state.storage)
    assert "附件1（东区）：" in templates.html["annex1.html"]
    assert "本单位表样（第1版）" in read(office, EAST)

    assert "已停用本单位表样" in said(follow(office, press(office, FORM, "/withdrawal")))
    assert read(office, EAST).count("正在使用：标准表样") == 5


def test_a_mistake_is_shown_with_its_line_and_the_form_stays_out(office, app):
    answer = send(office, annex1("{{ sheet.leader }}").encode())
    jobs.work_until_idle(app)

    page = office.get(answer.headers["Location"]).text

    assert "这一表样不能启用" in alert(page)
    assert f"annex1.html 第{LINE}行" in said(page)
    assert "表样中没有“leader”这一项" in said(page)
    assert "{{ sheet.leader }}" in said(page)
    assert "/use" not in page
    assert office.get(f"{answer.headers['Location']}/preview").status_code == 404


def test_a_word_form_is_previewed_as_a_word_document(office, app):
    content = docx_starter("annex1.docx")
    answer = send(office, content, address=f"{EAST}/annex1.docx")
    jobs.work_until_idle(app)
    version = answer.headers["Location"]
    assert "下载预览（Word）" in read(office, version)
    preview = office.get(f"{version}/preview")
    assert preview.data[:2] == b"PK"
    assert preview.headers["Content-Disposition"].startswith("attachment")
    assert office.get(f"{version}/file").data == content


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(b"", "请选择表样文件", id="nothing"),
        pytest.param("惠州".encode("gbk"), "不是UTF-8编码", id="another encoding"),
    ],
)
def test_what_cannot_be_a_form_is_said_at_the_field_and_the_note_stays(office, content, complaint):
    answer = send(office, content, note="改了抬头")
    assert answer.status_code == 422
    assert complaint in alert(answer.text)
    assert 'value="改了抬头"' in answer.text


def test_nothing_chosen_at_all(office):
    answer = fill(office, FORM, "file", note="改了抬头")
    assert answer.status_code == 422
    assert "请选择表样文件" in alert(answer.text)


def test_the_same_file_twice_says_which_version_it_is(office):
    send(office, b"a form")
    answer = send(office, b"a form")
    assert "这个文件就是第1版" in said(follow(office, answer))


def test_a_version_with_mistakes_cannot_be_put_into_use_by_hand(office, world):
    form = uploaded(world, OFFICE_EAST, "east", FormName.ANNEX1_HTML, b"a form")
    tried(world, OFFICE_EAST, form, FAULTY)
    answer = office.post(f"{HOME}/form-versions/{form.id}/use", data={"version": "0"})
    assert "没有通过试用" in said(follow(office, answer))


def test_a_trial_that_waits_is_not_queued_twice(office, world):
    form = uploaded(world, OFFICE_EAST, "east", FormName.ANNEX1_HTML, b"a form")
    answer = office.post(f"{HOME}/form-versions/{form.id}/trial")
    assert "这一版正在试用中" in said(follow(office, answer))


def test_two_who_decide_at_once(office, world):
    form = uploaded(world, OFFICE_EAST, "east", FormName.ANNEX1_HTML, b"a form")
    tried(world, OFFICE_EAST, form)
    put_to_use(world, OFFICE_EAST, "east", FormName.ANNEX1_HTML, b"another")
    answer = office.post(f"{HOME}/form-versions/{form.id}/use", data={"version": "0"})
    assert "有人更改了所用的表样" in said(follow(office, answer))


def test_a_district_sees_that_it_uses_the_form_of_the_city(office, world):
    put_to_use(world, SECRETARIAT, "city", FormName.STYLE, b"/* city */")
    assert "上级单位的表样（第1版）" in read(office, EAST)
    assert "City" in read(office, f"{EAST}/style.css")
    assert office.get(f"{EAST}/style.css/current").text == "/* city */"


@pytest.mark.parametrize("name", ["frame.html", "annex1", "..%2fannex1.html", "weekly_report.html"])
def test_there_are_five_forms_and_no_others(office, name):
    assert office.get(f"{EAST}/{name}").status_code == 404


def test_a_subdistrict_has_no_forms(secretariat):
    assert secretariat.get(f"{HOME}/forms/street").status_code == 422


def test_the_page_of_the_job_leads_to_the_version(office, world):
    form = uploaded(world, OFFICE_EAST, "east", FormName.ANNEX1_HTML, b"a form")
    answer = office.get(f"{HOME}/jobs/{newest_job(world, form.id).id}")
    assert answer.headers["Location"].endswith(f"/form-versions/{form.id}")


def test_what_an_office_uploads_never_runs_on_this_site(office, world):
    hostile = b"<script>alert(1)</script>"
    form = uploaded(world, OFFICE_EAST, "east", FormName.ANNEX1_HTML, hostile)
    file = office.get(f"{HOME}/form-versions/{form.id}/file")
    assert file.data == hostile
    assert file.mimetype == "text/plain"
    assert file.headers["Content-Disposition"].startswith("attachment")
