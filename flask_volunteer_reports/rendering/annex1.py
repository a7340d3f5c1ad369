"""附件1: one activity on one A4 page. Runs in the rendering process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..errors import PaperFailed
from .documents import OURS, Templates, paper_html, time_span
from .fit import Box, Fitted, fit
from .papers import ANNEX1_LABELS, ANNEX1_TITLE, Annex1Sheet, RenderedFile
from .pdf import Layout, bottom_of, page_of

# The insides of the cells; style.css draws them.
_BOXES = {
    "organization_name": Box(119.5, 9),
    "supervising_unit": Box(43.5, 11.2),
    "leader_name": Box(39.5, 11.2),
    "leader_mobile": Box(43.5, 11.2),
    "time": Box(39.5, 14),
    "place": Box(43.5, 14),
    "summary": Box(119.5, 54),
}

_PAGE = 297.0
_TOLERANCE = 0.1
"""Millimetres that the foot of a form may stand lower than that of an empty one."""


@dataclass(frozen=True, slots=True)
class FittedSheet:
    """An Annex 1 with its texts fitted; ``rest`` goes on to the next sheet, by label."""

    facts: Annex1Sheet
    id: str
    cells: Mapping[str, Fitted]
    rest: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LaidOutSheets:
    """Several Annex 1 in one document."""

    document: Any
    pages: list[range]
    """Of each sheet the indexes of its pages: the form, then what did not fit its cells."""


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
    return [lay_out_sheets([sheet], photos, layout, templates).document]


def lay_out_sheets(
    sheets: Sequence[Annex1Sheet],
    photos: Mapping[str, bytes],
    layout: Layout,
    templates: Templates = OURS,
) -> LaidOutSheets:
    """Lay several 附件1 out at once, each with the sheets that follow it.

    Args:
        photos: JPEG bytes by digest, of all of them.

    Raises:
        PaperFailed: A form does not stand on one page.
    """
    fitted = [fit_sheet(sheet, f"annex1-{n}", layout) for n, sheet in enumerate(sheets)]
    document = _lay_out(fitted, photos, layout, templates)
    if mended := refit_grown(document, fitted, layout, templates):
        document = _lay_out(mended, photos, layout, templates)
    for sheet in fitted:
        check_one_page(document, sheet)
    starts = [page_of(document, sheet.id) for sheet in fitted]
    ends = [*starts[1:], len(document.pages)]
    return LaidOutSheets(document, [range(*pages) for pages in zip(starts, ends, strict=True)])


def _lay_out(
    sheets: Sequence[FittedSheet],
    photos: Mapping[str, bytes],
    layout: Layout,
    templates: Templates,
) -> Any:
    created = sheets[0].facts.filled_on
    html = paper_html(
        "annex1_paper.html", layout, ANNEX1_TITLE, created, templates=templates, sheets=sheets
    )
    return layout.lay_out(html, photos)


def fit_sheet(
    sheet: Annex1Sheet, sheet_id: str, layout: Layout, *, careful: bool = False
) -> FittedSheet:
    """Choose the font size of every cell, and cut what no size makes fit.

    Args:
        careful: See :func:`.fit.fit`.
    """
    texts = {
        "organization_name": sheet.organization_name,
        "supervising_unit": sheet.supervising_unit,
        "leader_name": sheet.leader_name,
        "leader_mobile": sheet.leader_mobile,
        "time": time_span(sheet.starts_at, sheet.ends_at),
        "place": sheet.place,
        "summary": f"{sheet.title}\n{sheet.summary}",
    }
    cells = {name: fit(texts[name], box, layout, careful=careful) for name, box in _BOXES.items()}
    rest = [(ANNEX1_LABELS[name], cell.rest) for name, cell in cells.items() if cell.rest]
    return FittedSheet(sheet, sheet_id, cells, rest)


def refit_grown(
    document: Any,
    sheets: Sequence[FittedSheet],
    layout: Layout,
    templates: Templates = OURS,
) -> list[FittedSheet] | None:
    """Fit those sheets carefully of which a row grew with its text, so that the form is exact.

    Returns:
        All sheets, to be laid out again; None when every form is as an empty one.
    """
    empty = layout.remember(
        ("annex1", *sorted(templates.items())),
        lambda: _foot(_lay_out([_empty(sheets[0], layout)], {}, layout, templates), "empty"),
    )
    grown = {sheet.id for sheet in sheets if _foot(document, sheet.id) > empty + _TOLERANCE}
    if not grown:
        return None
    return [fit_sheet(s.facts, s.id, layout, careful=True) if s.id in grown else s for s in sheets]


def _empty(sheet: FittedSheet, layout: Layout) -> FittedSheet:
    texts = dict.fromkeys(ANNEX1_LABELS, "")
    facts = replace(sheet.facts, registered_on=None, photos=(), **texts)  # type: ignore[arg-type]
    return fit_sheet(facts, "empty", layout)


def _foot(document: Any, sheet_id: str) -> float:
    """Return where the last line of a form ends, through all its pages."""
    end = f"{sheet_id}-end"
    pages = page_of(document, end) - page_of(document, sheet_id)
    return pages * _PAGE + bottom_of(document, end)


def check_one_page(document: Any, sheet: FittedSheet) -> None:
    """Hold that the form stands on one page, whatever was written in it."""
    if page_of(document, sheet.id) != page_of(document, f"{sheet.id}-end"):
        raise PaperFailed(
            "Annex 1 of %(name)s does not fit on one page. Tell the people who run the site.",
            name=sheet.facts.organization_name,
        )
