from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from flask_volunteer_reports.domain.ledger import (
    GENESIS,
    Channel,
    EntryFacts,
    EntryKind,
    RecordSource,
    combine_heads,
    digest,
    split_change,
)
from tests.world import ZONE

START = datetime(2017, 7, 7, 1, tzinfo=UTC)
FACTS = EntryFacts(
    sequence=1,
    entry_id=UUID(int=1),
    record_id=UUID(int=2),
    organization_id=UUID(int=3),
    activity_id=UUID(int=4),
    volunteer_id=UUID(int=5),
    kind=EntryKind.CREDIT,
    starts_at=START,
    ends_at=START + timedelta(hours=1),
    service_minutes=60,
    source=RecordSource.MANUAL,
    channel=Channel.NAME_LIST,
    evidence="",
    entered_at=START + timedelta(hours=2),
    entered_by_id="rui",
    confirmed_at=START + timedelta(hours=3),
    confirmed_by_id="mia",
    reason="",
)
OTHER = {
    int: 77,
    UUID: UUID(int=99),
    datetime: START + timedelta(days=1),
    str: "else",
    EntryKind: EntryKind.VOID,
    RecordSource: RecordSource.CHECK_IN,
    Channel: Channel.CODE,
}


def test_a_digest_is_the_same_everywhere_and_for_ever():
    """Printed papers hold digests: whatever changes this one makes all of them wrong."""
    assert (
        digest(FACTS, GENESIS) == "5fa2c2635a0faffd13c983ce6a1a10b3defc4ee08b2d6c5efb77162e64e116e6"
    )


@pytest.mark.parametrize("name", [field.name for field in fields(EntryFacts)])
def test_every_fact_of_an_entry_is_covered_by_its_digest(name):
    other = replace(FACTS, **{name: OTHER[type(getattr(FACTS, name))]})
    assert digest(other, GENESIS) != digest(FACTS, GENESIS)


def test_a_digest_covers_what_stands_before_it():
    assert digest(FACTS, "1" * 64) != digest(FACTS, GENESIS)


def test_an_instant_is_the_same_in_every_zone():
    local = replace(FACTS, starts_at=START.astimezone(ZONE))
    assert digest(local, GENESIS) == digest(FACTS, GENESIS)


def test_heads_are_combined_whatever_their_order():
    heads = [("b", 2, "1" * 64), ("a", 1, "2" * 64)]
    assert combine_heads(heads) == combine_heads(heads[::-1])
    assert combine_heads(heads) != combine_heads([("b", 3, "1" * 64), heads[1]])
    assert combine_heads(heads) != combine_heads(heads[:1])


@pytest.mark.parametrize(
    ("change", "check_in", "other", "parts"),
    [
        pytest.param(30, 60, 0, [(False, 30)], id="what is added by hand is no check-in time"),
        pytest.param(-30, 0, 60, [(False, -30)], id="taken from what was typed"),
        pytest.param(-30, 60, 0, [(True, -30)], id="else from check-in time"),
        pytest.param(-90, 60, 40, [(False, -40), (True, -50)], id="what was typed goes first"),
        pytest.param(-100, 60, 40, [(False, -40), (True, -60)], id="all of it: a void"),
        pytest.param(0, 60, 40, [], id="nothing"),
    ],
)
def test_a_correction_says_which_kind_of_time_it_changes(change, check_in, other, parts):
    assert split_change(change, check_in=check_in, other=other) == parts
