from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.directory import AreaLevel
from flask_volunteer_reports.domain.events import AreaAdded, AreaEdited
from flask_volunteer_reports.errors import InvalidEntries, InvalidEntry
from flask_volunteer_reports.models import Area
from flask_volunteer_reports.services.directory.csv_files import Counts, load_areas
from tests.world import MANAGER, NOON, OPERATOR, SECRETARIAT

from .watching import rows

FILE = """code,name,parent,civility_office,federation
north,North district,city,North office,North federation
mill,Mill street,north,,
east,East district,city,East office,East federation
"""


def problems_of(refused) -> list[tuple[str, str]]:
    return [(str(problem.place), str(problem.message)) for problem in refused.value.problems]


def test_new_areas_are_added_and_known_ones_changed(uow, world, happens):
    with happens() as said:
        counts = load_areas(uow, OPERATOR, FILE.encode(), now=NOON)

    assert counts == Counts(added=2, changed=1, same=0)
    assert [(type(event), event.subject_id) for event in said] == [
        (AreaAdded, world.area("north").id),
        (AreaAdded, world.area("mill").id),
        (AreaEdited, world.area("east").id),
    ]
    mill = world.area("mill")
    assert (mill.level, mill.path) == (AreaLevel.SUBDISTRICT, "city/north/mill/")
    assert world.area("east").civility_office == "East office"


def test_loading_the_same_file_again_changes_nothing(uow, happens):
    load_areas(uow, OPERATOR, FILE.encode(), now=NOON)
    with happens() as said:
        counts = load_areas(uow, OPERATOR, FILE.encode(), now=NOON)
    assert (counts, said) == (Counts(same=3), [])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("编码,名称,上级编码\nnorth,北区,city\n".encode(), id="Chinese headings"),
        pytest.param("上级编码,名称,编码\ncity,北区,north\n".encode(), id="in another order"),
        pytest.param("编码,名称,上级编码\nnorth,北区,city\n".encode("gb18030"), id="GB 18030"),
        pytest.param(
            "\ufeff编码,名称,上级编码\r\nnorth,北区,city\r\n".encode(), id="as Excel writes"
        ),
        pytest.param(" code , name , parent \n north , 北区 , city \n".encode(), id="blanks"),
        pytest.param("code,name,parent,note\nnorth,北区,city,new\n".encode(), id="more columns"),
        pytest.param('code,name,parent\n"north","北区","city"\n,,\n'.encode(), id="an empty row"),
    ],
)
def test_the_file_may_look_as_spreadsheets_make_it(content, uow, world):
    assert load_areas(uow, OPERATOR, content, now=NOON) == Counts(added=1)
    assert (world.area("north").name, world.area("north").path) == ("北区", "city/north/")


def test_an_area_without_a_parent_is_a_city(uow, world):
    load_areas(uow, OPERATOR, b"code,name,parent\nsecond,Second city,\n", now=NOON)
    assert world.area("second").level is AreaLevel.CITY


def test_the_parent_stands_above(uow, refuses):
    upside_down = "code,name,parent\nmill,Mill street,north\nnorth,North district,city\n"
    with refuses(InvalidEntries) as refused:
        load_areas(uow, OPERATOR, upside_down.encode(), now=NOON)
    [(place, text)] = problems_of(refused)
    assert place == "Row 2"
    assert "north" in text


def test_every_wrong_row_is_named_and_nothing_is_loaded(uow, refuses):
    file = (
        "code,name,parent\n"
        "north,North district,city\n"
        "a/b,Slash,city\n"
        "south,,city\n"
        "block,Block,quay\n"
        "lost,Lost,nowhere\n"
    )
    with refuses(InvalidEntries, "4 rows") as refused:
        load_areas(uow, OPERATOR, file.encode(), now=NOON)
    found = problems_of(refused)
    assert [place for place, _ in found] == ["Row 3", "Row 4", "Row 5", "Row 6"]
    assert "name" in found[1][1]


def test_a_character_that_nobody_can_read_is_named_with_its_row(uow, refuses):
    file = "code,name,parent\nnorth,North district,city\nsouth,Sou\u202eth,city\n"
    with refuses(InvalidEntries) as refused:
        load_areas(uow, OPERATOR, file.encode(), now=NOON)
    assert [place for place, _ in problems_of(refused)] == ["Row 3"]


@pytest.mark.parametrize("content", [b"", b"\n", b"north,North district,city\n", b"code\nnorth\n"])
def test_a_file_without_its_headings_is_refused(content, uow, refuses):
    with refuses(InvalidEntry, "must name the columns"):
        load_areas(uow, OPERATOR, content, now=NOON)


def test_a_secretariat_loads_what_it_could_add_by_hand(uow):
    assert load_areas(uow, SECRETARIAT, FILE.encode(), now=NOON).added == 2
    assert rows(uow, Area, code="north")


def test_others_are_told_row_by_row_that_they_may_not(uow, refuses):
    with refuses(InvalidEntries, "3 rows"):
        load_areas(uow, MANAGER, FILE.encode(), now=NOON)
