"""Drafts of explanatory reports: what the system knows, for people to go on writing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from ...domain.archiving import MEDIA_NAMES
from ...ports import Actor, Permission
from ...rendering.explanation import DraftTheme, ExplanationDraft
from ..queries.archive import Selection
from ..queries.campaign_figures import campaign_figures
from ..reporting.receiving import find_campaign
from ..unit_of_work import UnitOfWork
from .filers import Filer, find_place


def draft_explanation(
    uow: UnitOfWork, actor: Actor, campaign_code: str, filer: Filer, *, now: datetime
) -> ExplanationDraft:
    """Fill the figures of a campaign into a draft, for an organization, a district or the city.

    Raises:
        NotFound: Campaign, organization or area are not there or out of reach.
        NotAllowed: *actor* files nothing for them.
        InvalidEntry: The area has no office.
    """
    campaign = find_campaign(uow.session, campaign_code)
    place = find_place(uow, actor, campaign, filer, Permission.FILE_DOCUMENT, lock=False)
    selection = Selection(campaign, place.area, place.organization)
    return explanation_facts(uow.session, selection, now=now)


def explanation_facts(session: Session, selection: Selection, *, now: datetime) -> ExplanationDraft:
    """Gather the figures; the same as on the pages."""
    figures = campaign_figures(session, selection)
    rules, own, area = selection.campaign.rules, selection.organization, selection.area
    return ExplanationDraft(
        campaign_title=rules.title,
        document_number=rules.document_number,
        unit=own.name if own else area.federation or area.name,
        first_day=rules.starts_on,
        last_day=rules.ends_on,
        drafted_on=now.astimezone(rules.week.zone).date(),
        organizations=None if own else figures.organizations,
        activities=figures.activities,
        attendances=figures.attendances,
        service_minutes=figures.service_minutes,
        check_in_minutes=figures.check_in_minutes,
        on_time=figures.on_time,
        late=figures.late,
        themes=tuple(
            DraftTheme(
                name=theme.name,
                activities=theme.activities,
                attendances=theme.attendances,
                service_minutes=theme.service_minutes,
                check_in_minutes=theme.check_in_minutes,
            )
            for theme in figures.themes
        ),
        without_theme=figures.without_theme,
        media=tuple((MEDIA_NAMES[kind], count) for kind, count in figures.media.items() if count),
    )
