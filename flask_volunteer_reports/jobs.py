"""Work that may wait: named functions that are given a job row, and the worker that runs them.

The row in the database is the truth. A worker claims it with an attempt number and a lease that it
renews while it works; a job whose lease ran out was lost with its worker and is taken up again.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from .config import Settings
from .errors import Message, PaperFailed, VolunteerReportsError
from .models import Base, Job, JobStatus, ServiceCertificate
from .ports import OPERATOR_ID, Actor, Permission
from .services.archiving.form_check import produce_form_check
from .services.archiving.form_upload import FORM_CHECK
from .services.archiving.issue import Order, issue_week
from .services.archiving.packages import PACKAGE, job_subject, produce_package
from .services.archiving.sign import SIGN_DOCUMENT, sign_document
from .services.directory.import_apply import apply_import
from .services.directory.import_check import check_import
from .services.directory.imports import (
    IMPORT,
    IMPORT_CHECK,
    import_of_job,
    organization_of_job,
)
from .services.plain_messages import to_plain
from .services.recording.certificate_file import make_certificate
from .services.recording.certificates import CERTIFICATE
from .services.recording.notices import CLOSE_NOTICE, close_notice
from .services.recording.objections import OBJECTION_DUE, pass_on_objection
from .services.reporting.papers import WEEKLY_PAPERS
from .services.reporting.receiving import find_campaign
from .state import current_state, current_unit_of_work, now

LEASE = timedelta(seconds=45)
RENEW_SECONDS = 15
MOST_ATTEMPTS = 3
FORM_SECONDS = 120
"""For the trial of an office's form: four papers, which take two seconds unless it is a bomb.

By the clock, which runs on while a busy machine does other things: a loop is to be named by its
line, for which the sandbox waits some seconds of the processor."""

_log = logging.getLogger(__name__)

Work = Callable[[Actor, Job, Callable[[int, int], None]], None]
Subject = Callable[[Session, Job], Base]
"""Tells for whom a job works."""


def _area_of(_session: Session, row: Job) -> Base:
    return row.area


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: what its creator must still be allowed to do when it runs, and the work."""

    permission: Permission
    work: Work
    subject: Subject = _area_of


JOBS: dict[str, JobKind] = {}


def job(
    name: str, *, permission: Permission, subject: Subject = _area_of
) -> Callable[[Work], Work]:
    """Register the work for jobs of the kind *name*; there is no default permission.

    Args:
        subject: With what the permission is asked; by default the area of the job.
    """

    def register(work: Work) -> Work:
        JOBS[name] = JobKind(permission, work, subject)
        return work

    return register


@job(WEEKLY_PAPERS, permission=Permission.PRODUCE_PAPERS)
def weekly_papers(actor: Actor, row: Job, progress: Callable[[int, int], None]) -> None:
    """Issue the papers of a week."""
    state, uow = current_state(), current_unit_of_work()
    campaign = find_campaign(uow.session, row.arguments["campaign"])
    order = Order(
        actor=actor,
        campaign_id=campaign.id,
        week=campaign.rules.week.parse(row.arguments["week"]),
        office_id=row.area_id,
        now=now(),
    )
    job_id, attempt, notes = row.id, row.attempt, list[Message]()
    with state.printer() as printer:
        issue_week(uow, state.storage, printer, order, progress=progress, remark=notes.append)
    if notes:
        _update(job_id, attempt, notes={"notes": [to_plain(note) for note in notes]})


@job(SIGN_DOCUMENT, permission=Permission.PRODUCE_PAPERS)
def signature(actor: Actor, row: Job, progress: Callable[[int, int], None]) -> None:
    """Sign a document with the certificate of its office."""
    progress(0, 1)
    document_id = UUID(row.arguments["document"])
    sign_document(current_unit_of_work(), actor, current_state().storage, document_id, now=now())
    progress(1, 1)


@job(FORM_CHECK, permission=Permission.EDIT_FORMS)
def form_check(actor: Actor, row: Job, progress: Callable[[int, int], None]) -> None:
    """Try an office's own form with invented facts."""
    state = current_state()
    progress(0, 1)
    with state.press(at_most_seconds=FORM_SECONDS) as press:
        produce_form_check(current_unit_of_work(), actor, state.storage, press, row.id, now=now())
    progress(1, 1)


