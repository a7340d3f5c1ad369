"""Figures of a campaign for an area or an organization, from summary rows alone.

Nothing here reads records, entries or volunteers: a page about ten million of them reads as many
rows as one about ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from ...domain.figures import Tally, months_between
from ...models import (
    Area,
    Campaign,
    HoursSummary,
    Organization,
    RegistrationSummary,
)
from ...ports import Actor, Permission
from ..rows import Rows
from ..unit_of_work import UnitOfWork
from .slices import ALL, Slice, theme_names


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of a breakdown."""

    key: str
    """Code of an area, an organization or a theme; a month; empty for what is in no other row."""
    name: str
    tally: Tally
    owner_id: UUID | None = None
    """The area or organization whose own figures these are."""


def find_figures_owner(uow: UnitOfWork, actor: Actor, owner_id: UUID) -> Area | Organization:
    """Return the area or organization whose figures *actor* may see.

    Raises:
        NotFound: There is none, or it is out of reach.
    """
    kind: type[Area | Organization] = Organization
    if uow.session.get(Area, owner_id):
        kind = Area
    return uow.find(actor, kind, owner_id, permission=Permission.SEE_FIGURES)


def tally(session: Session, campaign: Campaign, owner_id: UUID, part: Slice = ALL) -> Tally:
    """Read what one area or organization has come to.

    Raises:
        NotFound: The campaign has no such theme.
    """
    row = session.execute(_sums().where(*of(campaign, part), HoursSummary.owner_id == owner_id))
    found = row.first()
    part.check_known(campaign, has_hours=found is not None)
    registered = session.scalar(
        select(RegistrationSummary.registered).where(RegistrationSummary.owner_id == owner_id)
    )
    return tally_of(found or _NOTHING, registered)


def by_area(
    session: Session, campaign: Campaign, area: Area, whole: Tally, part: Slice = ALL
) -> list[FigureRow]:
    """List the areas of the next level below, and last what belongs to none of them.

    Args:
        whole: The tally of *area* itself in the same slice.
    """
    below = session.execute(
        with_counts(select(Area.code, Area.name, Area.id, *COUNTS), Area.id, campaign, part)
        .where(Area.parent_id == area.id)
        .order_by(Area.path)
    )
    rows = [
        FigureRow(code, name, tally_of(counts, registered), owner_id)
        for code, name, owner_id, *counts, registered in below
    ]
    rest = _rest(whole, [row.tally for row in rows])
    return [*rows, FigureRow("", area.name, rest)] if rest.records or rest.registered else rows


def by_theme(session: Session, campaign: Campaign, owner_id: UUID, whole: Tally) -> list[FigureRow]:
    """List the themes of the campaign in their order, then others that hours were given for.

    Args:
        whole: The tally of the owner; who is registered is registered for every theme.
    """
    found = _slices(session, campaign, owner_id, "theme:")
    names = theme_names(campaign)
    dropped = sorted(found.keys() - names.keys())
    return [
        FigureRow(
            code, names.get(code, code), tally_of(found.get(code, _NOTHING), whole.registered)
        )
        for code in (*names, *dropped)
    ]


def by_month(session: Session, campaign: Campaign, owner_id: UUID, whole: Tally) -> list[FigureRow]:
    """List the months of the campaign, and others in which hours were given.

    Args:
        whole: The tally of the owner; the number of the registered is that of today.
    """
    found = _slices(session, campaign, owner_id, "month:")
    months = found.keys() | {*months_between(campaign.starts_on, campaign.ends_on)}
    return [
        FigureRow(month, month, tally_of(found.get(month, _NOTHING), whole.registered))
        for month in sorted(months)
    ]


_NOTHING = (0, 0, 0, 0, 0)
COUNTS: tuple[Any, ...] = (
    HoursSummary.check_in_minutes,
    HoursSummary.other_minutes,
    HoursSummary.records,
    HoursSummary.active,
    HoursSummary.active_registered,
    RegistrationSummary.registered,
)


def _sums() -> Rows:
    return select(*COUNTS[:-1])


def of(campaign: Campaign, part: Slice) -> tuple[ColumnElement[bool], ...]:
    """Condition: a summary row belongs to a slice of a campaign."""
    return HoursSummary.campaign_id == campaign.id, HoursSummary.slice == part.key


def with_counts(rows: Rows, owner_id: Any, campaign: Campaign, part: Slice) -> Rows:
    """Put the counts of each row's owner beside it; owners without any stay."""
    return rows.outerjoin(
        HoursSummary, and_(HoursSummary.owner_id == owner_id, *of(campaign, part))
    ).outerjoin(RegistrationSummary, RegistrationSummary.owner_id == owner_id)


def tally_of(counts: Sequence[int | None], registered: int | None) -> Tally:
    """Make a tally of counts in the order of COUNTS; what is not there is nothing."""
    check_in, other, records, active, active_registered = (count or 0 for count in counts)
    return Tally(
        check_in_minutes=check_in,
        other_minutes=other,
        records=records,
        active=active,
        active_registered=active_registered,
        registered=registered or 0,
    )


def _rest(whole: Tally, rows: Sequence[Tally]) -> Tally:
    """Take *rows* from *whole*; a person may be active in both, so their numbers are not known."""
    return Tally(
        check_in_minutes=whole.check_in_minutes - sum(row.check_in_minutes for row in rows),
        other_minutes=whole.other_minutes - sum(row.other_minutes for row in rows),
        records=whole.records - sum(row.records for row in rows),
        active=None,
        active_registered=None,
        registered=whole.registered - sum(row.registered for row in rows),
    )


def _slices(
    session: Session, campaign: Campaign, owner_id: UUID, prefix: str
) -> dict[str, tuple[int, ...]]:
    rows = session.execute(
        _sums()
        .add_columns(HoursSummary.slice)
        .where(
            HoursSummary.owner_id == owner_id,
            HoursSummary.campaign_id == campaign.id,
            HoursSummary.slice.startswith(prefix),
        )
    )
    return {part.removeprefix(prefix): tuple(counts) for *counts, part in rows}
