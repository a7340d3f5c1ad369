"""The Annex 2 tables of a week as one workbook that can be sorted and added up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...rendering.papers import Annex2Table
from ...rendering.workbook import Column, ColumnKind, Sheet, Workbook


def annex2_workbook(title: str, created: date, tables: Sequence[Annex2Table]) -> Workbook:
    """Put the Annex 2 tables of a week into one file, a sheet for every district."""
    return Workbook(title=title, created=created, sheets=tuple(_sheet(table) for table in tables))


def _sheet(table: Annex2Table) -> Sheet:
    week = f"{table.month}月第{table.week_of_month}周"
    return Sheet(
        name=table.area_name,
        title="各区开展活动情况汇总表",
        subtitle=f"活动开展时间：{week}（{table.first_day}—{table.last_day}）"
        f"　填表单位：{table.filled_by_unit}",
        columns=(
            Column("类别", 12),
            Column("志愿服务组织名称", 30),
            Column("活动名称", 30),
            Column("活动内容", 50),
            Column("日期", 12, ColumnKind.DAY),
            Column("开始时间", 9),
            Column("结束时间", 9),
            Column("志愿者参加人数", 10, ColumnKind.NUMBER),
        ),
        rows=tuple(
            (
                group.category,
                line.organization,
                line.title,
                line.summary,
                line.starts_at.date(),
                f"{line.starts_at:%H:%M}",
                f"{line.ends_at:%H:%M}",
                line.volunteer_count,
            )
            for group in table.groups
            for line in group.lines
        ),
        landscape=True,
    )
