"""Hand-overs as pages show them, and where a document went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, contains_eager, defer

from ...domain.archiving import Answer, DocumentClass, HandOverStatus
from ...models import (
    Campaign,
    FiledDocument,
    HandOver,
    HandOverEntry,
    HandOverReceipt,
)
from ...ports import Actor, Permission
from ..archiving.compiling import Standing, as_it_stands, compile_by_class
from ..archiving.filers import Filer, find_place
from ..rows import Rows
from ..unit_of_work import UnitOfWork
from .archive import Selection
from .history import HistoryRow, history
from .paging import Page, fetch_page


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """One hand-over in a list."""

    id: UUID
    number: str
    giver: str
    documents: int
    photos: int
    handed_over_at: datetime
    handed_over_by: str
    status: HandOverStatus
    receipt: str | None


def hand_overs(
    session: Session,
    scope: ColumnElement[bool],
    *,
    campaign_id: UUID,
    status: HandOverStatus | None,
    number: int,
    size: int,
) -> Page[HandOverRow]:
    """List hand-overs in *scope*, newest first."""
    rows: Rows = (
        select(HandOver)
        .outerjoin(HandOver.receipt)
        .options(contains_eager(HandOver.receipt))
        .where(scope, HandOver.campaign_id == campaign_id)
        .order_by(HandOver.handed_over_at.desc(), HandOver.number.desc())
    )
    if status is HandOverStatus.HANDED_OVER:
        rows = rows.where(HandOverReceipt.id.is_(None))
    elif status:
        rows = rows.where(HandOverReceipt.answer == Answer(status.value))
    found, number, total = fetch_page(session, rows, number=number, size=size)
    return Page([_row(row[0]) for row in found], number, size, total)


def status_of(row: HandOver) -> HandOverStatus:
    """Tell what became of a hand-over."""
    return HandOverStatus(row.receipt.answer.value) if row.receipt else HandOverStatus.HANDED_OVER


def giver_of(row: HandOver) -> str:
    """Name who handed over."""
    if row.from_organization:
        return row.from_organization.name
    return row.from_area.federation or row.from_area.name


def _row(row: HandOver) -> HandOverRow:
    return HandOverRow(
        row.id,
        row.number,
        giver_of(row),
        sum(row.contents["classes"].values()),
        row.contents["photos"],
        row.handed_over_at,
        row.handed_over_by,
        status_of(row),
        row.receipt.number if row.receipt else None,
    )


@dataclass(frozen=True, slots=True)
class NewDocuments:
    """What can be handed over now."""

    by_class: Mapping[DocumentClass, Sequence[FiledDocument]]
    standing: Standing

    @property
    def count(self) -> int:
        """How many documents there are."""
        return sum(map(len, self.by_class.values()))


def new_documents(
    uow: UnitOfWork, actor: Actor, campaign: Campaign, filer: Filer
) -> NewDocuments | None:
    """Compile what a district or a unit can hand over; None where it hands nothing over itself.

    Raises:
        NotFound: Organization or area are not there or out of reach.
        NotAllowed: *actor* hands nothing over for them.
    """
    place = find_place(uow, actor, campaign, filer, Permission.HAND_OVER, lock=False)
    own = place.organization
    if own and not campaign.rules.reports_to_city(own.affiliation):
        return None
    selection = Selection(campaign, place.area, own)
    return NewDocuments(
        compile_by_class(uow.session, selection), as_it_stands(uow.session, selection)
    )


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What is known of a document beside the row itself."""

    replaced_by: UUID | None
    hand_overs: Sequence[HandOver]
    history: Sequence[HistoryRow]


def document_page(uow: UnitOfWork, actor: Actor, document: FiledDocument) -> DocumentPage:
    """Gather where a document went and what happened to it."""
    session = uow.session
    scope = uow.policy.reach(actor, HandOver)
    gone = session.scalars(
        select(HandOver)
        .join(HandOverEntry, HandOverEntry.hand_over_id == HandOver.id)
        .where(HandOverEntry.document_id == document.id, scope)
        .options(defer(HandOver.contents))
        .order_by(HandOver.handed_over_at)
    ).all()
    newer = session.scalar(select(FiledDocument.id).where(FiledDocument.replaces_id == document.id))
    return DocumentPage(newer, gone, history(session, document.id))
