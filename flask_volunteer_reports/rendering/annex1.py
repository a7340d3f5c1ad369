"""附件1: one activity on one A4 page. Runs in the rendering process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import PaperFailed
from .documents import OURS, Templates, paper_html, time_span
from .fit import Box, Fitted, fit
from .papers import ANNEX1_TITLE, Annex1Sheet, RenderedFile
from .pdf import Layout, page_of

# The insides of the cells; style.css draws them.
_BOXES = {
    "organization_name": ("志愿服务组织名称", Box(122.5, 10)),
    "supervising_unit": ("主管单位", Box(45.5, 12)),
    "leader_name": ("志愿服务组织负责人姓名", Box(40.5, 13)),
    "leader_mobile": ("志愿服务组织负责人手机号码", Box(45.5, 13)),
    "time": ("时间", Box(40.5, 17)),
    "place": ("地点", Box(45.5, 17)),
    "summary": ("活动内容简介", Box(122.5, 60)),
}


@dataclass(frozen=True, slots=True)
class FittedSheet:
    """An Annex 1 with its texts fitted; ``rest`` goes on to the next sheet, by label."""

    facts: Annex1Sheet
    id: str
    cells: Mapping[str, Fitted]
    rest: list[tuple[str, str]]

    @property
    def entry(self) -> str:
        """Its name in contents and bookmarks."""
        return f"{self.facts.organization_name}　{self.facts.title}"


def render_annex1(
    sheet: Annex1Sheet,
    photos: Mapping[str, bytes],
    layout: Layout,
    *,
    filename: str,
    templates: Templates = OURS,
) -> RenderedFile:
    """Render 附件1: one A4 page, and a second sheet for what does not fit its cell.

    Args:
        photos: JPEG bytes by digest.
        templates: An office's own forms.

    Raises:
        PaperFailed: The form does not stand on one page.
    """
    (document,) = lay_out_annex1(sheet, photos, layout, templates)
    return RenderedFile(filename, layout.write(document, filename), len(document.pages))


def lay_out_annex1(
    sheet: Annex1Sheet,
    photos: Mapping[str, bytes],
    layout: Layout,
    templates: Templates = OURS,
) -> list[Any]:
    """Lay 附件1 out; returns WeasyPrint's documents, which make up the form in this order.

    Raises:
        PaperFailed: The form does not stand on one page.
    """
    fitted = fit_sheet(sheet, "annex1", layout)
    html = paper_html(
        "annex1_paper.html",
        layout,
        ANNEX1_TITLE,
        sheet.filled_on,
        templates=templates,
        sheet=fitted,
    )
    document = layout.lay_out(html, photos)
    check_one_page(document, fitted)
    return [document]


def fit_sheet(sheet: Annex1Sheet, sheet_id: str, layout: Layout) -> FittedSheet:
    """Choose the font size of every cell, and cut what no size makes fit."""
    texts = {
        "organization_name": sheet.organization_name,
        "supervising_unit": sheet.supervising_unit,
        "leader_name": sheet.leader_name,
        "leader_mobile": sheet.leader_mobile,
        "time": time_span(sheet.starts_at, sheet.ends_at),
        "place": sheet.place,
        "summary": f"{sheet.title}\n{sheet.summary}",
    }
    cells = {name: fit(texts[name], box, layout) for name, (_, box) in _BOXES.items()}
    rest = [(label, cells[name].rest) for name, (label, _) in _BOXES.items() if cells[name].rest]
    return FittedSheet(sheet, sheet_id, cells, rest)


def check_one_page(document: Any, sheet: FittedSheet) -> None:
    """Hold that the form stands on one page, whatever was written in it."""
    if page_of(document, sheet.id) != page_of(document, f"{sheet.id}-end"):
        raise PaperFailed(
            "Annex 1 of %(name)s does not fit on one page. Tell the people who run the site.",
            name=sheet.facts.organization_name,
        )
