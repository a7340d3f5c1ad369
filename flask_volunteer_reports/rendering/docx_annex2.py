"""附件2 as a Word file.

Word shows the text of a merged cell on its first page only, and nobody but Word knows where its
pages end. So the merged cell of a long category begins anew every hundred millimetres, and the
category is read on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from .docx_document import TITLE_SIZE, add_paragraph, add_xml, new_document, save
from .docx_table import PADDING, Cell, Merge, Row, table_xml
from .documents import chinese_day, time_span
from .estimate import fit_by_estimate, line_ends
from .fit import LINE_HEIGHT, POINT, Box
from .office import OfficeFonts
from .papers import Annex2Group, Annex2Line, Annex2Table

TITLE = "各区开展活动情况汇总表"
COLUMNS = (18, 36, 62, 28, 22)
"""In millimetres."""
HEADINGS = ("类别", "志愿服务组织名称", "活动内容", "日期及时间", "志愿者\n参加人数")

_SIZE = 10.5
_ROW = 11.5
"""The least height of a row, in millimetres."""
_BLOCK = 100.0
"""The merged cell of a category begins anew after so many millimetres: on every page, twice."""
_WHOLE = 120.0
"""A row that is higher may break between pages; Word leaves half a page empty otherwise."""


def caption(table: Annex2Table) -> str:
    """Say for which week the table is; misprinted where the campaign wants it."""
    word = "活动开展日间" if table.print_misprint else "活动开展时间"
    last = f"{table.last_day.month}月{table.last_day.day}日"
    days = f"{chinese_day(table.first_day)}—{last}"
    return f"{word}：{table.month}月第{table.week_of_month}周（{days}）"


def render_annex2_docx(
    table: Annex2Table, out: BinaryIO, *, fonts: OfficeFonts = OfficeFonts()
) -> None:
    """Write 附件2 to *out*: on as many pages as its rows need, each with the heading row."""
    document = new_document(f"{TITLE}　{table.area_name}", table.last_day, fonts)
    add_paragraph(document, "附件2", size=14)
    add_paragraph(document, TITLE, size=TITLE_SIZE, style="Title", align="center", before=1)
    about = fit_by_estimate(caption(table), Box(101, 7, (12, 11, 10.5, 9)))
    unit = fit_by_estimate(f"填表单位：{table.filled_by_unit}", Box(63, 7, (12, 10.5, 9, 7)))
    cells = [Cell(text=fitted.text, size=fitted.size, align="left") for fitted in (about, unit)]
    add_xml(
        document,
        table_xml(
            (102, 64),
            [Row(cells=cells, height=9)],
            description="活动开展时间、填表单位",
            borders=False,
            margin=0,
        ),
    )
    add_paragraph(document, "", size=1)  # else Word would join the two tables
    add_xml(document, table_xml(COLUMNS, _rows(table.groups), description=TITLE))
    add_paragraph(document, "（此表可复制）", before=2)
    save(document, out)


def _rows(groups: Iterable[Annex2Group]) -> Iterator[Row]:
    yield Row(cells=[Cell(text=text, size=11) for text in HEADINGS], height=8, heading=True)
    for group in groups:
        blank = group.minimum_rows - len(group.lines)
        blocks = _blocks([*group.lines, *[None] * blank])
        for block in blocks:
            for offset, line in enumerate(block):
                first = offset == 0
                category = Cell(
                    text=group.category if first else "",
                    size=_SIZE,
                    merge=Merge.FIRST if first else Merge.ON,
                    at_top=len(blocks) > 1,
                    margin=1,
                )
                yield _row(category, line)


def _blocks(lines: Sequence[Annex2Line | None]) -> Sequence[Sequence[Annex2Line | None]]:
    """Part the rows of a category where its merged cell begins anew."""
    blocks: list[list[Annex2Line | None]] = []
    room = 0.0
    for line in lines:
        height = _height(line)
        if height > room:
            blocks.append([])
            room = _BLOCK
        blocks[-1].append(line)
        room -= height
    return blocks


def _height(line: Annex2Line | None) -> float:
    """Estimate the height of a row in millimetres."""
    if line is None:
        return _ROW
    texts = ((line.organization, COLUMNS[1]), (_content(line), COLUMNS[2]))
    most = max(len(line_ends(text, width - 3, _SIZE)) for text, width in texts)
    return max(_ROW, most * _SIZE * POINT * LINE_HEIGHT + 2 * PADDING)


def _row(category: Cell, line: Annex2Line | None) -> Row:
    if line is None:
        return Row(cells=[category, *[Cell(size=_SIZE)] * 4], height=_ROW)
    cells = [
        category,
        Cell(text=line.organization, size=_SIZE),
        Cell(text=_content(line), size=_SIZE, align="left", paragraphs=True),
        Cell(text=time_span(line.starts_at, line.ends_at, with_year=False), size=_SIZE),
        Cell(text=str(line.volunteer_count)),
    ]
    return Row(cells=cells, height=_ROW, may_break=_height(line) > _WHOLE)


def _content(line: Annex2Line) -> str:
    return f"{line.title}\n{line.summary}"
