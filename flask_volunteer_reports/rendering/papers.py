"""The facts of the week's papers: everything that they say, nothing that they must look up.

Instants are local to the campaign (aware, in its zone); photos are named by their digests and
handed over beside the facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ..errors import Fault
from .snapshot import UNLESS_NONE

ANNEX1_TITLE = "市直和驻惠单位志愿服务组织开展活动情况表"
ANNEX2_TITLE = "各区开展活动情况汇总表"

ANNEX1_LABELS = {
    "organization_name": "志愿服务组织名称",
    "supervising_unit": "主管单位",
    "leader_name": "志愿服务组织负责人姓名",
    "leader_mobile": "志愿服务组织负责人手机号码",
    "place": "地点",
    "title": "活动内容简介",
    "summary": "活动内容简介",
}
"""Which facts are texts that people wrote, and under which label each stands on 附件1."""

ANNEX2_LABELS = {"organization": "志愿服务组织名称", "title": "活动内容", "summary": "活动内容"}
"""The same for a row of 附件2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex1Sheet:
    """附件1, one sheet for one activity."""

    organization_code: str
    organization_name: str
    registered_on: date | None
    supervising_unit: str
    leader_name: str
    leader_mobile: str
    filled_on: date
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    volunteer_count: int
    hours_recorded: bool
    project_published: bool
    summary: str
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex2Line:
    """One activity in 附件2."""

    organization: str
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    volunteer_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex2Group:
    """One category with its merged cell; padded with blank rows up to ``minimum_rows``."""

    category: str
    minimum_rows: int
    lines: tuple[Annex2Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex2Table:
    """附件2, the table of one district for one week."""

    area_code: str
    area_name: str
    month: int
    week_of_month: int
    first_day: date
    last_day: date
    filled_by_unit: str
    print_misprint: bool
    groups: tuple[Annex2Group, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organization or a district stands with its papers of the week."""

    name: str
    at: datetime | None
    """When it handed in first; None where it did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """Who owed, and what became of it; a late one also stands where it belongs otherwise."""

    owing: int
    on_time: int
    late: tuple[Standing, ...]
    in_review: tuple[Standing, ...]
    nil: tuple[Standing, ...]
    missing: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerStand:
    """Where all chains of the ledger together stood: whoever kept the paper can prove it later."""

    at: datetime
    entries: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReport:
    """The city's report of a week: counts, Annex 1 sheets, Annex 2 tables, who is missing."""

    campaign_title: str
    document_number: str
    issued_by: str
    week_key: str
    year: int
    month: int
    week_of_month: int
    first_day: date
    last_day: date
    due_at: datetime
    produced_on: date
    organizations: Standings
    districts: Standings
    service_minutes: int
    check_in_minutes: int
    """Of these by check-in (信用时数)."""
    annex1: tuple[Annex1Sheet, ...]
    annex2: tuple[Annex2Table, ...]
    ledger: LedgerStand | None = field(default=None, metadata=UNLESS_NONE)
    """Where the ledger of hours stood; only where the campaign wants it printed."""

    @property
    def attendances(self) -> int:
        """人次 of the Annex 1 sheets."""
        return sum(sheet.volunteer_count for sheet in self.annex1)

    @property
    def published(self) -> int:
        """How many of the Annex 1 activities were published beforehand."""
        return sum(sheet.project_published for sheet in self.annex1)

    @property
    def recorded(self) -> int:
        """How many of the Annex 1 activities have confirmed hours."""
        return sum(sheet.hours_recorded for sheet in self.annex1)

    @property
    def district_lines(self) -> Sequence[Annex2Line]:
        """All lines of all Annex 2 tables."""
        return [line for table in self.annex2 for group in table.groups for line in group.lines]


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A finished file; ``pages`` counts what was laid out."""

    filename: str
    content: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class TriedForm(RenderedFile):
    """The preview of an office's own form that works, and what was passed over in it."""

    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What stands in the foot of every page of an issued paper: its number, and how to check it."""

    number: str
    """Such as 惠志联周报〔2017〕27号."""
    revision: int
    """1 for the first; a later one supersedes it. 0 for a paper that has no revisions."""
    code: str
    """Twelve letters and digits that lead to the entry in the register."""
    address: str
    """Where the code is checked, drawn as a QR code; empty draws none."""
