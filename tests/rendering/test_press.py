"""The press: child processes that may die, and nobody else with them."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.errors import PaperFailed, StorageFailed
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.laid_out import LaidOut
from flask_volunteer_reports.rendering.orders import Order
from flask_volunteer_reports.rendering.press import Press
from flask_volunteer_reports.rendering.printer import Printer
from tests.rendering.sheets import PHOTOS, SHEET, printed, report, table, text_of

FONTS = PaperFonts.of(Settings())


def orders(count, **changes):
    sheets = [replace(SHEET, organization_name=f"第{n}队", **changes) for n in range(count)]
    return [Order("annex1", sheet, sheet.organization_name) for sheet in sheets]


def test_it_makes_all_three_papers(printer):
    sheet = printed(printer.annex1, SHEET)
    summary = printed(printer.annex2, table())
    weekly = printed(printer.weekly_report, report(1))

    assert "惠州市图书馆学雷锋志愿服务队" in text_of(sheet)
    assert "各区开展活动情况汇总表" in text_of(summary)
    assert "学雷锋志愿服务活动周报" in text_of(weekly)


def test_what_no_font_can_draw_is_named_with_its_place_and_never_printed(printer):
    with pytest.raises(PaperFailed, match=r"附件1 惠州市图书馆.* 活动内容简介：🫨（U\+1FAE8）"):
        printed(printer.annex1, replace(SHEET, summary="活动很成功🫨"))


def test_every_place_in_all_forms_is_named_at_once(printer):
    other = replace(SHEET, organization_name="第二队", place="🫨广场")
    with pytest.raises(PaperFailed, match=r"惠州市图书馆.* 活动内容简介：🫨.*第二队 地点：🫨"):
        printer.lay_out([replace(SHEET, summary="活动很成功🫨"), other])


def test_a_name_that_no_font_can_draw_is_found_on_cover_and_lists_too(printer):
    with pytest.raises(PaperFailed, match="周报 印发单位：🫨"):
        printed(printer.weekly_report, replace(report(1), issued_by="文明办🫨"))
    facts = report(1)
    (missing, *others) = facts.organizations.missing
    lists = replace(facts.organizations, missing=(replace(missing, name="馆🫨"), *others))
    with pytest.raises(PaperFailed, match="周报 未报名单 第1行：🫨"):
        printed(printer.weekly_report, replace(facts, organizations=lists))


@pytest.mark.parametrize("name", ["陈喆", "王𠮷", "李䶮", "阿依古丽·买买提", "镕堃珺昇玥垚"])
def test_rare_characters_of_names_are_printed(printer, name):
    assert name in text_of(printed(printer.annex1, replace(SHEET, leader_name=name)))


def test_a_missing_font_says_what_to_install():
    nothing = PaperFonts(text=("No Such Font",), wide=("Nor This",))
    with pytest.raises(PaperFailed, match="apt-get install fonts-noto-cjk"):
        Press(nothing, seconds=60, megabytes=2048).__enter__()


def test_a_photo_that_is_not_there_stops_the_paper(printer):
    out = io.BytesIO()
    with pytest.raises(StorageFailed):
        printer.annex1(replace(SHEET, photos=("d" * 64, "e" * 64)), out)
    assert out.getvalue() == b""


def test_too_slow_is_stopped_and_named_and_the_next_paper_is_made(storage):
    with Press(FONTS, seconds=1, megabytes=2048) as hasty:
        with pytest.raises(PaperFailed, match="第0队 took more than 1 seconds"):
            list(hasty.lay_out(orders(1, summary="志愿服务活动。" * 7_000), PHOTOS.__getitem__))
    with Press(FONTS, seconds=60, megabytes=2048) as patient:
        assert Printer(patient, storage).annex1(SHEET, io.BytesIO()) == 1


def test_too_little_memory_is_a_clear_error_with_a_trace_for_the_engineer():
    with Press(FONTS, seconds=60, megabytes=90) as cramped:
        with pytest.raises(PaperFailed, match="第0队 could not be made") as failed:
            list(cramped.lay_out(orders(1), PHOTOS.__getitem__))
    assert failed.value.__notes__


def test_a_child_that_is_killed_in_the_middle_of_a_batch_is_replaced_and_nothing_is_lost():
    with Press(FONTS, seconds=60, megabytes=2048) as press:
        list(press.lay_out(orders(1), PHOTOS.__getitem__))
        (child,) = press.children
        first = child.process_id
        asked = []

        def photo(name):
            """Kills the child as soon as the batch is sent: it dies on reading it."""
            asked.append(name)
            if len(asked) == 1:
                os.kill(first, signal.SIGKILL)
            return PHOTOS[name]

        answers = dict(press.lay_out(orders(6), photo))

        assert sorted(answers) == [0, 1, 2, 3, 4, 5]
        assert child.process_id not in (None, first)
        assert all(LaidOut.from_file(content).count == 1 for content in answers.values())


def test_a_form_that_ends_its_child_again_and_again_is_named_and_the_others_are_made(storage):
    """An address space that is enough for every form but one."""
    sheets = [replace(SHEET, organization_name=f"第{n}队") for n in range(3)]
    poison = table(units=3000, area_name="大区")
    with Press(FONTS, seconds=4, megabytes=2048) as press:
        printer = Printer(press, storage)
        with pytest.raises(PaperFailed, match="大区 took more than 4 seconds"):
            printer.lay_out(sheets, [poison])
        assert printer.layouts == 3
        again = Printer(press, storage)
        again.lay_out(sheets)
        assert again.layouts == 0


def test_an_order_that_cannot_be_sent_leaves_no_half_of_it_behind():
    with Press(FONTS, seconds=60, megabytes=2048) as press:
        with pytest.raises((AttributeError, pickle.PicklingError)):
            press.children[0].ask(["甲" * 100_000, lambda: None])
        assert len(list(press.lay_out(orders(1), PHOTOS.__getitem__))) == 1


def test_no_child_outlives_its_press():
    with Press(FONTS, seconds=60, megabytes=2048) as press:
        list(press.lay_out(orders(1), PHOTOS.__getitem__))
        child = press.children[0].process_id
        os.kill(child, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


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
