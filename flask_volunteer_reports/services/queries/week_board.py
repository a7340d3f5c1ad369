"""Who has handed in what for a week: on time, late, nil, missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from ...domain.campaign import CampaignRules
from ...domain.directory import Affiliation, AreaLevel
from ...domain.statuses import ReportStatus
from ...domain.weeks import Timeliness, Week
from ...models import (
    ActivityReport,
    Area,
    Campaign,
    DistrictSummary,
    NilReturn,
    Organization,
)


class WeekState(StrEnum):
    """Where somebody stands with the papers of a week."""

    ACCEPTED = "accepted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    NIL_RETURN = "nil_return"
    MISSING = "missing"
    """Owed and not handed in."""
    NOTHING = "nothing"
    """Not handed in and not owed."""


UNSETTLED = (WeekState.MISSING, WeekState.IN_REVIEW, WeekState.RETURNED)
"""Where somebody has something to do still, the most urgent first."""


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One organization, or one district, and how it stands."""

    id: UUID
    code: str
    name: str
    affiliation: Affiliation | None
    owes: bool
    state: WeekState
    reports: int
    """Activity reports handed in; for a district, lines of its Annex 2."""
    handed_in_at: datetime | None
    """The first time; it decides on time or late."""
    timeliness: Timeliness | None


@dataclass(frozen=True, slots=True)
class WeekBoard:
    """A week as the office of an area sees it."""

    week: Week
    due_at: datetime
    organizations: Sequence[BoardEntry]
    districts: Sequence[BoardEntry]

    @property
    def entries(self) -> Sequence[BoardEntry]:
        """Organizations, then districts."""
        return [*self.organizations, *self.districts]


def week_board(session: Session, campaign: Campaign, week: Week, *, area: Area) -> WeekBoard:
    """Tell how everybody stands who reports to the office of *area* for *week*.

    The city sees municipal and stationed units and the districts that owe Annex 2; a district sees
    its organizations. In order of code; a constant number of queries.
    """
    city = area.level is AreaLevel.CITY
    return WeekBoard(
        week,
        campaign.rules.due_at(week),
        _organizations(session, campaign, week, area),
        _districts(session, campaign, week, area) if city else [],
    )


def unsettled_first(entries: Iterable[BoardEntry]) -> list[BoardEntry]:
    """Put those in front with whom something is to be done; the others keep their order."""
    return sorted(
        entries,
        key=lambda entry: (
            UNSETTLED.index(entry.state) if entry.state in UNSETTLED else len(UNSETTLED)
        ),
    )


def _organizations(
    session: Session, campaign: Campaign, week: Week, area: Area
) -> Sequence[BoardEntry]:
    rules = campaign.rules
    rows = session.execute(
        select(Organization.id, Organization.code, Organization.name, Organization.affiliation)
        .where(
            _reports_to(area, rules),
            or_(
                Organization.dissolved_on.is_(None),
                Organization.dissolved_on > week.starts_on,
            ),
        )
        .order_by(Organization.code)
    )
    of_week = (
        ActivityReport.campaign_id == campaign.id,
        ActivityReport.week_starts_on == week.starts_on,
        ActivityReport.receiving_area_id == area.id,
    )
    reports: defaultdict[UUID, list[tuple[ReportStatus, datetime]]] = defaultdict(list)
    for organization_id, status, first_submitted_at in session.execute(
        select(
            ActivityReport.organization_id,
            ActivityReport.status,
            ActivityReport.first_submitted_at,
        ).where(
            *of_week,
            ActivityReport.status != ReportStatus.VOID,
            ActivityReport.first_submitted_at.is_not(None),
        )
    ):
        if first_submitted_at is not None:
            reports[organization_id].append((status, first_submitted_at))
    nil_returns = {
        row[0]: row[1]
        for row in session.execute(
            select(NilReturn.organization_id, NilReturn.filed_at).where(
                NilReturn.campaign_id == campaign.id,
                NilReturn.week_starts_on == week.starts_on,
                NilReturn.receiving_area_id == area.id,
                NilReturn.voided_at.is_(None),
            )
        )
    }
    entries = []
    for organization_id, code, name, affiliation in rows:
        handed_in = reports[organization_id]
        owes = rules.reports_to_city(affiliation) and rules.owes(week)
        first = min((at for _, at in handed_in), default=nil_returns.get(organization_id))
        statuses = {status for status, _ in handed_in}
        state = _state(statuses, nil=organization_id in nil_returns, owes=owes)
        entries.append(
            BoardEntry(
                organization_id,
                code,
                name,
                affiliation,
                owes,
                state,
                len(handed_in),
                first,
                rules.timeliness(week, first) if first else None,
            )
        )
    return entries


def _state(statuses: Collection[ReportStatus], *, nil: bool, owes: bool) -> WeekState:
    """Name the state of the report that needs attention most; an accepted one alone is settled."""
    if ReportStatus.RETURNED in statuses:
        return WeekState.RETURNED
    if ReportStatus.SUBMITTED in statuses or ReportStatus.DRAFT in statuses:
        return WeekState.IN_REVIEW
    if statuses:
        return WeekState.ACCEPTED
    if nil:
        return WeekState.NIL_RETURN
    return WeekState.MISSING if owes else WeekState.NOTHING


def _districts(
    session: Session, campaign: Campaign, week: Week, city: Area
) -> Sequence[BoardEntry]:
    rules = campaign.rules
    areas = session.execute(
        select(Area.id, Area.code, Area.name)
        .where(Area.code.in_(rules.annex2_areas), Area.within(city.path))
        .order_by(Area.code)
    )
    summaries = defaultdict(list)
    for area_id, line_count, submitted_at in session.execute(
        select(DistrictSummary.area_id, DistrictSummary.line_count, DistrictSummary.submitted_at)
        .where(
            DistrictSummary.campaign_id == campaign.id,
            DistrictSummary.week_starts_on == week.starts_on,
        )
        .order_by(DistrictSummary.number)
    ):
        summaries[area_id].append((line_count, submitted_at))
    entries = []
    owes = rules.owes(week)
    for area_id, code, name in areas:
        handed_in = summaries[area_id]
        first = handed_in[0][1] if handed_in else None
        lines = handed_in[-1][0] if handed_in else 0
        state = WeekState.MISSING if owes else WeekState.NOTHING
        if handed_in:
            state = WeekState.ACCEPTED if lines else WeekState.NIL_RETURN
        entries.append(
            BoardEntry(
                area_id,
                code,
                name,
                None,
                owes,
                state,
                lines,
                first,
                rules.timeliness(week, first) if first else None,
            )
        )
    return entries


def _reports_to(area: Area, rules: CampaignRules) -> ColumnElement[bool]:
    """Condition: the organization reports to the office of *area* (see receiving_area)."""
    below = Organization.area_id.in_(select(Area.id).where(Area.within(area.path)))
    to_city = Organization.affiliation.in_(rules.annex1_affiliations)
    if area.level is AreaLevel.CITY:
        return below & (to_city | (Organization.area_id == area.id))
    return below & ~to_city
