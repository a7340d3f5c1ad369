"""The city's weekly report: all forms of a week in one file. Runs in the rendering process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .annex1 import FittedSheet, check_one_page, fit_sheet, refit_grown
from .annex2 import FittedTable, check_pages, fit_table
from .documents import paper_html
from .papers import RenderedFile, WeeklyReport
from .pdf import Layout


def render_weekly_report(
    report: WeeklyReport, photos: Mapping[str, bytes], layout: Layout, *, filename: str
) -> RenderedFile:
    """Render cover and contents, all forms, and who is missing, late or nil.

    Args:
        photos: JPEG bytes by digest.

    Raises:
        PaperFailed: A form came out wrong.
    """
    sheets = [fit_sheet(s, f"annex1-{n}", layout) for n, s in enumerate(report.annex1)]
    tables = [fit_table(t, f"annex2-{n}", layout) for n, t in enumerate(report.annex2)]
    document = _lay_out(report, sheets, tables, photos, layout)
    if sheets and (mended := refit_grown(document, sheets, layout)):
        document = _lay_out(report, mended, tables, photos, layout)
    for sheet in sheets:
        check_one_page(document, sheet)
    for table in tables:
        check_pages(document, table)
    return RenderedFile(filename, layout.write(document, filename), len(document.pages))


def _lay_out(
    report: WeeklyReport,
    sheets: list[FittedSheet],
    tables: list[FittedTable],
    photos: Mapping[str, bytes],
    layout: Layout,
) -> Any:
    html = paper_html(
        "weekly_report.html",
        layout,
        f"学雷锋志愿服务活动周报 {report.week_key}",
        report.produced_on,
        report=report,
        sheets=sheets,
        tables=tables,
    )
    return layout.lay_out(html, photos)
