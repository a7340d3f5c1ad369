"""The sheets of the statistics, from what was counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from ...domain.campaign import CampaignRules
from ...domain.directory import Affiliation
from ...domain.hours import hours_number
from ...domain.weeks import Week
from ...rendering.papers import Standings
from ...rendering.workbook import Cell, Column, ColumnKind, Sheet
from .accepted import AcceptedReport

_AFFILIATIONS = {
    Affiliation.MUNICIPAL: "市直",
    Affiliation.DISTRICT: "区直",
    Affiliation.STATIONED: "驻惠",
    Affiliation.SUBDISTRICT: "各街道",
    Affiliation.SOCIAL: "社会",
}
_WITHOUT_THEME = "（未关联项目）"

_SUMS = (
    Column("活动场次", 10, ColumnKind.NUMBER),
    Column("参加人次", 10, ColumnKind.NUMBER),
    Column("活动前已发布项目\n（场）", 13, ColumnKind.NUMBER),
    Column("已记录时长\n（场）", 12, ColumnKind.NUMBER),
    Column("已确认服务时长\n（小时）", 14, ColumnKind.HOURS),
    Column("其中信用时数\n（签到，小时）", 13, ColumnKind.HOURS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Of which campaign and of whom the statistics are.

    ``on`` is the day on which they were made, None where they do not bear it.
    """

    rules: CampaignRules
    name: str
    on: date | None

    def subtitle(self, *notes: str) -> str:
        """Say it in the line below the title."""
        number = f"（{self.rules.document_number}）" if self.rules.document_number else ""
        first = f"{self.rules.title}{number}　范围：{self.name}"
        if self.on:
            first += f"　统计日期：{self.on.year}年{self.on.month}月{self.on.day}日"
        return "\n".join((first, *notes))


