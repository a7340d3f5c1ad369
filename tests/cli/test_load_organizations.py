"""``load-organizations``: the organizations of a city from a spreadsheet, whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from flask_volunteer_reports.domain.directory import Affiliation, OrganizationKind, Specialty
from tests.cli.terminal import done, mistyped, refused
from tests.services.watching import everything

HEADINGS = (
    "code,name,affiliation,kind,specialty,area,registered_on,supervising_unit,leader_name,"
    "leader_mobile\n"
)
MEDICS = "medics,Medics,district,professional_team,medical,east,2014-05-04,Health,Li,13800000001\n"
SCHOOL = "school,School,district,unit_team,,east,2012-03-05,Bureau of culture,Wu,13800000000\n"


def test_new_organizations_are_registered_and_known_ones_changed(app, world, written):
    said = done(app, "load-organizations", written(HEADINGS + MEDICS + SCHOOL))

    assert said == "1 added, 1 changed, 0 as they were.\n"
    medics, school = world.organization("medics"), world.organization("school")
    assert (medics.name, medics.affiliation, medics.kind, medics.specialty, medics.area.code) == (
        "Medics",
        Affiliation.DISTRICT,
        OrganizationKind.PROFESSIONAL_TEAM,
        Specialty.MEDICAL,
        "east",
    )
    assert (medics.registered_on, medics.supervising_unit, medics.leader_name) == (
        date(2014, 5, 4),
        "Health",
        "Li",
    )
    assert (school.name, school.leader_name) == ("School", "Wu")


def test_loading_it_again_changes_nothing(app, state, written):
    file = written(HEADINGS + MEDICS + SCHOOL)
    done(app, "load-organizations", file)
    before = everything(state)

    assert done(app, "load-organizations", file) == "0 added, 0 changed, 2 as they were.\n"

    assert everything(state) == before


def test_a_file_saved_by_a_chinese_excel_is_read(app, world, written):
    file = (
        "编码,志愿服务组织名称,隶属,类型,专业,区域编码,注册成立时间,主管单位,负责人姓名,负责人手机号码\r\n"
        "fire,消防志愿服务队,驻惠,专业服务队,消防,city,2014年5月4日,消防支队,王𠮷,13800000001\r\n"
    )
    done(app, "load-organizations", written(file.encode("gb18030")))
    fire = world.organization("fire")
    assert (fire.name, fire.leader_name) == ("消防志愿服务队", "王𠮷")
    assert (fire.affiliation, fire.specialty) == (Affiliation.STATIONED, Specialty.FIRE)


def test_every_wrong_row_is_named_and_nothing_is_loaded(app, unchanged, written):
    said = refused(
        app,
        "load-organizations",
        written(
            f"{HEADINGS}{MEDICS}"
            "a,A,private,social,,west,,,,\n"
            "b,B,social,social,,wset,,,,\n"
            "c,C,social,social,,west,2014-02-30,,,\n"
            "d,D,social,social,,west,,,,1.38E+10\n"
        ),
    )
    told = said.splitlines()
    assert told[0] == "Error: 4 rows of the file are wrong. Nothing was loaded."
    assert told[1] == (
        "  Row 3: “private” is not known. Write one of: municipal, district, stationed, "
        "subdistrict, social."
    )
    assert told[2:4] == [
        "  Row 4: The directory has no area with the code wset.",
        "  Row 5: “2014-02-30” is not a day such as 2012-03-05.",
    ]
    assert told[4].startswith("  Row 6: A spreadsheet has turned this number into 1.38E+10")


@pytest.mark.parametrize("column", ["affiliation", "kind", "area"])
def test_a_column_that_is_needed_is_missed_by_its_name(column, app, unchanged, written):
    file = written((HEADINGS + MEDICS).replace(column, "note", 1))
    said = refused(app, "load-organizations", file)
    assert "must name the columns" in said
    assert f"{column}/" in said


def test_a_column_that_a_file_has_not_leaves_what_is_known(app, world, written):
    done(app, "load-organizations", written(HEADINGS + MEDICS))
    done(
        app,
        "load-organizations",
        written(
            "code,name,affiliation,kind,specialty,area\n"
            "medics,Doctors,district,professional_team,medical,east\n"
        ),
    )
    medics = world.organization("medics")
    assert (medics.name, medics.leader_name, medics.leader_mobile) == (
        "Doctors",
        "Li",
        "13800000001",
    )


def test_a_file_that_is_not_there_is_named(app, tmp_path):
    said = mistyped(app, "load-organizations", tmp_path / "none.csv")
    assert f"'{tmp_path / 'none.csv'}' does not exist" in said


def test_it_speaks_chinese_by_default(chinese, written):
    said = done(chinese, "load-organizations", written(HEADINGS + MEDICS))
    assert said == "新增1条，修改0条，未变0条。\n"
    said = refused(
        chinese, "load-organizations", written(f"{HEADINGS}a,A,private,social,,west,,,,\n")
    )
    assert "第2行" in said
    assert "private" in said
