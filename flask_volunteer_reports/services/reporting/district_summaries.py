"""District summaries: a district hands its Annex 2 to the city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...domain.campaign import CampaignRules
from ...domain.events import DistrictSummarySubmitted
from ...domain.weeks import Week
from ...errors import AlreadyDone, InvalidEntry, StaleVersion
from ...models import Area, Campaign, DistrictSummary
from ...ports import Actor, Permission
from ..queries.accepted import AcceptedReport, accepted_reports
from ..unit_of_work import UnitOfWork
from .nil_returns import refuse_unfinished
from .receiving import find_campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One row of Annex 2; instants are aware (UTC)."""

    category: str
    organization: str
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    volunteer_count: int

    def to_json(self) -> dict[str, Any]:
        """Write the line as JSON values, instants in ISO form."""
        return {
            **asdict(self),
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
        }

    @classmethod
    def from_json(cls, line: dict[str, Any]) -> SummaryLine:
        """Read what :meth:`to_json` wrote."""
        return cls(
            **{
                **line,
                "starts_at": datetime.fromisoformat(line["starts_at"]),
                "ends_at": datetime.fromisoformat(line["ends_at"]),
            }
        )


def submit_district_summary(
    uow: UnitOfWork,
    actor: Actor,
    area_id: UUID,
    campaign_code: str,
    week_key: str,
    filled_by_unit: str,
    *,
    after_number: int,
    now: datetime,
) -> DistrictSummary:
    """Hand in a district's Annex 2 for a week: its accepted reports as they are now.

    Handing in again after more reports were accepted adds a new number; the first decides whether
    the district was on time. Without any line it is the district's nil return.

    Args:
        after_number: The number that stood when the page was opened; 0 for none.

    Raises:
        NotFound: Area or campaign are not there or out of reach.
        NotAllowed: *actor* is not the district's office.
        InvalidEntry: It is no week of the campaign, or the area owes no Annex 2.
        Conflict: The week is not over.
        AlreadyDone: Just this was handed in.
        StaleVersion: Somebody else handed it in first.

    Source:
        Notice 2017-98, 4(5), Annex 2.
    """
    with uow.transaction() as session:
        area = uow.find(actor, Area, area_id, lock=True)
        uow.require(actor, Permission.SUBMIT_DISTRICT_SUMMARY, area)
        campaign = find_campaign(session, campaign_code)
        week = campaign.rules.parse_week(week_key)
        if area.code not in campaign.rules.annex2_areas:
            raise InvalidEntry("This area owes no Annex 2 in this campaign.")
        refuse_unfinished(campaign, week, now)
        lines = compile_lines(session, campaign, week, area=area)
        document = {"lines": [line.to_json() for line in lines]}
        newest = newest_summary(session, campaign, week, area)
        if newest and newest.lines == document and newest.filled_by_unit == filled_by_unit:
            raise AlreadyDone("Annex 2 was handed in just so. Nothing was changed.")
        if (newest.number if newest else 0) != after_number:
            raise StaleVersion(
                "Somebody else handed in Annex 2 after you opened this page. Look at it, then hand "
                "in again if it must be changed."
            )
        summary = DistrictSummary(
            campaign_id=campaign.id,
            area_id=area.id,
            week_starts_on=week.starts_on,
            number=after_number + 1,
            filled_by_unit=filled_by_unit,
            lines=document,
            line_count=len(lines),
            submitted_at=now,
            submitted_by=actor.name,
        )
        session.add(summary)
        session.flush()
        uow.record(
            actor,
            DistrictSummarySubmitted(
                subject_id=summary.id,
                by=actor.id,
                at=now,
                week=week.key,
                number=summary.number,
            ),
        )
    return summary


def compile_lines(
    session: Session, campaign: Campaign, week: Week, *, area: Area
) -> Sequence[SummaryLine]:
    """Compile Annex 2 of a district from its accepted reports, in the order of the form."""
    categories = [category.name for category in campaign.rules.annex2_categories]
    lines = [
        _line(report, category)
        for report in accepted_reports(session, campaign, week, area=area)
        if (category := _category(campaign.rules, report))
    ]
    return sorted(lines, key=lambda line: categories.index(line.category))


def newest_summary(
    session: Session, campaign: Campaign, week: Week, area: Area
) -> DistrictSummary | None:
    """Return what a district handed in last for a week."""
    return session.scalars(
        select(DistrictSummary)
        .where(
            DistrictSummary.campaign_id == campaign.id,
            DistrictSummary.week_starts_on == week.starts_on,
            DistrictSummary.area_id == area.id,
        )
        .order_by(DistrictSummary.number.desc())
    ).first()


def first_submitted_at(
    session: Session, campaign: Campaign, week: Week, area: Area
) -> datetime | None:
    """Return when a district first handed in for a week; that decides whether it was on time."""
    return session.scalar(
        select(func.min(DistrictSummary.submitted_at)).where(
            DistrictSummary.campaign_id == campaign.id,
            DistrictSummary.week_starts_on == week.starts_on,
            DistrictSummary.area_id == area.id,
        )
    )


def lines_of(summary: DistrictSummary) -> Sequence[SummaryLine]:
    """Read the lines that were handed in."""
    return [SummaryLine.from_json(line) for line in summary.lines["lines"]]


def _category(rules: CampaignRules, report: AcceptedReport) -> str | None:
    for category in rules.annex2_categories:
        if report.affiliation in category.affiliations:
            return category.name
    return None


def _line(report: AcceptedReport, category: str) -> SummaryLine:
    facts = report.facts
    return SummaryLine(
        category=category,
        organization=facts.organization_name,
        title=facts.title,
        summary=facts.summary,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        volunteer_count=facts.volunteer_count,
    )