@dataclass(frozen=True, slots=True)
class Member:
    """An organization in scope."""

    id: UUID
    code: str
    name: str
    affiliation: Affiliation
    area: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Who of *who* handed in for a week."""

    week: Week
    due_at: datetime
    who: str
    standings: Standings


@dataclass(frozen=True, slots=True)
class _Sums:
    """Activities, attendances (人次), published before, with confirmed hours, and their minutes."""

    activities: int
    attendances: int
    published: int
    recorded: int
    service_minutes: int
    check_in_minutes: int

    @classmethod
    def of(cls, reports: Sequence[AcceptedReport]) -> Self:
        """Add up accepted reports."""
        return cls(
            len(reports),
            sum(report.facts.volunteer_count for report in reports),
            sum(report.derived.project_published.value for report in reports),
            sum(report.derived.hours_recorded.value for report in reports),
            sum(report.derived.totals.service_minutes for report in reports),
            sum(report.derived.totals.check_in_minutes for report in reports),
        )

    @property
    def cells(self) -> tuple[Cell, ...]:
        """As they stand in a row; minutes are rounded only here."""
        return (
            self.activities,
            self.attendances,
            self.published,
            self.recorded,
            hours_number(self.service_minutes),
            hours_number(self.check_in_minutes),
        )

    def __str__(self) -> str:
        return (
            f"合计：活动{self.activities}场，参加{self.attendances}人次，"
            f"活动前已发布项目{self.published}场，已记录时长{self.recorded}场，"
            f"已确认服务时长{hours_number(self.service_minutes):g}小时，"
            f"其中信用时数{hours_number(self.check_in_minutes):g}小时"
        )


def by_organization_sheet(
    scope: Scope, members: Iterable[Member], reports: Sequence[AcceptedReport]
) -> Sheet:
    """各单位开展活动情况: one row for every organization, those without activities as well."""
    of_member: defaultdict[UUID, list[AcceptedReport]] = defaultdict(list)
    for report in reports:
        of_member[report.organization_id].append(report)
    return Sheet(
        name="各单位开展活动情况",
        title="各单位开展活动情况统计表",
        subtitle=scope.subtitle(str(_Sums.of(reports))),
        columns=(
            Column("单位编码", 13),
            Column("志愿服务组织名称", 34),
            Column("隶属关系", 10),
            Column("所属区域", 14),
            *_SUMS,
        ),
        rows=tuple(
            (
                member.code,
                member.name,
                _AFFILIATIONS[member.affiliation],
                member.area,
                *_Sums.of(of_member[member.id]).cells,
            )
            for member in members
        ),
        landscape=True,
    )


def by_week_sheet(scope: Scope, weeks: Iterable[HandedIn]) -> Sheet:
    """各周报送情况: who owed and what became of it; of the late and the nil ones likewise."""
    zone = scope.rules.week.zone
    headings = ("应报", "按时", "逾期", "其中零报告", "其中未通过审核", "未报")
    return Sheet(
        name="各周报送情况",
        title="各周报送情况统计表",
        subtitle=scope.subtitle("已结束的各周"),
        columns=(
            Column("周次", 11),
            Column("起始日期", 12, ColumnKind.DAY),
            Column("结束日期", 12, ColumnKind.DAY),
            Column("报送截止", 18),
            Column("报送单位", 22),
            *(Column(heading, 9, ColumnKind.NUMBER) for heading in headings),
        ),
        rows=tuple(
            (
                row.week.key,
                row.week.starts_on,
                row.week.ends_on,
                f"{row.due_at.astimezone(zone):%Y-%m-%d %H:%M}",
                row.who,
                row.standings.owing,
                row.standings.on_time,
                len(row.standings.late),
                len(row.standings.nil),
                len(row.standings.in_review),
                len(row.standings.missing),
            )
            for row in weeks
        ),
        landscape=True,
    )


def detail_sheet(scope: Scope, reports: Sequence[AcceptedReport]) -> Sheet:
    """活动明细: every accepted activity, in order of week, organization and start."""
    return Sheet(
        name="活动明细",
        title="活动明细表",
        subtitle=scope.subtitle(str(_Sums.of(reports))),
        columns=(
            Column("周次", 11),
            Column("志愿服务组织名称", 30),
            Column("活动名称", 30),
            Column("地点", 26),
            Column("日期", 12, ColumnKind.DAY),
            Column("开始时间", 9),
            Column("志愿者参加人数", 10, ColumnKind.NUMBER),
            Column("项目是否发布", 9),
            Column("是否记录时长", 9),
            Column("已确认服务时长\n（小时）", 12, ColumnKind.HOURS),
            Column("其中信用时数\n（小时）", 11, ColumnKind.HOURS),
        ),
        rows=tuple(
            _detail(scope, report)
            for report in sorted(reports, key=lambda report: report.week_starts_on)
        ),
        landscape=True,
    )


def _detail(scope: Scope, report: AcceptedReport) -> tuple[Cell, ...]:
    facts, derived = report.facts, report.derived
    starts_at = facts.starts_at.astimezone(scope.rules.week.zone)
    return (
        Week(report.week_starts_on).key,
        facts.organization_name,
        facts.title,
        facts.place,
        starts_at.date(),
        f"{starts_at:%H:%M}",
        facts.volunteer_count,
        "是" if derived.project_published.value else "否",
        "是" if derived.hours_recorded.value else "否",
        hours_number(derived.totals.service_minutes),
        hours_number(derived.totals.check_in_minutes),
    )


def by_theme_sheet(
    scope: Scope, reports: Sequence[AcceptedReport], themes: Mapping[UUID, Sequence[str]]
) -> Sheet:
    """按主题: every theme of the campaign in its order; an activity counts in each of its own."""
    of_theme: defaultdict[str, list[AcceptedReport]] = defaultdict(list)
    for report in reports:
        codes = themes.get(report.activity_id, ()) if report.activity_id else ()
        for code in codes or ("",):
            of_theme[code].append(report)
    names = {theme.code: theme.name for theme in scope.rules.themes}
    dropped = sorted(of_theme.keys() - names.keys() - {""})
    rows = [(names.get(code, code), of_theme.get(code, [])) for code in (*names, *dropped)]
    rows.append((_WITHOUT_THEME, of_theme.get("", [])))
    return Sheet(
        name="按主题",
        title="按主题统计表",
        subtitle=scope.subtitle(
            str(_Sums.of(reports)), "一场活动可以属于多个主题，各行之和可能大于合计。"
        ),
        columns=(Column("主题", 28), *_SUMS),
        rows=tuple((name, *_Sums.of(found).cells) for name, found in rows),
    )
