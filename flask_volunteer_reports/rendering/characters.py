"""Characters that the papers cannot draw, and where they stand: none is printed as a box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import singledispatch
from typing import Any

from ..errors import PaperFailed
from .certificate import Certificate
from .fonts import PaperFonts, undrawable, with_code_points
from .papers import (
    ANNEX1_LABELS,
    ANNEX2_LABELS,
    Annex1Sheet,
    Annex2Table,
    Standings,
    WeeklyReport,
)
from .weekly_report import WeeklyCover, WeeklyStandings


def refuse_boxes(facts: Any, fonts: PaperFonts) -> None:
    """Refuse what would be printed as boxes.

    Args:
        facts: Of one paper, or of several.

    Raises:
        PaperFailed: Names every place in the paper, by the labels that stand on it, with the
            characters and their code points.
    """
    found: dict[str, dict[str, None]] = {}
    for place, text in texts_of(facts):
        if missing := undrawable(text, fonts):
            found.setdefault(place, {}).update(dict.fromkeys(missing))
    if found:
        raise PaperFailed(
            "The fonts of the papers cannot draw these characters, so nothing was printed: "
            "%(places)s. Have the texts changed, or ask the people who run the site to name a font "
            "that has the characters (VOLUNTEER_REPORTS_PAPER_WIDE_FONTS).",
            places="；".join(f"{place}：{with_code_points(c)}" for place, c in found.items()),
        )


@singledispatch
def texts_of(facts: Any) -> Iterator[tuple[str, str]]:
    """Yield every text of a paper with its place, in the words that stand on the paper."""
    raise TypeError(f"Not the facts of a paper: {type(facts).__name__}")


@texts_of.register
def _(sheet: Annex1Sheet) -> Iterator[tuple[str, str]]:
    for name, label in ANNEX1_LABELS.items():
        yield f"附件1 {sheet.organization_name} {label}", str(getattr(sheet, name))


@texts_of.register
def _(table: Annex2Table) -> Iterator[tuple[str, str]]:
    yield f"附件2 {table.area_name} 填表单位", f"{table.area_name}{table.filled_by_unit}"
    row = 0
    for group in table.groups:
        yield f"附件2 {table.area_name} 类别", group.category
        for line in group.lines:
            row += 1
            for name, label in ANNEX2_LABELS.items():
                yield f"附件2 {table.area_name} 第{row}行 {label}", str(getattr(line, name))
        row += max(0, group.minimum_rows - len(group.lines))


@texts_of.register
def _(cover: WeeklyCover) -> Iterator[tuple[str, str]]:
    yield "周报 印发单位", cover.issued_by
    yield "周报 系列活动", f"{cover.campaign_title}{cover.document_number}"


@texts_of.register
def _(lists: WeeklyStandings) -> Iterator[tuple[str, str]]:
    for standings in (lists.organizations, lists.districts):
        yield from _names(standings)


@texts_of.register
def _(certificate: Certificate) -> Iterator[tuple[str, str]]:
    yield "证明 姓名", certificate.content.name
    yield "证明 志愿者编号", certificate.content.volunteer_no
    for number, line in enumerate(certificate.content.lines, 1):
        yield f"证明 第{number}行", f"{line.title}{line.place}{line.organization}"


@texts_of.register(list)
def _(several: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for facts in several:
        yield from texts_of(facts)


@texts_of.register
def _(report: WeeklyReport) -> Iterator[tuple[str, str]]:
    yield "周报 印发单位", report.issued_by
    yield "周报 系列活动", f"{report.campaign_title}{report.document_number}"
    for sheet in report.annex1:
        yield from texts_of(sheet)
    for table in report.annex2:
        yield from texts_of(table)
    for standings in (report.organizations, report.districts):
        yield from _names(standings)


def _names(standings: Standings) -> Iterator[tuple[str, str]]:
    lists = {
        "未报": standings.missing,
        "逾期": standings.late,
        "零报告": standings.nil,
        "未通过审核": standings.in_review,
    }
    for label, rows in lists.items():
        for number, row in enumerate(rows, 1):
            yield f"周报 {label}名单 第{number}行", row.name
