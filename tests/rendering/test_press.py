"""The press: a child process that may die, and nobody else with it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.errors import PaperFailed
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.press import Press
from tests.rendering.sheets import PHOTOS, SHEET, report, table, text_of

FONTS = PaperFonts.of(Settings())


@pytest.fixture
def press():
    with Press(FONTS, seconds=60, megabytes=2048) as press:
        yield press


def test_it_makes_all_three_papers(press):
    sheet = press.annex1(SHEET, PHOTOS, filename="annex1/a.pdf")
    summary = press.annex2(table(), filename="annex2/b.pdf")
    weekly = press.weekly_report(report(1), PHOTOS, filename="weekly-report.pdf")

    assert "惠州市图书馆学雷锋志愿服务队" in text_of(sheet.content)
    assert "各区开展活动情况汇总表" in text_of(summary.content)
    assert "学雷锋志愿服务活动周报" in text_of(weekly.content)
    assert (sheet.filename, sheet.pages) == ("annex1/a.pdf", 1)


def test_another_press_makes_the_same_bytes(press):
    first = press.annex1(SHEET, PHOTOS, filename="a.pdf")
    with Press(FONTS, seconds=60, megabytes=2048) as other:
        assert other.annex1(SHEET, PHOTOS, filename="a.pdf").content == first.content


def test_what_no_font_can_draw_is_named_with_its_place_and_never_printed(press):
    with pytest.raises(PaperFailed, match=r"附件1 惠州市图书馆.* 活动内容简介：🫨（U\+1FAE8）"):
        press.annex1(replace(SHEET, summary="活动很成功🫨"), PHOTOS, filename="a.pdf")


@pytest.mark.parametrize("name", ["陈喆", "王𠮷", "李䶮", "阿依古丽·买买提", "镕堃珺昇玥垚"])
def test_rare_characters_of_names_are_printed(press, name):
    file = press.annex1(replace(SHEET, leader_name=name), PHOTOS, filename="a.pdf")
    assert name in text_of(file.content)


def test_a_missing_font_says_what_to_install():
    nothing = PaperFonts(text=("No Such Font",), wide=("Nor This",))
    with pytest.raises(PaperFailed, match="apt-get install fonts-noto-cjk"):
        Press(nothing, seconds=60, megabytes=2048).__enter__()


def test_a_photo_that_is_not_there_stops_the_paper(press):
    with pytest.raises(KeyError):
        press.annex1(replace(SHEET, photos=("d" * 64, "e" * 64)), PHOTOS, filename="a.pdf")


def test_too_slow_is_stopped_and_the_next_paper_is_made():
    long = replace(SHEET, summary="志愿服务活动。" * 700)
    with Press(FONTS, seconds=1, megabytes=2048) as hasty:
        with pytest.raises(PaperFailed, match="more than 1 seconds"):
            hasty.weekly_report(report(300), PHOTOS, filename="weekly-report.pdf")
    with Press(FONTS, seconds=60, megabytes=2048) as patient:
        assert patient.annex1(long, PHOTOS, filename="a.pdf").pages > 1


def test_too_little_memory_is_a_clear_error_with_a_trace_for_the_engineer():
    with Press(FONTS, seconds=60, megabytes=90) as cramped:
        with pytest.raises(PaperFailed, match="could not be made") as failed:
            cramped.annex1(SHEET, PHOTOS, filename="a.pdf")
    assert failed.value.__notes__


def test_a_child_that_is_killed_is_replaced(press):
    press.annex1(SHEET, PHOTOS, filename="a.pdf")
    press._child.kill()

    with pytest.raises(PaperFailed):
        press.annex1(SHEET, PHOTOS, filename="a.pdf")
    assert press.annex1(SHEET, PHOTOS, filename="a.pdf").pages == 1


def test_no_child_outlives_its_press():
    with Press(FONTS, seconds=60, megabytes=2048) as press:
        press.annex2(table(), filename="b.pdf")
        child = press._child
        assert child.poll() is None
    assert child.poll() is not None


def test_without_any_font_there_is_a_clear_error_and_no_crash(tmp_path: Path):
    config = tmp_path / "fonts.conf"
    config.write_text("<?xml version='1.0'?><fontconfig></fontconfig>")
    code = (
        "from flask_volunteer_reports.rendering.fonts import PaperFonts\n"
        "from flask_volunteer_reports.rendering.press import Press\n"
        f"Press({FONTS!r}, seconds=60, megabytes=2048).__enter__()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "None of the fonts of the papers is installed" in ended.stderr
