"""Facts for papers, and what a finished PDF says where."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
from pypdf import PdfReader

from flask_volunteer_reports.rendering.papers import (
    Annex1Sheet,
    Annex2Group,
    Annex2Line,
    Annex2Table,
    Standing,
    Standings,
    WeeklyReport,
)
from tests.world import ZONE, jpeg

GOLDEN = Path(__file__).parent.parent / "golden"

LANDSCAPE, PORTRAIT, PANORAMA = "a" * 64, "b" * 64, "c" * 64
PHOTOS = {
    LANDSCAPE: jpeg(1600, 1200, "#7fa8c9"),
    PORTRAIT: jpeg(1200, 1600, "#c9a87f"),
    PANORAMA: jpeg(1600, 300, "#7fc98a"),
}

SHEET = Annex1Sheet(
    organization_code="M001",
    organization_name="惠州市图书馆学雷锋志愿服务队",
    registered_on=date(2012, 3, 5),
    supervising_unit="惠州市文化广电新闻出版局",
    leader_name="陈喆",
    leader_mobile="13800000001",
    filled_on=date(2017, 7, 10),
    title="“书香惠州”图书整理与导读",
    starts_at=datetime(2017, 7, 5, 9, 0, tzinfo=ZONE),
    ends_at=datetime(2017, 7, 5, 11, 30, tzinfo=ZONE),
    place="惠州市图书馆一楼大厅",
    volunteer_count=23,
    hours_recorded=True,
    project_published=False,
    summary="志愿者在图书馆一楼大厅为读者提供导读、图书整理和自助借还指引服务。",
    photos=(LANDSCAPE, PORTRAIT),
)

LINE = Annex2Line(
    organization="惠城区环卫局志愿服务队",
    title="洁净家园清扫行动",
    summary="清扫背街小巷，宣传垃圾分类。",
    starts_at=datetime(2017, 7, 4, 8, 30, tzinfo=ZONE),
    ends_at=datetime(2017, 7, 4, 11, 0, tzinfo=ZONE),
    volunteer_count=12,
)


def table(units: int = 1, streets: int = 1, **changes: Any) -> Annex2Table:
    """An Annex 2 with so many lines in its two categories."""
    facts = Annex2Table(
        area_code="441302",
        area_name="惠城区",
        month=7,
        week_of_month=1,
        first_day=date(2017, 7, 3),
        last_day=date(2017, 7, 9),
        filled_by_unit="惠城区志愿服务联合会",
        print_misprint=False,
        groups=(
            Annex2Group(category="区直单位", minimum_rows=8, lines=_lines("区直", units)),
            Annex2Group(category="各街道", minimum_rows=9, lines=_lines("街道", streets)),
        ),
    )
    return replace(facts, **changes)


def _lines(word: str, count: int) -> tuple[Annex2Line, ...]:
    return tuple(replace(LINE, organization=f"{word}志愿服务队{n}") for n in range(1, count + 1))


def report(sheets: int = 2, **changes: Any) -> WeeklyReport:
    """A weekly report with so many Annex 1 sheets and one Annex 2."""
    none: tuple[Standing, ...] = ()
    facts = WeeklyReport(
        campaign_title="迎接2017年全国文明城市复查学雷锋志愿服务和公益系列活动",
        document_number="惠文明办〔2017〕98号",
        issued_by="惠州市志愿服务联合会秘书处",
        week_key="2017-W27",
        year=2017,
        month=7,
        week_of_month=1,
        first_day=date(2017, 7, 3),
        last_day=date(2017, 7, 9),
        due_at=datetime(2017, 7, 11, 17, 30, tzinfo=ZONE),
        produced_on=date(2017, 7, 12),
        organizations=Standings(
            owing=5,
            on_time=2,
            late=(Standing("惠州市青少年宫", datetime(2017, 7, 12, 9, 1, tzinfo=ZONE)),),
            in_review=none,
            nil=(Standing("惠州市气象局", datetime(2017, 7, 10, 9, 1, tzinfo=ZONE)),),
            missing=(Standing("惠州市科技馆", None),),
        ),
        districts=Standings(
            owing=1,
            on_time=0,
            late=none,
            in_review=none,
            nil=none,
            missing=(Standing("惠城区", None),),
        ),
        service_minutes=119,
        check_in_minutes=60,
        annex1=tuple(
            replace(SHEET, organization_code=f"M{n}", organization_name=f"第{n}志愿服务队")
            for n in range(1, sheets + 1)
        ),
        annex2=(table(),),
    )
    return replace(facts, **changes)


def text_of(pdf: bytes, page: int | None = None) -> str:
    """The text of a PDF, or of one page, without white space."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    chosen = pages if page is None else [pages[page]]
    return re.sub(r"\s", "", "".join(p.extract_text() for p in chosen))


