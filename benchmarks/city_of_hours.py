"""A city with so many ledger entries, and organizations and volunteers in proportion.

Ten million entries belong to 7,100 organizations and 1.4 million volunteers, as in a real city;
a hundred thousand to 71 and 14,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from flask_volunteer_reports.domain.ledger import (
    GENESIS,
    Channel,
    EntryFacts,
    EntryKind,
    RecordSource,
    digest,
)

from .loading import Loader, Row

FIRST_ON = date(2017, 1, 2)
_FIRST_MORNING = datetime(2017, 1, 2, 1, tzinfo=UTC)
ACTIVITY_EVERY = timedelta(days=6)
RECORDS_EACH = 25
MINUTES = (60, 90, 120, 150)
THEMES = ("culture", "community", "safety", "civil_traffic")

ORGANIZATION, PROJECT, ACTIVITY, VOLUNTEER, MEMBERSHIP, RECORD, ENTRY = range(1, 8)


def row_id(kind: int, number: int) -> UUID:
    """Return the id of a row: rising, so that keys are filled in order."""
    return UUID(int=(kind << 100) | (4 << 76) | (number + 1))


@dataclass(frozen=True, slots=True)
class Place:
    """An area that organizations have their seat in."""

    id: UUID
    ids_above: tuple[UUID, ...]


@dataclass(frozen=True)
class CityOfHours:
    """Says what rows there are; everything follows from the numbers.

    Args:
        entries: How many entries the ledger has, one a record.
        places: Where organizations sit, in turns.
    """

    entries: int
    campaign_id: UUID
    places: tuple[Place, ...] = field(repr=False)

    @cached_property
    def organizations(self) -> int:
        """How many organizations."""
        return max(2, self.entries * 7_100 // 10_000_000)

    @cached_property
    def volunteers_each(self) -> int:
        """How many volunteers belong to one of them."""
        return 1_400_000 // 7_100

    @cached_property
    def records_each(self) -> int:
        """How many records one of them has."""
        return self.entries // self.organizations

    @cached_property
    def activities_each(self) -> int:
        """How many activities."""
        return -(-self.records_each // RECORDS_EACH)

    def fill(self, loader: Loader) -> None:
        """Load everything but the summary rows."""
        loader.load("organization", _ORGANIZATION, self._organizations())
        loader.load("project", _PROJECT, self._projects())
        loader.load("project_theme", ("project_id", "code", "position"), self._themes())
        loader.load("activity", _ACTIVITY, self._activities())
        loader.load("volunteer", _VOLUNTEER, self._volunteers())
        loader.load("membership", _MEMBERSHIP, self._memberships())
        loader.load("service_record", _RECORD, self._records())
        heads: list[Row] = []
        loader.load("service_entry", _ENTRY, self._entries(heads))
        loader.load("ledger_head", _HEAD, heads)

    def _place(self, organization: int) -> Place:
        return self.places[organization % len(self.places)]

    def _organizations(self) -> Iterator[Row]:
        for n in range(self.organizations):
            place = self._place(n).id.hex
            name = f"第{n + 1}志愿服务队"
            yield (
                _id(ORGANIZATION, n),
                f"org-{n:05}",
                name,
                "social",
                "social",
                place,
                *[""] * 3,
                1,
            )

    def _projects(self) -> Iterator[Row]:
        for n in range(self.organizations):
            yield (
                *(_id(PROJECT, n), self.campaign_id.hex, _id(ORGANIZATION, n), "周末志愿服务"),
                *("online", "服务社区", "", "", "", "", "published"),
                *(_text(start_of(0) - timedelta(days=3)), "manager"),
                *(_text(start_of(0) - timedelta(days=2)), "manager", "王经理", "own", 1, 0),
            )

    def _themes(self) -> Iterator[Row]:
        for n in range(self.organizations):
            yield (_id(PROJECT, n), THEMES[n % len(THEMES)], 0)

    def _activities(self) -> Iterator[Row]:
        for n in range(self.organizations * self.activities_each):
            organization, turn = divmod(n, self.activities_each)
            starts_at = start_of(turn)
            yield (
                *(_id(ACTIVITY, n), _id(PROJECT, organization), _text(starts_at)),
                *(_text(starts_at + timedelta(hours=3)), "社区服务中心"),
                *(self._place(organization).id.hex, 0, 0, "planned"),
                *(_text(starts_at - timedelta(days=2)), 1),
            )

    def _volunteers(self) -> Iterator[Row]:
        for n in range(self.organizations * self.volunteers_each):
            place = self._place(n // self.volunteers_each).id.hex
            yield (
                *(_id(VOLUNTEER, n), f"V{n:08}", f"志愿者{n % 977}", "", place, f"card-{n:08}"),
                *(f"person-{n}" if n < 100 else None, _text(start_of(0)), "manager", "王经理", 1),
            )

    def _memberships(self) -> Iterator[Row]:
        for n in range(self.organizations * self.volunteers_each):
            organization = _id(ORGANIZATION, n // self.volunteers_each)
            yield (_id(MEMBERSHIP, n), _id(VOLUNTEER, n), organization, _text(start_of(0)))

    def _records(self) -> Iterator[Row]:
        for record in self._service():
            starts_at = record.starts_at + timedelta(hours=8)
            checked = record.source is RecordSource.CHECK_IN
            yield (
                *(record.record_id.hex, record.activity_id.hex, record.volunteer_id.hex),
                *(record.organization_id.hex, self.campaign_id.hex),
                self._place(_number(record.organization_id)).id.hex,
                f",{THEMES[_number(record.organization_id) % len(THEMES)]},",
                f"{starts_at:%Y-%m}",
                *(_text(record.starts_at), _text(record.ends_at)),
                record.service_minutes if checked else 0,
                0 if checked else record.service_minutes,
            )

    def _entries(self, heads: list[Row]) -> Iterator[Row]:
        """Chain the entries; the head of every chain is added to *heads*."""
        before = GENESIS
        for facts in self._service():
            if facts.sequence == 1:
                before = GENESIS
            before = digest(facts, before)
            yield (
                *(facts.entry_id.hex, facts.record_id.hex, facts.organization_id.hex),
                *(facts.sequence, facts.kind.value, _text(facts.starts_at), _text(facts.ends_at)),
                *(facts.service_minutes, facts.source.value, facts.channel.value, facts.evidence),
                *(_text(facts.entered_at), facts.entered_by_id, "李记录"),
                *(_text(facts.confirmed_at), facts.confirmed_by_id, "王经理", facts.reason, before),
            )
            if facts.sequence == self.records_each:
                confirmed_at = _text(facts.confirmed_at)
                heads.append((facts.organization_id.hex, facts.sequence, before, confirmed_at))

    def _service(self) -> Iterator[EntryFacts]:
        """Go through all service, organization by organization, in the order of the chains."""
        for n in range(self.organizations * self.records_each):
            organization, turn = divmod(n, self.records_each)
            occasion, place = divmod(turn, RECORDS_EACH)
            starts_at = start_of(occasion)
            minutes = MINUTES[n % len(MINUTES)]
            confirmed_at = starts_at + timedelta(days=1, seconds=place)
            volunteer = organization * self.volunteers_each + turn % self.volunteers_each
            checked = n % 5 < 2
            yield EntryFacts(
                sequence=turn + 1,
                entry_id=row_id(ENTRY, n),
                record_id=row_id(RECORD, n),
                organization_id=row_id(ORGANIZATION, organization),
                activity_id=row_id(ACTIVITY, organization * self.activities_each + occasion),
                volunteer_id=row_id(VOLUNTEER, volunteer),
                kind=EntryKind.CREDIT,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=minutes),
                service_minutes=minutes,
                source=RecordSource.CHECK_IN if checked else RecordSource.MANUAL,
                channel=Channel.CODE if checked else Channel.NAME_LIST,
                evidence="",
                entered_at=starts_at + timedelta(hours=4),
                entered_by_id="recorder",
                confirmed_at=confirmed_at,
                confirmed_by_id="manager",
                reason="",
            )


def _id(kind: int, number: int) -> str:
    return row_id(kind, number).hex


def _number(key: UUID) -> int:
    return (key.int & ((1 << 76) - 1)) - 1


def start_of(occasion: int) -> datetime:
    """Return when an organization's activity of that number begins."""
    return _FIRST_MORNING + occasion * ACTIVITY_EVERY


