"""Lines are reckoned as they come to stand when they are laid out."""

from __future__ import annotations

from html import escape

import pytest

from flask_volunteer_reports.rendering.fit import LINE_HEIGHT, POINT, Box, fit
from flask_volunteer_reports.rendering.pdf import bottom_of

TEXTS = [
    "",
    "志愿者",
    "志愿者清扫街道，劝导文明交通，走访独居老人。" * 12,
    "（一）“书香惠州”图书整理；（二）《条例》宣传——全市联动……共计23人，3.5小时，完成率100%。" * 6,
    "2017年7月5日 周三\n9:00—11:30",
    "第一段。\n\n第三段，中间空一行。\n" * 4,
    "阿依古丽·买买提、王𠮷、李䶮、陈喆等到江北街道三新社区开展活动。" * 5,
    "JPG或JPEG格式的图片，Volunteer reports 2017, no. 27。" * 5,
    "y" * 300,
]


@pytest.mark.parametrize("width", [31.5, 43.5, 119.5])
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:8])
def test_as_many_lines_are_reckoned_as_are_laid_out(layout, text, width):
    size = 10.5
    html = (
        "<style>@page { size: 210mm 3000mm; margin: 0 } body, p { margin: 0 }"
        f"p {{ font: {size}pt/{LINE_HEIGHT} {layout.font_family}; width: {width}mm;"
        " white-space: pre-wrap; overflow-wrap: anywhere } span { line-height: 0 }</style>"
        f'<html lang=zh-Hans><p id="text"><span>{escape(text)}</span></p>'
    )
    laid_out = bottom_of(layout.lay_out(html), "text") / (size * POINT * LINE_HEIGHT)
    reckoned = layout.ruler.count(text, width / (size * POINT))
    assert reckoned == max(1, round(laid_out))


@pytest.mark.parametrize("careful", [False, True])
def test_a_text_that_is_cut_loses_nothing_and_fills_its_box(layout, careful):
    box = Box(60, 30)
    text = "".join(f"第{n}段：志愿者清扫街道，劝导文明。" for n in range(1, 60))

    cut = fit(text, box, layout, careful=careful)

    shown = cut.text.removesuffix("……（下接续页）")
    assert shown + cut.rest == text
    assert cut.size == 9
    lines = layout.ruler.count(cut.text, box.line(9))
    assert box.lines(9) - 1 <= lines <= box.lines(9)


def test_reckoning_5000_characters_lays_nothing_out(layout, monkeypatch):
    monkeypatch.setattr(layout, "lay_out", None)
    assert fit("志愿服务。" * 1000, Box(119.5, 54), layout).rest