@job(PACKAGE, permission=Permission.MAKE_PACKAGE, subject=job_subject)
def package(actor: Actor, row: Job, progress: Callable[[int, int], None]) -> None:
    """Make a package of the archive."""
    produce_package(
        current_unit_of_work(),
        actor,
        current_state().storage,
        row.id,
        progress=progress,
        now=now(),
    )


@job(IMPORT_CHECK, permission=Permission.REGISTER_VOLUNTEER, subject=organization_of_job)
def volunteer_import_check(actor: Actor, row: Job, progress: Callable[[int, int], None]) -> None:
    """Judge the rows of a spreadsheet with volunteers."""
    uow = current_unit_of_work()
    import_id = import_of_job(uow.session, row).id
    check_import(uow, actor, import_id, progress=progress, now=now())


@job(IMPORT, permission=Permission.REGISTER_VOLUNTEER, subject=organization_of_job)
def volunteer_import(actor: Actor, row: Job, progress: Callable[[int, int], None]) -> None:
    """Import the good rows of a spreadsheet with volunteers."""
    uow = current_unit_of_work()
    import_id = import_of_job(uow.session, row).id
    apply_import(uow, actor, import_id, progress=progress, now=now())


@job(CLOSE_NOTICE, permission=Permission.OPERATE)
def closing(actor: Actor, row: Job, _progress: Callable[[int, int], None]) -> None:
    """Turn hours into records whose public notice has ended."""
    close_notice(current_unit_of_work(), actor, UUID(row.arguments["activity"]), now=now())


@job(OBJECTION_DUE, permission=Permission.OPERATE)
def passing_on(actor: Actor, row: Job, _progress: Callable[[int, int], None]) -> None:
    """Say that an objection was not answered in time."""
    objection_id = UUID(row.arguments["objection"])
    pass_on_objection(current_unit_of_work(), actor, objection_id, now=now())


def _certificate_of(session: Session, row: Job) -> Base:
    return session.get_one(ServiceCertificate, UUID(row.arguments["certificate"]))


@job(CERTIFICATE, permission=Permission.SERVE, subject=_certificate_of)
def certificate(actor: Actor, row: Job, progress: Callable[[int, int], None]) -> None:
    """Print a volunteer's certificate."""
    state = current_state()
    with state.printer() as printer:
        make_certificate(
            current_unit_of_work(),
            actor,
            state.storage,
            printer,
            UUID(row.arguments["certificate"]),
            progress=progress,
            now=now(),
        )


def work_until_idle(app: Flask) -> int:
    """Run waiting jobs one after another until none is left; return how many were run."""
    count = 0
    while True:
        with app.app_context():
            claimed = _claim()
            if claimed is None:
                return count
            _run(app, *claimed)
            count += 1


def _claim() -> tuple[UUID, int] | None:
    """Take the oldest job that is due, or was lost; return its id and the attempt number."""
    session = current_unit_of_work().session
    moment = now()
    due = Job.not_before.is_(None) | (Job.not_before <= moment)
    free = or_(
        (Job.status == JobStatus.QUEUED) & due,
        (Job.status == JobStatus.RUNNING) & (Job.lease_until < moment),
    )
    for row in session.scalars(select(Job).where(free).order_by(Job.created_at)).all():
        attempt = row.attempt + 1
        claimed = session.execute(
            update(Job)
            .where(Job.id == row.id, Job.attempt == row.attempt, free)
            .values(status=JobStatus.RUNNING, attempt=attempt, lease_until=moment + LEASE)
            .execution_options(synchronize_session=False)
        )
        session.commit()
        if claimed.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
            return row.id, attempt
    return None


