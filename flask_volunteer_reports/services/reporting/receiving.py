"""To which office an organization reports."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.directory import AreaLevel
from ...errors import ConfigurationError, NotFound
from ...models import Area, Campaign, Organization


def receiving_area(session: Session, campaign: Campaign, organization: Organization) -> Area:
    """Return the area whose office receives the reports of *organization*.

    Municipal and stationed units report to the city; so does who sits in no district. All others
    report to their district.

    Source:
        Notice 2017-98, 4(4), 4(5).
    """
    city = session.scalars(select(Area).where(Area.code == campaign.rules.city)).first()
    if city is None:
        raise ConfigurationError(
            "The directory has no area with the code “%(code)s”. Add it first.",
            code=campaign.rules.city,
        )
    if campaign.rules.reports_to_city(organization.affiliation):
        return city
    codes = organization.area.path.rstrip("/").split("/")
    district = session.scalars(
        select(Area).where(Area.code.in_(codes), Area.level == AreaLevel.DISTRICT)
    ).first()
    return district or city


def find_campaign(session: Session, code: str) -> Campaign:
    """Return the campaign with that code, or raise NotFound."""
    campaign = session.scalars(select(Campaign).where(Campaign.code == code)).first()
    if campaign is None:
        raise NotFound("There is no such campaign.")
    return campaign
