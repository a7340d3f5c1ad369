"""The foot of issued papers: page number, number, code, QR; over nothing, and no content."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber
import pikepdf
import pytest
import segno

from flask_volunteer_reports.errors import PaperFailed
from flask_volunteer_reports.rendering.papers import Mark
from tests.rendering.sheets import SHEET, printed, report, table, text_of

MARK = Mark(
    number="惠志联周报〔2017〕27号",
    revision=2,
    code="K7QM3XWD9R2T",
    address="https://volunteer.example.org/volunteer-reports/check/K7QM3XWD9R2T",
)
MARGIN = 16 * 72 / 25.4


def foot_of(content, page=0):
    """The words in the lower margin of a page, without white space."""
    with pdfplumber.open(io.BytesIO(content)) as file:
        sheet = file.pages[page]
        box = (0, float(sheet.height) - MARGIN, sheet.width, sheet.height)
        return "".join(sheet.crop(box).extract_text().split())


def test_every_page_of_an_issued_paper_carries_number_revision_and_code(printer):
    content = printed(printer.annex2, table(30, 30), mark=MARK)
    with pdfplumber.open(io.BytesIO(content)) as file:
        pages = len(file.pages)
    assert pages > 2
    for page in range(pages):
        foot = foot_of(content, page)
        assert "编号：惠志联周报〔2017〕27号第2版" in foot
        assert "查验码：K7QM3XWD9R2T" in foot
        assert f"第{page + 1}页共{pages}页" in foot


def test_a_form_of_one_page_that_is_not_issued_stays_as_the_notice_has_it(printer):
    assert foot_of(printed(printer.annex1, SHEET)) == ""
    assert text_of(printed(printer.annex1, SHEET)).endswith("（此表可复制）")


def test_the_mark_changes_no_layout(new_printer):
    new_printer().lay_out([SHEET])
    printer = new_printer()
    printed(printer.annex1, SHEET, mark=MARK)
    assert printer.layouts == 0


def test_the_foot_is_an_artifact_behind_the_form(printer):
    content = printed(printer.annex1, SHEET, mark=MARK)
    with pikepdf.open(io.BytesIO(content)) as file:
        page = file.pages[0].obj
        form, foot = (part.read_bytes() for part in page.Contents)
    assert form.startswith(b"q\n")
    assert form.endswith(b"\nQ")
    assert foot.startswith(b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n")
    assert foot.endswith(b"\nEMC")
    assert b"MCID" not in foot


def test_nothing_of_the_foot_stands_above_the_lower_margin(printer):
    content = printed(printer.annex1, SHEET, mark=MARK)
    plain = printed(printer.annex1, SHEET)
    with (
        pdfplumber.open(io.BytesIO(content)) as issued,
        pdfplumber.open(io.BytesIO(plain)) as bare,
    ):
        for kind in ("chars", "rects"):
            before = len(getattr(bare.pages[0], kind))
            added = getattr(issued.pages[0], kind)[before:]
            assert added
            assert all(item["top"] > float(issued.pages[0].height) - MARGIN for item in added)
            assert all(item["bottom"] < float(issued.pages[0].height) for item in added)


def modules_of(content):
    """The QR code of the first page as rows of dark and light, read from the drawn boxes."""
    with pikepdf.open(io.BytesIO(content)) as file:
        drawing = file.pages[0].obj.Resources.XObject.VQ.read_bytes()
    boxes = [
        tuple(map(float, line.split()[:4]))
        for line in drawing.split(b"\n")
        if line.endswith(b" re")
    ]
    size = round(1 / min(height for *_, height in boxes))
    rows = [[0] * size for _ in range(size)]
    for x, y, width, height in boxes:
        row = round((1 - y - height) * size)
        start = round(x * size)
        for place in range(start, start + round(width * size)):
            rows[row][place] = 1
    return rows


def test_the_code_that_is_drawn_is_that_of_the_address(printer):
    content = printed(printer.annex1, SHEET, mark=MARK)
    wanted = segno.make(MARK.address, error="m", micro=False, boost_error=False)
    assert modules_of(content) == [[int(bool(dot)) for dot in row] for row in wanted.matrix]


def test_the_code_can_be_scanned_from_paper(printer):
    """12 mm: every module is a third of a millimetre, four dots of an office printer."""
    content = printed(printer.annex1, SHEET, mark=MARK)
    assert 12 / len(modules_of(content)) >= 0.3


def test_without_an_address_there_is_no_code(printer):
    content = printed(printer.annex1, SHEET, mark=replace(MARK, address=""))
    with pikepdf.open(io.BytesIO(content)) as file:
        assert "/VQ" not in file.pages[0].obj.Resources.XObject
    assert "查验码：K7QM3XWD9R2T" in foot_of(content)


def test_a_long_number_is_set_smaller_and_stays_left_of_the_page_number(printer):
    long = replace(MARK, number="惠州市志愿服务联合会秘书处学雷锋志愿服务活动周报〔2017〕27号")
    content = printed(printer.annex2, table(30, 30), mark=long)
    with pdfplumber.open(io.BytesIO(content)) as file:
        page = file.pages[0]
        foot = [char for char in page.chars if char["top"] > float(page.height) - MARGIN]
    line = [char for char in foot if char["size"] < 7]
    number = [char for char in foot if char["size"] == 9]
    assert line
    assert max(char["x1"] for char in line) < min(char["x0"] for char in number)


def test_rare_characters_of_a_number_come_from_a_face_that_has_them(printer):
    content = printed(printer.annex1, SHEET, mark=replace(MARK, number="𠮷䶮〔2017〕1号"))
    assert "𠮷䶮〔2017〕1号" in text_of(content)


def test_what_no_font_can_draw_is_refused(printer):
    with pytest.raises(PaperFailed, match="🫨"):
        printed(printer.annex1, SHEET, mark=replace(MARK, number="🫨1号"))


def test_pages_are_numbered_through_the_whole_report(printer):
    content = printed(printer.weekly_report, report(2), mark=MARK)
    for page in range(5):
        assert f"第{page + 1}页共5页" in foot_of(content, page)
