"""Whatever is killed, whenever: no document without its file, no double number, no lost job."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from flask_volunteer_reports.models import (
    DocumentCounter,
    IssuedDocument,
    Job,
    JobStatus,
)
from flask_volunteer_reports.services import reporting
from tests import killed
from tests.killed import WEDNESDAY
from tests.world import MANAGER_EAST, OFFICE_EAST

KILLS = 200
MINUTE = timedelta(minutes=1)
"""Longer than a lease: what was lost is taken up again in the next round."""


@pytest.fixture(scope="module")
def forked():
    """A server that forks processes which have everything loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.killed"])
    return context


@pytest.fixture
def config():
    """No other settings, but an application in the test's own folder: the killed ones open it."""
    return {}


def children_of(pid: int) -> list[int]:
    """The processes that a process has started, from any of its threads."""
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found.extend(map(int, (thread / "children").read_text().split()))
    return found


def kill(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


class Rounds:
    """Starts processes and kills them; counts whom it has killed."""

    def __init__(self, forked, folder, seed: int) -> None:
        self._forked, self._folder = forked, str(folder)
        self._random = random.Random(seed)  # noqa: S311 -- which moment, not a secret
        self.killed: Counter[str] = Counter()
        self.codes: Counter[int | None] = Counter()

    def run(self, target, now, *victims: tuple[str, float]) -> None:
        """Run a process to its end, killing it or a child of it on the way.

        Args:
            victims: Whom to kill (``press`` is a child), each within so many seconds.
        """
        process = self._forked.Process(target=target, args=(self._folder, now))
        process.start()
        for victim, within in victims:
            until = time.monotonic() + self._random.uniform(0, within)
            while process.is_alive() and time.monotonic() < until:
                time.sleep(0.005)
            found = children_of(process.pid) if victim == "press" else [process.pid]
            if process.is_alive() and found:
                self.killed[victim] += kill(self._random.choice(found))
        process.join(120)
        assert not process.is_alive()
        self.codes[process.exitcode] += 1
        process.close()


@pytest.mark.slow
def test_200_kills_leave_every_document_with_its_file_and_every_job_finished(
    world, tmp_path, forked, state
):
    report = world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST)
    rounds, now, serial = Rounds(forked, tmp_path, seed=20170703), WEDNESDAY, 0

    while rounds.killed.total() < KILLS:
        _change(world, report, f"Change {serial};")
        rounds.run(killed.ask, now, ("web", 0.1))
        rounds.run(killed.ask, now)
        # Every third worker is left alone but for its children, so that there is something to see.
        last = [("worker", 1.0)] if serial % 3 else []
        rounds.run(killed.work, now, ("press", 1.5), ("press", 0.5), *last)
        now, serial = now + MINUTE, serial + 1
        assert serial < 2 * KILLS

    for _ in range(2):  # what the last kill left behind, and what that left
        rounds.run(killed.work, now := now + MINUTE)
    rounds.run(killed.ask, now)
    rounds.run(killed.work, now)

    assert min(rounds.killed.values()) > KILLS // 10
    assert set(rounds.codes) <= {0, -signal.SIGKILL}
    session = world.uow.session
    session.rollback()
    session.expire_all()
    assert {job.status for job in session.scalars(select(Job))} <= {
        JobStatus.DONE,
        JobStatus.FAILED,
    }
    newest = session.scalars(select(Job).order_by(Job.created_at.desc(), Job.id)).first()
    assert newest.status is JobStatus.DONE
    documents = session.scalars(select(IssuedDocument)).all()
    assert len(documents) > KILLS // 10
    _every_file_is_there(documents, state)
    _numbers_are_whole(session, documents)
    assert any(f"Change {serial - 1};" in document.title for document in documents)


def _change(world, report, title: str) -> None:
    """Change an accepted report, so that there is something to issue."""
    changed = world.edited(report, actor=MANAGER_EAST, title=title)
    reporting.submit_report(world.uow, MANAGER_EAST, changed.id, changed.version, now=WEDNESDAY)
    reporting.accept_report(world.uow, OFFICE_EAST, changed.id, changed.version, now=WEDNESDAY)
    world.uow.session.rollback()


def _every_file_is_there(documents, state) -> None:
    for document in documents:
        assert document.files
        for file in document.files:
            content = state.storage.read(file.storage_name)
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.size)
    for path in (state.storage.folder / "papers").rglob("*"):
        if path.is_file() and not path.name.startswith(".part-"):
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name


def _numbers_are_whole(session, documents) -> None:
    """No number twice, no number left out, no revision left out."""
    revisions: dict[str, list[int]] = {}
    for document in documents:
        revisions.setdefault(document.number, []).append(document.revision)
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in revisions.values())
    for counter in session.scalars(select(DocumentCounter)):
        of_kind = {d.number for d in documents if d.kind is counter.kind}
        assert {int(n.partition("〕")[2].rstrip("号")) for n in of_kind} == set(
            range(1, counter.last + 1)
        )
