"""Another program opens our Word and Excel files and shows the same tables as our PDFs."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from flask_volunteer_reports.rendering.annex1 import render_annex1
from flask_volunteer_reports.rendering.annex2 import render_annex2
from flask_volunteer_reports.rendering.docx_annex1 import render_annex1_docx
from flask_volunteer_reports.rendering.docx_annex2 import render_annex2_docx
from flask_volunteer_reports.rendering.office import OfficeFonts
from flask_volunteer_reports.rendering.workbook import Column, ColumnKind, Sheet, Workbook
from flask_volunteer_reports.rendering.xlsx import write_workbook
from flask_volunteer_reports.rendering.xlsx_annex2 import write_annex2_xlsx
from tests.rendering.office import as_pdf, made, photo
from tests.rendering.sheets import (
    PANORAMA,
    PHOTOS,
    PORTRAIT,
    SHEET,
    cells_of,
    images_of,
    table,
    text_of,
)

HEADINGS = ["类别", "志愿服务组织名称", "活动内容", "日期及时间", "志愿者参加人数"]
# Installed wherever the tests run; what a missing font is replaced with is not ours to test.
FONTS = OfficeFonts("Noto Serif CJK SC", "Noto Serif CJK SC", "Noto Sans CJK SC")
LONG = "".join(f"第{n}段：志愿者清扫街道，劝导文明。" for n in range(1, 400))[:5000]
EXTREME = replace(
    SHEET,
    organization_name="惠州市" * 66 + "队",
    place="江北三新南路" * 33,
    summary=LONG,
    photos=(PANORAMA, PORTRAIT),
)
EMPTY = replace(SHEET, registered_on=None, supervising_unit="", leader_name="", leader_mobile="")
BOOK = Workbook(
    title="统计",
    created=date(2017, 7, 12),
    sheets=(
        Sheet(
            name="各单位",
            title="各单位开展活动情况统计表",
            subtitle="范围：惠州市",
            columns=(
                Column("名称", 24),
                Column("电话", 14),
                Column("人次", 8, ColumnKind.NUMBER),
                Column("时长", 8, ColumnKind.HOURS),
                Column("日期", 12, ColumnKind.DAY),
            ),
            rows=tuple(
                (
                    f"=cmd|' /C calc'!A0 {'志愿服务' * (n % 9)}",
                    "13800000001",
                    n,
                    n + 0.5,
                    date(2017, 7, 3),
                )
                for n in range(1, 101)
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The files as LibreOffice prints them; opened in one go, because its start is slow."""

    def sheet(facts):
        return made(lambda out: render_annex1_docx(facts, photo, out, fonts=FONTS))

    def summary(*counts):
        return made(lambda out: render_annex2_docx(table(*counts), out, fonts=FONTS))

    def excel(*counts):
        return made(lambda out: write_annex2_xlsx(table(*counts), out, fonts=FONTS))

    files = {
        "annex1.docx": sheet(SHEET),
        "annex1-extreme.docx": sheet(EXTREME),
        "annex1-empty.docx": sheet(EMPTY),
        "annex2.docx": summary(2, 1),
        "annex2-long.docx": summary(60, 40),
        "annex2-table.xlsx": excel(2, 1),
        "annex2-long-table.xlsx": excel(60, 40),
        "statistics.xlsx": made(lambda out: write_workbook(BOOK, out, fonts=FONTS)),
    }
    return as_pdf(files, tmp_path_factory.mktemp("libreoffice"))


def pages(pdf):
    return len(PdfReader(io.BytesIO(pdf)).pages)


def texts(pdf, page=0):
    return [cell["text"] for cell in cells_of(pdf, page)]


def test_annex_1_has_the_same_cells_with_the_same_texts_as_its_pdf(shown, layout):
    pdf = render_annex1(SHEET, PHOTOS, layout, filename="a.pdf").content
    assert texts(shown["annex1.docx"]) == texts(pdf)
    assert pages(shown["annex1.docx"]) == 1


