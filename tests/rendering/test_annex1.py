"""附件1 to the cell."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from flask_volunteer_reports.rendering.annex1 import render_annex1
from tests.rendering.sheets import (
    LANDSCAPE,
    PANORAMA,
    PHOTOS,
    PORTRAIT,
    SHEET,
    cells_of,
    check_golden,
    images_of,
    text_of,
)

LABELS = [
    "志愿服务组织名称",
    "注册成立时间",
    "主管单位",
    "志愿服务组织负责人姓名",
    "志愿服务组织负责人手机号码",
    "志愿服务活动情况",
    "时间",
    "地点",
    "参加活动志愿者人数",
    "是否记录时长",
    "项目是否发布",
    "活动内容简介",
    "2张活动实景图片（JPG或JPEG格式）粘贴",
]


def render(layout, **changes):
    return render_annex1(replace(SHEET, **changes), PHOTOS, layout, filename="annex1/x.pdf")


def test_it_is_one_page_with_every_label_and_answer_in_its_cell(layout):
    file = render(layout)

    assert file.pages == 1
    check_golden("annex1", cells_of(file.content))


def test_the_lines_around_the_table_are_those_of_the_notice(layout):
    text = text_of(render(layout).content)

    assert text.startswith(
        "附件1：市直和驻惠单位志愿服务组织开展活动情况表填表时间：2017年7月10日单位盖章："
    )
    assert text.endswith("（此表可复制）")
    assert [label for label in LABELS if label not in text] == []


def test_the_answers_that_nobody_types_are_yes_and_no(layout):
    cells = [cell["text"] for cell in cells_of(render(layout).content)]
    assert cells[cells.index("是否记录时长") + 1] == "是"
    assert cells[cells.index("项目是否发布") + 1] == "否"


def test_photos_stand_side_by_side_upright_and_neither_stretched_nor_cropped(layout):
    left, right = images_of(render(layout).content)

    assert left[2] < right[0]
    assert (left[2] - left[0]) / (left[3] - left[1]) == pytest.approx(1600 / 1200, abs=0.02)
    assert (right[2] - right[0]) / (right[3] - right[1]) == pytest.approx(1200 / 1600, abs=0.02)


def test_a_panorama_keeps_its_shape_and_its_cell(layout):
    file = render(layout, photos=(PANORAMA, LANDSCAPE))

    panorama = images_of(file.content)[0]
    cell = cells_of(file.content)[-1]["box"]
    assert (panorama[2] - panorama[0]) / (panorama[3] - panorama[1]) == pytest.approx(
        1600 / 300, abs=0.1
    )
    assert cell[0] <= panorama[0]
    assert panorama[3] <= cell[3]


def test_photos_stand_in_the_file_byte_for_byte(layout):
    images = PdfReader(io.BytesIO(render(layout).content)).pages[0].images
    stored = {image.indirect_reference.get_object()._data for image in images}
    assert stored == {PHOTOS[LANDSCAPE], PHOTOS[PORTRAIT]}


def test_empty_optional_answers_leave_the_form_as_it_is(layout):
    file = render(layout, registered_on=None, supervising_unit="", leader_name="", leader_mobile="")

    assert file.pages == 1
    approved = [cell["box"] for cell in cells_of(render(layout).content)]
    assert [cell["box"] for cell in cells_of(file.content)] == approved


@pytest.mark.parametrize("characters", [60, 280, 420])
def test_a_summary_that_fits_when_set_smaller_stays_on_the_page(layout, characters):
    summary = ("志愿服务" * 200)[:characters]

    file = render(layout, summary=summary)

    assert file.pages == 1
    assert summary in text_of(file.content)


@pytest.mark.parametrize("characters", [800, 5000])
def test_a_summary_that_does_not_fit_goes_on_on_a_second_sheet_and_loses_nothing(
    layout, characters
):
    summary = "".join(f"第{n}段：志愿者清扫街道，劝导文明。" for n in range(1, 400))[:characters]

    file = render(layout, summary=summary)

    assert file.pages >= 2
    first, rest = text_of(file.content, 0), text_of(file.content).split("活动内容简介（续）")[1]
    shown = first.split("图书整理与导读")[1].split("……（下接续页）")[0]
    assert shown + rest == summary
    boxes = [cell["box"] for cell in cells_of(render(layout).content)]
    assert [cell["box"] for cell in cells_of(file.content)] == boxes


def test_names_and_places_that_are_too_long_go_on_as_well(layout):
    name, place = "惠州市" * 66 + "队", "江北三新南路" * 33

    file = render(layout, organization_name=name, place=place)

    text = text_of(file.content)
    assert file.pages == 2
    assert "志愿服务组织名称（续）" in text
    assert "地点（续）" in text
    assert text.count("三新南路") == 33


def test_unbreakable_text_stays_in_its_cell(layout):
    file = render(layout, summary="x" * 400 + "。" + "https://example.org/" + "y" * 300)

    assert file.pages == 1
    assert text_of(file.content).count("y") == 300


def test_markup_in_answers_is_text(layout):
    naughty = "<b>粗</b><img src=file:///etc/passwd><style>*{display:none}</style>{{ 7*7 }}"

    text = text_of(render(layout, summary=naughty).content)

    assert naughty.replace(" ", "") in text


def test_the_same_facts_give_the_same_bytes(layout):
    assert render(layout).content == render(layout).content


def test_the_document_says_what_it_is_and_in_which_language(layout):
    reader = PdfReader(io.BytesIO(render(layout).content))
    assert reader.metadata.title == "市直和驻惠单位志愿服务组织开展活动情况表"
    assert reader.trailer["/Root"]["/Lang"] == "zh-Hans"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
