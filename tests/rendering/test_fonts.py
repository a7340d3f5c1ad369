"""The fonts of the papers: which are used, and what they cannot draw."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.errors import PaperFailed
from flask_volunteer_reports.rendering import fonts
from flask_volunteer_reports.rendering.characters import refuse_boxes
from flask_volunteer_reports.rendering.fonts import (
    NAMES,
    PaperFonts,
    check_fonts,
    faces,
    undrawable,
)
from flask_volunteer_reports.rendering.pdf import Layout
from tests.fontconfig import only_fonts_of, save_font
from tests.rendering.sheets import SHEET, report, table

GB2312 = "志愿服务活动情况表填时间单位盖章"
OFFICE = PaperFonts(
    text=("仿宋_GB2312", "FangSong"),
    titles=("方正小标宋简体",),
    headings=("黑体",),
    wide=("Wide",),
)


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine on which only those fonts are installed that a test saves."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setenv("FONTCONFIG_FILE", str(only_fonts_of(folder)))
    fonts.forget()

    def install(family: str, letters: str) -> None:
        save_font(folder / f"{family}.ttf", family, letters)
        fonts.forget()

    yield install
    fonts.forget()


def test_what_is_installed_is_used_in_the_order_of_the_settings(machine):
    for family in ("FangSong", "仿宋_GB2312", "方正小标宋简体", "黑体"):
        machine(family, GB2312)
    machine("Wide", GB2312 + NAMES)

    check_fonts(OFFICE)
    assert OFFICE.text_chain == ("仿宋_GB2312", "FangSong", "Wide")
    assert OFFICE.title_chain[:2] == ("方正小标宋简体", "Wide")
    assert OFFICE.heading_chain[:2] == ("黑体", "Wide")


def test_families_are_found_as_fontconfig_compares_them(machine):
    machine("FANGSONG", GB2312)
    assert OFFICE.text_chain == ("FangSong",)


def test_without_a_wide_font_no_paper_is_begun(machine):
    machine("仿宋_GB2312", GB2312)
    with pytest.raises(PaperFailed, match=r"\(仿宋_GB2312\) lack 喆 堃 .* 䶮 𠮷, which stand in"):
        check_fonts(OFFICE)


def test_the_first_font_must_have_chinese(machine):
    machine("FangSong", "Volunteers")
    machine("Wide", GB2312 + NAMES)
    with pytest.raises(PaperFailed, match=r"“FangSong” is the first .* has no Chinese characters"):
        check_fonts(OFFICE)


def test_a_wide_font_alone_is_enough(machine):
    machine("Wide", GB2312 + NAMES)
    check_fonts(OFFICE)
    assert OFFICE.title_chain == ("Wide",)


def test_another_font_of_the_machine_does_not_count(machine):
    machine("Wide", GB2312 + NAMES)
    machine("Emoji", "🫨")
    assert undrawable("志愿🫨", OFFICE) == ["🫨"]
    assert undrawable("志愿🫨", replace(OFFICE, wide=("Wide", "Emoji"))) == []


def test_every_character_is_named_once_and_white_space_never():
    named = undrawable("a\n\t 志🫨愿\U0001f9ff🫨", PaperFonts.of(Settings()))
    assert named == ["🫨", "\U0001f9ff"]


def test_titles_are_never_made_bolder_than_their_font(machine):
    machine("方正小标宋简体", GB2312)
    assert OFFICE.title_weight == "normal"


def test_where_titles_have_no_font_of_their_own_the_bold_face_of_the_wide_one_is_used():
    noto = PaperFonts(text=(), titles=("No Such Font",), wide=("Noto Serif CJK SC",))
    assert {face.weight >= 180 for face in faces(noto.title_chain)} == {True, False}
    assert noto.title_weight == "bold"


def test_they_travel_to_another_process():
    assert PaperFonts.from_arguments(OFFICE.to_arguments()) == OFFICE


def test_a_layout_names_only_what_is_installed():
    layout = Layout(replace(PaperFonts.of(Settings()), headings=("No Such Font",)))
    assert layout.heading_family.startswith('"Noto Serif CJK SC"')


def test_everything_that_cannot_be_drawn_is_listed_at_once_with_its_place():
    line = table().groups[1].lines[0]
    streets = replace(table().groups[1], lines=(line, replace(line, summary="很好\U0001f9ff")))
    facts = report(
        1,
        issued_by="惠州市\ua840",
        annex1=(replace(SHEET, title="阅读🫨", summary="🫨又🫨", leader_name="王\U000323af"),),
        annex2=(table(filled_by_unit="惠城区🫨", groups=(table().groups[0], streets)),),
    )

    with pytest.raises(PaperFailed) as failed:
        refuse_boxes(facts, PaperFonts.of(Settings()))

    assert failed.value.message.values["places"].split("；") == [
        "周报 印发单位：\ua840（U+A840）",
        "附件1 惠州市图书馆学雷锋志愿服务队 志愿服务组织负责人姓名：\U000323af（U+323AF）",
        "附件1 惠州市图书馆学雷锋志愿服务队 活动内容简介：🫨（U+1FAE8）",
        "附件2 惠城区 填表单位：🫨（U+1FAE8）",
        "附件2 惠城区 第10行 活动内容：\U0001f9ff（U+1F9FF）",
    ]


def test_what_can_be_drawn_is_not_refused():
    facts = report(2, annex1=(replace(SHEET, leader_name="王𠮷䶮·喆", place="①③—…·é№"),))
    refuse_boxes(facts, PaperFonts.of(Settings()))