def _text(moment: datetime) -> str:
    return f"{moment.isoformat(' ')[:19]}.000000"


_ORGANIZATION = (
    *("id", "code", "name", "affiliation", "kind", "area_id"),
    *("supervising_unit", "leader_name", "leader_mobile", "version"),
)
_PROJECT = (
    *("id", "campaign_id", "organization_id", "title", "kind", "description", "risks"),
    *("recruiting_needs", "contact_name", "contact_phone", "status", "created_at", "created_by"),
    *("published_at", "published_by_id", "published_by", "publication_basis", "version"),
    "needs_admission",
)
_ACTIVITY = (
    *("id", "project_id", "starts_at", "ends_at", "place", "area_id", "taken", "list_version"),
    *("status", "published_at", "version"),
)
_VOLUNTEER = (
    *("id", "volunteer_no", "name", "phone", "area_id", "card_code", "person_id"),
    *("registered_at", "registered_by", "registered_by_name", "version"),
)
_MEMBERSHIP = ("id", "volunteer_id", "organization_id", "joined_at")
_RECORD = (
    *("id", "activity_id", "volunteer_id", "organization_id", "campaign_id", "area_id", "themes"),
    *("month", "starts_at", "ends_at", "check_in_minutes", "other_minutes"),
)
_ENTRY = (
    *("id", "record_id", "organization_id", "sequence", "kind", "starts_at", "ends_at"),
    *("service_minutes", "source", "channel", "evidence", "entered_at", "entered_by_id"),
    *("entered_by", "confirmed_at", "confirmed_by_id", "confirmed_by", "reason", "digest"),
)
_HEAD = ("organization_id", "sequence", "digest", "confirmed_at")
LARGE = ("activity", "volunteer", "membership", "service_record", "service_entry")
