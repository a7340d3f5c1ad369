"""The forms and the weekly report: facts to PDF. Runs in the rendering process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from ..errors import PaperFailed
from .documents import render_document, time_span
from .fit import Box, Fitted, fit
from .papers import Annex1Sheet, Annex2Line, Annex2Table, RenderedFile, WeeklyReport
from .pdf import Layout, page_of

# The insides of the cells of Annex 1; style.css draws them.
_ANNEX1_BOXES = {
    "organization_name": ("志愿服务组织名称", Box(122.5, 10)),
    "supervising_unit": ("主管单位", Box(45.5, 12)),
    "leader_name": ("志愿服务组织负责人姓名", Box(40.5, 13)),
    "leader_mobile": ("志愿服务组织负责人手机号码", Box(45.5, 13)),
    "time": ("时间", Box(40.5, 17)),
    "place": ("地点", Box(45.5, 17)),
    "summary": ("活动内容简介", Box(122.5, 60)),
}
_ANNEX2_BOXES = {
    "organization": Box(32.5, 60, (10.5, 9)),
    "content": Box(58.5, 60, (10.5, 9)),
    "when": Box(24.5, 30, (10.5, 9)),
}
_UNIT_BOX = Box(65, 7, (12, 10.5, 9, 7))


@dataclass(slots=True)
class _Sheet:
    """An Annex 1 with its texts fitted."""

    facts: Annex1Sheet
    id: str
    cells: dict[str, Fitted]
    rest: list[tuple[str, str]]

    @property
    def entry(self) -> str:
        return f"{self.facts.organization_name}　{self.facts.title}"


@dataclass(slots=True)
class _Row:
    """A row of Annex 2, blank or with its texts fitted."""

    category: str
    blank: bool = True
    organization: Fitted | None = None
    content: Fitted | None = None
    when: Fitted | None = None
    count: int = 0


@dataclass(slots=True)
class _Group:
    category: str
    rows: list[_Row]


@dataclass(slots=True)
class _Table:
    """An Annex 2 with its texts fitted and its rows laid on pages."""

    facts: Annex2Table
    id: str
    unit: Fitted
    pages: list[list[_Group]]
    rest: list[tuple[str, str]]

    @property
    def entry(self) -> str:
        return self.facts.area_name


def render_annex1(
    sheet: Annex1Sheet, photos: Mapping[str, bytes], layout: Layout, *, filename: str
) -> RenderedFile:
    """Render 附件1: one A4 page, and a second sheet for what does not fit its cell.

    Args:
        photos: JPEG bytes by digest.
    """
    fitted = _fit_sheet(sheet, "annex1", layout)
    html = _document(
        "annex1_paper.html",
        layout,
        "市直和驻惠单位志愿服务组织开展活动情况表",
        sheet.filled_on,
        sheet=sheet,
        cells=fitted.cells,
        rest=fitted.rest,
    )
    document = layout.lay_out(html, photos)
    _check_one_page(document, fitted)
    return RenderedFile(filename, layout.write(document, filename), len(document.pages))


def render_annex2(table: Annex2Table, layout: Layout, *, filename: str) -> RenderedFile:
    """Render 附件2: as many pages as its rows need, each with heading and categories."""
    fitted = _fit_table(table, "annex2", layout)
    html = _document(
        "annex2_paper.html",
        layout,
        "各区开展活动情况汇总表",
        table.last_day,
        table=table,
        unit=fitted.unit,
        pages=fitted.pages,
        rest=fitted.rest,
    )
    document = layout.lay_out(html)
    _check_pages(document, fitted)
    return RenderedFile(filename, layout.write(document, filename), len(document.pages))


def render_weekly_report(
    report: WeeklyReport, photos: Mapping[str, bytes], layout: Layout, *, filename: str
) -> RenderedFile:
    """Render the city's weekly report: cover and contents, all forms, who is missing.

    Args:
        photos: JPEG bytes by digest.
    """
    sheets = [_fit_sheet(s, f"annex1-{n}", layout) for n, s in enumerate(report.annex1)]
    tables = [_fit_table(t, f"annex2-{n}", layout) for n, t in enumerate(report.annex2)]
    html = _document(
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
        _check_one_page(document, sheet)
    for table in tables:
        _check_pages(document, table)
    return RenderedFile(filename, layout.write(document, filename), len(document.pages))


def _document(name: str, layout: Layout, title: str, created: date, **facts: Any) -> str:
    return render_document(
        name,
        title=title,
        created=created,
        font_family=layout.font_family,
        **facts,
    )


def _fit_sheet(sheet: Annex1Sheet, sheet_id: str, layout: Layout) -> _Sheet:
    texts = {
        "organization_name": sheet.organization_name,
        "supervising_unit": sheet.supervising_unit,
        "leader_name": sheet.leader_name,
        "leader_mobile": sheet.leader_mobile,
        "time": time_span(sheet.starts_at, sheet.ends_at),
        "place": sheet.place,
        "summary": f"{sheet.title}\n{sheet.summary}",
    }
    cells, rest = {}, []
    for name, (label, box) in _ANNEX1_BOXES.items():
        cells[name] = fit(texts[name], box, layout)
        if cells[name].rest:
            rest.append((label, cells[name].rest))
    return _Sheet(sheet, sheet_id, cells, rest)


def _fit_table(table: Annex2Table, table_id: str, layout: Layout) -> _Table:
    rows: list[_Row] = []
    rest: list[tuple[str, str]] = []
    for group in table.groups:
        rows.extend(_fit_row(group.category, line, layout, rest) for line in group.lines)
        blanks = group.minimum_rows - len(group.lines)
        rows.extend(_Row(group.category) for _ in range(blanks))
    unit = fit(f"填表单位：{table.filled_by_unit}", _UNIT_BOX, layout)
    trial = layout.lay_out(
        _document(
            "annex2_trial.html", layout, "", table.last_day, table=table, unit=unit, rows=rows
        )
    )
    numbered = [(page_of(trial, f"row-{n}"), row) for n, row in enumerate(rows)]
    pages = [
        [
            _Group(category, [row for _, row in of_category])
            for category, of_category in groupby(of_page, key=lambda pair: pair[1].category)
        ]
        for _, of_page in groupby(numbered, key=lambda pair: pair[0])
    ]
    return _Table(table, table_id, unit, pages, rest)


def _fit_row(category: str, line: Annex2Line, layout: Layout, rest: list[tuple[str, str]]) -> _Row:
    texts = {
        "organization": line.organization,
        "content": f"{line.title}\n{line.summary}",
        "when": time_span(line.starts_at, line.ends_at, with_year=False),
    }
    cells = {name: fit(text, _ANNEX2_BOXES[name], layout) for name, text in texts.items()}
    if cells["content"].rest:
        rest.append((f"{line.organization}　{line.title}", cells["content"].rest))
    return _Row(category, False, **cells, count=line.volunteer_count)


def _check_one_page(document: Any, sheet: _Sheet) -> None:
    """Hold that the form stands on one page, whatever was written in it."""
    start, end = page_of(document, sheet.id), page_of(document, f"{sheet.id}-end")
    if start != end:
        raise PaperFailed(
            "Annex 1 of %(name)s does not fit on one page. Tell the people who run the site.",
            name=sheet.facts.organization_name,
        )


def _check_pages(document: Any, table: _Table) -> None:
    """Hold that the rows lie on the pages for which their categories were merged."""
    start, end = page_of(document, table.id), page_of(document, f"{table.id}-end")
    # The closing note alone may go over to one more page.
    if not start + len(table.pages) - 1 <= end <= start + len(table.pages):
        raise PaperFailed(
            "Annex 2 of %(name)s came out wrong. Tell the people who run the site.",
            name=table.facts.area_name,
        )
