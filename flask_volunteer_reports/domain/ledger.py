"""The ledger of hours: entries that are only ever added, each bound to the one before it.

The entries of an organization form a chain. Each carries the digest of its own facts and of the
digest before it, so that whoever changes, takes out or slips in an entry later must change every
digest after it, and the last one is known: it stands in the ledger's head and, where a campaign
wants it, on the printed weekly report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

GENESIS = "0" * 64
"""What stands before the first entry of an organization."""


class RecordSource(StrEnum):
    """Where minutes come from; kept with every entry and shown apart."""

    CHECK_IN = "check_in"
    """信用时数: both ends taken by check-in and check-out."""
    MANUAL = "manual"
    """荣誉时数: typed by a person."""
    IMPORTED = "imported"
    """Pasted or read from a spreadsheet."""
    BACKFILL = "backfill"
    """补录: typed or imported after the days in which hours are to be entered."""


class EntryKind(StrEnum):
    """A credit begins a record; corrections and a void change what it comes to."""

    CREDIT = "credit"
    CORRECTION = "correction"
    VOID = "void"


class Channel(StrEnum):
    """On which way an entry came."""

    NAME_LIST = "name_list"
    """Typed into the rows of a name list, or pasted below them."""
    CODE = "code"
    """The volunteer's own telephone with the organizer's changing code."""
    ORGANIZER = "organizer"
    """Ticked off, scanned or added by the organizer at the place."""
    RECORD_PAGE = "record_page"
    """Corrected or voided by hand."""
    OBJECTION = "objection"
    """In answer to a volunteer's objection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """What one entry says; everything that its digest covers.

    Names are left out on purpose: they may be put right later, the ids stay.
    """

    sequence: int
    """Its number in the chain of the organization, from 1."""
    entry_id: UUID
    record_id: UUID
    organization_id: UUID
    activity_id: UUID
    volunteer_id: UUID
    kind: EntryKind
    starts_at: datetime
    ends_at: datetime
    service_minutes: int
    source: RecordSource
    channel: Channel
    evidence: str
    entered_at: datetime
    entered_by_id: str
    confirmed_at: datetime
    confirmed_by_id: str
    reason: str


_NAMES = tuple(field.name for field in fields(EntryFacts))


def digest(facts: EntryFacts, previous: str) -> str:
    """Return the SHA-256 (64 hex digits) of an entry's facts and of the digest before it."""
    plain = {name: _plain(getattr(facts, name)) for name in _NAMES}
    text = json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def combine_heads(heads: Iterable[tuple[str, int, str]]) -> str:
    """Return one digest for the heads of many chains.

    Args:
        heads: Code of the organization, number of its last entry, digest of that entry; any order.
    """
    lines = (f"{code} {sequence} {head}\n" for code, sequence, head in sorted(heads))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def split_change(change: int, *, check_in: int, other: int) -> list[tuple[bool, int]]:
    """Say which part of a record a correction adds to or takes from.

    What a person adds by hand is never check-in time. What is taken away comes out of what was
    typed first, and only then out of check-in time.

    Args:
        change: Minutes to add (above zero) or take away (below zero).
        check_in: Minutes of the record by check-in, zero or more.
        other: Its other minutes, zero or more.

    Returns:
        Whether it is check-in time, and the minutes; one or two parts, none of them zero.
    """
    if change >= 0:
        parts = [(False, change)]
    else:
        from_other = max(change, -other)
        parts = [(False, from_other), (True, max(change - from_other, -check_in))]
    return [part for part in parts if part[1]]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
