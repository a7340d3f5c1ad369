"""Who has handed in what for a week: on time, late, nil, missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    return week_boards(session, campaign, [week], area=area)[0]


def week_boards(
    session: Session, campaign: Campaign, weeks: Sequence[Week], *, area: Area
) -> list[WeekBoard]:
    """Tell the same of several weeks, in as many queries."""
    if not weeks:
        return []
    city = area.level is AreaLevel.CITY
    organizations = _organizations(session, campaign, weeks, area)
    districts = _districts(session, campaign, weeks, area) if city else {}
    return [
        WeekBoard(week, campaign.rules.due_at(week), organizations[week], districts.get(week, []))
        for week in weeks
    ]


def unsettled_first(entries: Iterable[BoardEntry]) -> list[BoardEntry]:
    """Put those in front with whom something is to be done; the others keep their order."""
    return sorted(
        entries,
        key=lambda entry: (
            UNSETTLED.index(entry.state) if entry.state in UNSETTLED else len(UNSETTLED)
        ),
    )


def _organizations(
    session: Session, campaign: Campaign, weeks: Sequence[Week], area: Area
) -> dict[Week, list[BoardEntry]]:
    rows = session.execute(
        select(
            Organization.id,
            Organization.code,
            Organization.name,
            Organization.affiliation,
            Organization.dissolved_on,
        )
        .where(
            reports_to(area, campaign.rules),
            or_(
                Organization.dissolved_on.is_(None),
                Organization.dissolved_on > min(weeks).starts_on,
            ),
        )
        .order_by(Organization.code)
    ).all()
    reports = _reports(session, campaign, weeks, area)
    nil_returns = _nil_returns(session, campaign, weeks, area)
    entries: dict[Week, list[BoardEntry]] = {}
    for week in weeks:
        entries[week] = [
            _organization_entry(
                campaign.rules,
                week,
                (organization_id, code, name, affiliation),
                reports[week.starts_on, organization_id],
                nil_returns.get((week.starts_on, organization_id)),
            )
            for organization_id, code, name, affiliation, dissolved_on in rows
            if dissolved_on is None or dissolved_on > week.starts_on
        ]
    return entries


def _reports(
    session: Session, campaign: Campaign, weeks: Sequence[Week], area: Area
) -> defaultdict[tuple[date, UUID], list[tuple[ReportStatus, datetime]]]:
    """Find what was handed in, by week and organization."""
    rows = session.execute(
        select(
            ActivityReport.week_starts_on,
            ActivityReport.organization_id,
            ActivityReport.status,
            ActivityReport.first_submitted_at,
        ).where(
            ActivityReport.campaign_id == campaign.id,
            ActivityReport.week_starts_on.in_(week.starts_on for week in weeks),
            ActivityReport.receiving_area_id == area.id,
            ActivityReport.status != ReportStatus.VOID,
            ActivityReport.first_submitted_at.is_not(None),
        )
    )
    found: defaultdict[tuple[date, UUID], list[tuple[ReportStatus, datetime]]] = defaultdict(list)
    for week_starts_on, organization_id, status, first_submitted_at in rows:
        if week_starts_on and first_submitted_at:
            found[week_starts_on, organization_id].append((status, first_submitted_at))
    return found


def _nil_returns(
    session: Session, campaign: Campaign, weeks: Sequence[Week], area: Area
) -> dict[tuple[date, UUID], datetime]:
    """Find when nil returns were filed, by week and organization."""
    rows = session.execute(
        select(NilReturn.week_starts_on, NilReturn.organization_id, NilReturn.filed_at).where(
            NilReturn.campaign_id == campaign.id,
            NilReturn.week_starts_on.in_(week.starts_on for week in weeks),
            NilReturn.receiving_area_id == area.id,
            NilReturn.voided_at.is_(None),
        )
    )
    return {(week_starts_on, key): filed_at for week_starts_on, key, filed_at in rows}


def _organization_entry(
    rules: CampaignRules,
    week: Week,
    who: tuple[UUID, str, str, Affiliation],
    handed_in: Collection[tuple[ReportStatus, datetime]],
    nil_at: datetime | None,
) -> BoardEntry:
    organization_id, code, name, affiliation = who
    owes = rules.reports_to_city(affiliation) and rules.owes(week)
    first = min((at for _, at in handed_in), default=nil_at)
    return BoardEntry(
        organization_id,
        code,
        name,
        affiliation,
        owes,
        _state({status for status, _ in handed_in}, nil=nil_at is not None, owes=owes),
        len(handed_in),
        first,
        rules.timeliness(week, first) if first else None,
    )


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
    session: Session, campaign: Campaign, weeks: Sequence[Week], city: Area
) -> dict[Week, list[BoardEntry]]:
    rules = campaign.rules
    areas = session.execute(
        select(Area.id, Area.code, Area.name)
        .where(Area.code.in_(rules.annex2_areas), Area.within(city.path))
        .order_by(Area.code)
    ).all()
    summaries = defaultdict(list)
    for starts_on, area_id, line_count, submitted_at in session.execute(
        select(
            DistrictSummary.week_starts_on,
            DistrictSummary.area_id,
            DistrictSummary.line_count,
            DistrictSummary.submitted_at,
        )
        .where(
            DistrictSummary.campaign_id == campaign.id,
            DistrictSummary.week_starts_on.in_(week.starts_on for week in weeks),
        )
        .order_by(DistrictSummary.number)
    ):
        summaries[starts_on, area_id].append((line_count, submitted_at))
    return {
        week: [
            _district_entry(rules, week, (area_id, code, name), summaries[week.starts_on, area_id])
            for area_id, code, name in areas
        ]
        for week in weeks
    }


def _district_entry(
    rules: CampaignRules,
    week: Week,
    who: tuple[UUID, str, str],
    handed_in: Sequence[tuple[int, datetime]],
) -> BoardEntry:
    area_id, code, name = who
    owes = rules.owes(week)
    first = handed_in[0][1] if handed_in else None
    lines = handed_in[-1][0] if handed_in else 0
    state = WeekState.MISSING if owes else WeekState.NOTHING
    if handed_in:
        state = WeekState.ACCEPTED if lines else WeekState.NIL_RETURN
    return BoardEntry(
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


def reports_to(area: Area, rules: CampaignRules) -> ColumnElement[bool]:
    """Condition: the organization reports to the office of *area* (see receiving_area)."""
    below = Organization.area_id.in_(select(Area.id).where(Area.within(area.path)))
    to_city = Organization.affiliation.in_(rules.annex1_affiliations)
    if area.level is AreaLevel.CITY:
        return below & (to_city | (Organization.area_id == area.id))
    return below & ~to_city
