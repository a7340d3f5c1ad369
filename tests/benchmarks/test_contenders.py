"""All contenders draw the same: a comparison with less would be worth nothing."""

from __future__ import annotations

from importlib import import_module

import pytest
from pypdf import PdfReader

from benchmarks.baselines import form
from tests.benchmarks.conftest import needs_the_others

NAMES = ["weasyprint_plain", "weasyprint_naive", "typst_", "reportlab_", "platypus"]

pytestmark = [pytest.mark.slow, *needs_the_others]


@pytest.mark.parametrize("name", NAMES)
def test_every_text_page_number_and_bookmark_is_drawn(work, name):
    with import_module(f"benchmarks.baselines.{name}").annex1(work, reports=2) as run:
        run()

    reader = PdfReader(work.out / "annex1.pdf")
    assert len(reader.pages) == 2
    for number, sheet in enumerate(work.sheets(2)):
        drawn = _closed(reader.pages[number].extract_text())
        texts = form.values(sheet) | {"page": f"第{number + 1}页共2页"}
        entry = texts.pop("entry")
        for text in [*texts.values(), *form.TITLE, "附件1：", "（此表可复制）", "单位盖章："]:
            assert _closed(text) in drawn
        assert entry in [mark.title for mark in reader.outline[1]]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "weasyprint_naive"])
def test_the_stored_photos_stand_in_the_file_as_they_are(work, name):
    with import_module(f"benchmarks.baselines.{name}").annex1(work, reports=2) as run:
        run()

    pdf = (work.out / "annex1.pdf").read_bytes()
    photos = [photo for sheet in work.sheets(2) for photo in sheet.photos]
    assert len(set(photos)) == 4
    assert all(work.album.stored(photo) in pdf for photo in photos)


def test_the_naive_table_has_every_row(work):
    with import_module("benchmarks.baselines.weasyprint_naive").annex2(work, rows=30) as run:
        outcome = run()

    pages = [page.extract_text() for page in PdfReader(work.out / "annex2.pdf").pages]
    assert outcome.pages == len(pages)
    drawn = _closed("".join(pages))
    assert drawn.count("街道") >= 30


def _closed(text: str) -> str:
    return "".join(text.split())
