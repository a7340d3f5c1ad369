"""Hand-overs: a district or a unit gives, the city answers with a receipt or sends back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...domain.archiving import Answer
from ...domain.directory import AreaLevel
from ...domain.events import ArchiveHandedOver, HandOverReceived, HandOverReturned
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotAllowed
from ...models import (
    Area,
    Campaign,
    FiledDocument,
    HandOver,
    HandOverEntry,
    HandOverReceipt,
)
from ...ports import Actor, Permission
from ..queries.archive import Selection
from ..reporting.receiving import find_campaign
from ..unit_of_work import UnitOfWork
from .compiling import as_it_stands, compile_by_class, contents_of, newest_hand_over
from .filers import Filer, FilingPlace, find_place


def hand_over(
    uow: UnitOfWork,
    actor: Actor,
    campaign_code: str,
    filer: Filer,
    document_ids: Collection[UUID],
    note: str,
    *,
    hand_over_id: UUID,
    now: datetime,
) -> HandOver:
    """Hand documents over to the city, with the photos and media coverage as they stand.

    Args:
        document_ids: What was chosen from what is new (see :func:`compile_by_class`).
        hand_over_id: The id that the new row will have: sent twice, it is handed over once.

    Raises:
        NotFound: Campaign, organization or area are not there or out of reach.
        NotAllowed: *actor* hands nothing over for them, or the organization hands over to its
            district.
        InvalidEntry: The area is no district.
        Conflict: A chosen document was handed over or voided meanwhile, or nothing is new.
        AlreadyDone: It was handed over before.

    Source:
        Notice 2017-98, 4(4).
    """
    with uow.transaction() as session:
        campaign = find_campaign(session, campaign_code)
        place = find_place(uow, actor, campaign, filer, Permission.HAND_OVER)
        _check_giver(campaign, place)
        if session.get(HandOver, hand_over_id):
            raise AlreadyDone("This was handed over before.")
        chosen, contents = _contents(session, campaign, place, document_ids)
        organization_id = place.organization.id if place.organization else None
        row = HandOver(
            id=hand_over_id,
            number=_next_number(session, "YJ", _code(place), campaign, now, HandOver.number),
            campaign_id=campaign.id,
            from_area_id=place.area.id,
            from_organization_id=organization_id,
            to_area_id=_city(session, campaign).id,
            contents=contents,
            note=note,
            handed_over_at=now,
            handed_over_by_id=actor.id,
            handed_over_by=actor.name,
        )
        session.add(row)
        session.flush()
        session.add_all(
            HandOverEntry(
                hand_over_id=row.id, document_id=document.id, position=n, sha256=document.sha256
            )
            for n, document in enumerate(chosen, 1)
        )
        uow.record(
            actor,
            ArchiveHandedOver(
                subject_id=row.id,
                by=actor.id,
                at=now,
                number=row.number,
                documents=len(chosen),
                photos=contents["photos"],
            ),
        )
    return row


def receive_hand_over(
    uow: UnitOfWork, actor: Actor, hand_over_id: UUID, *, now: datetime
) -> HandOverReceipt:
    """Take a hand-over and give a receipt with a number of its own.

    Raises:
        NotFound: It is not there or out of reach.
        NotAllowed: *actor* is not the receiving office.
        AlreadyDone: A receipt was given before.
        Conflict: It was sent back before.
    """
    with uow.transaction() as session:
        row = _find_open(uow, actor, hand_over_id, Answer.RECEIVED)
        number = _next_number(
            session, "HZ", row.to_area.code, row.campaign, now, HandOverReceipt.number
        )
        receipt = _answer(session, actor, row, Answer.RECEIVED, now, number=number)
        uow.record(actor, HandOverReceived(subject_id=row.id, by=actor.id, at=now, receipt=number))
    return receipt


def return_hand_over(
    uow: UnitOfWork, actor: Actor, hand_over_id: UUID, reason: str, *, now: datetime
) -> HandOverReceipt:
    """Send a hand-over back; its documents are new again for the next one.

    Raises:
        NotFound: It is not there or out of reach.
        NotAllowed: *actor* is not the receiving office.
        AlreadyDone: It was sent back before.
        Conflict: A receipt was given before.
    """
    with uow.transaction() as session:
        row = _find_open(uow, actor, hand_over_id, Answer.RETURNED)
        receipt = _answer(session, actor, row, Answer.RETURNED, now, reason=reason)
        uow.record(actor, HandOverReturned(subject_id=row.id, by=actor.id, at=now, reason=reason))
    return receipt


def _check_giver(campaign: Campaign, place: FilingPlace) -> None:
    if place.organization is None:
        if place.area.level is not AreaLevel.DISTRICT:
            raise InvalidEntry("A district hands over to the city.", field="filer")
    elif not campaign.rules.reports_to_city(place.organization.affiliation):
        raise NotAllowed("Your district's office compiles what you filed and hands it over.")


def _contents(
    session: Session, campaign: Campaign, place: FilingPlace, document_ids: Collection[UUID]
) -> tuple[Sequence[FiledDocument], dict[str, Any]]:
    """Return the chosen documents in order, and what the hand-over says of itself."""
    selection = Selection(campaign, place.area, place.organization)
    new = [row for rows in compile_by_class(session, selection).values() for row in rows]
    chosen = [row for row in new if row.id in set(document_ids)]
    if len(chosen) < len(set(document_ids)):
        raise Conflict(
            "Something that you chose was handed over or voided meanwhile. Look at what is still "
            "new, and hand that over."
        )
    contents = contents_of(chosen, as_it_stands(session, selection))
    organization_id = place.organization.id if place.organization else None
    last = newest_hand_over(session, selection, organization_id)
    before = last.contents if last else {}
    same = all(before.get(key, 0) == contents[key] for key in ("photos", "media"))
    if not chosen and same and (last is None or _digests(before) == _digests(contents)):
        raise Conflict("There is nothing new to hand over.")
    return chosen, contents


def _digests(contents: dict[str, Any]) -> tuple[str, str]:
    return contents["photos_sha256"], contents["media_sha256"]


def _find_open(uow: UnitOfWork, actor: Actor, hand_over_id: UUID, wanted: Answer) -> HandOver:
    """Return a hand-over that waits for its answer, with the receiving area held."""
    row = uow.find(actor, HandOver, hand_over_id, lock=True)
    receiver = uow.session.get_one(Area, row.to_area_id, with_for_update={"key_share": True})
    if not uow.policy.may(actor, Permission.RECEIVE_HAND_OVER, receiver):
        raise NotAllowed("Only the office that receives it answers a hand-over.")
    uow.session.refresh(row, ["receipt"])  # written by whoever was waited for
    if row.receipt is not None:
        if row.receipt.answer is wanted:
            raise AlreadyDone("This was answered before. Nothing was changed.")
        raise Conflict("The hand-over was answered otherwise before. Look at it again.")
    return row


def _answer(
    session: Session, actor: Actor, row: HandOver, answer: Answer, now: datetime, **said: str
) -> HandOverReceipt:
    receipt = HandOverReceipt(
        hand_over_id=row.id,
        answer=answer,
        answered_at=now,
        answered_by_id=actor.id,
        answered_by=actor.name,
        **said,
    )
    session.add(receipt)
    session.flush()
    return receipt


def _next_number(
    session: Session, kind: str, code: str, campaign: Campaign, now: datetime, column: Any
) -> str:
    """Return the next number of a giver or receiver in a year, such as YJ-441302-2017-003.

    The giver's or receiver's row is held, so two at once get two numbers; the column is unique.
    """
    year = now.astimezone(campaign.rules.week.zone).year
    start = f"{kind}-{code}-{year}-"
    last = session.scalar(
        select(func.max(column)).where(func.substr(column, 1, len(start)) == start)
    )
    number = int(last.removeprefix(start)) + 1 if last else 1
    return f"{start}{number:04}"


def _code(place: FilingPlace) -> str:
    return place.organization.code if place.organization else place.area.code


def _city(session: Session, campaign: Campaign) -> Area:
    return session.scalars(select(Area).where(Area.code == campaign.rules.city)).one()
