"""Spreadsheets as people send them: good ones and bad ones."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

HEADINGS = ("志愿者编号", "姓名", "联系电话", "出生年月", "区域编码", "同意日期")


def xlsx(*rows: Sequence[object], change: Callable[[Any], None] | None = None) -> bytes:
    """Write rows into the first sheet; *change* the workbook before it is saved."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*rows: Sequence[str], sign: str = ",", encoding: str = "utf-8") -> bytes:
    """Write rows as CSV."""
    return "".join(sign.join(row) + "\r\n" for row in rows).encode(encoding)
