"""``load-areas``: the areas of a city from a spreadsheet, whole or not at all."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.cli.terminal import done, mistyped, refused
from tests.services.watching import everything

HEADINGS = "code,name,parent,civility_office,federation\n"
FILE = f"""{HEADINGS}city,City,,City office,City federation
north,North district,city,North office,North federation
mill,Mill street,north,,
"""
MALFORMED = "A code is 1 to 32 letters, digits, “-”, “_” or “.”, starting with a letter or digit."


def areas(world) -> dict[str, tuple[str, str, str]]:
    world.uow.session.expire_all()
    found = [world.area(code) for code in ("city", "north", "mill")]
    return {area.path: (area.name, area.civility_office, area.federation) for area in found}


def test_new_areas_are_added_and_known_ones_changed(app, world, written):
    said = done(app, "load-areas", written(FILE))

    assert said == "2 added, 1 changed, 0 as they were.\n"
    assert areas(world) == {
        "city/": ("City", "City office", "City federation"),
        "city/north/": ("North district", "North office", "North federation"),
        "city/north/mill/": ("Mill street", "", ""),
    }


def test_loading_it_again_changes_nothing(app, state, written):
    done(app, "load-areas", written(FILE))
    before = everything(state)

    assert done(app, "load-areas", written(FILE)) == "0 added, 0 changed, 3 as they were.\n"

    assert everything(state) == before


def test_a_whole_city_is_loaded_into_empty_tables(empty, written):
    done(empty, "upgrade-db")
    assert done(empty, "load-areas", written(FILE)) == "3 added, 0 changed, 0 as they were.\n"


def test_a_file_saved_by_a_chinese_excel_is_read(app, world, written):
    file = "编码,名称,上级编码,文明办,志愿服务联合会\r\nnorth,惠城区,city,区文明办,区志联会\r\n"
    done(app, "load-areas", written(file.encode("gb18030")))
    north = world.area("north")
    assert (north.name, north.civility_office, north.path) == ("惠城区", "区文明办", "city/north/")


def test_every_wrong_row_is_named_and_nothing_is_loaded(app, unchanged, written):
    said = refused(
        app,
        "load-areas",
        written(
            f"{HEADINGS}north,North,city,,\na/b,Slash,city,,\nsouth,,city,,\nlost,Lost,eats,,\n"
        ),
    )
    assert said.splitlines() == [
        "Error: 3 rows of the file are wrong. Nothing was loaded.",
        f"  Row 3: {MALFORMED}",
        "  Row 4: The column with the name is empty.",
        "  Row 5: No area above has the code eats.",
    ]


@pytest.mark.parametrize(
    "heading",
    ["code,name,parant", "code,name", "编码,名称,上级"],
    ids=["typo", "left out", "Chinese"],
)
def test_a_file_without_the_column_of_parents_does_not_make_cities_of_all(
    heading, app, unchanged, written
):
    said = refused(app, "load-areas", written(f"{heading}\nnorth,North district,city\n"))
    assert "parent/上级编码" in said


def test_a_column_that_a_file_has_not_leaves_what_is_known(app, world, written):
    done(app, "load-areas", written(FILE))
    done(app, "load-areas", written("code,name,parent\nnorth,North county,city\n"))
    assert areas(world)["city/north/"] == ("North county", "North office", "North federation")


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_below(app, unchanged, written):
    refused(app, "load-areas", written(f'{HEADINGS}north,"North,city,,\nsouth,South,city,,\n'))


def workbook() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("xl/worksheets/sheet1.xml", "<row>north</row>\r<row>south</row>\r\n" * 9)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(workbook(), id="a workbook"),
        pytest.param("code,name,parent\nnorth,北区,city\n".encode("utf-16"), id="UTF-16"),
        pytest.param(b"code;name;parent\nnorth;North;city\n", id="semicolons"),
        pytest.param(b"\x00\xff" * 500, id="no text at all"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_file_that_is_no_csv_is_a_clear_error(content, app, unchanged, written):
    said = refused(app, "load-areas", written(content))
    assert "CSV" in said or "must name the columns: code/编码, name/名称" in said


def test_a_file_that_is_not_there_is_named(app, tmp_path):
    assert f"'{tmp_path / 'none.csv'}' does not exist" in mistyped(
        app, "load-areas", tmp_path / "none.csv"
    )
    assert f"'{tmp_path}' is a directory" in mistyped(app, "load-areas", tmp_path)


def test_it_speaks_chinese_by_default(chinese, written):
    assert done(chinese, "load-areas", written(FILE)) == "新增2条，修改1条，未变0条。\n"
    said = refused(chinese, "load-areas", written(f"{HEADINGS}lost,Lost,eats,,\n"))
    assert "文件中有1行需要修改，未载入任何内容" in said
    assert "第2行" in said
