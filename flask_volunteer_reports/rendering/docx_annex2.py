"""附件2 as a Word file.

Written as a table of Word's own, with its rows whole and its heading row on every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from .annex2_form import (
    COLUMNS,
    COPY_NOTE,
    HEADINGS,
    ROW,
    SIZE,
    TITLE,
    caption,
    content,
    day_and_time,
    parted,
    row_height,
)
from .docx_document import TITLE_SIZE, add_annex_name, add_paragraph, add_xml, new_document, save
from .docx_table import Cell, Merge, Row, add_caption, table_xml
from .estimate import fit_by_estimate
from .fit import Box
from .office import USUAL_FONTS, OfficeFonts
from .papers import Annex2Line, Annex2Table

_WHOLE = 120.0
"""A row that is higher may break between pages; Word leaves half a page empty otherwise."""


def render_annex2_docx(
    table: Annex2Table, out: BinaryIO, *, fonts: OfficeFonts = USUAL_FONTS
) -> None:
    """Write 附件2 to *out*: on as many pages as its rows need, each with the heading row."""
    document = new_document(f"{TITLE}　{table.area_name}", table.last_day, fonts)
    add_annex_name(document, "附件2")
    add_paragraph(document, TITLE, size=TITLE_SIZE, style="Title", align="center", before=1)
    add_caption(
        document,
        (102, 64),
        (
            fit_by_estimate(caption(table), Box(101, 7, (11, 10.5, 9))),
            fit_by_estimate(f"填表单位：{table.filled_by_unit}", Box(63, 7, (11, 10.5, 9, 7))),
        ),
        description="活动开展时间、填表单位",
    )
    add_xml(document, table_xml(COLUMNS, _rows(table), description=TITLE))
    add_paragraph(document, COPY_NOTE, before=2)
    save(document, out)


def _rows(table: Annex2Table) -> Iterator[Row]:
    yield Row(cells=[Cell(text=text, margin=0.5) for text in HEADINGS], height=13.1, heading=True)
    for group, parts in parted(table):
        for part in parts:
            for offset, line in enumerate(part):
                first = offset == 0
                category = Cell(
                    text=group.category if first else "",
                    size=SIZE,
                    merge=Merge.FIRST if first else Merge.ON,
                    at_top=len(parts) > 1,
                )
                yield _row(category, line)


def _row(category: Cell, line: Annex2Line | None) -> Row:
    if line is None:
        return Row(cells=[category, *[Cell(size=SIZE)] * 4], height=ROW)
    cells = [
        category,
        Cell(text=line.organization, size=SIZE),
        Cell(text=content(line), size=SIZE, align="left", paragraphs=True),
        Cell(text=day_and_time(line), size=SIZE),
        Cell(text=str(line.volunteer_count)),
    ]
    return Row(cells=cells, height=ROW, may_break=row_height(line) > _WHOLE)
