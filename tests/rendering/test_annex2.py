"""附件2 to the cell, on as many pages as it needs."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.rendering.annex2 import render_annex2
from tests.rendering.sheets import LINE, cells_of, check_golden, table, text_of

HEADINGS = ["类别", "志愿服务组织名称", "活动内容", "日期及时间", "志愿者参加人数"]


def render(layout, *counts, **changes):
    return render_annex2(table(*counts, **changes), layout, filename="annex2/441302.pdf")


def test_it_has_its_blank_rows_and_merged_categories(layout):
    file = render(layout, 2, 1)

    check_golden("annex2", cells_of(file.content))


def test_the_lines_around_the_table_are_those_of_the_notice(layout):
    text = text_of(render(layout).content)

    assert text.startswith(
        "附件2各区开展活动情况汇总表活动开展时间：7月第1周（2017年7月3日—7月9日）"
        "填表单位：惠城区志愿服务联合会"
    )
    assert text.endswith("（此表可复制）")


def test_the_misprint_is_printed_where_the_campaign_wants_it(layout):
    assert "活动开展日间：" in text_of(render(layout, print_misprint=True).content)
    assert "活动开展日间" not in text_of(render(layout).content)


def test_a_district_that_did_not_hand_in_leaves_its_unit_blank(layout):
    text = text_of(render(layout, filled_by_unit="").content)
    assert "填表单位：类别" in text


def test_at_least_eight_and_nine_rows(layout):
    rows = cells_of(render(layout, 0, 0).content)
    assert len(rows) == 5 + (8 + 9) * 4 + 2


@pytest.mark.parametrize(("units", "streets"), [(30, 40), (120, 80)])
def test_every_page_repeats_headings_and_shows_the_merged_category(layout, units, streets):
    file = render(layout, units, streets)

    assert file.pages > 1
    seen = 0
    for page in range(file.pages):
        cells = [cell["text"] for cell in cells_of(file.content, page)]
        assert cells[:5] == HEADINGS
        categories = [text for text in cells if text in ("区直单位", "各街道")]
        assert categories, f"page {page + 1}"
        seen += sum("志愿服务队" in text for text in cells)
    assert seen == units + streets


def test_many_rows_lose_nothing_and_keep_their_order(layout):
    text = text_of(render(layout, 60, 0).content)
    places = [text.index(f"区直志愿服务队{n}") for n in range(1, 61)]
    assert places == sorted(places)


def test_a_long_account_goes_on_behind_the_table(layout):
    from dataclasses import replace  # noqa: PLC0415 -- here only

    from flask_volunteer_reports.rendering.papers import Annex2Group  # noqa: PLC0415

    summary = "".join(f"第{n}次清扫。" for n in range(1, 500))
    long = replace(LINE, summary=summary)
    groups = (Annex2Group(category="区直单位", minimum_rows=8, lines=(long,)),)

    file = render(layout, groups=groups)

    text = text_of(file.content)
    shown = text.split("洁净家园清扫行动", 1)[1].split("……（下接续页）")[0]
    rest = text.split("洁净家园清扫行动（续）")[1]
    assert shown + rest == summary


def test_a_long_unit_name_fits_its_line(layout):
    unit = "惠州大亚湾经济技术开发区精神文明建设委员会办公室志愿服务联合会"
    assert unit in text_of(render(layout, filled_by_unit=unit).content)
