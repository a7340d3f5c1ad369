"""The directory: areas, organizations, pairings, and who holds which role."""

from __future__ import annotations

import re

import pytest

from tests.web.forms import fill, follow, form_of, press
from tests.web.reading import HOME, alert, entry, options, read, said, titles
from tests.world import local

AREAS, ROLES, ORGANIZATIONS = f"{HOME}/areas", f"{HOME}/roles", f"{HOME}/organizations"


@pytest.fixture
def east(people):
    """The office of the East district."""
    return people.as_("office_east")


def page_of(world, code: str) -> str:
    return f"{ORGANIZATIONS}/{world.organization(code).id}"


def test_an_area_is_added_below_another(world, east):
    answer = fill(
        east,
        f"{AREAS}/new",
        "code",
        parent_id=str(world.area("street").id),
        code="bay",
        name="海湾社区",
    )

    page = follow(east, answer)
    assert "区域已添加" in page
    assert entry(page, "海湾社区") == "海湾社区 社区 · bay"


def test_an_area_is_added_only_within_reach(world, east):
    parents = options(east.get(f"{AREAS}/new").text, "parent_id")
    assert [parent.partition("（")[0].rpartition(" ")[2] for parent in parents] == [
        "district",
        "street",
    ]

    forced = east.post(
        f"{AREAS}/new",
        data={"parent_id": str(world.area("west").id), "code": "bay", "name": "海湾社区"},
    )

    assert forced.status_code == 403
    assert "海湾社区" not in east.get(AREAS).text


def test_a_code_that_is_taken_is_explained_and_all_is_kept(world, east):
    typed = {
        "parent_id": str(world.area("street").id),
        "code": "quay",
        "name": "海湾社区",
        "civility_office": "海湾文明办",
        "federation": "",
    }

    answer = fill(east, f"{AREAS}/new", "code", **typed)

    assert answer.status_code == 422
    assert "编码quay已被其他区域使用" in alert(answer.text)
    kept = form_of(answer.text, "code")
    assert {name: kept[name][0] for name in typed} == typed


def test_an_area_is_renamed_and_its_reports_go_to_the_new_name(world, east, people):
    edit = f"{AREAS}/{world.area('east').id}/edit"

    page = follow(
        east, fill(east, edit, "federation", name="东区", federation="东区志愿服务联合会")
    )

    assert "已保存" in page
    assert "东区 县（区） · east" in entry(page, "县（区）")
    assert "东区志愿服务联合会" in read(east, f"{HOME}/")
    assert people.as_("office_west").get(edit).status_code == 404


NEW = {
    "code": "fire-team",
    "name": "东区消防志愿服务队",
    "affiliation": "district",
    "kind": "professional_team",
    "specialty": "fire",
    "registered_on": "2015-03-05",
    "supervising_unit": "消防大队",
    "leader_name": "赵队长",
    "leader_mobile": "13900000009",
}


def test_an_organization_is_registered_and_found(world, east):
    typed = {**NEW, "area_id": str(world.area("east").id)}

    page = said(follow(east, fill(east, f"{ORGANIZATIONS}/new", "code", **typed)))

    assert "组织已登记" in page
    for words in (
        "东区消防志愿服务队",
        "区直单位",
        "专业服务队（消防）",
        "2015年3月5日",
        "消防大队",
        "赵队长",
        "13900000009",
    ):
        assert words in page
    for query in ("q=消防", "q=fire-team", "kind=professional_team"):
        assert titles(east.get(f"{ORGANIZATIONS}?{query}").text) == ["东区消防志愿服务队"]
    assert "东区消防志愿服务队" not in titles(
        east.get(f"{ORGANIZATIONS}?affiliation=subdistrict").text
    )


