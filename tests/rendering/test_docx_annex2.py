"""附件2 as a Word file: real merged cells, blank rows, its heading on every page."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import pytest
from docx import Document

from flask_volunteer_reports.rendering.docx_annex2 import render_annex2_docx
from flask_volunteer_reports.rendering.papers import Annex2Group
from tests.rendering.office import WORD, made, part, squeezed, word_table, word_text
from tests.rendering.sheets import LINE, table

HEADINGS = ["类别", "志愿服务组织名称", "活动内容", "日期及时间", "志愿者\n参加人数"]


def render(*counts, **changes):
    return made(lambda out: render_annex2_docx(table(*counts, **changes), out))


def text_of(content):
    return squeezed(word_text(part(content, "word/document.xml")))


def of_lines(*lines):
    return (Annex2Group(category="区直单位", minimum_rows=8, lines=lines),)


def merged(content):
    """The merged cells of the first column: text and number of rows."""
    found = []
    for row in word_table(content)[1:]:
        if row[0]["merge"] == "continue":
            assert row[0]["text"] == ""
            found[-1][1] += 1
        else:
            found.append([row[0]["text"], 1])
    return found


def test_every_heading_and_line_stands_in_its_cell():
    rows = [[cell["text"] for cell in row] for row in word_table(render(2, 1))]
    when = "7月4日 周二\n8:30—11:00"
    content = "洁净家园清扫行动\n清扫背街小巷，宣传垃圾分类。"
    blank = [""] * 5
    assert rows == [
        HEADINGS,
        ["区直单位", "区直志愿服务队1", content, when, "12"],
        ["", "区直志愿服务队2", content, when, "12"],
        *[blank] * 6,
        ["各街道", "街道志愿服务队1", content, when, "12"],
        *[blank] * 8,
    ]


def test_categories_are_merged_down_over_their_rows_blank_ones_as_well():
    assert merged(render(2, 1)) == [["区直单位", 8], ["各街道", 9]]


def test_the_columns_have_their_widths():
    assert [cell["width"] for cell in word_table(render())[0]] == [20, 35, 61, 28, 22]


def test_the_heading_row_is_repeated_and_rows_are_not_parted():
    rows = list(part(render(40, 0), "word/document.xml").iter(f"{WORD}tr"))[1:]
    heading = [row.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in rows]
    assert heading == [True, *[False] * 49]
    assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in rows)


def test_the_cell_of_a_long_category_begins_anew_so_that_it_is_read_on_every_page():
    assert merged(render(50, 3)) == [
        ["区直单位", 19],
        ["区直单位", 21],
        ["区直单位", 10],
        ["各街道", 9],
    ]


def test_a_row_that_is_higher_than_half_a_page_may_be_parted():
    long = replace(LINE, summary="清扫街道。" * 1000)
    rows = list(part(render(groups=of_lines(LINE, long)), "word/document.xml").iter(f"{WORD}tr"))
    whole = [row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in rows[2:4]]
    assert whole == [True, False]
    assert text_of(render(groups=of_lines(long))).count("清扫街道。") == 1000


def test_the_lines_around_the_table_are_those_of_the_notice():
    text = text_of(render())
    assert text.startswith(
        "附件2各区开展活动情况汇总表活动开展时间：7月第1周（2017年7月3日—7月9日）"
        "填表单位：惠城区志愿服务联合会"
    )
    assert text.endswith("（此表可复制）")


def test_the_misprint_is_printed_where_the_campaign_wants_it():
    assert "活动开展日间：" in text_of(render(print_misprint=True))
    assert "活动开展日间" not in text_of(render())


def test_word_s_own_library_opens_it_and_finds_its_title():
    about = Document(io.BytesIO(render())).core_properties
    assert (about.title, about.language) == ("各区开展活动情况汇总表　惠城区", "zh-CN")
    assert f"{about.created:%Y-%m-%d}" == "2017-07-09"


def test_a_table_without_categories_and_one_of_a_single_row_are_whole():
    assert merged(render(groups=())) == []
    alone = (Annex2Group(category="镇", minimum_rows=1, lines=()),)
    assert merged(render(groups=alone)) == [["镇", 1]]


@pytest.mark.parametrize("text", ["=1+1", "<w:tr/>&\"'", "𠮷野家䶮", "a\tb"])
def test_what_people_type_is_text(text):
    content = render(groups=of_lines(replace(LINE, organization=text)), area_name=text)
    assert squeezed(word_table(content)[1][1]["text"]) == squeezed(text)


def test_characters_that_would_break_the_file_are_replaced():
    content = render(groups=of_lines(replace(LINE, organization="a\x00\x1b\ud800")))
    assert word_table(content)[1][1]["text"] == "a\ufffd\ufffd\ufffd"


def test_five_thousand_rows_are_written_in_seconds_and_lose_nothing():
    start = time.process_time()
    content = render(5000, 0)
    assert time.process_time() - start < 15
    organizations = [row[1]["text"] for row in word_table(content)[1:5001]]
    assert organizations == [f"区直志愿服务队{n}" for n in range(1, 5001)]
