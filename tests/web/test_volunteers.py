"""Pages of volunteers: for their organizations, and for themselves."""

from __future__ import annotations

import html
import io
import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.jobs import work_until_idle
from flask_volunteer_reports.models import Volunteer
from flask_volunteer_reports.services import directory
from tests.sheets import HEADINGS, csv, xlsx
from tests.web.forms import fill, follow, press
from tests.web.reading import HOME, alert, read, said, titles
from tests.world import MANAGER_EAST, NOBODY, NOON, RECORDER


@pytest.fixture
def recorder(people):
    """The recorder of the library."""
    return people.as_("recorder")


@pytest.fixture
def person(people):
    """Somebody who holds no role."""
    return people.as_("nobody")


@pytest.fixture
def lei(uow, world) -> Volunteer:
    """A volunteer of the library with a phone."""
    return directory.register_volunteer(
        uow,
        RECORDER,
        world.organization("library").id,
        VolunteerEntry(name="李雷", phone="13912345678"),
        volunteer_id=uuid4(),
        now=NOON,
    )


def claimed(uow, volunteer) -> Volunteer:
    code = directory.make_claim_code(uow, RECORDER, volunteer.id, now=NOON)
    return directory.claim_volunteer(uow, NOBODY, code, now=NOON)


def test_a_recorder_registers_and_finds_a_volunteer(recorder, world):
    library = world.organization("library").id
    answer = fill(
        recorder,
        f"{HOME}/volunteers/new?organization={library}",
        "name",
        name=" 韩梅梅 ",
        phone="139 1234 5678",
        born_in="1990年5月",
    )
    page = said(follow(recorder, answer))
    assert "志愿者已登记。" in page
    assert "library-0001" in page
    assert "13912345678" in page
    assert "1990-05" in page
    assert titles(recorder.get(f"{HOME}/volunteers?q=梅").text) == ["韩梅梅"]
    assert titles(recorder.get(f"{HOME}/volunteers?q=Y-0001").text) == ["韩梅梅"]
    assert titles(recorder.get(f"{HOME}/volunteers?q=李").text) == []


def test_what_was_typed_wrongly_is_said_at_its_field_and_kept(recorder, world):
    library = world.organization("library").id
    answer = fill(
        recorder,
        f"{HOME}/volunteers/new?organization={library}",
        "name",
        name="李雷",
        volunteer_no="440106199001011234",
        phone="1.38E+10",
        born_in="去年",
    )
    assert answer.status_code == 422
    wrong = alert(answer.text)
    assert "1.38E+10" in wrong
    assert "“去年”不是年月" in wrong
    assert 'value="李雷"' in answer.text
    answer = fill(
        recorder,
        f"{HOME}/volunteers/new?organization={library}",
        "name",
        name="李雷",
        volunteer_no="440106199001011234",
    )
    assert "请不要填写身份证号码" in alert(answer.text)


def test_a_long_list_is_turned_page_by_page(app, recorder, world, uow):
    for number in range(60):
        directory.register_volunteer(
            uow,
            RECORDER,
            world.organization("library").id,
            VolunteerEntry(name=f"人{chr(0x4E00 + number)}"),
            volunteer_id=uuid4(),
            now=NOON,
        )
    seen, address = [], f"{HOME}/volunteers"
    while address:
        page = recorder.get(address).text
        assert "志愿者60人" in said(page)
        seen += titles(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) == 60


def test_an_office_lists_the_residents_of_its_areas_and_no_others(people, uow, world, lei):
    directory.register_volunteer(
        uow,
        MANAGER_EAST,
        world.organization("school").id,
        VolunteerEntry(name="韩梅梅"),
        volunteer_id=uuid4(),
        now=NOON,
    )
    office, city = people.as_("office_east"), people.as_("secretariat")
    assert titles(office.get(f"{HOME}/volunteers").text) == ["韩梅梅"]
    assert titles(city.get(f"{HOME}/volunteers").text) == ["李雷", "韩梅梅"]
    assert titles(city.get(f"{HOME}/volunteers?q=韩梅梅").text) == ["韩梅梅"]
    assert titles(city.get(f"{HOME}/volunteers?q=梅").text) == []
    foreign = f"{HOME}/volunteers?area={world.area('city').id}"
    assert titles(office.get(foreign).text) == ["韩梅梅"]  # its own, whatever the address says
    assert office.get(f"{HOME}/volunteers/{lei.id}").status_code == 404


