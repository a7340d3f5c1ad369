from __future__ import annotations

from datetime import date

import pytest

from flask_volunteer_reports.domain.directory import Affiliation, OrganizationKind, Specialty
from flask_volunteer_reports.domain.events import OrganizationEdited, OrganizationRegistered
from flask_volunteer_reports.errors import InvalidEntries, InvalidEntry
from flask_volunteer_reports.services.directory import edit_organization
from flask_volunteer_reports.services.directory.csv_files import Counts, load_organizations
from tests.world import MANAGER, NOON, OFFICE_EAST, OPERATOR

from .test_edit_organization import entry_of

HEADINGS = (
    "code,name,affiliation,kind,specialty,area,registered_on,supervising_unit,leader_name,"
    "leader_mobile\n"
)
MEDICS = "medics,Medics,district,professional_team,medical,east,2014-05-04,Health,Li,13800000001"
SCHOOL = "school,School,district,unit_team,,east,2012-03-05,Bureau of culture,Wu,13800000000"
CLINIC = (
    "clinic,Volunteers of the clinic,stationed,unit_team,,city,2012-03-05,Bureau of culture,"
    "Leader of the clinic,13800000000"
)
FILE = f"{HEADINGS}{MEDICS}\n{SCHOOL}\n{CLINIC}\n"


def test_new_organizations_are_registered_and_known_ones_changed(uow, world, happens):
    with happens() as said:
        counts = load_organizations(uow, OPERATOR, FILE.encode(), now=NOON)

    assert counts == Counts(added=1, changed=1, same=1)
    medics, school = world.organization("medics"), world.organization("school")
    assert said == [
        OrganizationRegistered(subject_id=medics.id, by="operator", at=NOON),
        OrganizationEdited(
            subject_id=school.id, by="operator", at=NOON, changed=("leader_name", "name")
        ),
    ]
    assert (medics.kind, medics.specialty, medics.area.code) == (
        OrganizationKind.PROFESSIONAL_TEAM,
        Specialty.MEDICAL,
        "east",
    )
    assert (medics.registered_on, medics.leader_mobile) == (date(2014, 5, 4), "13800000001")


def test_loading_the_same_file_again_changes_nothing(uow, happens):
    load_organizations(uow, OPERATOR, FILE.encode(), now=NOON)
    with happens() as said:
        counts = load_organizations(uow, OPERATOR, FILE.encode(), now=NOON)
    assert (counts, said) == (Counts(same=3), [])


def test_a_chinese_file_is_read(uow, world):
    file = (
        "编码,志愿服务组织名称,隶属,类型,专业,区域编码,注册成立时间,主管单位,负责人姓名,负责人手机号码\n"
        "fire,消防志愿服务队,驻惠,专业服务队,消防,city,2014年5月4日,消防支队,阿卜杜拉·买买提,13800000001\n"
    )
    load_organizations(uow, OPERATOR, file.encode("gb18030"), now=NOON)
    fire = world.organization("fire")
    assert (fire.affiliation, fire.specialty) == (Affiliation.STATIONED, Specialty.FIRE)
    assert (fire.name, fire.leader_name) == ("消防志愿服务队", "阿卜杜拉·买买提")
    assert fire.registered_on == date(2014, 5, 4)


@pytest.mark.parametrize("day", ["2014-05-04", "2014/5/4", "2014年5月4日"])
def test_days_may_be_written_in_three_ways(day, uow, world):
    file = f"{HEADINGS}new,New,social,social,,west,{day},,,\n"
    load_organizations(uow, OPERATOR, file.encode(), now=NOON)
    assert world.organization("new").registered_on == date(2014, 5, 4)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param("new,,social,social,,west,,,,", "name", id="no name"),
        pytest.param(
            "new,New,private,social,,west,,,,", "“private” is not known", id="affiliation"
        ),
        pytest.param("new,New,social,club,,west,,,,", "“club” is not known", id="kind"),
        pytest.param(
            "new,New,社会组织,social,,west,,,,", "is not known", id="a kind as affiliation"
        ),
        pytest.param(
            "new,New,social,professional_team,,west,,,,", "trained in", id="a team without one"
        ),
        pytest.param(
            "new,New,social,professional_team,magic,west,,,,",
            "“magic” is not known",
            id="specialty",
        ),
        pytest.param("new,New,social,social,,north,,,,", "no area with the code north", id="area"),
        pytest.param("new,New,social,social,,,,,,", "no area with the code", id="no area"),
        pytest.param("new,New,social,social,,west,2014,,,", "is not a day", id="a year for a day"),
        pytest.param("new,New,social,social,,west,2014-02-30,,,", "is not a day", id="no such day"),
        pytest.param("new,New,social,social,,west,2018-01-01,,,", "future", id="a day to come"),
        pytest.param("new,New,social,social,,west,,,,1.38E+10", "spreadsheet", id="spoilt phone"),
        pytest.param("n/w,New,social,social,,west,,,,", "A code is", id="a malformed code"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_loaded(row, told, uow, refuses):
    file = f"{HEADINGS}good,Good,social,social,,west,,,,\n{row}\n"
    with refuses(InvalidEntries) as refused:
        load_organizations(uow, OPERATOR, file.encode(), now=NOON)
    [problem] = refused.value.problems
    assert str(problem.place) == "Row 3"
    assert told in str(problem.message)


def test_a_file_without_its_headings_is_refused(uow, refuses):
    with refuses(InvalidEntry, "must name the columns"):
        load_organizations(uow, OPERATOR, b"medics,Medics,district\n", now=NOON)


def test_a_dissolved_organization_stays_dissolved(uow, world):
    clinic = world.organization("clinic")
    dissolved = entry_of(clinic, dissolved_on=date(2017, 7, 1))
    edit_organization(uow, OPERATOR, clinic.id, 1, dissolved, now=NOON)
    load_organizations(uow, OPERATOR, FILE.encode(), now=NOON)
    assert world.organization("clinic").dissolved_on == date(2017, 7, 1)


def test_an_office_loads_its_own_and_is_told_of_what_is_not(uow, world, refuses):
    with refuses(InvalidEntries) as refused:
        load_organizations(uow, OFFICE_EAST, FILE.encode(), now=NOON)
    assert [str(problem.place) for problem in refused.value.problems] == ["Row 4"]

    own = f"{HEADINGS}{MEDICS}\n{SCHOOL}\n"
    assert load_organizations(uow, OFFICE_EAST, own.encode(), now=NOON) == Counts(1, 1)


def test_others_load_nothing(uow, refuses):
    with refuses(InvalidEntries, "3 rows"):
        load_organizations(uow, MANAGER, FILE.encode(), now=NOON)
