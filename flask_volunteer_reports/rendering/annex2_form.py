"""What 附件2 says in Word and Excel, and how its rows are merged.

Both show the text of a merged cell on its first page only, and nobody but they know where their
pages end. So it is estimated, and the merged cell of a category begins anew there: a long category
is read on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from .days import chinese_day
from .documents import time_span
from .estimate import line_ends
from .fit import LINE_HEIGHT, POINT
from .papers import Annex2Group, Annex2Line, Annex2Table

TITLE = "各区开展活动情况汇总表"
COLUMNS = (20, 35, 61, 28, 22)
"""In millimetres."""
HEADINGS = ("类别", "志愿服务组织名称", "活动内容", "日期及时间", "志愿者\n参加人数")
COPY_NOTE = "（此表可复制）"
SIZE = 10.5
"""Of the texts in the table, in points."""
ROW = 11.7
"""The least height of a row, in millimetres."""

_FIRST_PAGE, _PAGE = 224.0, 248.0
"""What a page holds of the rows, below title and heading or below the heading alone."""
_SIDES, _ABOVE = 3.0, 1.4
"""What stays free beside and above a text, both sides together, in millimetres."""

Block: TypeAlias = "Sequence[Annex2Line | None]"
"""Rows beside one merged cell."""


def caption(table: Annex2Table) -> str:
    """Say for which week the table is; misprinted where the campaign wants it."""
    word = "活动开展日间" if table.print_misprint else "活动开展时间"
    last = f"{table.last_day.month}月{table.last_day.day}日"
    days = f"{chinese_day(table.first_day)}—{last}"
    return f"{word}：{table.month}月第{table.week_of_month}周（{days}）"


def content(line: Annex2Line) -> str:
    """活动内容: the title, and on lines of its own the account."""
    return f"{line.title}\n{line.summary}"


def day_and_time(line: Annex2Line) -> str:
    """日期及时间, without the year, which stands in the caption."""
    return time_span(line.starts_at, line.ends_at, with_year=False)


def parted(table: Annex2Table) -> Iterator[tuple[Annex2Group, Sequence[Block]]]:
    """Part the rows of each category, blank ones (None) among them, where its cell begins anew."""
    room = _FIRST_PAGE
    for group in table.groups:
        blank = group.minimum_rows - len(group.lines)
        parts: list[list[Annex2Line | None]] = []
        for line in (*group.lines, *[None] * blank):
            height = row_height(line)
            if height > room:
                room = _PAGE
                parts.append([])
            elif not parts:
                parts.append([])
            parts[-1].append(line)
            room -= height
        yield group, parts


def row_height(line: Annex2Line | None) -> float:
    """Estimate the height of a row in millimetres."""
    if line is None:
        return ROW
    texts = ((line.organization, COLUMNS[1]), (content(line), COLUMNS[2]))
    most = max(len(line_ends(text, width - _SIDES, SIZE)) for text, width in texts)
    return max(ROW, most * SIZE * POINT * LINE_HEIGHT + _ABOVE)
