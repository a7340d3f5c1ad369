"""Excel files: text stays text, the heading stays in view, paper is A4."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import date

import pytest

from flask_volunteer_reports.errors import PaperFailed
from flask_volunteer_reports.rendering import xlsx
from flask_volunteer_reports.rendering.papers import Annex2Group
from flask_volunteer_reports.rendering.workbook import Column, ColumnKind, Sheet, Workbook
from flask_volunteer_reports.rendering.xlsx import write_workbook
from flask_volunteer_reports.rendering.xlsx_annex2 import write_annex2_xlsx
from tests.rendering.office import excel_book, excel_sheet, made, names, part
from tests.rendering.sheets import LINE, table

COLUMNS = (
    Column("名称", 24),
    Column("人次", 8, ColumnKind.NUMBER),
    Column("时长", 8, ColumnKind.HOURS),
    Column("日期", 12, ColumnKind.DAY),
)
ROW = ("惠州市图书馆", 23, 1.9, date(2017, 7, 3))

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "{=1}",
    "13800000001",
    "00123",
    "12345678901234567890",
    "1.38E+10",
    "2017-07-05",
    "javascript:alert(1)",
    "https://example.org",
    "internal:Sheet1!A1",
    "<b>&\"'</b>",
    "𠮷野家䶮·买买提",
    "_x000D_",
    "true",
    " spaced ",
    "two\nlines",
]


def sheet(*rows, name="各单位", columns=COLUMNS, **changes):
    facts = Sheet(
        name=name, title="统计表", subtitle="范围：惠州市", columns=columns, rows=tuple(rows)
    )
    return replace(facts, **changes)


def write(*sheets):
    book = Workbook(title="统计", created=date(2017, 7, 12), sheets=sheets)
    return made(lambda out: write_workbook(book, out))


def texts(*values):
    """A sheet of one column of texts, read back."""
    content = write(sheet(*((value,) for value in values), columns=(Column("文字", 30),)))
    found = excel_sheet(content)
    return [found["cells"].get(f"A{n}") for n in range(4, 4 + len(values))]


def annex2(*counts, **changes):
    return made(lambda out: write_annex2_xlsx(table(*counts, **changes), out))


def test_title_subtitle_headings_and_cells_stand_where_they_belong():
    found = excel_sheet(write(sheet(ROW, (None, None, None, None))))
    assert found["cells"] == {
        "A1": "统计表",
        "A2": "范围：惠州市",
        "A3": "名称",
        "B3": "人次",
        "C3": "时长",
        "D3": "日期",
        "A4": "惠州市图书馆",
        "B4": 23,
        "C4": 1.9,
        "D4": (date(2017, 7, 3) - date(1899, 12, 30)).days,
    }
    assert found["merges"] == ["A1:D1", "A2:D2"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_the_text_that_it_is(text):
    content = write(sheet((text,), columns=(Column(text, 30),), title=text, subtitle=text))
    found = excel_sheet(content)
    stored = text.replace("_x000D_", "_x005F_x000D_")  # how Excel wants it written
    assert {found["cells"][address] for address in ("A1", "A2", "A3", "A4")} == {stored}
    assert (found["formulas"], found["links"]) == (0, 0)


def test_characters_that_would_break_the_file_are_replaced():
    assert texts("a\x00b", "\ud800", "c\ufffe\x1f") == ["a\ufffdb", "\ufffd", "c\ufffd\ufffd"]


def test_a_text_that_is_too_long_for_excel_is_cut_and_says_so():
    [kept] = texts("志" * 40_000)
    assert len(kept) == 32_767
    assert kept.endswith("志……（全文见PDF）")


def test_the_heading_stays_in_view_and_on_every_page_of_a4():
    content = write(sheet(ROW), sheet(ROW, name="横向", landscape=True))
    upright, across = excel_sheet(content, 1), excel_sheet(content, 2)
    assert upright["pane"] == ["A4"]
    assert upright["filter"] == ["A3:D4"]
    assert (upright["page"]["paperSize"], upright["page"]["fitToHeight"]) == ("9", "0")
    assert upright["page"]["orientation"] == "portrait"
    assert across["page"]["orientation"] == "landscape"
    assert excel_book(content)["titles"] == ["各单位!$3:$3", "横向!$3:$3"]
    footer = part(content, "xl/worksheets/sheet1.xml").find(".//{*}oddFooter").text
    assert footer == "&C第 &P 页　共 &N 页"


def test_columns_are_as_wide_as_said():
    assert excel_sheet(write(sheet(ROW)))["widths"] == [
        pytest.approx(width, abs=1) for width in (24, 8, 8, 12)
    ]


def test_a_sheet_without_rows_and_one_of_a_single_column_can_be_opened():
    found = excel_sheet(write(sheet(columns=COLUMNS[:1])))
    assert found["cells"] == {"A1": "统计表", "A2": "范围：惠州市", "A3": "名称"}
    assert found["merges"] == []


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        pytest.param(["惠城区"], ["惠城区"], id="a good one stays"),
        pytest.param(["a[b]c:d*e?f/g\\h"], ["a-b-c-d-e-f-g-h"], id="characters that Excel refuses"),
        pytest.param(["区" * 40], ["区" * 31], id="31 characters at most"),
        pytest.param(["𠮷" * 20], ["𠮷" * 15], id="counted as Excel counts"),
        pytest.param(["'引号'", "''"], ["引号", "表"], id="no apostrophe at the ends"),
        pytest.param(["", " \n"], ["表", "表 (2)"], id="never empty"),
        pytest.param(["East", "EAST", "east"], ["East", "EAST (2)", "east (3)"], id="none twice"),
        pytest.param(["区" * 40] * 2, ["区" * 31, f"{'区' * 27} (2)"], id="none twice when cut"),
        pytest.param(["History"], ["History (2)"], id="what Excel keeps for itself"),
    ],
)
def test_names_of_sheets_are_such_as_excel_accepts(wanted, given):
    assert excel_book(write(*(sheet(name=name) for name in wanted)))["sheets"] == given


def test_more_rows_than_a_sheet_can_hold_are_refused_before_anything_is_written(monkeypatch):
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 1)
    with pytest.raises(PaperFailed, match="“各单位” has more rows than an Excel sheet can hold"):
        write(sheet(ROW, ROW))


def test_memory_does_not_grow_with_the_rows():
    def peak(count):
        facts = sheet(*[ROW] * count)
        tracemalloc.start()
        try:
            write(facts)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(10_000) < peak(100) + 3_000_000


def test_annex_2_is_the_form_itself():
    found = excel_sheet(annex2(2, 1))
    cells = found["cells"]
    assert [cells[address] for address in ("A1", "A2", "A3", "D3")] == [
        "附件2",
        "各区开展活动情况汇总表",
        "活动开展时间：7月第1周（2017年7月3日—7月9日）",
        "填表单位：惠城区志愿服务联合会",
    ]
    assert [cells[f"{column}4"] for column in "ABCDE"] == [
        "类别",
        "志愿服务组织名称",
        "活动内容",
        "日期及时间",
        "志愿者\n参加人数",
    ]
    assert [cells.get(f"{column}5") for column in "ABCDE"] == [
        "区直单位",
        "区直志愿服务队1",
        "洁净家园清扫行动\n清扫背街小巷，宣传垃圾分类。",
        "7月4日 周二\n8:30—11:00",
        12,
    ]
    assert (cells["A13"], cells["B13"], cells["A22"]) == (
        "各街道",
        "街道志愿服务队1",
        "（此表可复制）",
    )
    assert "B7" not in cells
    assert found["merges"] == ["A2:E2", "A3:C3", "D3:E3", "A5:A12", "A13:A21"]
    assert (found["pane"], found["page"]["paperSize"]) == (["A5"], "9")
    assert excel_book(annex2())["titles"] == ["惠城区!$4:$4"]


def test_a_long_category_of_annex_2_is_read_on_every_page():
    found = excel_sheet(annex2(50, 0))
    assert found["merges"][3:] == ["A5:A23", "A24:A44", "A45:A54", "A55:A63"]
    cells = [found["cells"][f"A{row}"] for row in (5, 24, 45, 55)]
    assert cells == [*["区直单位"] * 3, "各街道"]


def test_annex_2_of_a_single_row_or_none_can_be_opened():
    alone = (Annex2Group(category="镇", minimum_rows=1, lines=()),)
    assert excel_sheet(annex2(groups=alone))["cells"]["A5"] == "镇"
    assert excel_sheet(annex2(groups=()))["cells"]["A5"] == "（此表可复制）"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_into_annex_2_is_text(text):
    line = replace(LINE, organization=text, title=text, summary="")
    groups = (Annex2Group(category=text, minimum_rows=1, lines=(line,)),)
    found = excel_sheet(annex2(groups=groups, filled_by_unit=text, area_name=text))
    stored = text.replace("_x000D_", "_x005F_x000D_")
    assert (found["cells"]["A5"], found["cells"]["B5"]) == (stored, stored)
    assert (found["formulas"], found["links"]) == (0, 0)


def test_five_thousand_lines_of_annex_2_lose_nothing():
    cells = excel_sheet(annex2(5000, 0))["cells"]
    assert [cells[f"B{n}"] for n in range(5, 5005)] == [
        f"区直志愿服务队{n}" for n in range(1, 5001)
    ]


def test_the_file_names_no_person_and_no_program_run():
    about = part(write(sheet(ROW)), "docProps/core.xml")
    assert {e.text for e in about.iter() if e.text} == {"统计", "2017-07-12T00:00:00Z"}
    assert "xl/vbaProject.bin" not in names(write(sheet(ROW)))
