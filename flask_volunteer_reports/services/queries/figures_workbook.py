"""The figures of one area or organization as an Excel file: the whole, and every breakdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from ...domain.figures import Figure, FigureName, Tally, target_minutes
from ...domain.hours import hours_number
from ...models import Area, Campaign, Organization
from ...rendering.workbook import Cell, Column, ColumnKind, Sheet, Workbook
from .figures import FigureRow, by_area, by_month, by_theme, tally
from .figures_by_organization import all_organizations
from .figures_page import FigureBy, breakdowns_of
from .slices import ALL

_COLUMNS = (
    Column("信用时数\n（签到签退，小时）", 15, ColumnKind.HOURS),
    Column("荣誉时数等\n（其他，小时）", 14, ColumnKind.HOURS),
    Column("时数合计\n（小时）", 11, ColumnKind.HOURS),
    Column("时数合计\n（分钟）", 11, ColumnKind.NUMBER),
    Column("服务记录\n（条）", 10, ColumnKind.NUMBER),
    Column("有记录志愿者\n（人）", 13, ColumnKind.NUMBER),
    Column("注册志愿者\n（人）", 12, ColumnKind.NUMBER),
    Column("其中有记录者\n（人）", 13, ColumnKind.NUMBER),
    Column("人均服务时长\n（按注册人数，小时）", 19, ColumnKind.HUNDREDTHS),
    Column("人均服务时长\n（按有记录人数，小时）", 21, ColumnKind.HUNDREDTHS),
    Column("有记录者占\n注册人数（%）", 14, ColumnKind.HUNDREDTHS),
)
_OF_ITSELF = "（本级）"


def figures_workbook(
    session: Session, campaign: Campaign, owner: Area | Organization, *, now: datetime
) -> Workbook:
    """Gather all that the pages say, in a constant number of queries.

    Args:
        now: The day on which it was counted stands on every sheet.
    """
    on = now.astimezone(campaign.rules.week.zone).date()
    whole = tally(session, campaign, owner.id)
    subtitle = _subtitle(campaign, owner, on)
    sheets = [_sheet("合计", "名称", [FigureRow("", owner.name, whole)], subtitle)]
    for by in breakdowns_of(owner, ALL):
        name, rows = _breakdown(session, campaign, owner, by, whole)
        sheets.append(_sheet(name, name.removeprefix("按"), rows, subtitle))
    return Workbook(
        title=f"{campaign.title}服务时长统计（{owner.name}）", created=on, sheets=tuple(sheets)
    )


def _breakdown(
    session: Session,
    campaign: Campaign,
    owner: Area | Organization,
    by: FigureBy,
    whole: Tally,
) -> tuple[str, Sequence[FigureRow]]:
    if by is FigureBy.THEME:
        return "按主题", by_theme(session, campaign, owner.id, whole)
    if by is FigureBy.MONTH or isinstance(owner, Organization):
        return "按月份", by_month(session, campaign, owner.id, whole)
    if by is FigureBy.AREA:
        return "按区域", by_area(session, campaign, owner, whole)
    return "按组织", all_organizations(session, campaign, owner)


def _sheet(name: str, of: str, rows: Sequence[FigureRow], subtitle: str) -> Sheet:
    return Sheet(
        name=name,
        title=f"服务时长统计表（{name}）",
        subtitle=subtitle,
        columns=(Column("编码", 13), Column(of, 34), *_COLUMNS),
        rows=tuple((row.key, _name(row), *_cells(row.tally)) for row in rows),
        landscape=True,
    )


def _name(row: FigureRow) -> str:
    return (
        row.name
        if row.key or row.owner_id or row.tally.active is not None
        else (row.name + _OF_ITSELF)
    )


def _cells(of: Tally) -> Iterator[Cell]:
    """Write a tally; minutes are rounded only here, and what has no denominator is empty."""
    yield hours_number(of.check_in_minutes)
    yield hours_number(of.other_minutes)
    yield hours_number(of.service_minutes)
    yield of.service_minutes
    yield of.records
    yield of.active
    yield of.registered
    yield of.active_registered
    for figure in of.figures.values():
        yield _number(figure)


def _number(figure: Figure | None) -> float | None:
    return figure.number if figure else None


_NOTES = (
    "先合计分钟，再换算一次，不进位。注册志愿者为统计日的人数；有记录志愿者为在该范围内至少有一条"
    "有效记录的人，可能注册在别处。同一人、同一条记录可以出现在多行，各行之和可能大于合计。"
)


def _subtitle(campaign: Campaign, owner: Area | Organization, on: date) -> str:
    number = f"（{campaign.document_number}）" if campaign.document_number else ""
    counted = f"统计日期：{on.year}年{on.month}月{on.day}日"
    lines = [f"{campaign.title}{number}　范围：{owner.name}　{counted}", _NOTES]
    targets = [
        f"{words}{hours_number(minutes):g}小时"
        for name, words in (
            (FigureName.HOURS_PER_REGISTERED, "按注册人数人均"),
            (FigureName.HOURS_PER_ACTIVE, "按有记录人数人均"),
        )
        if (minutes := target_minutes(campaign.rules.recording, name))
    ]
    if targets:
        lines.append(f"本系列活动的目标（供参考，不是规定）：{'；'.join(targets)}。")
    return "\n".join(lines)
