"""Processes of a host that may be killed at any moment: one that asks for papers, one that works.

Forked from a server that has loaded everything, so that they are ready within milliseconds; what
they do is what the web process and ``flask volunteer-reports work`` do.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask_volunteer_reports import jobs
from tests.conftest import FakeRunner, make_app
from tests.world import Clock, local

BOARD = "/volunteer-reports/campaigns/test-2017/weeks/2017-W27/east"
WEDNESDAY = local("2017-07-12 10:00")


def host(folder: Path, now: datetime):
    """Make the host on the database in *folder*."""
    clock = Clock()
    clock.now = now
    return make_app(folder, clock, FakeRunner())


def ask(folder: str, now: datetime) -> None:
    """Press the button as the district office would."""
    client = host(Path(folder), now).test_client()
    answer = client.post(f"{BOARD}/papers", headers={"X-Person": "office_east"})
    assert answer.status_code == 302, answer.text


def work(folder: str, now: datetime) -> None:
    """Work on what waits or was lost."""
    jobs.work_until_idle(host(Path(folder), now))


def close(folder: str, now: datetime) -> None:
    """Close the public notices that have ended, as cron does."""
    app = host(Path(folder), now)
    app.test_cli_runner().invoke(args=["volunteer-reports", "close-notices"])
