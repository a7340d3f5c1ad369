"""STAND-IN until the workbooks of statistics are merged: the two calls that they will answer.

Replace the bodies by ``queries.statistics.campaign_statistics(session, campaign, area=…,
organization=…, now=…)`` and ``rendering.xlsx.write_workbook(workbook, out)``.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from ...domain.archiving import MEDIA_NAMES
from ...domain.hours import hours_text
from ...rendering.workbook import Column, ColumnKind, Sheet, Workbook
from ..queries.archive import Selection
from ..queries.campaign_figures import campaign_figures


def statistics_workbook(session: Session, selection: Selection, *, now: datetime) -> Workbook:  # noqa: ARG001 -- the merged one needs it
    """Return the statistics that the system makes of a selection."""
    figures = campaign_figures(session, selection)
    rules = selection.campaign.rules
    rows = [
        (theme.name, theme.activities, theme.attendances, hours_text(theme.service_minutes))
        for theme in figures.themes
    ]
    media = [(MEDIA_NAMES[kind], count) for kind, count in figures.media.items()]
    return Workbook(
        title=f"{rules.title} 统计表",
        created=rules.ends_on,
        sheets=(
            Sheet(
                name="按主题",
                title=f"{rules.title} 统计表",
                subtitle=f"活动{figures.activities}场，{figures.attendances}人次",
                columns=(
                    Column("主题", 28),
                    Column("活动数", 10, ColumnKind.NUMBER),
                    Column("人次", 10, ColumnKind.NUMBER),
                    Column("服务时长（小时）", 18),
                ),
                rows=tuple(rows),
            ),
            Sheet(
                name="宣传报道",
                title="宣传报道",
                subtitle="",
                columns=(Column("媒体", 20), Column("篇数", 10, ColumnKind.NUMBER)),
                rows=tuple(media),
            ),
        ),
    )


def workbook_bytes(workbook: Workbook) -> bytes:
    """Write a workbook; the same facts give the same bytes."""
    import xlsxwriter  # noqa: PLC0415 -- slow import

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {"title": workbook.title, "created": datetime.combine(workbook.created, time(), UTC)}
    )
    for facts in workbook.sheets:
        sheet = book.add_worksheet(facts.name)
        sheet.write_string(0, 0, facts.title)
        sheet.write_string(1, 0, facts.subtitle)
        for place, column in enumerate(facts.columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(2, place, column.heading)
        sheet.freeze_panes(3, 0)
        for number, row in enumerate(facts.rows, 3):
            for place, cell in enumerate(row):
                if isinstance(cell, (int, float)):
                    sheet.write_number(number, place, cell)
                elif cell is not None:
                    sheet.write_string(number, place, str(cell))
    book.close()
    return out.getvalue()
