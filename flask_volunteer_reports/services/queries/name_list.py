"""The name list of one activity: signed up, waiting, recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from ...domain.ledger import RecordSource
from ...domain.recording_rules import Confirmer
from ...models import (
    STANDING,
    Activity,
    EntryState,
    NameListEntry,
    ServiceRecord,
    SignUp,
    SignUpStatus,
    Volunteer,
)
from .hours import ActivityTotals, RecordRow, activity_totals, records_with_entries


@dataclass(frozen=True, slots=True)
class SignedUp:
    """A volunteer on the list of sign-ups, and how that stands."""

    id: UUID
    name: str
    volunteer_no: str
    status: SignUpStatus
    born_in: date | None
    signed_up_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """A row that waits to be confirmed."""

    name: str
    volunteer_no: str
    starts_at: datetime
    service_minutes: int
    entered_by: str
    new: bool
    """The volunteer was registered by a name list, with this or a later entry."""
    source: RecordSource
    confirmer: Confirmer
    """Who must confirm so many minutes."""
    entered_by_id: str
    person_id: str | None
    """Whose hours they are, where the host knows the person."""

    @property
    def is_typed(self) -> bool:
        """It stands in the name list; otherwise it was checked in."""
        return self.source is not RecordSource.CHECK_IN

    def needs_somebody_else(self, person_id: str) -> bool:
        """Tell whether that person entered these hours, or would get them."""
        return person_id in (self.entered_by_id, self.person_id)


@dataclass(frozen=True, slots=True)
class NameList:
    """Everything about the people of one activity."""

    sign_ups: Sequence[SignedUp]
    """In the order of signing up, which is that of the waiting list."""
    waiting: Sequence[WaitingEntry]
    records: Sequence[RecordRow]
    totals: ActivityTotals

    @property
    def signed_up(self) -> Sequence[SignedUp]:
        """Those who have a place."""
        return self._those(SignUpStatus.ADMITTED)

    @property
    def in_order(self) -> Sequence[Sequence[SignedUp]]:
        """Those who ask to be admitted, who have a place, who wait, and who did not come."""
        return [
            self._those(SignUpStatus.APPLIED),
            self.signed_up,
            self._those(SignUpStatus.WAITING),
            self._those(SignUpStatus.NO_SHOW),
        ]

    def _those(self, status: SignUpStatus) -> Sequence[SignedUp]:
        return [person for person in self.sign_ups if person.status is status]


def name_list(session: Session, activity_id: UUID) -> NameList:
    """Read the name list of an activity, in the order in which it was entered."""
    return NameList(
        _sign_ups(session, activity_id),
        _waiting(session, activity_id),
        _records(session, activity_id),
        activity_totals(session, activity_id),
    )


def _sign_ups(session: Session, activity_id: UUID) -> Sequence[SignedUp]:
    rows = session.execute(
        select(
            SignUp.id,
            Volunteer.name,
            Volunteer.volunteer_no,
            SignUp.status,
            # Of who refused to be registered no more is shown than the name.
            case((Volunteer.refused_at.is_(None), Volunteer.born_in)),
            SignUp.signed_up_at,
        )
        .join(Volunteer, SignUp.volunteer_id == Volunteer.id)
        .where(SignUp.activity_id == activity_id, SignUp.status.in_(STANDING))
        .order_by(SignUp.signed_up_at, SignUp.id)
    )
    return [SignedUp(*row) for row in rows]


def _waiting(session: Session, activity_id: UUID) -> Sequence[WaitingEntry]:
    activity = session.get_one(Activity, activity_id)
    rules = activity.project.campaign.rules.recording
    rows = session.execute(
        select(NameListEntry, Volunteer)
        .join(Volunteer, NameListEntry.volunteer_id == Volunteer.id)
        .where(
            NameListEntry.activity_id == activity_id,
            NameListEntry.state == EntryState.PENDING,
        )
        .order_by(NameListEntry.position)
    )
    return [
        WaitingEntry(
            volunteer.name,
            volunteer.volunteer_no,
            entry.starts_at,
            entry.service_minutes,
            entry.entered_by,
            volunteer.registered_at == entry.entered_at,
            entry.source,
            rules.confirmer(
                entry.service_minutes, checked_in=entry.source is RecordSource.CHECK_IN
            ),
            entry.entered_by_id,
            volunteer.person_id,
        )
        for entry, volunteer in rows
    ]


def _records(session: Session, activity_id: UUID) -> Sequence[RecordRow]:
    rows = records_with_entries(session, ServiceRecord.activity_id == activity_id)
    return sorted(rows, key=lambda row: row.entries[0].sequence)
