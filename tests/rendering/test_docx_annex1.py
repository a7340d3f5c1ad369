"""附件1 as a Word file: the cells of the form, open to be edited."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from docx.shared import Mm
from PIL import Image

from flask_volunteer_reports.errors import PaperFailed
from flask_volunteer_reports.rendering.docx_annex1 import render_annex1_docx
from flask_volunteer_reports.rendering.office import OfficeFonts
from tests.rendering.office import (
    WORD,
    made,
    names,
    part,
    photo,
    squeezed,
    word_table,
    word_text,
)
from tests.rendering.sheets import LANDSCAPE, PANORAMA, PHOTOS, PORTRAIT, SHEET
from tests.world import jpeg

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
LONG = "".join(f"第{n}段：志愿者清扫街道，劝导文明。" for n in range(1, 400))[:5000]


def render(*photos, read=photo, **changes):
    sheet = replace(SHEET, **changes, photos=photos or SHEET.photos)
    return made(lambda out: render_annex1_docx(sheet, read, out))


def text_of(content):
    return squeezed(word_text(part(content, "word/document.xml")))


def with_photo(content):
    return render(read=lambda name: content)


def pictures(content):
    """Width and height in millimetres, and the alternative text of every photo."""
    return [
        (
            int(inline.find(f"{DRAWING}extent").get("cx")) / Mm(1),
            int(inline.find(f"{DRAWING}extent").get("cy")) / Mm(1),
            inline.find(f"{DRAWING}docPr").get("descr"),
        )
        for inline in part(content, "word/document.xml").iter(f"{DRAWING}inline")
    ]


def stored(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {archive.read(n) for n in archive.namelist() if n.startswith("word/media/")}


def test_every_label_and_answer_stands_in_its_cell():
    rows = [[cell["text"] for cell in row] for row in word_table(render())]
    assert rows == [
        ["志愿服务组织名称", "惠州市图书馆学雷锋志愿服务队"],
        ["注册成立时间", "2012年3月5日", "主管单位", "惠州市文化广电新闻出版局"],
        [
            "志愿服务组织\n负责人姓名",
            "陈喆",
            "志愿服务组织\n负责人手机号码",
            "13800000001",
        ],
        [
            "志愿服务活动情况",
            "时间",
            "2017年7月5日 周三\n9:00—11:30",
            "地点",
            "惠州市图书馆一楼大厅",
        ],
        [
            "",
            "参加活动\n志愿者人数",
            "23",
            "是否\n记录时长",
            "是",
            "项目\n是否发布",
            "否",
        ],
        [
            "",
            "活动内容\n简介",
            f"{SHEET.title}\n{SHEET.summary}",
        ],
        ["", "2张活动\n实景图片\n（JPG或JPEG格式）\n粘贴", "\n\n"],
    ]


def test_the_cells_are_merged_and_as_wide_as_in_the_form():
    rows = word_table(render())
    assert [[cell["span"] for cell in row] for row in rows] == [
        [2, 5],
        [2, 2, 1, 2],
        [2, 2, 1, 2],
        [1, 1, 2, 1, 2],
        [1, 1, 1, 1, 1, 1, 1],
        [1, 1, 5],
        [1, 1, 5],
    ]
    assert [row[0]["merge"] for row in rows] == ["", "", "", *["restart"], *["continue"] * 3]
    assert [cell["width"] for cell in rows[4]] == [10, 33, 22, 21, 33, 22, 25]
    assert {sum(cell["width"] for cell in row) for row in rows} == {166}


def test_the_lines_around_the_table_are_those_of_the_notice():
    text = text_of(render())
    assert text.startswith(
        "附件1：市直和驻惠单位志愿服务组织开展活动情况表填表时间：2017年7月10日单位盖章："
    )
    assert text.endswith("（此表可复制）")


def test_word_s_own_library_opens_it_as_an_a4_page_in_chinese():
    document = Document(io.BytesIO(render()))
    [section] = document.sections
    size = section.page_width.mm, section.page_height.mm
    assert size == pytest.approx((210, 297), abs=0.1)
    about = document.core_properties
    assert (about.title, about.language) == (
        "市直和驻惠单位志愿服务组织开展活动情况表",
        "zh-CN",
    )
    assert f"{about.created:%Y-%m-%d}" == f"{about.modified:%Y-%m-%d}" == "2017-07-10"
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")


def test_nothing_of_the_library_s_template_is_left():
    assert sorted(names(render())) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/media/image1.jpg",
        "word/media/image2.jpg",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]


def test_the_fonts_are_those_of_official_papers_or_others_that_are_named():
    def fonts(**named):
        content = made(
            lambda out: render_annex1_docx(SHEET, photo, out, fonts=OfficeFonts(**named))
        )
        styles = part(content, "word/styles.xml")
        return {
            e.get(f"{WORD}{k}") for e in styles.iter(f"{WORD}rFonts") for k in ("eastAsia", "ascii")
        }

    assert fonts() == {"仿宋", "方正小标宋简体", "黑体"}
    assert fonts(text="楷体", title='A "B" & <C>', heading="宋体") == {
        "楷体",
        'A "B" & <C>',
        "宋体",
    }


def test_photos_keep_their_shape_in_their_box_and_have_a_text_for_who_cannot_see_them():
    landscape, portrait = pictures(render())
    assert landscape == (60.0, 45.0, "“书香惠州”图书整理与导读，实景图片1")
    assert portrait[:2] == (pytest.approx(51.75, abs=0.01), 69.0)
    panorama, _ = pictures(render(PANORAMA, PORTRAIT))
    assert panorama[:2] == (60.0, pytest.approx(60 * 300 / 1600, abs=0.01))


def test_photos_stand_in_the_file_byte_for_byte():
    assert stored(render()) == {PHOTOS[LANDSCAPE], PHOTOS[PORTRAIT]}


def test_the_same_photo_twice_is_kept_once_and_shown_twice():
    content = with_photo(jpeg())
    assert stored(content) == {jpeg()}
    assert len(pictures(content)) == 2


@pytest.mark.parametrize("count", [0, 1])
def test_with_fewer_photos_the_form_stays_whole(count):
    content = made(
        lambda out: render_annex1_docx(
            replace(SHEET, photos=(LANDSCAPE, PORTRAIT)[:count]), photo, out
        )
    )
    assert len(pictures(content)) == count
    assert len(word_table(content)) == 7


def test_a_jpeg_that_is_neither_jfif_nor_exif_is_shown_all_the_same():
    plain = jpeg()[:2] + jpeg()[20:]
    assert plain[6:10] not in (b"JFIF", b"Exif")
    [kept] = stored(with_photo(plain))
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(jpeg())).tobytes()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"not a picture", id="a text"),
        pytest.param(b"\xff\xd8\xff", id="three bytes"),
        pytest.param(jpeg()[:60], id="the beginning of one"),
    ],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(PaperFailed, match="A photo of the paper cannot be read"):
        with_photo(content)


def test_a_long_account_goes_on_behind_the_form_and_loses_nothing():
    content = render(summary=LONG)
    shown = word_table(content)[5][2]["text"].removeprefix("“书香惠州”图书整理与导读\n")
    rest = text_of(content).split("活动内容简介（续）")[1]
    assert shown.endswith("……（下接续页）")
    assert shown.removesuffix("……（下接续页）") + rest == LONG
    assert "附件1（续页）" in text_of(content)


def test_a_short_account_has_no_second_sheet():
    assert "续页" not in text_of(render())


def test_empty_answers_leave_the_form_as_it_is():
    content = render(registered_on=None, supervising_unit="", leader_name="", leader_mobile="")
    assert [len(row) for row in word_table(content)] == [2, 4, 4, 5, 7, 3, 3]


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "javascript:alert(1)",
        "<b>粗</b> & \"'",
        "𠮷野家䶮·买买提",
        "]]><w:p/>{{ 7*7 }}",
    ],
)
def test_what_people_type_is_text(text):
    content = render(organization_name=text, summary=text, title=text)
    assert word_table(content)[0][1]["text"] == text
    assert pictures(content)[0][2] == f"{text}，实景图片1"


def test_characters_that_would_break_the_file_are_replaced():
    content = render(organization_name="a\x00b\x0bc\ud800d\ufffee", title="\x1f")
    assert word_table(content)[0][1]["text"] == "a\ufffdb\ufffdc\ufffdd\ufffde"


# The order that the standard lays down; Word refuses files that leave it.
ORDER = {
    "pPr": "pStyle pageBreakBefore widowControl autoSpaceDE autoSpaceDN spacing jc outlineLvl",
    "rPr": "rFonts sz szCs lang",
    "tblPr": "tblW jc tblBorders tblLayout tblCellMar tblDescription",
    "tcPr": "tcW gridSpan vMerge tcMar vAlign",
    "tblBorders": "top left bottom right insideH insideV",
    "tcMar": "top left bottom right",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr",
    "settings": "defaultTabStop characterSpacingControl compat",
}


@pytest.mark.parametrize("name", ["document", "styles", "settings"])
def test_elements_stand_in_the_order_of_the_standard(name):
    root = part(render(summary=LONG), f"word/{name}.xml")
    checked = 0
    for element in root.iter():
        order = ORDER.get(element.tag.removeprefix(WORD))
        if order:
            places = [order.split().index(child.tag.removeprefix(WORD)) for child in element]
            assert places == sorted(places), ET.tostring(element)
            checked += 1
    assert checked
