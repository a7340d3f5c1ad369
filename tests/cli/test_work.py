"""``work``: the worker that makes the papers which pages have asked for, one at a time."""

from __future__ import annotations

import fcntl
import io
import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from flask_volunteer_reports.models import FileFormat, IssuedDocument, Job, JobStatus
from flask_volunteer_reports.services import reporting
from tests.cli.terminal import done, refused, started
from tests.world import MANAGER_EAST, OFFICE_EAST, SECRETARIAT, local

LATER = local("2017-07-12 10:00")


@pytest.fixture
def ask(world, clock):
    """Asks for the papers of a week of the East, as the button on its page does."""
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST)
    clock.now = LATER

    def queue(week: str = "2017-W27"):
        return reporting.request_weekly_papers(
            world.uow, SECRETARIAT, "test-2017", week, world.area("east").id, now=LATER
        )

    return queue


@pytest.fixture
def job(world):
    """Reads a job afresh."""

    def read(job_id) -> Job:
        world.uow.session.rollback()
        world.uow.session.expire_all()
        return world.uow.session.get_one(Job, job_id)

    return read


@contextmanager
def locked(folder):
    """Hold the worker's lock; BlockingIOError while a worker has it."""
    folder.mkdir(exist_ok=True)
    with (folder / "worker.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield lock


def wait_for(happened, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "It did not happen."
        time.sleep(0.05)


def test_all_waiting_jobs_are_worked_on(app, world, state, ask, job):
    first, second = ask(), ask("2017-W26")

    assert done(app, "work", "--until-idle") == "2 jobs were worked on.\n"

    assert [job(first).status, job(second).status] == [JobStatus.DONE, JobStatus.DONE]
    of_week = select(IssuedDocument).where(IssuedDocument.week_starts_on == date(2017, 7, 3))
    files = [file for row in world.uow.session.scalars(of_week) for file in row.files]
    pdfs = [file for file in files if file.format is FileFormat.PDF]
    assert sorted(file.filename for file in pdfs) == [
        "annex1/school-20170705-1.pdf",
        "annex2/east.pdf",
    ]
    for file in pdfs:
        assert PdfReader(io.BytesIO(state.storage.read(file.storage_name))).pages


def test_without_jobs_it_ends_at_once_and_says_nothing(app, unchanged):
    assert done(app, "work", "--until-idle") == ""


def test_what_was_worked_on_is_not_worked_on_again(app, ask):
    ask()
    done(app, "work", "--until-idle")
    assert done(app, "work", "--until-idle") == ""


def test_a_job_that_another_worker_lost_is_taken_up(app, world, clock, ask, job):
    lost = ask()
    world.uow.session.execute(
        update(Job).values(status=JobStatus.RUNNING, attempt=1, lease_until=LATER)
    )
    world.uow.session.commit()
    clock.now = LATER + timedelta(seconds=1)

    done(app, "work", "--until-idle")

    assert (job(lost).status, job(lost).attempt) == (JobStatus.DONE, 2)


def test_a_job_that_fails_does_not_keep_the_next_from_being_done(app, state, ask, job):
    with_photos, without = ask(), ask("2017-W26")
    next(state.storage.folder.rglob("*.jpg")).unlink()

    done(app, "work", "--until-idle")

    assert job(with_photos).status is JobStatus.FAILED
    assert job(without).status is JobStatus.DONE


def test_a_second_worker_is_refused_and_touches_no_job(app, tmp_path, ask, job):
    waiting = ask()
    with locked(tmp_path / "storage"):
        said = refused(app, "work", "--until-idle")
    assert said == "Error: Another worker is at work already.\n"
    assert (job(waiting).status, job(waiting).attempt) == (JobStatus.QUEUED, 0)


def test_a_worker_that_is_just_ending_is_waited_for(app, tmp_path, ask, job):
    waiting = ask()
    with locked(tmp_path / "storage") as lock:
        ending = threading.Timer(0.5, fcntl.flock, [lock, fcntl.LOCK_UN])
        ending.start()
        assert done(app, "work", "--until-idle").startswith("1 job")
        ending.join()
    assert job(waiting).status is JobStatus.DONE


def test_as_a_service_it_waits_for_jobs_and_stays_the_only_worker(app, tmp_path, ask, job):
    with started(tmp_path, "work") as service:
        wait_for((tmp_path / "storage" / "worker.lock").exists)
        waiting = ask()
        wait_for(lambda: job(waiting).status is JobStatus.DONE)
        with pytest.raises(BlockingIOError), locked(tmp_path / "storage"):
            pass
        assert service.poll() is None


def test_a_killed_worker_leaves_no_lock_behind(app, tmp_path, ask, job):
    with started(tmp_path, "work"):
        wait_for((tmp_path / "storage" / "worker.lock").exists)
    waiting = ask()
    assert done(app, "work", "--until-idle").startswith("1 job")
    assert job(waiting).status is JobStatus.DONE


def test_a_folder_that_cannot_be_written_is_named(app, host, tmp_path):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "storage"
    said = refused(host(VOLUNTEER_REPORTS_STORAGE_FOLDER=str(folder)), "work", "--until-idle")
    assert str(folder) in said


def test_it_speaks_chinese_by_default(chinese, tmp_path):
    with locked(tmp_path / "storage"):
        said = refused(chinese, "work", "--until-idle")
    assert said == "Error: 已有另一个后台进程正在处理任务。\n"