@pytest.mark.parametrize(
    ("wrong", "wanted"),
    [
        pytest.param({"code": "school"}, "编码school已被其他组织使用", id="a code that is taken"),
        pytest.param({"specialty": ""}, "请选择专业服务队的专业类别", id="a team of no profession"),
        pytest.param({"registered_on": "2017-07-07"}, "晚于今天", id="registered tomorrow"),
        pytest.param({"leader_mobile": "1.39E+10"}, "自动改成了1.39E+10", id="a number from Excel"),
        pytest.param({"area_id": ""}, "请选择区域", id="no area"),
    ],
)
def test_what_cannot_be_is_explained_and_all_is_kept(wrong, wanted, world, east):
    typed = {**NEW, "area_id": str(world.area("east").id), **wrong}

    answer = fill(east, f"{ORGANIZATIONS}/new", "code", **typed)

    assert answer.status_code == 422
    assert wanted in alert(answer.text)
    kept = form_of(answer.text, "code")
    assert {name: kept[name][0] for name in typed} == typed
    assert "东区消防志愿服务队" not in titles(east.get(ORGANIZATIONS).text)


def test_a_manager_keeps_leader_and_unit_up_to_date(world, manager):
    answer = fill(
        manager,
        f"{page_of(world, 'library')}/edit",
        "leader_name",
        leader_name="王馆长",
        leader_mobile="0752-1234567",
        supervising_unit="文化局",
    )

    page = said(follow(manager, answer))
    for words in ("已保存", "王馆长", "0752-1234567", "文化局"):
        assert words in page


def test_what_decides_about_duties_is_the_offices_to_change(world, manager, secretariat):
    edit = f"{page_of(world, 'library')}/edit"

    refused = fill(manager, edit, "leader_name", affiliation="social")
    assert refused.status_code == 403
    assert "由市秘书处或县（区）办公室修改，如需变更请与其联系" in refused.text
    assert "市直单位" in read(manager, page_of(world, "library"))

    page = said(follow(secretariat, fill(secretariat, edit, "leader_name", affiliation="social")))
    assert "社会志愿服务组织" in page


def test_a_dissolved_organization_publishes_nothing_more(world, manager, secretariat):
    project = world.draft()
    world.activity(project)
    edit = f"{page_of(world, 'library')}/edit"

    page = follow(secretariat, fill(secretariat, edit, "leader_name", dissolved_on="2017-07-01"))
    assert "Volunteers of the library 已注销" in said(page)

    answer = press(manager, f"{HOME}/manage/projects/{project.id}", "/publication")
    assert answer.status_code == 409
    assert "该组织已注销，不能再发布项目" in alert(answer.text)


def test_paired_with_a_community_until_it_ends(world, secretariat, manager):
    library = page_of(world, "library")
    paired = fill(
        secretariat,
        library,
        "community_id",
        community_id=str(world.area("quay").id),
        from_on="2017-07-01",
    )
    page = follow(secretariat, paired)
    assert "结对已保存" in page
    assert "Quay community 2017年7月1日 –" in entry(page, "Quay community")
    assert "结束结对" not in read(manager, library)

    early = fill(secretariat, library, "until_on", until_on="2017-06-30")
    assert early.status_code == 422
    assert "结束日期早于开始日期" in alert(early.text)
    assert form_of(early.text, "until_on")["until_on"] == ["2017-06-30"]

    page = follow(secretariat, fill(secretariat, library, "until_on", until_on="2017-08-31"))
    assert "结对将于您选择的日期结束" in page
    assert "2017年7月1日 – 2017年8月31日" in entry(page, "Quay community")
    assert "建立结对 · Sun of the secretariat" in said(page)
    assert "结束结对 · Sun of the secretariat" in said(page)


def test_paired_twice_is_said_and_stands_once(world, secretariat):
    library = page_of(world, "library")
    quay = str(world.area("quay").id)
    fill(secretariat, library, "community_id", community_id=quay)

    page = follow(secretariat, fill(secretariat, library, "community_id", community_id=quay))

    assert "该组织与该社区已经结对" in page
    assert page.count("Quay community <span") == 1