def test_a_code_is_shown_once_and_claimed_by_the_person(recorder, person, lei, uow):
    page = press(recorder, f"{HOME}/volunteers/{lei.id}", "claim-code")
    assert page.headers["Cache-Control"] == "private, no-store"
    code = re.search(r'vr-claim-code">([^<]+)<', page.text)[1]
    assert code not in recorder.get(f"{HOME}/volunteers/{lei.id}").text

    wrong = fill(person, f"{HOME}/my/claim", "code", code="AAAAA-AAAAA")
    assert "认领码不存在" in alert(wrong.text)
    mine = said(follow(person, fill(person, f"{HOME}/my/claim", "code", code=code.lower())))
    assert "李雷" in mine
    assert f"登记人 {RECORDER.name} · Volunteers of the library" in mine
    assert "您是由别人登记的" in mine


def test_whoever_refuses_is_seen_as_such_without_phone(recorder, person, lei, uow):
    claimed(uow, lei)
    assert "您的拒绝已记录" in said(follow(person, press(person, f"{HOME}/my/profile", "refusal")))
    page = read(recorder, f"{HOME}/volunteers/{lei.id}")
    assert "已拒绝" in page
    assert "13912345678" not in page
    assert "出生年月" not in page
    assert "已拒绝" in read(recorder, f"{HOME}/volunteers")
    answer = recorder.post(
        f"{HOME}/volunteers/{lei.id}/consents",
        data={"wording": "x", "given_on": "2017-07-01"},
    )
    assert answer.status_code == 409
    assert "已拒绝" in alert(answer.text)

    back = press(person, f"{HOME}/my/profile", "consent", agreed="y")
    assert "您的同意已记录" in said(follow(person, back))
    assert "13912345678" in read(recorder, f"{HOME}/volunteers/{lei.id}")


def test_without_the_tick_nothing_is_agreed(person, lei, uow):
    claimed(uow, lei)
    answer = press(person, f"{HOME}/my/profile", "consent")
    assert answer.status_code == 422
    assert "请勾选同意" in alert(answer.text)


def test_a_person_registers_themselves_and_corrects_it(person, world, uow):
    area = str(world.area("quay").id)
    without = press(person, f"{HOME}/my/profile", "registration", name="韩梅梅", area_id=area)
    assert "请勾选同意" in alert(without.text)
    assert 'value="韩梅梅"' in without.text
    done = press(
        person, f"{HOME}/my/profile", "registration", name="韩梅梅", area_id=area, agreed="y"
    )
    assert "您已登记" in said(follow(person, done))
    corrected = press(person, f"{HOME}/my/profile", "my/profile", phone="13900000000")
    page = said(follow(person, corrected))
    assert "13900000000" in page
    assert uow.session.scalars(select(Volunteer.person_id)).one() == NOBODY.id


def test_an_old_page_of_the_own_profile_shows_what_was_saved_since(person, lei, uow):
    claimed(uow, lei)
    page = f"{HOME}/my/profile"
    old = lei.version
    press(person, page, "my/profile", name="李磊")
    answer = press(person, page, "my/profile", name="李累", version=str(old))
    assert answer.status_code == 409
    assert "李磊" in said(answer.text)


