"""附件2 to the cell, on as many pages as it needs."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from flask_volunteer_reports.rendering import annex2
from flask_volunteer_reports.rendering.annex2 import fit_table, lay_out_annex2, render_annex2
from flask_volunteer_reports.rendering.documents import paper_html
from flask_volunteer_reports.rendering.papers import ANNEX2_TITLE, Annex2Group
from tests.rendering.sheets import LINE, cells_of, check_golden, form_of, table, text_of

HEADINGS = ["类别", "志愿服务组织名称", "活动内容", "日期及时间", "志愿者参加人数"]


def whole_html(facts, layout):
    fitted = fit_table(facts, "annex2", layout)
    return paper_html("annex2_paper.html", layout, ANNEX2_TITLE, facts.last_day, table=fitted)


def render(layout, *counts, **changes):
    return render_annex2(table(*counts, **changes), layout, filename="annex2/441302.pdf")


LONG = replace(
    LINE,
    organization="惠城区" * 66 + "一队",
    title="洁净家园清扫行动" * 5,
    summary="清扫背街小巷，宣传垃圾分类；" * 350,
)
FORMS = {
    "usual": table(2, 1),
    "blank": table(0, 0),
    "misprint": table(print_misprint=True, filled_by_unit=""),
    "200-rows": table(120, 80),
    "longest-names": table(
        filled_by_unit="惠州大亚湾经济技术开发区精神文明建设委员会办公室志愿服务联合会",
        groups=(
            Annex2Group(category="区直单位", minimum_rows=8, lines=(LONG, LINE)),
            Annex2Group(category="各街道", minimum_rows=9, lines=()),
        ),
    ),
    "rare-characters": table(
        groups=(
            Annex2Group(
                category="区直单位",
                minimum_rows=8,
                lines=(replace(LINE, organization="䶮江喆苑志愿服务队", summary="王𠮷等12人。"),),
            ),
        ),
    ),
}


@pytest.fixture(scope="module")
def pages_of(layout):
    """The pages of each of the forms; made once."""
    return lru_cache(
        lambda name: form_of(render_annex2(FORMS[name], layout, filename="x.pdf").content)
    )


@pytest.mark.parametrize("name", FORMS)
def test_every_text_stands_in_its_cell_and_every_cell_in_its_place(pages_of, name):
    check_golden(f"annex2-{name}", pages_of(name))


@pytest.mark.parametrize("name", FORMS)
def test_the_foot_of_every_page_is_free(pages_of, name):
    for page in pages_of(name):
        assert max(box["box"][3] for box in page["lines"] + page["cells"]) <= 297 - 20


def test_no_page_but_the_last_is_left_half_empty(pages_of):
    """A page ends where the next row would not have fitted any more."""
    pages = pages_of("200-rows")
    height = max(c["box"][3] - c["box"][1] for c in pages[1]["cells"] if c["text"] == "12")
    for page in pages[:-1]:
        assert 297 - 20 - max(cell["box"][3] for cell in page["cells"]) < height + 1


def test_few_pages_at_a_time_give_the_same_pages_as_all_at_once(layout):
    """Where one document ends and the next begins is not to be seen."""
    facts = table(70, 90)
    documents = list(lay_out_annex2(facts, layout))
    assert len(documents) > 1
    whole = layout.lay_out(whole_html(facts, layout))
    parts = documents[0].copy([page for document in documents for page in document.pages])
    assert form_of(layout.write(parts, "x")) == form_of(layout.write(whole, "x"))


def test_a_page_that_came_out_too_full_is_laid_out_again_with_a_row_less(layout, monkeypatch):
    """Reckoning the height of rows may err; the paper may not."""
    right = [[len(c["text"]) for c in p["cells"]] for p in form_of(render(layout, 30, 9).content)]
    monkeypatch.setattr(annex2, "_PADDING", 0.5)

    pages = form_of(render(layout, 30, 9).content)

    assert [[len(c["text"]) for c in page["cells"]] for page in pages] == right


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
    summary = "".join(f"第{n}次清扫。" for n in range(1, 500))
    long = replace(LINE, summary=summary)
    groups = (Annex2Group(category="区直单位", minimum_rows=8, lines=(long,)),)

    file = render(layout, groups=groups)

    text = text_of(file.content)
    shown = text.split("洁净家园清扫行动", 1)[1].split("……（下接续页）")[0]
    rest = text.split("洁净家园清扫行动活动内容（续）")[1]
    assert shown + rest == summary


def test_names_that_are_too_long_go_on_behind_the_table_and_lose_nothing(layout):
    name = "".join(f"惠城区第{n}志愿服务队" for n in range(1, 60))
    groups = (
        Annex2Group(category="区直单位", minimum_rows=8, lines=(replace(LINE, organization=name),)),
    )

    text = text_of(render(layout, groups=groups, filled_by_unit=name).content)

    unit = text.split("填表单位：")[1].split("……（下接续页）")[0]
    assert unit + text.split("填表单位（续）")[1].split("惠城区第1志愿")[0] == name
    row = text.split("区直单位")[1].split("……（下接续页）")[0]
    assert row + text.split("志愿服务组织名称（续）")[1] == name


def test_a_long_unit_name_fits_its_line(layout):
    unit = "惠州大亚湾经济技术开发区精神文明建设委员会办公室志愿服务联合会"
    assert unit in text_of(render(layout, filled_by_unit=unit).content)
