"""What one page, one sheet or one answer about figures holds: the whole, and one breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from ...domain.directory import AreaLevel
from ...domain.figures import Tally
from ...errors import InvalidEntry
from ...models import Area, Campaign, Organization
from .figures import FigureRow, by_area, by_month, by_theme, tally
from .figures_by_organization import OrganizationOrder, by_organization
from .paging import Page
from .slices import ALL, Slice


class FigureBy(StrEnum):
    """What figures are broken down by."""

    AREA = "area"
    """The areas of the next level below."""
    ORGANIZATION = "organization"
    THEME = "theme"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresWanted:
    """What is asked about; ``by`` None leaves out the breakdown."""

    part: Slice = ALL
    by: FigureBy | None = None
    order: OrganizationOrder = field(default_factory=OrganizationOrder)
    number: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerFigures:
    """The figures of one area or organization in a campaign."""

    campaign: Campaign
    owner: Area | Organization
    wanted: FiguresWanted
    whole: Tally
    rows: Page[FigureRow]
    """The breakdown; all on one page, organizations apart."""


def owner_figures(
    session: Session, campaign: Campaign, owner: Area | Organization, wanted: FiguresWanted
) -> OwnerFigures:
    """Read the figures of an owner whom the reader may see, in a constant number of queries.

    Raises:
        InvalidEntry: It cannot be broken down like that.
        NotFound: The campaign has no such theme.
    """
    if wanted.by and wanted.by not in breakdowns_of(owner, wanted.part):
        raise InvalidEntry("These figures cannot be broken down like that.", field="by")
    whole = tally(session, campaign, owner.id, wanted.part)
    return OwnerFigures(
        campaign=campaign,
        owner=owner,
        wanted=wanted,
        whole=whole,
        rows=_rows(session, campaign, owner, wanted, whole),
    )


def _rows(
    session: Session,
    campaign: Campaign,
    owner: Area | Organization,
    wanted: FiguresWanted,
    whole: Tally,
) -> Page[FigureRow]:
    rows: Sequence[FigureRow] = ()
    if wanted.by is FigureBy.THEME:
        rows = by_theme(session, campaign, owner.id, whole)
    elif wanted.by is FigureBy.MONTH:
        rows = by_month(session, campaign, owner.id, whole)
    elif isinstance(owner, Area) and wanted.by is FigureBy.AREA:
        rows = by_area(session, campaign, owner, whole, wanted.part)
    elif isinstance(owner, Area) and wanted.by is FigureBy.ORGANIZATION:
        return by_organization(
            session,
            campaign,
            owner,
            wanted.order,
            wanted.part,
            number=wanted.number,
            size=wanted.size,
        )
    return Page(rows, 1, max(1, len(rows)), len(rows))


def breakdowns_of(owner: Area | Organization, part: Slice) -> Sequence[FigureBy]:
    """Say by what the figures of an owner, or of one slice of them, can be broken down."""
    choices = list(FigureBy) if part == ALL else [FigureBy.AREA, FigureBy.ORGANIZATION]
    if isinstance(owner, Organization):
        return [by for by in choices if by in (FigureBy.THEME, FigureBy.MONTH)]
    if owner.level is AreaLevel.COMMUNITY:
        choices.remove(FigureBy.AREA)
    return choices
