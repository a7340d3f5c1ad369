"""Check the ledger: every chain entry by entry, every record against its entries.

Entries are read as a stream, so ten million need no more memory than ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from ...domain.ledger import GENESIS, EntryFacts, RecordSource, combine_heads, digest
from ...errors import Message
from ...models import LedgerHead, Organization, ServiceEntry, ServiceRecord

_AT_ONCE = 1000  # rows fetched together


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that is wrong in the ledger of an organization."""

    organization: str
    """Its code."""
    what: Message


@dataclass(slots=True)
class Verified:
    """How much was read, whether or not it was whole."""

    organizations: int = 0
    entries: int = 0


def verify_chains(
    session: Session, seen: Verified, organization_code: str | None = None
) -> Iterator[Broken]:
    """Read chain after chain, by code, and give the first broken place of each.

    Args:
        seen: Counts what is read while it is read.
        organization_code: Only that organization.
    """
    organizations = select(Organization.id, Organization.code).order_by(Organization.code)
    if organization_code is not None:
        organizations = organizations.where(Organization.code == organization_code)
    for organization_id, code in session.execute(organizations).all():
        seen.organizations += 1
        wrong = _first_wrong(session, organization_id, seen) or _wrong_record(
            session, organization_id
        )
        if wrong:
            yield Broken(code, wrong)


def heads_at(session: Session, at: datetime) -> list[tuple[str, int, str]]:
    """Return code, length and digest of every chain as they stood at an instant."""
    entry, last = aliased(ServiceEntry), aliased(ServiceEntry)
    newest = (
        select(entry.sequence)
        .where(entry.organization_id == Organization.id, entry.confirmed_at <= at)
        .order_by(entry.sequence.desc())
        .limit(1)
        .correlate(Organization)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Organization.code, last.sequence, last.digest)
        .join(last, (last.organization_id == Organization.id) & (last.sequence == newest))
        .order_by(Organization.code)
    )
    return [(row[0], row[1], row[2]) for row in rows]


@dataclass(frozen=True, slots=True)
class DailyHead:
    """Where all chains together stood at an instant: one line for a printed paper."""

    at: datetime
    entries: int
    digest: str


def daily_head(session: Session, at: datetime) -> DailyHead:
    """Combine the heads of all chains as they stood at an instant."""
    heads = heads_at(session, at)
    return DailyHead(at, sum(sequence for _, sequence, _ in heads), combine_heads(heads))


def _first_wrong(session: Session, organization_id: UUID, seen: Verified) -> Message | None:
    """Follow one chain to the head that it had when the reading began."""
    head = session.get(LedgerHead, organization_id, populate_existing=True)
    length = head.sequence if head else 0
    previous, number = GENESIS, 0
    for row in _stream(session, organization_id, length):
        number += 1
        seen.entries += 1
        if row.sequence != number:
            return _missing(number)
        fitting = digest(_facts(row), previous)
        if fitting != row.digest:
            return _does_not_fit(session, organization_id, number, fitting)
        previous = row.digest
    if number < length:
        return _missing(number + 1)
    if head and head.digest != previous:
        return Message(
            "The head does not match entry %(number)s, the last: one of the two was changed.",
            {"number": number},
        )
    return _beyond_head(session, organization_id)


def _missing(number: int) -> Message:
    return Message("Entry %(number)s is missing.", {"number": number})


def _does_not_fit(session: Session, organization_id: UUID, number: int, fitting: str) -> Message:
    """Tell an entry whose contents were changed from one whose digest alone was."""
    following = session.execute(
        _entries(ServiceEntry.organization_id == organization_id, ServiceEntry.sequence > number)
        .order_by(ServiceEntry.sequence)
        .limit(1)
    ).first()
    if following and digest(_facts(following), fitting) == following.digest:
        return Message(
            "The link after entry %(number)s is wrong: its digest was changed, its contents were "
            "not.",
            {"number": number},
        )
    return Message(
        "Entry %(number)s does not fit its digest: its contents were changed, or those of the "
        "entry before it together with its digest.",
        {"number": number},
    )


def _beyond_head(session: Session, organization_id: UUID) -> Message | None:
    """Hold that nothing was added behind the head; what is written meanwhile moves the head."""
    last = session.scalar(
        select(func.max(ServiceEntry.sequence)).where(
            ServiceEntry.organization_id == organization_id
        )
    )
    length = session.scalar(
        select(LedgerHead.sequence).where(LedgerHead.organization_id == organization_id)
    )
    if (last or 0) > (length or 0):
        return Message("Entry %(number)s stands behind the head.", {"number": (length or 0) + 1})
    return None


def _wrong_record(session: Session, organization_id: UUID) -> Message | None:
    """Find a record that says something else than its entries, by their sums in the database."""
    checked_in = ServiceEntry.source == RecordSource.CHECK_IN
    minutes = ServiceEntry.service_minutes
    sums = (
        select(
            ServiceEntry.record_id,
            func.min(ServiceEntry.sequence).label("sequence"),
            func.sum(case((checked_in, minutes), else_=0)).label("check_in"),
            func.sum(case((checked_in, 0), else_=minutes)).label("other"),
        )
        .where(ServiceEntry.organization_id == organization_id)
        .group_by(ServiceEntry.record_id)
        .subquery()
    )
    row = session.execute(
        select(
            ServiceRecord.id,
            sums.c.sequence,
            ServiceRecord.check_in_minutes + ServiceRecord.other_minutes,
            func.coalesce(sums.c.check_in + sums.c.other, 0),
        )
        .outerjoin(sums, sums.c.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.organization_id == organization_id,
            or_(
                sums.c.record_id.is_(None),
                ServiceRecord.check_in_minutes != sums.c.check_in,
                ServiceRecord.other_minutes != sums.c.other,
            ),
        )
        .order_by(sums.c.sequence)
        .limit(1)
    ).first()
    if row is None:
        return None
    return Message(
        "The record that entry %(number)s begins says %(said)s minutes; its entries come to "
        "%(sum)s, or differ in what was checked in. (Record %(id)s)",
        {"number": row[1] or "-", "said": row[2], "sum": row[3], "id": str(row[0])},
    )


_FACTS = tuple(field.name for field in fields(EntryFacts))
_OF_RECORD = ("activity_id", "volunteer_id")


def _columns() -> Sequence[Any]:
    return [
        ServiceEntry.id.label("entry_id")
        if name == "entry_id"
        else getattr(ServiceRecord if name in _OF_RECORD else ServiceEntry, name)
        for name in _FACTS
    ]


def _entries(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(*_columns(), ServiceEntry.digest)
        .join(ServiceRecord, ServiceEntry.record_id == ServiceRecord.id)
        .where(*conditions)
    )


def _stream(session: Session, organization_id: UUID, length: int) -> Iterator[Row[Any]]:
    rows = _entries(
        ServiceEntry.organization_id == organization_id, ServiceEntry.sequence <= length
    ).order_by(ServiceEntry.sequence)
    with session.execute(rows, execution_options={"yield_per": _AT_ONCE}) as result:
        yield from result


def _facts(row: Row[Any]) -> EntryFacts:
    return EntryFacts(**{name: getattr(row, name) for name in _FACTS})
