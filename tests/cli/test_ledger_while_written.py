"""``verify-ledger`` and ``rebuild-summaries`` while the site is in use: nobody is accused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import Any

import pytest
from sqlalchemy import inspect

from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.models import ServiceEntry
from flask_volunteer_reports.services.recording import confirm_name_list, save_name_list, verifying
from flask_volunteer_reports.state import current_unit_of_work
from tests.cli.terminal import done
from tests.services.watching import rows
from tests.world import MANAGER, RECORDER, World, local

pytestmark = pytest.mark.postgres

LATER = local("2017-07-12 10:00")


@pytest.fixture
def ledger(world):
    """The library has three entries."""
    world.recorded(world.published(), ("Ann", 60), ("Bob", 90), ("Cid", 30), now=LATER)
    world.uow.session.rollback()


def test_entries_written_while_a_chain_is_read_break_nothing(app, world, ledger, monkeypatch):
    monkeypatch.setattr(verifying, "_AT_ONCE", 1)  # the entries come one by one, from a cursor
    digest, read = verifying.digest, []

    def reading(*facts: Any) -> str:
        read.append(facts)
        if len(read) == 2:
            with app.app_context():
                other = World(current_unit_of_work(), world.storage)
                activity = other.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
                other.recorded(activity, ("Ann", 45), ("Dan", 20), now=LATER)
        return digest(*facts)

    monkeypatch.setattr(verifying, "digest", reading)

    said = done(app, "verify-ledger")

    assert "3 entries of 5 organizations were read." in said
    assert "The ledger is whole." in said
    world.uow.session.expire_all()
    assert len(rows(world.uow, ServiceEntry)) == 5
    assert "5 entries" in done(app, "verify-ledger")


@pytest.mark.parametrize("words", [("--check",), ()])
def test_sums_are_compared_when_whoever_records_has_finished(words, app, world, ledger):
    activity = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    names = world.listed(("Ann", 45), ("Dan", 20))
    save_name_list(world.uow, RECORDER, activity.id, 0, names, RecordSource.MANUAL, now=LATER)
    activity_id, version = activity.id, activity.list_version
    world.uow.session.rollback()
    written = Event()

    def record() -> None:
        with app.app_context():
            own = current_unit_of_work()
            with own.transaction():
                confirm_name_list(own, MANAGER, activity_id, version, now=LATER)
                written.set()
                sleep(0.5)

    with ThreadPoolExecutor(1) as pool:
        recording = pool.submit(record)
        assert written.wait(60)
        said = done(app, "rebuild-summaries", *words)
        assert not recording.exception()

    assert "0 of them wrong" in said
    assert "The sums were right." in said


def test_what_was_rebuilt_aside_leaves_nothing_behind(app, state, ledger):
    before = inspect(state.engine).get_table_names()
    for _ in range(2):
        done(app, "rebuild-summaries")
    assert inspect(state.engine).get_table_names() == before
    with state.engine.connect() as connection:
        assert not inspect(connection).has_table("rebuilt_volunteer_reports_hours_summary")