def _run(app: Flask, job_id: UUID, attempt: int) -> None:
    uow = current_unit_of_work()
    row = uow.session.get_one(Job, job_id)
    kind = JOBS.get(row.kind)
    actor = Actor(row.created_by_id, row.created_by, is_operator=row.created_by_id == OPERATOR_ID)
    trace = ""
    failure: VolunteerReportsError | None = None
    try:
        if attempt > MOST_ATTEMPTS:
            raise PaperFailed("The work was interrupted several times and was given up. Try again.")
        if kind is None:
            raise PaperFailed("This version of the software does not know this kind of work.")
        uow.require(actor, kind.permission, kind.subject(uow.session, row))
        with _renewed(app, job_id, attempt):
            kind.work(actor, row, lambda done, total: _note(job_id, attempt, done, total))
    except VolunteerReportsError as error:
        failure, trace = error, traceback.format_exc()
    except Exception:
        _log.exception("Job %s failed.", job_id)
        failure = PaperFailed(
            "Something went wrong that should not. Tell the people who run the site."
        )
        trace = traceback.format_exc()
    _finish(job_id, attempt, failure, trace)


def _note(job_id: UUID, attempt: int, done: int, total: int) -> None:
    """Write the progress down where the page can see it."""
    _update(job_id, attempt, progress_done=done, progress_total=total)


def _finish(job_id: UUID, attempt: int, failure: VolunteerReportsError | None, trace: str) -> None:
    current_unit_of_work().session.rollback()
    message = failure.message if failure else None
    _update(
        job_id,
        attempt,
        status=JobStatus.FAILED if failure else JobStatus.DONE,
        lease_until=None,
        finished_at=now(),
        failure={"text": message.text, "values": _plain(message.values)} if message else None,
        trace=trace,
    )


def _plain(values: Any) -> dict[str, str | int]:
    return {key: v if isinstance(v, int) else str(v) for key, v in values.items()}


def _update(job_id: UUID, attempt: int, **values: Any) -> None:
    """Change the row, unless another worker has taken the job over."""
    session = current_unit_of_work().session
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.attempt == attempt, Job.status == JobStatus.RUNNING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.commit()


@contextmanager
def _renewed(app: Flask, job_id: UUID, attempt: int) -> Iterator[None]:
    """Renew the lease in the background, so that long work is not taken for lost."""
    stop = threading.Event()

    def renew() -> None:
        while not stop.wait(RENEW_SECONDS):
            with app.app_context():
                _update(job_id, attempt, lease_until=now() + LEASE)

    thread = threading.Thread(target=renew, name="volunteer-reports-lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


_WORK = ("volunteer-reports", "work", "--until-idle")


NOT_LOOKED_YET = 0.5
"""Seconds that a worker needs at the least before it looks for jobs the first time."""
MOST_AT_ONCE = 4
"""More are alive only where the machine is too busy to start them; who waits wakes again."""


class SpawnedWorker:
    """The default task runner: starts ``flask volunteer-reports work`` beside the web process.

    The worker is a process of its own that outlives the web process; a second one that is started
    while the first works ends at once. Many who wake it at one time start one: a worker that has
    not looked yet will find their jobs as well.

    Args:
        app: The Flask application, to find out how the worker can load it again.
        settings: ``app`` names it where that cannot be guessed.
        log: A file that collects what workers print.
    """

    def __init__(self, app: Flask, settings: Settings, log: Path) -> None:
        self._target = settings.app or _import_path(app)
        self._log = log
        self._children: list[subprocess.Popen[bytes]] = []
        self._newest = -NOT_LOOKED_YET

    def wake(self) -> None:
        """Start a worker; a failure is logged, the job waits for the next one."""
        self._children = [child for child in self._children if child.poll() is None]
        if self._children and (
            time.monotonic() - self._newest < NOT_LOOKED_YET or len(self._children) >= MOST_AT_ONCE
        ):
            return
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("ab") as log:
                child = subprocess.Popen(  # noqa: S603 -- our own command on the host's own app
                    [sys.executable, "-m", "flask", "--app", self._target, *_WORK],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        except OSError:
            _log.exception("No worker could be started.")
        else:
            self._children.append(child)
            self._newest = time.monotonic()


class NoWorker:
    """The task runner of a host that runs ``flask volunteer-reports work`` as a service."""

    def wake(self) -> None:
        """Do nothing; the service looks by itself."""


def _import_path(app: Flask) -> str:
    """Guess what ``flask --app`` needs to load *app* again."""
    if given := os.environ.get("FLASK_APP"):
        return given
    if app.import_name == "__main__":
        return str(Path(sys.argv[0]).resolve())
    return app.import_name
