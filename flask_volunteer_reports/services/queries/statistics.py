"""统计表格 of a campaign: what was done, who handed in, by week, organization and theme.

Counted from accepted reports and their confirmed hours by the queries that papers and pages use.
Nobody's name or number is in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ...domain.directory import AreaLevel
from ...domain.weeks import Week
from ...errors import ConfigurationError, InvalidEntry
from ...models import Activity, ActivityReport, Area, Campaign, Organization, ProjectTheme
from ...rendering.workbook import Workbook
from ..reporting.receiving import receiving_area
from .accepted import accepted_reports, reported_activities
from .papers import standings
from .statistics_sheets import (
    HandedIn,
    Member,
    Scope,
    by_organization_sheet,
    by_theme_sheet,
    by_week_sheet,
    detail_sheet,
)
from .week_board import WeekBoard, reports_to, week_boards


def campaign_statistics(
    session: Session,
    campaign: Campaign,
    *,
    area: Area | None,
    organization: Organization | None,
    now: datetime,
) -> Workbook:
    """Count what a campaign has come to, in a constant number of queries.

    Args:
        session: To read with.
        campaign: Which one.
        area: The city or a district: what its office and those below it received. None is the city.
        organization: Only this one's.
        now: Weeks that are over by then are listed.

    Raises:
        InvalidEntry: The area has no office.
    """
    city = _city(session, campaign)
    area = area or city
    if area.level not in (AreaLevel.CITY, AreaLevel.DISTRICT):
        raise InvalidEntry("Statistics are made for the city or for a district.", field="area")
    rules = campaign.rules
    reports = accepted_reports(session, campaign, None, area=area, organization=organization)
    themes = _themes(session, campaign, area, organization)
    scope = Scope(
        rules=rules,
        name=organization.name if organization else area.name,
        on=now.astimezone(rules.week.zone).date(),
    )
    return Workbook(
        title=f"{rules.title}统计表（{scope.name}）",
        created=scope.on,
        sheets=(
            by_organization_sheet(scope, _members(session, campaign, area, organization), reports),
            by_week_sheet(scope, _handed_in(session, campaign, city, area, organization, now)),
            detail_sheet(scope, reports),
            by_theme_sheet(scope, reports, themes),
        ),
    )


def _city(session: Session, campaign: Campaign) -> Area:
    city = session.scalars(select(Area).where(Area.code == campaign.rules.city)).first()
    if city is None:
        raise ConfigurationError(
            "The directory has no area with the code “%(code)s”. Add it first.",
            code=campaign.rules.city,
        )
    return city


def _members(
    session: Session, campaign: Campaign, area: Area, organization: Organization | None
) -> Sequence[Member]:
    """List the organizations in scope, those without any activity as well."""
    rows = select(Organization.id, Organization.code, Organization.name, Organization.affiliation)
    if organization:
        within = Organization.id == organization.id
    else:
        below = select(Area.id).where(Area.within(area.path))
        reported = select(ActivityReport.organization_id).where(
            ActivityReport.campaign_id == campaign.id,
            ActivityReport.receiving_area_id.in_(below),
            ActivityReport.accepted_number.is_not(None),
        )
        theirs = (
            Organization.area_id.in_(below)
            if area.level is AreaLevel.CITY
            else reports_to(area, campaign.rules)
        )
        standing = or_(
            Organization.dissolved_on.is_(None),
            Organization.dissolved_on > campaign.rules.starts_on,
        )
        within = (theirs & standing) | Organization.id.in_(reported)
    found = session.execute(
        rows.add_columns(Area.name)
        .join(Area, Organization.area_id == Area.id)
        .where(within)
        .order_by(Organization.code)
    )
    return [Member(*row) for row in found]


def _themes(
    session: Session, campaign: Campaign, area: Area, organization: Organization | None
) -> dict[UUID, list[str]]:
    """Find the themes of the activities that were reported on."""
    reported = reported_activities(campaign, None, area=area, organization=organization)
    themes: defaultdict[UUID, list[str]] = defaultdict(list)
    for activity_id, code in session.execute(
        select(Activity.id, ProjectTheme.code)
        .join(ProjectTheme, ProjectTheme.project_id == Activity.project_id)
        .where(Activity.id.in_(reported), ProjectTheme.position.is_not(None))
    ):
        themes[activity_id].append(code)
    return themes


def _handed_in(
    session: Session,
    campaign: Campaign,
    city: Area,
    area: Area,
    organization: Organization | None,
    now: datetime,
) -> Sequence[HandedIn]:
    """Count who handed in, week by week: all who report to the city, or the one in question."""
    over = [week for week in campaign.rules.weeks() if _is_over(campaign, week, now)]
    receiving = receiving_area(session, campaign, organization) if organization else city
    boards = week_boards(session, campaign, over, area=receiving)
    if organization:
        return [_of_one(campaign, board, organization.name, organization.id) for board in boards]
    if area.level is not AreaLevel.CITY:
        return [_of_one(campaign, board, area.name, area.id) for board in boards]
    zone = campaign.rules.week.zone
    return [
        HandedIn(board.week, board.due_at, who, standings(entries, zone))
        for board in boards
        for who, entries in (
            ("市直和驻惠单位", board.organizations),
            ("各县（区）", board.districts),
        )
    ]


def _of_one(campaign: Campaign, board: WeekBoard, name: str, key: UUID) -> HandedIn:
    own = [entry for entry in board.entries if entry.id == key]
    return HandedIn(board.week, board.due_at, name, standings(own, campaign.rules.week.zone))


def _is_over(campaign: Campaign, week: Week, now: datetime) -> bool:
    return week.following.starts_on <= now.astimezone(campaign.rules.week.zone).date()
