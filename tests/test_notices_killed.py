"""Whoever closes public notices may be killed at any moment: hours are credited once."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports.models import EntryState, NameListEntry, ServiceEntry, ServiceRecord
from tests import killed
from tests.proof import with_rules
from tests.world import local

ACTIVITIES, ROUNDS = 6, 12
CONFIRMED = local("2017-07-08 12:00")
ENDED = CONFIRMED + timedelta(days=7)


@pytest.fixture
def config():
    """No other settings, but an application in the test's own folder: the killed ones open it."""
    return {}


def test_notices_are_closed_once_whoever_is_killed(world, tmp_path, state):
    with_rules(world, public_notice_days=7)
    for number in range(ACTIVITIES):
        hour = 9 + number
        activity = world.published(
            starts=f"2017-07-07 {hour:02}:00", ends=f"2017-07-07 {hour + 1:02}:00"
        )
        world.recorded(activity, *((f"Person{c}", 60) for c in "ABCDE"), now=CONFIRMED)
    world.uow.session.close()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.killed"])
    moments = random.Random(20170714)  # noqa: S311 -- which moment, not a secret

    for _ in range(ROUNDS):
        process = context.Process(target=killed.close, args=(str(tmp_path), ENDED))
        process.start()
        time.sleep(moments.uniform(0.05, 1.0))
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.join(60)
    # Two that are left alone, at the same time.
    last = [context.Process(target=killed.close, args=(str(tmp_path), ENDED)) for _ in range(2)]
    for process in last:
        process.start()
    for process in last:
        process.join(120)

    session = world.uow.session
    states = session.execute(
        select(NameListEntry.state, func.count()).group_by(NameListEntry.state)
    ).all()
    assert [tuple(row) for row in states] == [(EntryState.CONFIRMED, ACTIVITIES * 5)]
    for table in (ServiceRecord, ServiceEntry):
        assert session.scalar(select(func.count()).select_from(table)) == ACTIVITIES * 5
    assert session.scalar(select(func.sum(ServiceEntry.service_minutes))) == ACTIVITIES * 5 * 60
