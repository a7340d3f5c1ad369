"""The city's weekly report: all forms of a week in one file. Runs in the rendering process."""

from __future__ import annotations

from collections.abc import Mapping

from .annex1 import check_one_page, fit_sheet
from .annex2 import check_pages, fit_table
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
    html = paper_html(
        "weekly_report.html",
        layout,
        f"学雷锋志愿服务活动周报 {report.week_key}",
        report.produced_on,
        report=report,
        sheets=sheets,
        tables=tables,
    )
    document = layout.lay_out(html, photos)
    for sheet in sheets:
        check_one_page(document, sheet)
    for table in tables:
        check_pages(document, table)
    return RenderedFile(filename, layout.write(document, filename), len(document.pages))
