"""``weekly-papers``: the papers of a week in a folder, each file whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from flask_volunteer_reports.services import publishing
from tests.cli.terminal import done, mistyped, refused, run
from tests.rendering.office import excel_sheet, part, squeezed, word_text
from tests.rendering.sheets import text_of
from tests.world import CAMPAIGN_FILE, MANAGER_EAST, NOON, OFFICE_EAST, OPERATOR, local

PDFS = [
    "weekly-report.pdf",
    "annex1/library-20170705-1.pdf",
    "annex1/school-20170705-1.pdf",
    "annex2/east.pdf",
    "annex2/west.pdf",
]
FILES = [
    "weekly-report.pdf",
    *(
        f"annex1/{code}-20170705-1.{end}"
        for code in ("library", "school")
        for end in ("pdf", "docx")
    ),
    *(f"annex2/{code}.{end}" for code in ("east", "west") for end in ("pdf", "docx", "xlsx")),
]
WINDOW = "which runs from 1 Jun 2017 to 31 Aug 2017"
TABLE_OF_EAST = ["annex2/east.pdf", "annex2/east.docx", "annex2/east.xlsx"]
OF_EAST = ["annex1/school-20170705-1.pdf", "annex1/school-20170705-1.docx", *TABLE_OF_EAST]


@pytest.fixture(autouse=True)
def accepted(world, clock):
    """One report for the city and one for the East; the deadline of their week is over."""
    world.accepted()
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST, title="Mathematics for all")
    clock.now = local("2017-07-12 10:00")


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "papers" / "2017-W27"


@pytest.fixture
def summer(uow):
    """A second, newer campaign, which has the week as well."""
    text = CAMPAIGN_FILE.read_text("utf-8")
    text = text.replace('code = "test-2017"', 'code = "summer"')
    text = text.replace("starts_on = 2017-06-01", "starts_on = 2017-07-01")
    publishing.load_campaign(uow, OPERATOR, text, now=NOON)


def files_in(folder: Path) -> list[str]:
    """Everything below a folder, hidden files as well."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir())


def test_all_papers_of_the_week_are_written_and_named(app, out):
    said = done(app, "weekly-papers", "2017-W27", "--out", out)

    assert said.splitlines() == [str(out / name) for name in FILES]
    assert files_in(out) == sorted(FILES)
    assert all(PdfReader(out / name).pages for name in PDFS)
    report, library, _, east, west = (text_of((out / name).read_bytes()) for name in PDFS)
    assert "2017年7月第1周（2017年7月3日—2017年7月9日）" in report
    assert "Volunteersofthelibrary" in report
    assert "Mathematicsforall" in report
    assert "志愿服务组织名称Volunteersofthelibrary" in library
    assert "Readingmorning" in library
    assert "Mathematicsforall" not in library
    assert "Mathematicsforall" in east
    assert "Mathematicsforall" not in west


def test_the_same_forms_are_written_as_word_and_excel_files(app, out):
    done(app, "weekly-papers", "2017-W27", "--out", out)

    def text(name):
        return squeezed(word_text(part((out / name).read_bytes(), "word/document.xml")))

    assert "志愿服务组织名称Volunteersofthelibrary" in text("annex1/library-20170705-1.docx")
    assert len(Document(out / "annex1/library-20170705-1.docx").inline_shapes) == 2
    assert "Mathematicsforall" in text("annex2/east.docx")
    assert "Mathematicsforall" not in text("annex2/west.docx")
    cells = excel_sheet((out / "annex2/east.xlsx").read_bytes())["cells"]
    assert (cells["B5"], cells["E5"]) == ("Volunteers of the school", 12)


def test_two_activities_of_a_day_have_the_same_names_as_word_files(app, world, out):
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST, title="Again")
    done(app, "weekly-papers", "2017-W27", "--out", out, "--area", "east")
    sheets = {name for name in files_in(out) if name.startswith("annex1")}
    stems = ["annex1/school-20170705-1", "annex1/school-20170705-2"]
    assert sheets == {f"{stem}{end}" for stem in stems for end in (".pdf", ".docx")}
    for stem in stems:
        word = word_text(part((out / f"{stem}.docx").read_bytes(), "word/document.xml"))
        pdf = text_of((out / f"{stem}.pdf").read_bytes())
        assert ("Again" in word) == ("Again" in pdf)


def test_a_district_gets_its_own_papers_only_and_the_same_ones_again(app, out):
    words = ("weekly-papers", "2017-W27", "--out", out, "--area", "east")
    done(app, *words)
    before = {name: (out / name).read_bytes() for name in OF_EAST}
    done(app, *words)
    assert {name: (out / name).read_bytes() for name in OF_EAST} == before
    assert files_in(out) == sorted(OF_EAST)


def test_a_week_in_which_nothing_happened_has_its_papers_too(app, out):
    done(app, "weekly-papers", "2017-W26", "--out", out)
    tables = [
        f"annex2/{area}.{end}" for area in ("east", "west") for end in ("docx", "pdf", "xlsx")
    ]
    assert files_in(out) == [*tables, "weekly-report.pdf"]
    text = text_of((out / "weekly-report.pdf").read_bytes())
    assert "（本周没有通过审核的情况表）" in text


