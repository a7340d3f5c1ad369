"""Loading a campaign file."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.campaign import CampaignRules
from ...domain.campaign_file import place_in, read_campaign
from ...domain.directory import AreaLevel
from ...domain.events import CampaignLoaded
from ...errors import InvalidEntries, Message, NotAllowed, Problem
from ...models import Area, Campaign
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork


def load_campaign(
    uow: UnitOfWork, actor: Actor, source: str, *, now: datetime
) -> tuple[Campaign, bool]:
    """Load the text of a campaign file, new or changed; the same text again changes nothing.

    Returns:
        The campaign, and whether anything changed.

    Raises:
        NotAllowed: *actor* is not the operator.
        InvalidEntries: The file is wrong; each mistake with key and line. Nothing was written.
    """
    rules = read_campaign(source)
    with uow.transaction() as session:
        if not uow.policy.scope(actor, Permission.OPERATE):
            raise NotAllowed("Campaigns are loaded from the server's terminal.")
        _check_areas(session, rules, source)
        # Two who load at once wait for each other at the city.
        session.scalar(select(Area).where(Area.code == rules.city).with_for_update(key_share=True))
        campaign = session.scalar(select(Campaign).where(Campaign.code == rules.code))
        changed = campaign is None or campaign.source != source
        if campaign is None:
            campaign = Campaign(code=rules.code)
            session.add(campaign)
        if changed:
            campaign.title = rules.title
            campaign.document_number = rules.document_number
            campaign.starts_on = rules.starts_on
            campaign.ends_on = rules.ends_on
            campaign.source = source
            campaign.loaded_at = now
            session.flush()
            uow.record(
                actor,
                CampaignLoaded(
                    subject_id=campaign.id,
                    by=actor.id,
                    at=now,
                    code=rules.code,
                    source_sha256=hashlib.sha256(source.encode()).hexdigest(),
                ),
            )
    return campaign, changed


def _check_areas(session: Session, rules: CampaignRules, source: str) -> None:
    """Hold that the areas that the file names are in the directory, at the right level."""
    wanted = {"campaign.city": (rules.city, AreaLevel.CITY)}
    wanted |= {
        f"annex2.areas[{n}]": (code, AreaLevel.DISTRICT)
        for n, code in enumerate(rules.annex2_areas)
    }
    known = {area.code: area for area in session.scalars(select(Area))}
    city = known.get(rules.city)
    problems = []
    for key, (code, level) in wanted.items():
        area = known.get(code)
        wrong = Message(
            "The directory has no area with the code “%(code)s”. Add it first.", {"code": code}
        )
        if area is not None:
            below = city is not None and area.path.startswith(city.path)
            if area.level is level and below:
                continue
            wrong = Message(
                "The area “%(code)s” is not a “%(level)s” of this city.",
                {"code": code, "level": level},
            )
        problems.append(Problem(place_in(source, key), wrong))
    if problems:
        raise InvalidEntries(
            "The campaign file has %(count)s mistakes. Nothing was loaded.",
            problems,
            count=len(problems),
        )
