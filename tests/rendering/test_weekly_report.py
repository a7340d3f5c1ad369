"""The weekly report: cover, contents, forms, who is missing."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pdfplumber
from pypdf import PdfReader

from flask_volunteer_reports.rendering.papers import LedgerStand
from tests.rendering.sheets import ZONE, cells_of, printed, report, text_of


def render(printer, *args, **changes):
    return printed(printer.weekly_report, report(*args, **changes))


def test_the_cover_counts_who_handed_in(printer):
    cover = text_of(render(printer), 0)

    assert "学雷锋志愿服务活动周报" in cover
    assert "2017年7月第1周（2017年7月3日—2017年7月9日）" in cover
    assert "惠文明办〔2017〕98号" in cover
    assert "市直和驻惠单位5211 01".replace(" ", "") in cover
    assert "各县（区）100001" in cover
    assert "1.9" in cover  # 119 minutes, never rounded up


def test_the_cover_says_where_the_ledger_stood_where_that_is_wanted(printer):
    stand = LedgerStand(
        at=datetime(2017, 7, 10, tzinfo=ZONE), entries=1234, digest="0123456789abcdef" * 4
    )
    cover = text_of(render(printer, ledger=stand), 0)
    assert "时长账本：截至2017年7月10日0时共1234笔" in cover or "共1234笔" in cover
    assert stand.digest in cover
    assert "时长账本" not in text_of(render(printer), 0)


def test_the_contents_name_the_pages_on_which_things_are(printer):
    content = render(printer, 3)
    cover = text_of(content, 0)

    for n in range(1, 4):
        page = int(re.search(rf"第{n}志愿服务队.*?导读(\d+)", cover)[1])
        assert f"志愿服务组织名称第{n}志愿服务队" in text_of(content, page - 1)
    district = int(re.search(r"惠城区(\d+)", cover)[1])
    assert "各区开展活动情况汇总表" in text_of(content, district - 1)


def test_every_page_has_its_number(printer):
    content = render(printer)
    pages = len(PdfReader(io.BytesIO(content)).pages)
    assert pages == 5
    for page in range(pages):
        assert f"第{page + 1}页共{pages}页" in text_of(content, page)


def test_all_of_it_is_set_in_the_fonts_of_the_papers(printer):
    fonts = {
        char["fontname"].partition("+")[2]
        for page in pdfplumber.open(io.BytesIO(render(printer))).pages
        for char in page.chars
    }
    assert fonts == {
        "FandolFang-Regular",
        "FandolHei-Regular",
        "FandolSong-Bold",
        "NotoSerifCJKsc-Regular",
    }


def test_bookmarks_lead_to_parts_and_forms(printer):
    reader = PdfReader(io.BytesIO(render(printer)))
    outline = reader.outline

    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert titles == ["封面", "附件1", "附件2", "未报、逾期和零报告名单"]
    sheets = [entry.title for entry in outline[2]]
    assert sheets == [f"第{n}志愿服务队　“书香惠州”图书整理与导读" for n in (1, 2)]
    assert reader.get_destination_page_number(outline[2][1]) == 2


def test_the_last_page_lists_missing_late_and_nil(printer):
    last = text_of(render(printer), -1)

    assert "市直和驻惠单位：未报（1）序号单位报送时间1惠州市科技馆—" in last
    assert "市直和驻惠单位：逾期（1）序号单位首次报送时间1惠州市青少年宫2017年7月12日09:01" in last
    assert "市直和驻惠单位：零报告（1）" in last
    assert "各县（区）：未报（1）" in last
    assert "“填表单位”留空" in last


def test_a_form_in_the_report_has_the_same_cells_as_alone(printer):
    alone = printed(printer.annex1, report(1).annex1[0])
    bundle = render(printer, 1)

    assert cells_of(bundle, 1) == cells_of(alone, 0)


def test_a_week_in_which_nobody_reported_has_its_papers_too(printer):
    text = text_of(render(printer, 0))
    assert "（本周没有通过审核的情况表）" in text


def test_the_same_facts_give_the_same_bytes(printer):
    assert render(printer) == render(printer)
