"""The printer: laid out once, put together from pages, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import os
import pickle
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.errors import StorageFailed
from flask_volunteer_reports.rendering import faces
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.press import Press
from flask_volunteer_reports.rendering.printer import Printer
from flask_volunteer_reports.storage import photo_storage_name
from tests.rendering.conftest import storage_in
from tests.rendering.sheets import (
    LANDSCAPE,
    PHOTOS,
    PORTRAIT,
    SHEET,
    photos_of,
    printed,
    report,
    table,
    text_of,
)

FONTS = PaperFonts.of(Settings())

LONG = "".join(f"第{n}段：志愿者清扫街道，劝导文明。" for n in range(1, 60))


def many(count=12):
    """A report with sheets of different make: long ones, rare names, kerned Latin."""
    facts = report(count)
    sheets = list(facts.annex1)
    sheets[1] = replace(sheets[1], summary=LONG)
    sheets[3] = replace(sheets[3], leader_name="王𠮷䶮")
    sheets[4] = replace(sheets[4], place="AVATAR Tower, 5 fi", photos=(PORTRAIT, LANDSCAPE))
    return replace(facts, annex1=tuple(sheets), annex2=(table(20, 3), table(area_name="惠阳区")))


def kept(storage, kind):
    return [path for path in (storage.folder / kind).rglob("*") if path.is_file()]


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def laid_out_with(tmp_path, facts, **options):
    """The digest of the report when everything is laid out by a new press in a new storage."""
    folder = tmp_path / "-".join(f"{key}-{value}" for key, value in options.items())
    with Press(FONTS, seconds=60, megabytes=2048, **options) as press:
        return sha256(printed(Printer(press, storage_in(folder)).weekly_report, facts))


@pytest.fixture(scope="module")
def digest_of_many(press, tmp_path_factory):
    """What everything else has to equal: laid out one by one."""
    printer = Printer(press, storage_in(tmp_path_factory.mktemp("one-by-one")))
    for sheet in many().annex1:
        printer.lay_out([sheet])
    return sha256(printed(printer.weekly_report, many()))


@pytest.mark.parametrize(("batch", "processes"), [(1, 1), (10, 1), (25, 1), (10, 2), (2, 2)])
def test_batch_and_processes_change_no_byte(digest_of_many, tmp_path, batch, processes):
    made = laid_out_with(tmp_path, many(), batch=batch, processes=processes)
    assert made == digest_of_many


def test_the_order_in_which_forms_are_laid_out_changes_no_byte(digest_of_many, printer):
    sheets = list(many().annex1)
    random.Random(5).shuffle(sheets)  # noqa: S311 -- an order, no secret
    printer.lay_out(sheets, many().annex2[::-1])
    assert sha256(printed(printer.weekly_report, many())) == digest_of_many


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Asia/Tokyo"},
    ],
    ids=lambda environment: environment["LC_ALL"],
)
def test_locale_zone_and_hash_seed_change_no_byte(digest_of_many, tmp_path, environment):
    code = (
        "import sys, pathlib, locale; locale.setlocale(locale.LC_ALL, '')\n"
        "from tests.rendering import test_printer as t\n"
        "print(t.laid_out_with(pathlib.Path(sys.argv[1]), t.many(), batch=5))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == digest_of_many


def test_what_was_laid_out_is_never_laid_out_again(new_printer):
    first, second = new_printer(), new_printer()
    made = printed(first.weekly_report, many())

    assert first.layouts == 14
    assert printed(second.weekly_report, many()) == made
    assert second.layouts == 0
    assert printed(second.annex1, many().annex1[2]).startswith(b"%PDF")
    assert second.layouts == 0


@pytest.mark.parametrize("changed", [1, 3])
def test_only_what_changed_is_laid_out(new_printer, changed):
    facts = many()
    new_printer().lay_out(facts.annex1, facts.annex2)
    sheets = list(facts.annex1)
    for n in range(changed):
        sheets[n + 5] = replace(sheets[n + 5], volunteer_count=77)

    printer = new_printer()
    content = printed(printer.weekly_report, replace(facts, annex1=tuple(sheets)))

    assert printer.layouts == changed
    assert text_of(content).count("参加活动志愿者人数77") == changed


def test_other_templates_have_pages_of_their_own(new_printer):
    office = {
        "annex1_paper.html": "{% extends 'frame.html' %}{% block body %}本局用表{% endblock %}"
    }
    ours, theirs = new_printer(), new_printer(templates=office)

    assert ours.template_version != theirs.template_version
    assert "市直和驻惠单位" in text_of(printed(ours.annex2, table())) + text_of(
        printed(ours.annex1, SHEET)
    )
    with pytest.raises(Exception, match="came out wrong"):  # the form's own anchors are missing
        printed(theirs.annex1, SHEET)


def test_progress_counts_forms(new_printer):
    facts, seen = many(), []
    new_printer().lay_out(facts.annex1[:5])
    new_printer().lay_out(facts.annex1, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (5, 12)
    assert seen[-1] == (12, 12)
    assert [done for done, _ in seen] == list(range(5, 13))


# ---- photos


def test_photos_stand_byte_for_byte_as_they_were_kept_and_each_once(printer):
    content = printed(printer.weekly_report, many())
    assert sorted(photos_of(content)) == sorted([PHOTOS[LANDSCAPE], PHOTOS[PORTRAIT]])


def test_a_photo_that_changed_in_storage_stops_the_paper(new_printer, storage):
    new_printer().lay_out([SHEET])
    path = storage.folder / photo_storage_name(LANDSCAPE)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StorageFailed):
        printed(new_printer().annex1, SHEET)


# ---- storage


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="cut short"),
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[:-1] + bytes([content[-1] ^ 1]), id="one bit"),
        pytest.param(lambda content: b"\x80\x05cposix\nsystem\n", id="a pickle"),
    ],
)
def test_damaged_pages_are_laid_out_anew(new_printer, storage, damage):
    made = printed(new_printer().annex1, SHEET)
    (path,) = kept(storage, "pages")
    path.write_bytes(damage(path.read_bytes()))

    printer = new_printer()
    assert printed(printer.annex1, SHEET) == made
    assert printer.layouts == 1
    later = new_printer()
    assert printed(later.annex1, SHEET) == made
    assert later.layouts == 0


def test_pages_that_are_damaged_while_a_paper_is_made_are_laid_out_anew(new_printer, storage):
    made = printed(new_printer().annex1, SHEET)
    printer = new_printer()
    printer.lay_out([SHEET])
    for path in kept(storage, "pages"):
        path.write_bytes(b"gone")
    assert printed(printer.annex1, SHEET) == made


def test_a_damaged_subset_of_a_font_is_cut_anew(new_printer, storage):
    made = printed(new_printer().annex1, SHEET)
    for path in kept(storage, "fonts"):
        path.write_bytes(path.read_bytes()[:-50])
    assert printed(new_printer().annex1, SHEET) == made


def test_pages_in_a_font_that_is_gone_are_laid_out_anew(new_printer, monkeypatch):
    new_printer().lay_out([SHEET])

    def gone(identity):
        raise faces.FaceProblem(identity)

    monkeypatch.setattr("flask_volunteer_reports.rendering.shelf.find_face", gone)
    printer = new_printer()
    printer.lay_out([SHEET])
    assert printer.layouts == 1


def test_the_hot_way_imports_neither_weasyprint_nor_a_pdf_library(new_printer, storage, tmp_path):
    made = printed(new_printer().weekly_report, report(2))
    code = (
        "import io, pathlib, pickle, sys\n"
        "from flask_volunteer_reports.rendering.press import Press\n"
        "from flask_volunteer_reports.rendering.printer import Printer\n"
        "from flask_volunteer_reports.storage import FolderStorage\n"
        "facts, fonts, folder, out = pickle.load(open(sys.argv[1], 'rb'))\n"
        "with Press(fonts, seconds=9, megabytes=2048) as press, open(out, 'wb') as file:\n"
        "    printer = Printer(press, FolderStorage(pathlib.Path(folder)))\n"
        "    printer.weekly_report(facts, file)\n"
        "names = ('weasyprint', 'pikepdf', 'uharfbuzz', 'PIL', 'jinja2', 'flask', 'sqlalchemy')\n"
        "print([name for name in names if name in sys.modules])"
    )
    order, out = tmp_path / "order", tmp_path / "out.pdf"
    order.write_bytes(pickle.dumps((report(2), FONTS, str(storage.folder), str(out))))
    answer = subprocess.run(
        [sys.executable, "-c", code, str(order)], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
    assert out.read_bytes() == made
