"""``package``: the package of a campaign in a file, whole or not there."""

from __future__ import annotations

import os
import zipfile

import pytest

from flask_volunteer_reports.domain.archiving import DocumentClass
from tests.archive import docx
from tests.cli.terminal import done, mistyped, refused
from tests.world import MANAGER_EAST, SECRETARIAT


@pytest.fixture(autouse=True)
def filed(world, shelves):
    """Something of the city, of the library and of the East."""
    world.accepted()
    shelves.filed("通知", actor=SECRETARIAT)
    shelves.filed("报告", content=docx(), document_class=DocumentClass.EXPLANATION)
    shelves.filed("School", actor=MANAGER_EAST)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "new" / "package.zip"


def names(path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def folders(path) -> set[str]:
    return {name.split("/")[0] for name in names(path) if "/" in name}


def test_the_whole_city(app, out, unchanged):
    assert done(app, "package", "test-2017", "--out", out) == f"{out}\n"
    assert folders(out) == {"01规范文件", "02说明报告", "03实景图片", "04统计表格"}
    assert {"目录.xlsx", "目录.html", "manifest.sha256"} <= set(names(out))
    assert [path.name for path in out.parent.iterdir()] == ["package.zip"]


def test_a_district_an_organization_and_some_classes(app, out):
    done(app, "package", "test-2017", "--out", out, "--area", "east")
    assert [name for name in names(out) if "/Volunteers" in name] == [
        "01规范文件/Volunteers of the school/20170706 School.pdf"
    ]
    done(app, "package", "test-2017", "--out", out, "--organization", "library")
    assert folders(out) == {"02说明报告", "03实景图片", "04统计表格"}
    words = ("--class", "regulation", "--class", "explanation")
    done(app, "package", "test-2017", "--out", out, *words)
    assert folders(out) == {"01规范文件", "02说明报告"}


def test_written_twice_it_is_the_same_file(app, out):
    done(app, "package", "test-2017", "--out", out)
    before = out.read_bytes()
    done(app, "package", "test-2017", "--out", out)
    assert out.read_bytes() == before


def test_a_file_that_is_lost_is_named_and_the_rest_is_written(app, out, state):
    next(state.storage.folder.rglob("*.docx")).unlink()
    said = done(app, "package", "test-2017", "--out", out)
    assert "报告.docx could not be read and is not in the package." in said
    assert "错误清单.txt" in names(out)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("test-2018",), "There is no such campaign."),
        (("test-2017", "--area", "eats"), "There is no area with the code eats."),
        (("test-2017", "--area", "street"), "Papers are made for the city or for a district."),
        (
            ("test-2017", "--organization", "none"),
            "There is no organization with the code none.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(words, told, app, out):
    assert refused(app, "package", *words, "--out", out) == f"Error: {told}\n"
    assert not out.exists()


def test_a_class_that_does_not_exist_is_mistyped(app, out):
    assert "'photos' is not one of" in mistyped(
        app, "package", "test-2017", "--out", out, "--class", "photos"
    )


def test_on_a_full_disk_the_older_file_stays_and_nothing_else(app, out, monkeypatch):
    done(app, "package", "test-2017", "--out", out)
    before = out.read_bytes()

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = refused(app, "package", "test-2017", "--out", out)
    assert said == f"Error: {out} cannot be written: No space left on device.\n"
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == ["package.zip"]