def test_of_two_campaigns_the_newer_is_taken_unless_one_is_named(app, out, summer):
    words = ("weekly-papers", "2017-W27", "--out", out, "--area", "east")
    done(app, *words)
    assert files_in(out) == sorted(TABLE_OF_EAST)
    done(app, *words, "--campaign", "test-2017")
    assert files_in(out) == sorted(OF_EAST)


def test_a_week_that_only_the_older_campaign_has_is_found_there(app, out, summer):
    done(app, "weekly-papers", "2017-W23", "--out", out, "--area", "east")
    assert files_in(out) == sorted(TABLE_OF_EAST)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        *(
            pytest.param(
                (week,),
                f"“{week}” is not a week. Write year and number like 2017-W27.",
                id=f"{week or 'nothing'} for a week",
            )
            for week in ("27", "W27", "2017-27", "2017-W00", "2017-W53", "2017-07-05", "")
        ),
        *(
            pytest.param(
                (week,),
                f"Week {week} lies outside the campaign, {WINDOW}.",
                id=f"{week}, outside",
            )
            for week in ("2017-W21", "2017-W36", "2016-W27")
        ),
        pytest.param(
            ("2017-W27", "--area", "eats"), "There is no area with the code eats.", id="no area"
        ),
        pytest.param(
            ("2017-W27", "--area", "street"),
            "Papers are made for the city or for a district.",
            id="an area without an office",
        ),
        pytest.param(
            ("2017-W27", "--campaign", "test-2018"), "There is no such campaign.", id="no campaign"
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(words, told, app, out):
    assert refused(app, "weekly-papers", *words, "--out", out) == f"Error: {told}\n"
    assert not out.exists()


def test_before_any_campaign_is_loaded_it_says_so(host, out, tmp_path):
    app = host(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'new.sqlite'}")
    done(app, "upgrade-db")
    said = refused(app, "weekly-papers", "2017-W27", "--out", out)
    assert said == "Error: There is no such campaign.\n"


def test_a_folder_that_is_a_file_is_refused(app, tmp_path):
    (tmp_path / "file").write_text("kept")
    said = mistyped(app, "weekly-papers", "2017-W27", "--out", tmp_path / "file")
    assert f"'{tmp_path / 'file'}' is a file" in said
    assert (tmp_path / "file").read_text() == "kept"


def test_without_a_folder_it_asks_for_one(app):
    assert "Missing option '--out'" in mistyped(app, "weekly-papers", "2017-W27")


def test_a_folder_that_cannot_be_made_is_named(app, tmp_path):
    (tmp_path / "file").touch()
    out = tmp_path / "file" / "papers"
    said = refused(app, "weekly-papers", "2017-W27", "--out", out)
    assert said == f"Error: {out / 'weekly-report.pdf'} cannot be written: Not a directory.\n"


@pytest.mark.parametrize("room_for", [0, 1, 3])
def test_on_a_full_disk_what_was_written_is_whole_and_the_rest_is_not_there(
    room_for, app, out, tmp_path, monkeypatch
):
    done(app, "weekly-papers", "2017-W27", "--out", tmp_path / "issued", "--area", "east")
    sync, calls = os.fsync, []

    def fill_up(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 2 * room_for:  # every file is followed by its folder
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fill_up)
    answer = run(app, "weekly-papers", "2017-W27", "--out", out, "--area", "east")

    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        *(str(out / name) for name in OF_EAST[:room_for]),
        f"Error: {out / OF_EAST[room_for]} cannot be written: No space left on device.",
    ]
    assert files_in(out) == sorted(OF_EAST[:room_for])
    assert all(PdfReader(out / name).pages for name in files_in(out) if name.endswith(".pdf"))


def test_a_photo_that_is_lost_stops_the_papers_before_the_first(app, out, state):
    next(state.storage.folder.rglob("*.jpg")).unlink()
    said = refused(app, "weekly-papers", "2017-W27", "--out", out)
    assert said.startswith("Error: A stored file cannot be read.")
    assert not out.exists()


def test_without_a_font_it_says_what_to_install(host, out):
    nothing = ("No Such Font",)
    app = host(VOLUNTEER_REPORTS_PAPER_FONTS=nothing, VOLUNTEER_REPORTS_PAPER_WIDE_FONTS=nothing)
    said = refused(app, "weekly-papers", "2017-W27", "--out", out)
    assert "apt-get install fonts-noto-cjk" in said
    assert not out.exists()


def test_it_speaks_chinese_by_default(chinese, out):
    said = refused(chinese, "weekly-papers", "27", "--out", out)
    assert said == "Error: “27”不是有效的周次，请按2017-W27的格式填写年份和周序号。\n"
    said = refused(chinese, "weekly-papers", "2017-W36", "--out", out)
    assert "2017年6月1日" in said
