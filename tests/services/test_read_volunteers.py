"""Spreadsheets as people send them: what is read, and what is wrong and where."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports.errors import InvalidEntry
from flask_volunteer_reports.models import (
    ImportRow,
    ImportState,
    Verdict,
    VolunteerImport,
)
from flask_volunteer_reports.rendering.xlsx import write_workbook
from flask_volunteer_reports.services import directory
from flask_volunteer_reports.services.directory.import_check import count_verdicts
from flask_volunteer_reports.services.queries.volunteer_imports import (
    failed_rows_workbook,
)
from tests.services.volunteering import quiet, volunteers
from tests.sheets import HEADINGS, csv, xlsx
from tests.world import NOON, RECORDER


def test_bad_rows_are_named_and_the_good_ones_are_imported(uow, tried, said, verdicts):
    import_id = tried(
        xlsx(
            ("志愿者名单（2017年）",),
            ("序号", "联系电话", "姓名", "志愿者编号", "出生年月", "区域"),
            (1, 13912345678, "甲一", "T1", "1990-05", "east"),
            (2, "1.38E+10", "乙二", "T2", "", ""),
            (3, "", "丙三", 4.4010619900101e17, "", ""),
            (4, "", "", "T4", "", ""),
            (5, "", "戊五", "T1", "", ""),
            (6, "", "己六", "", "去年", "mars"),
            (7, "=1+1", "庚七", "T7", "", ""),
            (8, "", "440106199001011234", "T8", "", ""),
            (9, "", "壬九", "", "", ""),
            (10, "", "壬九", "", "", ""),
            (None, None, None, None, None, None),
            (12, "12345", "子", "T 12", "2090-01", ""),
            (13, "", "丑", "T13", datetime(1988, 2, 29), ""),  # noqa: DTZ001 -- a cell has no zone
        )
    )
    wrong = said(import_id)
    assert verdicts(import_id) == [3, 0, 0, 9]
    assert sorted(wrong) == [4, 5, 6, 7, 8, 9, 10, 12, 14]
    assert "1.38E+10" in wrong[4]
    assert "4.40106E+17" in wrong[5]
    assert wrong[6] == "The name is missing."
    assert wrong[7] == "The number stands in row 3 already."
    assert "“去年” is not a month" in wrong[8]
    assert "“联系电话” stands a formula" in wrong[9]
    assert "Do not enter ID-card numbers" in wrong[10]
    assert "stands in row 11 already" in wrong[12]
    assert wrong[14].count(".") >= 3  # all that is wrong in the row
    kept = str([*uow.session.scalars(select(ImportRow.cells))])
    assert "440106199001011234" not in kept


def test_the_failed_rows_come_back_mended(uow, tried, verdicts):
    first = tried(xlsx(HEADINGS, ("A1", "", "", "", "", ""), ("A2", "韩梅梅", "139", "", "", "")))
    upload = uow.session.get_one(VolunteerImport, first)
    workbook = failed_rows_workbook(uow.session, upload, str, created=date(2017, 7, 6))
    out = io.BytesIO()
    write_workbook(workbook, out)
    again = tried(out.getvalue())
    assert verdicts(again) == [0, 0, 0, 2]  # still wrong, but every row was read again

    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    book = load_workbook(out)
    assert book.active["A3"].value == "志愿者编号"
    assert (book.active["A4"].value, book.active["A5"].value) == ("A1", "A2")
    assert book.active["H4"].value == "The name is missing."
    book.active["B4"], book.active["C5"] = "李雷", ""
    mended = io.BytesIO()
    book.save(mended)
    assert verdicts(tried(mended.getvalue())) == [2, 0, 0, 0]


@pytest.mark.parametrize(
    "content",
    [
        csv(("姓名", "志愿者编号"), ("李雷", "A1"), encoding="gb18030"),
        csv(("姓名", "志愿者编号"), ("李雷", "A1"), encoding="utf-8-sig"),
        csv(("姓名", "志愿者编号"), ("李雷", "A1"), sign=";"),
        csv(("姓名", "志愿者编号"), ("李雷", "A1"), sign="\t", encoding="utf-16"),
        csv(("Volunteer number", "Remarks", "Name"), ("A1", "x", "李雷")),
        csv(("", ""), ("volunteer_no", "name"), ("A1", "李雷")),
    ],
    ids=["GB 18030", "with a mark", "semicolons", "tabs in UTF-16", "English", "machine names"],
)
def test_csv_files_of_all_kinds_are_read(content, uow, imported):
    imported(content)
    [lei] = volunteers(uow)
    assert (lei.name, lei.volunteer_no) == ("李雷", "A1")


def hide_first(book):
    book.create_sheet("第二")
    book["第二"].append(["姓名"])
    book["第二"].append(["韩梅梅"])
    book.worksheets[0].sheet_state = "hidden"


def merge(book):
    book.active.merge_cells("B2:B3")


def test_hidden_sheets_are_passed_over_and_it_is_said(uow, tried, verdicts):
    import_id = tried(xlsx(HEADINGS, ("A1", "李雷"), change=hide_first))
    assert verdicts(import_id) == [1, 0, 0, 0]
    notes = uow.session.get_one(VolunteerImport, import_id).notes["notes"]
    assert notes[0]["values"] == {"name": "第二", "count": 2}


def test_merged_cells_are_named(tried, said):
    import_id = tried(
        xlsx(HEADINGS, ("A1", "李雷"), ("A2", "李雷"), ("A3", "韩梅梅"), change=merge)
    )
    assert sorted(said(import_id)) == [2, 3]
    assert "merged" in said(import_id)[2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n0000", "no table"),
        (b"\xd0\xcf\x11\xe0 old Excel", "no table"),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"\0\1\2\3", "known encoding"),
        (csv(("a", "b"), ("c", "d")), "row of headings"),
        (csv(("姓名", "身份证号"), ("李雷", "440106199001011234")), "column for ID-card numbers"),
        (csv(("姓名", "电话", "手机"), ("李雷", "1", "2")), "Two columns"),
        (csv(("姓名", "电话")), "no row below"),
        (b'name\r\n"abc\r\n', "cannot be read"),
    ],
)
def test_files_that_cannot_be_read_are_never_kept(content, message, upload, refuses, uow):
    with refuses(InvalidEntry, match=message):
        upload(content)
    assert uow.session.scalar(select(func.count()).select_from(VolunteerImport)) == 0


def test_a_file_that_breaks_off_further_down_is_refused_by_the_trial(uow, tried):
    rows = "".join(f"李雷{chr(0x4E00 + n)}\r\n" for n in range(50))
    import_id = tried(f'name\r\n{rows}"abc\r\n'.encode())
    upload = uow.session.get_one(VolunteerImport, import_id)
    assert (upload.state, upload.content) == (ImportState.UNREADABLE, None)
    assert "cannot be read" in upload.problem["text"]


def test_more_rows_than_allowed_are_refused(uow, upload, monkeypatch):
    import_id = upload(csv(("姓名",), *((f"李{chr(0x4E00 + n)}",) for n in range(12))))
    monkeypatch.setattr(type(uow.settings), "import_max_rows", 10)
    directory.check_import(uow, RECORDER, import_id, progress=quiet, now=NOON)
    problem = uow.session.get_one(VolunteerImport, import_id).problem
    assert "more than" in problem["text"]


def test_ten_thousand_rows_with_three_bad_ones(uow, tried, said, verdicts):
    rows = [(f"N{n:05}", "李雷", f"139{n:08}") for n in range(10_000)]
    rows[17], rows[5_000], rows[9_999] = ("N1", "", ""), ("N2", "x", "12"), ("N00001", "李雷", "")
    import_id = tried(csv(("编号", "姓名", "电话"), *rows))
    assert verdicts(import_id) == [9_997, 0, 0, 3]
    assert sorted(said(import_id)) == [19, 5_002, 10_001]
    assert Verdict.WRONG in count_verdicts(uow.session, import_id)
