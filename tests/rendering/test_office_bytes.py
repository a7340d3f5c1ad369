"""The same facts give the same Word and Excel files in every process, locale and time zone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

from flask_volunteer_reports.rendering.docx_annex1 import render_annex1_docx
from flask_volunteer_reports.rendering.docx_annex2 import render_annex2_docx
from flask_volunteer_reports.rendering.workbook import Column, ColumnKind, Sheet, Workbook
from flask_volunteer_reports.rendering.xlsx import write_workbook
from flask_volunteer_reports.rendering.xlsx_annex2 import write_annex2_xlsx
from tests.rendering.office import digest, made, photo
from tests.rendering.sheets import SHEET, table

ROOT = Path(__file__).parents[2]
BOOK = Workbook(
    title="统计",
    created=date(2017, 7, 12),
    sheets=(
        Sheet(
            name="表",
            title="统计表",
            subtitle="",
            columns=(Column("名称", 20), Column("时长", 8, ColumnKind.HOURS)),
            rows=(("惠州", 1.5), ("=1", 0.1)),
        ),
    ),
)


def files() -> list[bytes]:
    """One of each kind."""
    return [
        made(lambda out: render_annex1_docx(SHEET, photo, out)),
        made(lambda out: render_annex2_docx(table(30, 2), out)),
        made(lambda out: write_annex2_xlsx(table(30, 2), out)),
        made(lambda out: write_workbook(BOOK, out)),
    ]


def test_again_they_are_the_same():
    assert files() == files()


def test_in_another_process_they_are_the_same():
    code = (
        "import json, os; os.umask(0o077)\n"
        "from tests.rendering.office import digest\n"
        "from tests.rendering.test_office_bytes import files\n"
        "print(json.dumps([digest(content) for content in files()]))"
    )
    answers = []
    for seed, locale, zone in (("1", "C.UTF-8", "UTC"), ("4711", "C", "America/New_York")):
        environment = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        answer = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        answers.append(json.loads(answer.stdout))
    assert answers == [[digest(content) for content in files()]] * 2


def test_their_parts_tell_no_time_and_no_machine():
    for content in files():
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} <= {
            (0, 0),
            (0, 0o600),
        }
        assert entries[0].filename == "[Content_Types].xml"
