"""The ledger: the one place where entries are written, and records with them.

Whoever writes an entry takes the head of the organization's chain, so entries of one organization
follow one another; records, heads and summaries are of the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ...domain.ledger import (
    GENESIS,
    Channel,
    EntryFacts,
    EntryKind,
    RecordSource,
    digest,
    split_change,
)
from ...domain.recording_rules import month_of
from ...domain.recurrence import Occasion
from ...models import Activity, LedgerHead, Organization, ServiceEntry, ServiceRecord, SignUp
from ...ports import Actor
from ..summaries import add_to_summaries
from .certified import supersede_certificates


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Hours of one person that are right and begin to count."""

    volunteer_id: UUID
    time: Occasion
    service_minutes: int
    source: RecordSource
    channel: Channel
    evidence: str = ""
    entered_at: datetime
    entered_by: Actor
    confirmed_by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a record is to come to, and why."""

    time: Occasion
    """When the time was given, as it now stands."""
    service_minutes: int
    """What it is to come to; 0 voids it."""
    reason: str
    channel: Channel = Channel.RECORD_PAGE
    evidence: str = ""


def write_credits(
    session: Session, activity: Activity, credits_: Sequence[Credit], *, now: datetime
) -> list[ServiceRecord]:
    """Begin records; whoever calls has asked for permission, overlaps and confirmation.

    Returns:
        The new records, in the order of *credits_*.
    """
    chain = _Chain(session, activity.project.organization_id, now)
    records = []
    for credit in credits_:
        record = _new_record(activity, credit)
        session.add(record)
        chain.append(
            _Line(
                record,
                EntryKind.CREDIT,
                credit.time,
                credit.service_minutes,
                credit.source,
                credit.channel,
                credit.evidence,
                credit.entered_at,
                credit.entered_by,
                credit.confirmed_by,
            )
        )
        records.append(record)
    chain.close()
    add_to_summaries(session, [(record, 0, 0) for record in records])
    _mark_sign_ups(session, activity.id, [record.volunteer_id for record in records])
    return records


def write_change(
    session: Session, record: ServiceRecord, change: Change, actor: Actor, *, now: datetime
) -> list[ServiceEntry]:
    """Correct what a record comes to, or void it.

    Returns:
        The new entries: one, or two where both kinds of time become less.
    """
    before = (record.check_in_minutes, record.other_minutes)
    chain = _Chain(session, record.organization_id, now)
    for is_check_in, minutes in split_change(
        change.service_minutes - sum(before), check_in=before[0], other=before[1]
    ):
        chain.append(
            _Line(
                record,
                EntryKind.CORRECTION if change.service_minutes else EntryKind.VOID,
                change.time,
                minutes,
                RecordSource.CHECK_IN if is_check_in else RecordSource.MANUAL,
                change.channel,
                change.evidence,
                now,
                actor,
                actor,
                change.reason,
            )
        )
    entries = chain.close()
    add_to_summaries(session, [(record, *before)])
    _mark_sign_ups(session, record.activity_id, [record.volunteer_id])
    supersede_certificates(session, record.id, now=now)
    return entries


def _mark_sign_ups(session: Session, activity_id: UUID, volunteer_ids: Sequence[UUID]) -> None:
    """Note on sign-ups whether a record of the person stands, so that open ones are found."""
    stands = (
        select(ServiceRecord.id)
        .where(
            ServiceRecord.activity_id == SignUp.activity_id,
            ServiceRecord.volunteer_id == SignUp.volunteer_id,
            ServiceRecord.stands(),
        )
        .exists()
    )
    session.execute(
        update(SignUp)
        .where(SignUp.activity_id == activity_id, SignUp.volunteer_id.in_(volunteer_ids))
        .values(recorded=stands)
        .execution_options(synchronize_session=False)
    )


def heads(session: Session) -> list[tuple[str, int, str]]:
    """Return code, length and digest of every chain, by code."""
    rows = session.execute(
        select(Organization.code, LedgerHead.sequence, LedgerHead.digest)
        .join(Organization, LedgerHead.organization_id == Organization.id)
        .order_by(Organization.code)
    )
    return [(row.code, row.sequence, row.digest) for row in rows]


def facts_of(entry: ServiceEntry, activity_id: UUID, volunteer_id: UUID) -> EntryFacts:
    """Return what the digest of an entry covers.

    Args:
        activity_id: Of the entry's record, as ``volunteer_id`` is.
    """
    return EntryFacts(
        sequence=entry.sequence,
        entry_id=entry.id,
        record_id=entry.record_id,
        organization_id=entry.organization_id,
        activity_id=activity_id,
        volunteer_id=volunteer_id,
        kind=entry.kind,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        service_minutes=entry.service_minutes,
        source=entry.source,
        channel=entry.channel,
        evidence=entry.evidence,
        entered_at=entry.entered_at,
        entered_by_id=entry.entered_by_id,
        confirmed_at=entry.confirmed_at,
        confirmed_by_id=entry.confirmed_by_id,
        reason=entry.reason,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """One entry before it has its place in the chain."""

    record: ServiceRecord
    kind: EntryKind
    time: Occasion
    service_minutes: int
    source: RecordSource
    channel: Channel
    evidence: str
    entered_at: datetime
    entered_by: Actor
    confirmed_by: Actor
    reason: str = ""


class _Chain:
    """The chain of one organization, held until the transaction ends."""

    def __init__(self, session: Session, organization_id: UUID, now: datetime) -> None:
        self._session = session
        session.execute(  # the first entry has no head to hold, so the organization is held
            select(Organization.id)
            .where(Organization.id == organization_id)
            .with_for_update(key_share=True)
        )
        head = session.get(LedgerHead, organization_id, populate_existing=True)
        if head is None:
            head = LedgerHead(
                organization_id=organization_id, sequence=0, digest=GENESIS, confirmed_at=now
            )
            session.add(head)
        self._head = head
        # A clock that goes back must not put an entry before the one that it follows.
        self._at = max(now, head.confirmed_at)
        self._entries: list[ServiceEntry] = []

    def append(self, line: _Line) -> None:
        """Write one entry behind the last, and bring its record up to date."""
        record, head = line.record, self._head
        entry = ServiceEntry(
            id=uuid4(),
            record_id=record.id,
            organization_id=record.organization_id,
            sequence=head.sequence + 1,
            kind=line.kind,
            starts_at=line.time.starts_at,
            ends_at=line.time.ends_at,
            service_minutes=line.service_minutes,
            source=line.source,
            channel=line.channel,
            evidence=line.evidence,
            entered_at=line.entered_at,
            entered_by_id=line.entered_by.id,
            entered_by=line.entered_by.name,
            confirmed_at=self._at,
            confirmed_by_id=line.confirmed_by.id,
            confirmed_by=line.confirmed_by.name,
            reason=line.reason,
        )
        facts = facts_of(entry, record.activity_id, record.volunteer_id)
        entry.digest = digest(facts, head.digest)
        head.sequence, head.digest, head.confirmed_at = entry.sequence, entry.digest, self._at
        _bring_up_to_date(record, line)
        self._entries.append(entry)

    def close(self) -> list[ServiceEntry]:
        """Send records, then entries, to the database, and return the entries."""
        self._session.flush()
        self._session.add_all(self._entries)
        self._session.flush()
        return self._entries


def _new_record(activity: Activity, credit: Credit) -> ServiceRecord:
    project = activity.project
    zone = project.campaign.rules.week.zone
    return ServiceRecord(
        id=uuid4(),
        activity_id=activity.id,
        volunteer_id=credit.volunteer_id,
        organization_id=project.organization_id,
        campaign_id=project.campaign_id,
        area_id=project.organization.area_id,
        themes="".join(f",{code}" for code in project.theme_codes) + ",",
        month=month_of(credit.time.starts_at, zone),
        starts_at=credit.time.starts_at,
        ends_at=credit.time.ends_at,
        check_in_minutes=0,
        other_minutes=0,
    )


def _bring_up_to_date(record: ServiceRecord, line: _Line) -> None:
    record.starts_at, record.ends_at = line.time.starts_at, line.time.ends_at
    if line.source is RecordSource.CHECK_IN:
        record.check_in_minutes += line.service_minutes
    else:
        record.other_minutes += line.service_minutes


def minutes_of(entries: Iterable[ServiceEntry]) -> dict[UUID, tuple[int, int]]:
    """Add entries up: for each record its check-in minutes and its other minutes."""
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for entry in entries:
        sums[entry.record_id][entry.source is not RecordSource.CHECK_IN] += entry.service_minutes
    return {key: (check_in, other) for key, (check_in, other) in sums.items()}
