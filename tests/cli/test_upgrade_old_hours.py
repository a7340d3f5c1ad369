"""``upgrade-db`` on a database from before the ledger: hours are carried over, none is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from flask_volunteer_reports import migrate
from flask_volunteer_reports.state import current_state
from tests.cli.terminal import done
from tests.cli.test_upgrade_db import upgrade_to
from tests.databases import Databases
from tests.world import CAMPAIGN_FILE

pytestmark = pytest.mark.postgres

OLD = "0008_office_forms"


def at(hour: int, minute: int = 0) -> datetime:
    """An instant of 7 July, in UTC and without a zone, as the tables hold it."""
    return datetime.combine(date(2017, 7, 7), time(hour, minute))


CITY, LIBRARY, CAMPAIGN, PROJECT, ACTIVITY, ANN, BOB = (UUID(int=n + 1) for n in range(7))
START, END, ENTERED, CONFIRMED = (at(hour) for hour in (1, 3, 4, 5))


class OldDatabase:
    """Writes rows of an old revision, with something in every column that needs it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, name: str, /, **values: Any) -> None:
        columns = sa.inspect(self._connection).get_columns(f"volunteer_reports_{name}")
        row = {
            column["name"]: values.get(column["name"], self._filler(column["type"]))
            for column in columns
            if column["name"] in values or not column["nullable"]
        }
        table = sa.table(
            f"volunteer_reports_{name}",
            *(sa.column(each["name"], self._type(row.get(each["name"]), each)) for each in columns),
        )
        self._connection.execute(sa.insert(table).values(row))

    def _type(self, value: Any, column: Any) -> Any:
        return sa.Uuid() if isinstance(value, UUID) else column["type"]

    def _filler(self, of: Any) -> Any:
        for kind, value in (
            (sa.DateTime, START),
            (sa.Date, date(2017, 7, 1)),
            (sa.Time, time(9)),
            (sa.Integer, 0),
            (sa.Boolean, False),
            (sa.JSON, {}),
        ):
            if isinstance(of, kind):
                return value
        return ""


@pytest.fixture
def empty(host: Callable[..., Flask], databases: Databases, tmp_path: Path) -> Flask:
    """A host whose database holds nothing, on the server that the tests use."""
    return host(SQLALCHEMY_DATABASE_URI=databases.empty(tmp_path))


@pytest.fixture
def old(empty: Flask) -> Flask:
    """Ann's 60 minutes stand, Bob's 90 were voided, Cid's wait, and a sign-up was taken back."""
    upgrade_to(empty, OLD)
    with empty.app_context(), current_state().engine.begin() as connection:
        db = OldDatabase(connection)
        area = {"level": "city", "path": "city/", "version": 1}
        db.add("area", id=CITY, code="city", name="City", **area)
        organization = {"affiliation": "municipal", "kind": "unit_team", "version": 1}
        db.add("organization", id=LIBRARY, code="library", area_id=CITY, **organization)
        source = CAMPAIGN_FILE.read_text("utf-8")
        db.add("campaign", id=CAMPAIGN, code="test-2017", source=source, version=1)
        db.add(
            "project",
            id=PROJECT,
            campaign_id=CAMPAIGN,
            organization_id=LIBRARY,
            status="draft",
            version=1,
        )
        db.add("project_theme", project_id=PROJECT, code="culture", position=0)
        db.add(
            "activity",
            id=ACTIVITY,
            project_id=PROJECT,
            area_id=CITY,
            starts_at=START,
            ends_at=END,
            status="planned",
            version=1,
        )
        for volunteer_id, number in ((ANN, 1), (BOB, 2)):
            db.add(
                "volunteer",
                id=volunteer_id,
                volunteer_no=f"library-{number}",
                name=f"Volunteer {number}",
                organization_id=LIBRARY,
                registered_by="rui",
            )
            db.add(
                "sign_up",
                id=uuid4(),
                activity_id=ACTIVITY,
                volunteer_id=volunteer_id,
                signed_up_by="mia",
                **({"cancelled_at": START} if volunteer_id == BOB else {}),
            )
        common = {"activity_id": ACTIVITY, "starts_at": START, "source": "manual"}
        db.add(
            "name_list_entry",
            id=uuid4(),
            volunteer_id=BOB,
            **common,
            ends_at=END,
            service_minutes=30,
            state="pending",
            entered_by_id="rui",
        )
        of = {
            **common,
            "recording_organization_id": LIBRARY,
            "recorded_at": ENTERED,
            "recorded_by_id": "rui",
            "recorded_by": "Rui",
            "confirmed_by_id": "mia",
            "confirmed_by": "Mia",
        }
        bobs = uuid4()
        db.add(
            "service_record",
            id=uuid4(),
            volunteer_id=ANN,
            kind="credit",
            **of,
            ends_at=at(2),
            service_minutes=60,
            confirmed_at=CONFIRMED,
        )
        db.add(
            "service_record",
            id=bobs,
            volunteer_id=BOB,
            kind="credit",
            **of,
            ends_at=at(2, 30),
            service_minutes=90,
            confirmed_at=CONFIRMED,
        )
        db.add(
            "service_record",
            id=uuid4(),
            volunteer_id=BOB,
            kind="void",
            **of,
            ends_at=at(2, 30),
            service_minutes=-90,
            confirmed_at=at(6),
            voids_id=bobs,
            reason="Wrong person",
        )
    return empty


def everything(app: Flask, question: str) -> list[tuple[Any, ...]]:
    with app.app_context(), current_state().engine.connect() as connection:
        text = question.replace("$", "volunteer_reports_")
        return [tuple(row) for row in connection.execute(sa.text(text))]


def test_old_hours_stand_in_the_ledger_with_the_same_minutes_and_people(old):
    done(old, "upgrade-db")

    assert everything(
        old,
        "SELECT sequence, kind, service_minutes, entered_by, confirmed_by, reason"
        " FROM $service_entry ORDER BY sequence",
    )[2:] == [(3, "void", -90, "Rui", "Mia", "Wrong person")]
    assert sorted(everything(old, "SELECT kind, service_minutes FROM $service_entry")) == [
        ("credit", 60),
        ("credit", 90),
        ("void", -90),
    ]
    assert sorted(everything(old, "SELECT other_minutes, month, themes FROM $service_record")) == [
        (0, "2017-07", ",culture,"),
        (60, "2017-07", ",culture,"),
    ]
    assert everything(old, "SELECT state, service_minutes FROM $name_list_entry") == [
        ("pending", 30)
    ]
    assert sorted(everything(old, "SELECT status FROM $sign_up")) == [("admitted",), ("cancelled",)]
    assert len(everything(old, "SELECT DISTINCT card_code FROM $volunteer")) == 2
    assert len(everything(old, "SELECT id FROM $membership WHERE ended_at IS NULL")) == 2


def test_afterwards_the_ledger_verifies_and_the_sums_are_right(old):
    done(old, "upgrade-db")
    assert "The ledger is whole." in done(old, "verify-ledger")
    said = done(old, "rebuild-summaries", "--check")
    assert "6 sums of hours, 0 of them wrong; 2 numbers of volunteers, 0 of them wrong." in said


def test_the_old_tables_have_become_those_of_the_models(old):
    done(old, "upgrade-db")
    with old.app_context():
        migrate.check(current_state().engine)
