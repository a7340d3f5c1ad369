"""``flask seed-demo``: build the demonstration city from nothing, always the same."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Engine, event, select

from flask_volunteer_reports import jobs, migrate
from flask_volunteer_reports.cli.command import OPERATOR
from flask_volunteer_reports.models import Area
from flask_volunteer_reports.rendering.photos import PhotoLimits
from flask_volunteer_reports.services.publishing import load_campaign
from flask_volunteer_reports.services.reporting import photos as report_photos
from flask_volunteer_reports.state import State, current_state, new_unit_of_work, now

from ..database import DATABASE, db
from ..people import User
from .archive import Archive
from .city import City, found_city
from .people import enter_people
from .photos import Album
from .proof import plan_answered_objection
from .stage import Ids, Stage, at
from .tally import count_everything
from .today import WEEKS_BACK, campaign_text, monday_of, plan_today
from .volunteers import enrol_volunteers, offer_claim_code
from .weeks import Summer

VERSION = "4"
"""Raised when the story changes, so that an older city is noticed."""

SEED = 2017
CAMPAIGN = Path(__file__).parents[1] / "huizhou-2017.toml"
LOADED_AT = datetime(2017, 6, 1, 0, 30, tzinfo=UTC)
TOLD_UNTIL = datetime(2017, 8, 14, tzinfo=UTC)


@click.command("seed-demo")
@click.option("--fresh", is_flag=True, help="Throw the demonstration city away and build it again.")
@with_appcontext
def seed_demo(*, fresh: bool) -> None:
    """Build the demonstration city: people, organizations, eight weeks of 2017, and today."""
    began = time.monotonic()
    folder = Path(current_app.instance_path)
    marker = folder / "demo-city.txt"
    if fresh:
        _throw_away(folder)
    if marker.exists() and marker.read_text("utf-8").startswith(f"{VERSION} "):
        click.echo(
            f"演示城市已经建好（版本和日期：{marker.read_text('utf-8').strip()}）。"
            "重建请加 --fresh。"
        )
        return
    db.create_all()
    migrate.upgrade(current_state().engine)
    if db.session.scalar(select(Area.id).limit(1)) or db.session.scalar(select(User.id).limit(1)):
        raise click.ClickException(
            f"{folder} 中已有数据，但不是完整的当前版演示城市。加 --fresh 清除后重建。"
        )
    moment = now()
    build_city(folder, today_at=moment)
    # The certificates of the story, and objections whose time is over.
    jobs.work_until_idle(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 -- as documented by Flask
    marker.write_text(f"{VERSION} {moment:%Y-%m-%d}\n", "utf-8")
    for name, count in count_everything(db.session()):
        click.echo(f"{name}\t{count}")
    click.echo(f"用时 {time.monotonic() - began:.1f} 秒")


def build_city(folder: Path, *, today_at: datetime) -> None:
    """Fill empty tables; *today_at* is the moment that counts as now."""
    state = current_state()
    album = Album(_limits(state))
    try:
        with (
            _fast(state.engine),
            _seeded_ids() as ids,
            # Jobs are done when the city stands; nobody else writes while it is built.
            patch.object(jobs.SpawnedWorker, "wake"),
            # Reports take photographs that other processes have checked and scaled already, with
            # the same function and limits; otherwise it would be done again in 700 places.
            patch.object(report_photos, "process_photo", album.process),
        ):
            rng, people, uow = Random(SEED), enter_people(), new_unit_of_work()
            city = found_city(uow, people, rng)
            enrol_volunteers(uow, city, ids, Random(SEED + 2))
            stages = _Stages(state, city, album, rng, ids)
            summer = stages.summer_2017()
            summer.play(until=TOLD_UNTIL)
            Archive(summer).fill()
            # Afterwards, so that nothing of 2017 depends on the day of the seeding.
            stages.today(today_at).play(until=today_at)
            offer_claim_code(uow, city, people, now=today_at)
        _write_samples(folder / "sample-photos", album)
    finally:
        album.close()


@dataclass(frozen=True, slots=True)
class _Stages:
    """Sets the stage for one campaign after the other, and plans what happens in it."""

    state: State
    city: City
    album: Album
    rng: Random
    ids: Ids

    def summer_2017(self) -> Stage:
        stage = self._set(CAMPAIGN.read_text("utf-8"), LOADED_AT)
        Summer(stage).plan()
        plan_answered_objection(stage)
        return stage

    def today(self, now: datetime) -> Stage:
        first_on = monday_of(now) - timedelta(weeks=WEEKS_BACK)
        source = campaign_text(
            CAMPAIGN.read_text("utf-8"),
            first_on=first_on,
            last_on=date(now.year + 1, 12, 31),
        )
        stage = self._set(source, at(first_on, 9))
        plan_today(stage, now=now)
        return stage

    def _set(self, source: str, loaded_at: datetime) -> Stage:
        uow = new_unit_of_work()
        campaign, _ = load_campaign(uow, OPERATOR, source, now=loaded_at)
        return Stage(
            uow=uow,
            storage=self.state.storage,
            city=self.city,
            campaign_id=campaign.id,
            campaign_code=campaign.code,
            album=self.album,
            rng=self.rng,
            ids=self.ids,
        )


def _limits(state: State) -> PhotoLimits:
    settings = state.settings
    return PhotoLimits(
        settings.photo_max_bytes,
        settings.photo_max_megapixels,
        settings.photo_long_edge,
        settings.photo_quality,
    )


@contextmanager
def _fast(engine: Engine) -> Iterator[None]:
    """Do not wait for the disk: a city that a power cut spoils is simply built again."""

    def hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    engine.dispose()
    event.listen(engine, "connect", hurry)
    try:
        with patch("os.fsync"):
            yield
    finally:
        event.remove(engine, "connect", hurry)
        db.session.remove()
        engine.dispose()


@contextmanager
def _seeded_ids() -> Iterator[Ids]:
    """Make every id from the seeded generator: links and the ledger's digests stay the same."""
    rng = Random(SEED + 1)
    with patch("os.urandom", rng.randbytes):  # what uuid4() makes of it are ids of rows
        yield Ids(rng)


def _write_samples(folder: Path, album: Album) -> None:
    """Keep six files as telephones make them, to try an upload with."""
    folder.mkdir(exist_ok=True)
    for scene, upload in album.samples():
        (folder / f"{scene}.jpg").write_bytes(upload)


def _throw_away(folder: Path) -> None:
    """Remove the demonstration's own files; the secret key stays, so that sessions survive."""
    db.engine.dispose()
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "demo-city.txt"):
        (folder / name).unlink(missing_ok=True)
    for name in ("volunteer_reports", "sample-photos"):
        shutil.rmtree(folder / name, ignore_errors=True)