def cells_of(pdf: bytes, page: int = 0) -> list[dict[str, Any]]:
    """The cells of the largest table of a page: box in millimetres, and text.

    In reading order; x from the left edge of the paper, y from its top.
    """
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return _cells(document.pages[page])


def _cells(sheet: Any) -> list[dict[str, Any]]:
    tables = sheet.find_tables({"snap_tolerance": 1, "join_tolerance": 1})
    if not tables:
        return []
    largest = max(tables, key=lambda t: (t.bbox[2] - t.bbox[0]) * (t.bbox[3] - t.bbox[1]))
    return [
        {"box": _millimetres(box), "text": re.sub(r"\s", "", sheet.crop(box).extract_text() or "")}
        for box in sorted(largest.cells, key=lambda b: (round(b[1]), round(b[0])))
    ]


def form_of(pdf: bytes) -> list[dict[str, Any]]:
    """All that stands on the pages of a form, where, in millimetres.

    Cells with their texts, the lines of text with their sizes, and the photos.
    """
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            {
                "cells": _cells(sheet),
                "lines": [
                    {
                        "box": _millimetres((w["x0"], w["top"], w["x1"], w["bottom"])),
                        "text": w["text"],
                        "font": f"{w['fontname'].partition('+')[2]} {w['size']:.1f}",
                    }
                    for w in sheet.extract_words(
                        keep_blank_chars=True, extra_attrs=["fontname", "size"]
                    )
                ],
                "photos": [
                    {"box": box, "text": ""}
                    for box in sorted(
                        _millimetres((i["x0"], i["top"], i["x1"], i["bottom"]))
                        for i in sheet.images
                    )
                ],
            }
            for sheet in document.pages
        ]


def _millimetres(edges: Iterable[float]) -> list[float]:
    return [round(edge * 25.4 / 72, 2) for edge in edges]


def images_of(pdf: bytes, page: int = 0) -> list[list[float]]:
    """The boxes of the images of a page, in millimetres, from left to right."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        images = document.pages[page].images
        return sorted(
            [round(image[k] * 25.4 / 72, 1) for k in ("x0", "top", "x1", "bottom")]
            for image in images
        )


TOLERANCE = 0.3 * 25.4 / 72
"""0.3 points, in millimetres."""


def check_golden(name: str, found: list[dict[str, Any]]) -> None:
    """Compare the pages of a form with what was approved: texts, fonts, and boxes to 0.3 points.

    ``UPDATE_GOLDEN=1`` writes what is found; look at the difference before committing it.
    """
    path = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(_one_thing_a_line(found), "utf-8")
    approved = json.loads(path.read_text("utf-8"))
    assert len(found) == len(approved)
    for page, wanted_page in zip(found, approved, strict=True):
        for part in ("cells", "lines", "photos"):
            texts = [(thing["text"], thing.get("font")) for thing in page[part]]
            assert texts == [(thing["text"], thing.get("font")) for thing in wanted_page[part]]
            for thing, wanted in zip(page[part], wanted_page[part], strict=True):
                shifts = [abs(a - b) for a, b in zip(thing["box"], wanted["box"], strict=True)]
                assert max(shifts) <= TOLERANCE, (thing, wanted)


def _one_thing_a_line(pages: list[dict[str, Any]]) -> str:
    lines = []
    for page in pages:
        parts = []
        for part, things in page.items():
            each = ",\n  ".join(json.dumps(thing, ensure_ascii=False) for thing in things)
            parts.append(f' "{part}": [\n  {each}\n ]' if things else f' "{part}": []')
        lines.append("{\n" + ",\n".join(parts) + "\n}")
    return "[\n" + ",\n".join(lines) + "\n]\n"


def printed(write: Any, *facts: Any, **options: Any) -> bytes:
    """The bytes that a printer's method writes."""
    out = io.BytesIO()
    write(*facts, out, **options)
    return out.getvalue()


def photos_of(pdf: bytes) -> list[bytes]:
    """The JPEG streams of a PDF, each as it stands there."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [
            bytes(item.read_raw_bytes())
            for item in file.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]


def pictures_of(pdf: bytes, folder: Path) -> list[bytes]:
    """The pages as pixels, 100 to an inch, without the lower margin where the foot stands."""
    folder.mkdir(parents=True)
    (folder / "paper.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "100", str(folder / "paper.pdf"), str(folder / "page")]
    subprocess.run(command, check=True)
    pictures = []
    for path in sorted(folder.glob("page-*.ppm")):
        kind, size, _, pixels = path.read_bytes().split(b"\n", 3)
        assert kind == b"P6"
        width, height = map(int, size.split())
        foot = round(16 / 25.4 * 100)
        pictures.append(pixels[: width * 3 * (height - foot)])
    return pictures