def test_consent_membership_and_edit_on_the_page_of_a_volunteer(recorder, lei, people, world):
    address = f"{HOME}/volunteers/{lei.id}"
    done = press(recorder, address, "consents", wording="我同意。", given_on="2017-07-01")
    assert "我同意。" in said(follow(recorder, done))
    done = fill(recorder, f"{address}/edit", "name", name="李磊", born_in="1988/2")
    assert "1988-02" in said(follow(recorder, done))

    east = people.as_("manager_east")
    school = world.organization("school").id
    members = f"{HOME}/volunteers?organization={school}"
    refused = press(east, members, "members", volunteer_no=lei.volunteer_no, name="李雷")
    assert "没有编号和姓名都相符的志愿者" in alert(refused.text)
    done = press(east, members, "members", volunteer_no=lei.volunteer_no, name="李磊")
    assert "该志愿者已加入本组织" in said(follow(east, done))
    own = read(east, f"{HOME}/volunteers/{lei.id}")
    assert "Volunteers of the school" in own
    assert "Volunteers of the library 2017" not in own  # what else they belong to is theirs
    done = press(east, address, "memberships")
    assert "成员关系已结束" in said(follow(east, done))
    assert east.get(address).status_code == 404


def sent(client, world, content: bytes, name: str = "名单.xlsx"):
    address = f"{HOME}/volunteers/imports/new?organization={world.organization('library').id}"
    return fill(client, address, "file", file=(io.BytesIO(content), name))


def test_a_file_is_tried_looked_at_and_imported(app, recorder, world, uow):
    content = xlsx(HEADINGS, ("A1", "李雷", "", "1990-05"), ("A2", "", "139"), ("", "韩梅梅"))
    answer = sent(recorder, world, content)
    address = answer.headers["Location"]
    assert "正在读取" in read(recorder, address)
    followed = recorder.get(address, headers={"Accept": "application/json"}).json
    assert (followed["over"], followed["label"]) == (False, "正在读取")
    work_until_idle(app)
    page = recorder.get(address).text
    assert "新登记 2行 有变动 0行 已登记，无变动 0行 有误 1行" in said(page)
    assert "第3行" in said(page)
    assert "缺少姓名" in said(page) or "姓名" in said(page)
    assert recorder.get(address, headers={"Accept": "application/json"}).json["over"] is True

    failed = recorder.get(f"{address}/failed-rows")
    assert failed.headers["Content-Disposition"].startswith("attachment")
    assert failed.data.startswith(b"PK")

    press(recorder, address, "application")
    work_until_idle(app)
    assert "正确的行已导入。" in read(recorder, address)
    assert sorted(uow.session.scalars(select(Volunteer.name))) == ["李雷", "韩梅梅"]
    again = recorder.post(f"{address}/application")
    assert "该文件已经导入。" in said(follow(recorder, again))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG", "这不是可以读取的表格"),
        (csv(("姓名", "身份证号码"), ("李雷", "x")), "文件中有身份证号列"),
        (csv(("a",), ("b",)), "没有找到列名行"),
    ],
)
def test_a_file_that_is_refused_says_why(content, message, recorder, world):
    answer = sent(recorder, world, content)
    assert answer.status_code == 422
    assert message in alert(answer.text)


def test_no_file_at_all(recorder, world):
    address = f"{HOME}/volunteers/imports/new?organization={world.organization('library').id}"
    answer = recorder.post(address, data={})
    assert answer.status_code == 422
    assert "请选择文件" in alert(answer.text)


def test_the_page_of_the_job_leads_to_that_of_the_import(app, people, recorder, world, uow):
    from flask_volunteer_reports.models import Job  # noqa: PLC0415 -- only here

    sent(recorder, world, csv(("姓名",), ("李雷",)))
    job = uow.session.scalars(select(Job)).one()
    answer = people.as_("secretariat").get(f"{HOME}/jobs/{job.id}")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(job.key)


def test_an_import_that_came_to_a_halt_is_gone_on_with(app, recorder, world, uow):
    from flask_volunteer_reports.models import Job, JobStatus  # noqa: PLC0415 -- only here

    address = sent(recorder, world, csv(("姓名",), ("李雷",))).headers["Location"]
    job = uow.session.scalars(select(Job)).one()
    job.status, job.failure = JobStatus.FAILED, {"text": "The work came to a halt.", "values": {}}
    uow.session.commit()
    assert "处理中断" in read(recorder, address)
    press(recorder, address, "trial")
    work_until_idle(app)
    assert "已读取，未导入" in read(recorder, address)
