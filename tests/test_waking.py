"""The default runner: many who wake it at one time start one worker, not a crowd."""

from __future__ import annotations

import time
from pathlib import Path

from flask import Flask

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.jobs import NOT_LOOKED_YET, SpawnedWorker


def started(log: Path, *, at_least: int) -> int:
    """How many workers have begun to load the application."""
    until = time.monotonic() + 60
    while (count := log.read_text().count("loading")) < at_least and time.monotonic() < until:
        time.sleep(0.05)
    return count


def test_a_crowd_that_wakes_it_starts_one_worker_and_who_comes_later_another(
    app: Flask, tmp_path: Path
) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time\nprint('loading', flush=True)\ntime.sleep(1)\n")
    log = tmp_path / "worker.log"
    runner = SpawnedWorker(app, Settings(app=str(slow)), log)

    for _ in range(20):
        runner.wake()
    assert started(log, at_least=1) == 1

    time.sleep(NOT_LOOKED_YET)
    runner.wake()
    assert started(log, at_least=2) == 2
    for child in runner._children:
        child.kill()
        child.wait()
