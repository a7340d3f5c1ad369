"""The week's papers and the worker, from the terminal."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy import select

from ..errors import NotFound, PaperFailed, StorageFailed
from ..jobs import work_until_idle
from ..models import Area, Campaign, IssuedDocument
from ..ports import Permission
from ..services.archiving.issue import Order, issue_week
from ..services.reporting.papers import check_office
from ..state import current_state, current_unit_of_work, now
from ..storage import FolderStorage, write_file
from .command import OPERATOR, command, say, tell

POLL_SECONDS = 2.0


@command("weekly-papers", permission=Permission.OPERATE)
@click.argument("week")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; made when missing.",
)
@click.option("--campaign", "campaign_code", help="Code of the campaign; the one with that week.")
@click.option("--area", "area_code", help="Code of a district; without it the whole city.")
def weekly_papers(week: str, out: Path, campaign_code: str | None, area_code: str | None) -> None:
    """Issue the papers of WEEK, such as 2017-W27, and write them into a folder.

    weekly-report.pdf, annex1/*.pdf and .docx, annex2/*.pdf, .docx and .xlsx; each file is whole or
    not there. What says the same as before keeps its number and revision.
    """
    uow, state = current_unit_of_work(), current_state()
    campaign = _campaign(campaign_code, week)
    of_week = campaign.rules.parse_week(week)
    code = area_code or campaign.rules.city
    area = uow.session.scalars(select(Area).where(Area.code == code)).first()
    if area is None:
        raise NotFound("There is no area with the code %(code)s.", code=code)
    check_office(area)
    order = Order(
        actor=OPERATOR,
        campaign_id=campaign.id,
        week=of_week,
        office_id=area.id,
        now=now(),
    )
    with state.printer() as printer:
        issued = issue_week(
            uow,
            state.storage,
            printer,
            order,
            progress=lambda *_: None,
            remark=lambda note: click.echo(say(note), err=True),
        )
    for document_id in issued:
        for file in uow.session.get_one(IssuedDocument, document_id).files:
            path = out / file.filename
            with _writing(path), state.storage.open(file.storage_name) as content:
                write_file(path, content)
            click.echo(path)


@command("work", permission=Permission.OPERATE)
@click.option("--until-idle", is_flag=True, help="End when no job waits; without it wait for more.")
def work(until_idle: bool) -> None:  # noqa: FBT001 -- how click passes a flag
    """Work on jobs that pages have queued. Only one worker works at a time."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- as documented by Flask
    with _only_worker(wait=3.0 if until_idle else None):
        while True:
            count = work_until_idle(app)
            if count:
                tell("%(count)s jobs were worked on.", count=count)
            if until_idle:
                return
            time.sleep(POLL_SECONDS)


@contextmanager
def _only_worker(*, wait: float | None) -> Iterator[None]:
    """Hold the worker's lock; give up after *wait* seconds, never for None.

    Raises:
        PaperFailed: Another worker is at work; it will take what waits.
    """
    storage = current_state().storage
    folder = (
        storage.folder if isinstance(storage, FolderStorage) else Path(current_app.instance_path)
    )
    path = folder / "worker.lock"
    until = None if wait is None else time.monotonic() + wait
    with _writing(path):
        file = path.open("w")
    with file as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if until is not None and time.monotonic() > until:
                    raise PaperFailed("Another worker is at work already.") from None
                time.sleep(0.2)
        yield


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Make the folder of *path*; say in our words when it cannot be written.

    Raises:
        StorageFailed: The disk is full, or the place is not ours to write to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise StorageFailed(
            "%(path)s cannot be written: %(error)s.",
            path=str(path),
            error=error.strerror or str(error),
        ) from error


def _campaign(code: str | None, week: str) -> Campaign:
    """Return the campaign asked for, or the newest that has the week."""
    campaigns = current_unit_of_work().session.scalars(
        select(Campaign).order_by(Campaign.starts_on.desc())
    )
    wanted = [campaign for campaign in campaigns if code in (None, campaign.code)]
    if not wanted:
        raise NotFound("There is no such campaign.")
    for campaign in wanted:
        rules = campaign.rules
        if rules.accepts(rules.week.parse(week)):
            return campaign
    return wanted[0]
