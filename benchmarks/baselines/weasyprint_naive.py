"""What one writes first: tables that find their own widths, photos as they were uploaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape

from flask_volunteer_reports.rendering.papers import Annex2Group, Annex2Table
from flask_volunteer_reports.rendering.pdf import Layout

from .. import content
from ..album import Uploads
from ..work import FONTS, Outcome, Run, Work
from .weasyprint_plain import draw, fit_sheets

AUTOMATIC = "table { table-layout: auto }"


@contextmanager
def annex1(work: Work, *, reports: int) -> Iterator[Run]:
    """All Annex 1 sheets in one document, two photos of 12 megapixels on each."""
    layout = Layout(FONTS)
    uploads = Uploads(work.album, 2 * reports)
    fitted = fit_sheets(
        [
            replace(sheet, photos=(str(2 * number), str(2 * number + 1)))
            for number, sheet in enumerate(work.sheets(reports))
        ],
        layout,
    )
    warm_up = work.warm_up_sheets()
    photos = {name: work.album.stored(name) for sheet in warm_up for name in sheet.photos}
    draw(fit_sheets(warm_up, layout), photos, layout)

    def run() -> Outcome:
        pdf = draw(fitted, uploads, layout, AUTOMATIC)
        (work.out / "annex1.pdf").write_bytes(pdf)
        return Outcome(size=len(pdf), pages=reports)

    yield run


STYLE = """\
@page { size: A4; margin: 18mm 22mm 16mm 22mm;
  @bottom-center { content: "第 " counter(page) " 页　共 " counter(pages) " 页"; font-size: 9pt } }
html { font-size: 10.5pt; line-height: 1.3 }
h1 { font-size: 20pt; text-align: center }
table { border-collapse: collapse }
td, th { border: 0.4pt solid black; padding: 1mm 1.5mm; font-weight: normal; text-align: center }
"""
HEADINGS = ("类别", "志愿服务组织名称", "活动内容", "日期及时间", "志愿者参加人数")


@contextmanager
def annex2(work: Work, *, rows: int) -> Iterator[Run]:
    """An Annex 2 as one table; its merged cells show on their first page only."""
    layout = Layout(FONTS)
    table = content.table(rows)
    _draw_annex2(content.table(4, content.WARM_UP), layout)

    def run() -> Outcome:
        pdf, pages = _draw_annex2(table, layout)
        (work.out / "annex2.pdf").write_bytes(pdf)
        return Outcome(size=len(pdf), pages=pages)

    yield run


def _draw_annex2(table: Annex2Table, layout: Layout) -> tuple[bytes, int]:
    headings = "".join(f"<th scope=col>{heading}</th>" for heading in HEADINGS)
    document = layout.lay_out(
        f"<html lang=zh-Hans><title>附件2</title><style>{STYLE}"
        f"html {{ font-family: {layout.font_family} }}</style>"
        f"<p>附件2</p><h1>各区开展活动情况汇总表</h1><p>活动开展时间：{table.month}月第"
        f"{table.week_of_month}周　填表单位：{escape(table.filled_by_unit)}</p>"
        f"<table><thead><tr>{headings}</tr></thead>"
        f"{''.join(map(_category, table.groups))}</table><p>（此表可复制）</p>"
    )
    return layout.write(document, "annex2.pdf"), len(document.pages)


def _category(group: Annex2Group) -> str:
    merged = f"<th rowspan={len(group.lines)}>{escape(group.category)}</th>"
    rows = []
    for number, line in enumerate(group.lines):
        when = f"{line.starts_at:%m-%d %H:%M}—{line.ends_at:%H:%M}"
        rows.append(
            f"<tr>{'' if number else merged}<td>{escape(line.organization)}</td>"
            f"<td>{escape(line.title)}<br>{escape(line.summary)}</td>"
            f"<td>{when}</td><td>{line.volunteer_count}</td></tr>"
        )
    return f"<tbody>{''.join(rows)}</tbody>"
