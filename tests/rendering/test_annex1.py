"""附件1 to the cell."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache

import pytest
from pypdf import PdfReader

from flask_volunteer_reports.rendering.annex1 import lay_out_sheets, render_annex1
from tests.rendering.sheets import (
    LANDSCAPE,
    PANORAMA,
    PHOTOS,
    PORTRAIT,
    SHEET,
    TOLERANCE,
    cells_of,
    check_golden,
    form_of,
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


CLAUSE = "志愿者在图书馆一楼大厅为读者提供导读、图书整理和自助借还指引服务。"
EMPTY = {
    "registered_on": None,
    "supervising_unit": "",
    "leader_name": "",
    "leader_mobile": "",
    "summary": "",
}
FORMS = {
    "usual": {},
    "empty": EMPTY,
    "longest-names": {
        "organization_name": "惠州市" * 66 + "一队",
        "supervising_unit": "文化广电新闻出版局" * 22 + "二处",
        "leader_name": "阿依古丽·买买提" * 25,
        "place": "江北三新南路八号" * 25,
    },
    "continued": {"summary": (CLAUSE * 200)[:5000]},
    "rare-characters": {
        "organization_name": "䶮江街道喆苑社区志愿服务队",
        "leader_name": "王𠮷",
        "supervising_unit": "镕垚堃昇玥珺办公室",
        "summary": f"{CLAUSE}𠮷䶮喆与国标字同行。{CLAUSE}",
    },
    "panorama": {"photos": (PANORAMA, LANDSCAPE)},
    "two-portraits": {"photos": (PORTRAIT, PORTRAIT)},
    "one-photo": {"photos": (LANDSCAPE,)},
    "no-photo": {"photos": ()},
}


@pytest.fixture(scope="module")
def pages_of(layout):
    """The pages of each of the forms; made once."""
    return lru_cache(lambda name: form_of(render(layout, **FORMS[name]).content))


@pytest.mark.parametrize("name", FORMS)
def test_every_text_stands_in_its_cell_and_every_cell_in_its_place(pages_of, name):
    pages = pages_of(name)

    check_golden(f"annex1-{name}", pages)
    for cell, same in zip(pages[0]["cells"], pages_of("empty")[0]["cells"], strict=True):
        assert max(abs(a - b) for a, b in zip(cell["box"], same["box"], strict=True)) <= TOLERANCE


@pytest.mark.parametrize("name", FORMS)
def test_the_foot_of_every_page_is_free(pages_of, name):
    """Number, page number and QR code of an issued paper stand in the lowest 20 mm."""
    for page in pages_of(name):
        assert max(thing["box"][3] for thing in page["lines"] + page["cells"]) <= 297 - 20


@pytest.mark.parametrize("name", FORMS)
def test_a_stamp_of_42_mm_has_its_room_beside_its_label(pages_of, name):
    first = pages_of(name)[0]
    seal = next(line for line in first["lines"] if line["text"] == "单位盖章：")["box"]
    left, top, right, bottom = seal[2], 33, seal[2] + 42, first["cells"][0]["box"][1]
    assert bottom - top >= 42
    inside = [
        line["text"]
        for line in first["lines"]
        if line["box"][0] < right
        and line["box"][2] > left
        and line["box"][1] < bottom
        and line["box"][3] > top
    ]
    assert [text for text in inside if text != "单位盖章："] == []


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


def test_a_form_that_grew_with_its_text_is_fitted_again_with_care(layout, monkeypatch):
    """Reckoning lines may err; the form may not."""
    monkeypatch.setattr(layout.ruler, "count", lambda text, line: 1)
    approved = [cell["box"] for cell in cells_of(render(layout).content)]

    summary = "志愿者清扫街道，劝导文明交通，走访独居老人。" * 20
    file = render(layout, summary=summary)

    assert file.pages == 1
    assert summary in text_of(file.content)
    assert [cell["box"] for cell in cells_of(file.content)] == approved


def test_several_sheets_at_once_stand_as_each_alone(layout):
    sheets = [
        replace(SHEET, **FORMS[name]) for name in ("usual", "continued", "empty", "one-photo")
    ]

    batch = lay_out_sheets(sheets, PHOTOS, layout)

    assert [len(pages) for pages in batch.pages] == [1, 5, 1, 1]
    together = form_of(layout.write(batch.document, "x"))
    for sheet, pages in zip(sheets, batch.pages, strict=True):
        alone = render_annex1(sheet, PHOTOS, layout, filename="x")
        assert [together[page] for page in pages] == form_of(alone.content)


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
