"""One WeasyPrint document with our own templates: what there was before pages were kept.

Fixed table layout, photos as stored, tagged, bookmarks, page numbers. The texts are fitted to their
cells before the measurement, because trying sizes is ours and not WeasyPrint's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from flask_volunteer_reports.rendering.annex1 import FittedSheet, fit_sheet
from flask_volunteer_reports.rendering.documents import paper_html
from flask_volunteer_reports.rendering.papers import Annex1Sheet
from flask_volunteer_reports.rendering.pdf import Layout

from ..work import FONTS, Outcome, Run, Work

TITLE = "市直和驻惠单位志愿服务组织开展活动情况表"
BUNDLE = """\
{% extends "frame.html" %}
{% from "annex1.html" import annex1 %}
{% block style %}
@page { @bottom-center {
  content: "第 " counter(page) " 页　共 " counter(pages) " 页"; font-size: 9pt
} }
.part { bookmark-level: 1; bookmark-label: "附件1" }
.sheet { bookmark-level: 2; bookmark-label: attr(data-entry); break-before: page }
.sheet:first-child { break-before: auto }
STYLE{% endblock %}
{% block body %}
<div class="part">
{% for sheet in sheets %}
<div class="sheet" data-entry="{{ sheet.facts.organization_name }}　{{ sheet.facts.title }}">
{{ annex1(sheet) }}
</div>
{% endfor %}
</div>
{% endblock %}
"""


@contextmanager
def annex1(work: Work, *, reports: int) -> Iterator[Run]:
    """All Annex 1 sheets in one document."""
    layout = Layout(FONTS)
    sheets = work.sheets(reports)
    photos = {name: work.album.stored(name) for sheet in sheets for name in sheet.photos}
    fitted = fit_sheets(sheets, layout)
    warm_up = work.warm_up_sheets()
    photos |= {name: work.album.stored(name) for sheet in warm_up for name in sheet.photos}
    draw(fit_sheets(warm_up, layout), photos, layout)

    def run() -> Outcome:
        pdf = draw(fitted, photos, layout)
        (work.out / "annex1.pdf").write_bytes(pdf)
        return Outcome(size=len(pdf), pages=reports)

    yield run


def fit_sheets(sheets: Sequence[Annex1Sheet], layout: Layout) -> list[FittedSheet]:
    """Choose the font sizes of all cells."""
    return [fit_sheet(sheet, f"annex1-{number}", layout) for number, sheet in enumerate(sheets)]


def draw(
    sheets: Sequence[FittedSheet], photos: Mapping[str, bytes], layout: Layout, style: str = ""
) -> bytes:
    """Fill the templates, lay out, write.

    Args:
        style: CSS on top of ours.
    """
    html = paper_html(
        "bundle.html",
        layout,
        TITLE,
        sheets[0].facts.filled_on,
        templates={"bundle.html": BUNDLE.replace("STYLE", style)},
        sheets=sheets,
    )
    return layout.write(layout.lay_out(html, photos), "annex1.pdf")
