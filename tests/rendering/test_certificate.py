"""志愿服务记录证明: what it says, over how many pages, and the same bytes everywhere."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pdfplumber
import pikepdf
import pytest

from flask_volunteer_reports.errors import PaperFailed
from flask_volunteer_reports.rendering.certificate import (
    Certificate,
    CertificateContent,
    CertificateLine,
    certificate_from,
)
from flask_volunteer_reports.rendering.snapshot import to_plain
from tests.rendering.sheets import printed, text_of

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2017, 6, 1, 9, tzinfo=ZONE)


def line(number: int, **changes: object) -> CertificateLine:
    """A record of 119 minutes; every other one by check-in."""
    start = FIRST + timedelta(hours=7 * number)
    by_check_in = number % 2
    values = {
        "starts_at": start,
        "ends_at": start + timedelta(minutes=119),
        "title": f"关爱空巢老人志愿服务第{number}期",
        "place": "惠城区桥东街道东坡社区",
        "organization": ("惠州市图书馆志愿服务队", "惠州市中心人民医院志愿服务总队")[by_check_in],
        "check_in_minutes": 119 * by_check_in,
        "other_minutes": 119 * (1 - by_check_in),
    }
    return CertificateLine(**{**values, **changes})


def certificate(count: int = 3, **changes: object) -> Certificate:
    """A certificate of so many records."""
    values = {
        "name": "张小三",
        "volunteer_no": "LIB-000123",
        "from_on": date(2017, 6, 1),
        "until_on": date(2017, 8, 31),
        "with_seal": False,
        "lines": tuple(line(n) for n in range(count)),
    }
    return Certificate(
        number="2017-000042",
        code="7K3M9QX2ABCD",
        check_address="https://example.org/certificates/check/2017-000042/7K3M9QX2ABCD",
        issued_on=date(2017, 9, 1),
        content=CertificateContent(**{**values, **changes}),
    )


def pages_of(content: bytes) -> int:
    with pdfplumber.open(io.BytesIO(content)) as file:
        return len(file.pages)


def test_it_says_who_when_what_where_for_whom_and_how_long(printer):
    said = text_of(printed(printer.certificate, certificate()))

    assert "志愿服务记录证明" in said
    assert "证明编号：2017-000042" in said
    assert "兹证明张小三（志愿者编号：LIB-000123）" in said
    assert "有志愿服务记录3条" in said
    for part in ("2017年6月1日", "09:00—10:59", "关爱空巢老人志愿服务第2", "惠城区桥东街道"):
        assert part in said
    assert "记录单位：惠州市图书馆志愿服务队、惠州市中心人民医院志愿服务总队。" in said
    assert "出具日期：2017年9月1日" in said
    assert "盖章" not in said


def test_sums_come_first_and_are_rounded_once_and_never_up(printer):
    said = text_of(printed(printer.certificate, certificate()))

    assert "合计5.9小时（357分钟）" in said  # 5.95; three times 1.9 would be 5.7
    assert "信用时数1.9小时（119分钟）" in said
    assert "荣誉时数3.9小时（238分钟）" in said


def test_a_place_for_a_seal_only_where_it_is_wanted(printer):
    assert "记录单位（盖章）：" in text_of(
        printed(printer.certificate, certificate(with_seal=True))
    )


def test_300_records_run_over_pages_that_each_have_the_heading(printer):
    content = printed(printer.certificate, certificate(300))

    total = pages_of(content)
    assert 10 < total < 30
    with pdfplumber.open(io.BytesIO(content)) as file:
        for number, page in enumerate(file.pages, 1):
            words = "".join(page.extract_text().split())
            assert f"第{number}页共{total}页" in words
            assert "查验码：7K3M9QX2ABCD" in words
            if page.find_tables() and any(len(t.rows) > 2 for t in page.find_tables()):
                assert "序号" in words
            for table in page.find_tables():
                left, top, right, bottom = table.bbox
                assert left > 50
                assert right < page.width - 50
                assert bottom < page.height - 16 * 72 / 25.4
                assert top > 30
    said = "".join(text_of(content, page) for page in range(total))
    assert all(f"第{n}期" in said for n in range(300))


def test_the_foot_has_number_and_code_and_no_revision(printer):
    said = text_of(printed(printer.certificate, certificate()))
    assert "编号：2017-000042" in said
    assert "第1版" not in said
    assert "第0版" not in said


def test_it_is_tagged_and_says_its_title_and_language(printer):
    content = printed(printer.certificate, certificate())
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang).lower().startswith("zh")
        assert str(file.docinfo["/Title"]) == "志愿服务记录证明 2017-000042"


def test_what_is_kept_comes_back_as_it_was():
    made = certificate(5)
    assert certificate_from(to_plain(made)) == made


_PRINT = """
import io, sys, tempfile, hashlib
from pathlib import Path
from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.press import Press
from flask_volunteer_reports.rendering.printer import Printer
from flask_volunteer_reports.storage import FolderStorage
from tests.rendering.test_certificate import certificate
out = io.BytesIO()
with tempfile.TemporaryDirectory() as folder:
    with Press(PaperFonts.of(Settings()), seconds=60, megabytes=2048) as press:
        Printer(press, FolderStorage(Path(folder))).certificate(certificate(30), out)
print(hashlib.sha256(out.getvalue()).hexdigest())
"""


def test_two_processes_write_the_same_bytes():
    digests = {
        subprocess.run(
            [sys.executable, "-c", _PRINT], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(digests) == 1


def test_a_character_that_no_font_has_is_refused_by_its_place(printer):
    with pytest.raises(PaperFailed, match="证明 姓名"):
        printed(printer.certificate, certificate(name="\U000e0100张"))


def test_the_longest_texts_stay_within_their_cells(printer):
    longest = replace(line(0), title="长" * 100, place="地" * 200, organization="队" * 100)
    content = printed(printer.certificate, certificate(lines=(longest,) * 4))
    with pdfplumber.open(io.BytesIO(content)) as file:
        for page in file.pages:
            right = max(char["x1"] for char in page.chars)
            assert right < page.width - 50
    said = "".join(text_of(content, page) for page in range(pages_of(content)))
    assert said.count("地") >= 800