def given(client, **changes: str):
    typed = {
        "person_id": "nan",
        "person_name": "南女士",
        "role": "organization_recorder",
        "scope_code": "library",
    }
    return fill(client, f"{ROLES}/new", "person_id", **{**typed, **changes})


def test_a_role_is_given_and_taken_away(world, manager, people):
    nobody = people.as_("nobody")
    assert nobody.get(f"{HOME}/manage/projects").status_code == 403

    page = follow(manager, given(manager))
    assert "角色已授予" in page
    assert "记录员 Volunteers of the library 2017年7月6日 –" in entry(page, "南女士")
    assert "南女士" in read(manager, page_of(world, "library"))
    assert nobody.get(f"{HOME}/manage/projects").status_code == 200

    end = re.search(r'action="([^"]+)"', page[page.index("南女士") :])
    assert end is not None
    page = follow(manager, press(manager, ROLES, end[1]))
    assert "角色已收回" in page
    assert "已于2017年7月6日 12:00收回" in entry(page, "南女士")
    assert nobody.get(f"{HOME}/manage/projects").status_code == 403
    assert "南女士" not in read(manager, page_of(world, "library"))


def test_a_role_with_days_holds_on_these_days(manager, people, clock):
    given(manager, from_on="2017-07-08", until_on="2017-07-09")
    nobody = people.as_("nobody")

    found = {}
    for day in (7, 8, 9, 10):
        clock.now = local(f"2017-07-{day:02} 12:00")
        found[day] = nobody.get(f"{HOME}/manage/projects").status_code

    assert found == {7: 403, 8: 200, 9: 200, 10: 403}


def test_everybody_offers_the_roles_that_are_theirs_to_give(people):
    offered = {
        person: options(people.as_(person).get(f"{ROLES}/new").text, "role")
        for person in ("manager", "office_east", "secretariat")
    }

    assert offered == {
        "manager": ["记录员"],
        "office_east": ["记录员", "组织管理员"],
        "secretariat": ["记录员", "组织管理员", "县（区）办公室", "市志愿服务联合会秘书处"],
    }


@pytest.mark.parametrize(
    ("person", "typed", "wanted"),
    [
        pytest.param(
            "manager", {"scope_code": "school"}, "没有编码为school的组织或区域", id="a stranger's"
        ),
        pytest.param(
            "office_east",
            {"scope_code": "hikers"},
            "没有编码为hikers的组织或区域",
            id="in the West",
        ),
        pytest.param(
            "secretariat",
            {"role": "district_office", "scope_code": "street"},
            "“县（区）办公室”角色应授予“县（区）”一级的区域",
            id="a district's office for a street",
        ),
        pytest.param("manager", {"person_name": ""}, "请填写姓名", id="nobody"),
        pytest.param(
            "manager", {"until_on": "2017-07-01"}, "结束日期早于开始日期", id="it ends before"
        ),
    ],
)
def test_a_role_that_cannot_be_given_is_explained_and_kept(person, typed, wanted, people):
    client = people.as_(person)

    answer = given(client, **typed)

    assert answer.status_code == 422
    assert wanted in alert(answer.text)
    kept = form_of(answer.text, "person_id")
    assert {name: kept[name][0] for name in typed} == typed
    assert "nan" not in read(client, ROLES).split()


def test_a_role_that_is_held_already_is_not_called_given(manager):
    given(manager, until_on="2017-07-31")

    page = follow(manager, given(manager, until_on="2017-08-31"))

    assert "该人员已有此角色" in page
    assert "2017年7月31日" in entry(page, "南女士")
    assert "角色已授予" not in page  # nothing was given: it still ends in July


def test_roles_are_searched(manager, secretariat):
    given(manager)

    assert titles(secretariat.get(f"{ROLES}?q=南女士").text) == ["南女士 nan"]
    assert "南女士 nan" in titles(secretariat.get(f"{ROLES}?q=library").text)
    assert "南女士 nan" not in titles(secretariat.get(f"{ROLES}?q=school").text)