def test_photos_stand_side_by_side_in_their_cell_with_their_shape(shown):
    left, right = images_of(shown["annex1.docx"])
    cell = cells_of(shown["annex1.docx"])[-1]["box"]
    assert cell[0] <= left[0] < left[2] < right[0] < right[2] <= cell[2]
    assert cell[1] <= min(left[1], right[1])
    assert max(left[3], right[3]) <= cell[3]
    for box, shape in ((left, 4 / 3), (right, 3 / 4)):
        assert (box[2] - box[0]) / (box[3] - box[1]) == pytest.approx(shape, abs=0.02)


def test_the_columns_of_annex_1_are_as_wide_as_said(shown):
    boxes = {cell["text"]: cell["box"] for cell in cells_of(shown["annex1.docx"])}
    labels = ["参加活动志愿者人数", "23", "是否记录时长", "是", "项目是否发布", "否"]
    widths = [boxes[label][2] - boxes[label][0] for label in labels]
    assert widths == pytest.approx([33, 22, 21, 33, 22, 25], abs=0.3)


def test_an_extreme_annex_1_keeps_its_form_on_one_page_and_loses_nothing(shown):
    pdf = shown["annex1-extreme.docx"]
    assert texts(pdf)[-1] == ""
    assert len(texts(pdf)) == len(texts(shown["annex1.docx"]))
    first, text = text_of(pdf, 0), text_of(pdf)
    assert first.endswith("（此表可复制）")
    shown_part = first.split("图书整理与导读")[1].split("……（下接续页）")[0]
    assert shown_part + text.split("活动内容简介（续）")[1] == LONG
    assert text.count("路") == 33


def test_empty_answers_leave_the_form_as_it_is(shown):
    boxes = [cell["box"] for cell in cells_of(shown["annex1.docx"])]
    for box, empty in zip(boxes, cells_of(shown["annex1-empty.docx"]), strict=True):
        assert box == pytest.approx(empty["box"], abs=0.5)


@pytest.mark.parametrize("name", ["annex2.docx", "annex2-table.xlsx"])
def test_annex_2_has_the_same_cells_with_the_same_texts_as_its_pdf(name, shown, layout):
    pdf = render_annex2(table(2, 1), layout, filename="a.pdf").content
    assert texts(shown[name]) == texts(pdf)
    assert pages(shown[name]) == 1


@pytest.mark.parametrize("name", ["annex2-long.docx", "annex2-long-table.xlsx"])
def test_every_page_of_a_long_annex_2_has_its_heading_and_its_category(name, shown):
    pdf = shown[name]
    organizations = []
    for page in range(pages(pdf)):
        found = texts(pdf, page)
        # The text of a cell that began on the page before is still there, clipped out of sight.
        clipped = found[0].removesuffix("类别")
        assert [found[0].removeprefix(clipped), *found[1:5]] == HEADINGS
        text = text_of(pdf, page)
        assert text.count("区直单位") + text.count("各街道") > bool(clipped)
        organizations += [text for text in found if "志愿服务队" in text]
    wanted = [f"区直志愿服务队{n}" for n in range(1, 61)]
    assert organizations == wanted + [f"街道志愿服务队{n}" for n in range(1, 41)]


def test_statistics_say_what_the_facts_say_on_every_page(shown):
    pdf = shown["statistics.xlsx"]
    rows = []
    for page in range(pages(pdf)):
        found = texts(pdf, page)
        assert found[:5] == ["名称", "电话", "人次", "时长", "日期"]
        rows += [tuple(found[start : start + 5]) for start in range(5, len(found), 5)]
        assert f"第{page + 1}页共{pages(pdf)}页" in text_of(pdf, page)
    assert rows == [
        (
            f"=cmd|'/Ccalc'!A0{'志愿服务' * (n % 9)}",
            "13800000001",
            str(n),
            f"{n + 0.5}",
            "2017-07-03",
        )
        for n in range(1, 101)
    ]
