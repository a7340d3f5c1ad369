"""What a certificate says of a volunteer's service, gathered from the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ...errors import InvalidEntry
from ...models import Activity, Campaign, Organization, Project, ServiceRecord, Volunteer
from ...rendering.certificate import CertificateContent, CertificateLine

MOST_RECORDS = 2000
"""On one certificate: some 160 pages."""


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, the last included; None is no limit."""

    from_on: date | None
    until_on: date | None
    zone: ZoneInfo

    def holds(self, column: Any) -> list[ColumnElement[bool]]:
        """Conditions: the instant in *column* lies within these days."""
        conditions = []
        if self.from_on:
            conditions.append(column >= self._midnight(self.from_on))
        if self.until_on:
            conditions.append(column < self._midnight(self.until_on + timedelta(days=1)))
        return conditions

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


def gather_content(
    session: Session, volunteer: Volunteer, span: Span, *, with_seal: bool
) -> tuple[CertificateContent, list[UUID]]:
    """Gather what stands for a volunteer in a span of days, and the ids of its records.

    Raises:
        InvalidEntry: Nothing is recorded in these days, or too much for one paper.
    """
    rows = session.execute(
        select(ServiceRecord, Activity.place, Project.title, Organization.name)
        .join(Activity, ServiceRecord.activity_id == Activity.id)
        .join(Project, Activity.project_id == Project.id)
        .join(Organization, ServiceRecord.organization_id == Organization.id)
        .where(
            ServiceRecord.volunteer_id == volunteer.id,
            ServiceRecord.stands(),
            *span.holds(ServiceRecord.starts_at),
        )
        .order_by(ServiceRecord.starts_at, ServiceRecord.id)
        .limit(MOST_RECORDS + 1)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        raise InvalidEntry(
            "No hours are recorded for you in these days, so there is nothing to certify. Object "
            "where hours are missing.",
            field="from_on",
        )
    if len(rows) > MOST_RECORDS:
        raise InvalidEntry(
            "These are more than %(most)s records. Choose fewer days.",
            field="from_on",
            most=MOST_RECORDS,
        )
    zones = _zones(session, {row[0].campaign_id for row in rows})
    first, last = (row[0].starts_at.astimezone(span.zone).date() for row in (rows[0], rows[-1]))
    content = CertificateContent(
        name=volunteer.name,
        volunteer_no=volunteer.volunteer_no,
        from_on=span.from_on or first,
        until_on=span.until_on or last,
        with_seal=with_seal,
        lines=tuple(
            _line(record, place, title, organization, zones[record.campaign_id])
            for record, place, title, organization in rows
        ),
    )
    return content, [row[0].id for row in rows]


def _zones(session: Session, campaign_ids: set[UUID]) -> dict[UUID, ZoneInfo]:
    campaigns = session.scalars(select(Campaign).where(Campaign.id.in_(campaign_ids)))
    return {campaign.id: campaign.rules.week.zone for campaign in campaigns}


def _line(
    record: ServiceRecord, place: str, title: str, organization: str, zone: ZoneInfo
) -> CertificateLine:
    return CertificateLine(
        starts_at=record.starts_at.astimezone(zone),
        ends_at=record.ends_at.astimezone(zone),
        title=title,
        place=place,
        organization=organization,
        check_in_minutes=record.check_in_minutes,
        other_minutes=record.other_minutes,
    )
