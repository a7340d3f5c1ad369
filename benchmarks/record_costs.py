"""What it costs to write one record into the ledger, with the summary rows kept and without."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from flask_volunteer_reports.domain.events import RecordsConfirmed
from flask_volunteer_reports.domain.ledger import Channel, RecordSource
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.models import Activity
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services.recording import ledger
from flask_volunteer_reports.state import current_state, current_unit_of_work

from .city_of_hours import ACTIVITY, VOLUNTEER, row_id
from .host import open_host

RECORDER, MANAGER = Actor("recorder", "李记录"), Actor("manager", "王经理")


@dataclass(frozen=True, slots=True)
class RecordCosts:
    """Seconds of the clock for one record, commit included."""

    with_summaries: float
    without: float

    @property
    def ratio(self) -> float:
        """How much more it is with the summaries."""
        return self.with_summaries / self.without


def measure_records(address: str, folder: Path, times: int) -> RecordCosts:
    """Write *times* records each way, in turns, each in a transaction of its own."""
    app = open_host(address, folder / "records")
    taken: dict[bool, list[float]] = {True: [], False: []}
    with app.app_context():
        for number in range(times + 5):  # the first ones warm up
            for summaries in (True, False):
                began = time.perf_counter()
                with nullcontext() if summaries else _no_summaries():
                    _write(number, late=summaries)
                taken[summaries].append(time.perf_counter() - began)
        current_state().db.session.remove()
        current_state().engine.dispose()
    with_, without = (statistics.median(taken[kind][5:]) for kind in (True, False))
    return RecordCosts(with_, without)


@contextmanager
def _no_summaries() -> Iterator[None]:
    with patch.object(ledger, "add_to_summaries"):
        yield


def _write(number: int, *, late: bool) -> None:
    """Credit an hour to one of the first organization's volunteers, as a confirmation does."""
    uow = current_unit_of_work()
    with uow.transaction() as session:
        activity = session.get_one(Activity, row_id(ACTIVITY, 0))
        starts_at = activity.starts_at + timedelta(hours=late)
        now = activity.ends_at + timedelta(days=9)
        credit = ledger.Credit(
            volunteer_id=row_id(VOLUNTEER, number % 150),
            time=Occasion(starts_at, starts_at + timedelta(minutes=60)),
            service_minutes=60,
            source=RecordSource.MANUAL,
            channel=Channel.NAME_LIST,
            entered_at=now,
            entered_by=RECORDER,
            confirmed_by=MANAGER,
        )
        ledger.write_credits(session, activity, [credit], now=now)
        uow.record(
            MANAGER,
            RecordsConfirmed(
                subject_id=activity.id, by=MANAGER.id, at=now, records=1, service_minutes=60
            ),
        )
