"""A host of a few lines for the benchmarks of pages: whoever the header names is signed in."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy

from flask_volunteer_reports import Host, VolunteerReports, migrate, prepare_sqlite
from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.models import Area, Campaign
from flask_volunteer_reports.ports import OPERATOR_ID, Actor
from flask_volunteer_reports.services import directory, publishing
from flask_volunteer_reports.services.rebuilding import rebuild_summaries
from flask_volunteer_reports.state import current_state, current_unit_of_work

from .city_of_hours import FIRST_ON, LARGE, CityOfHours, Place, start_of
from .loading import loader_for
from .measure import ROOT

OPERATOR = Actor(OPERATOR_ID, "operator", is_operator=True)
SECRETARIAT = Actor("secretariat", "市秘书处")
SUBDISTRICTS = 70


def open_host(address: str, folder: Path) -> Flask:
    """Mount the pages on a database."""
    app = Flask("benchmarks.host", instance_path=str(folder))
    app.config.update(
        SECRET_KEY="for benchmarks only",  # noqa: S106 -- protects nothing
        SQLALCHEMY_DATABASE_URI=address,
        VOLUNTEER_REPORTS_STORAGE_FOLDER=str(folder / "storage"),
        VOLUNTEER_REPORTS_JOB_RUNNER="none",
    )
    db = SQLAlchemy(app)
    with app.app_context():
        prepare_sqlite(db.engine)
    host = Host(current_actor=lambda: Actor(request.headers["X-Person"], "某人"))
    VolunteerReports(app, db=db, host=host)
    return app


def found_city(app: Flask, entries: int) -> float:
    """Fill an empty database: tables, areas, a campaign of a year, and so many ledger entries.

    Returns:
        The seconds in which the summary rows were made.
    """
    with app.app_context():
        engine = current_state().engine
        migrate.upgrade(engine)
        places = _areas()
        campaign_id = _campaign()
        city = CityOfHours(entries, campaign_id, places)
        current_state().db.session.remove()
        loader = loader_for(engine, LARGE)
        city.fill(loader)
        loader.index()
        began = time.perf_counter()
        rebuild_summaries(current_unit_of_work())
        seconds = time.perf_counter() - began
        current_state().db.session.remove()
        loader.analyze()
        engine.dispose()
    return seconds


def _areas() -> tuple[Place, ...]:
    uow, now = current_unit_of_work(), start_of(0)
    entry = directory.AreaEntry(name="惠州市", federation="惠州市志愿服务联合会")
    city = directory.add_area(uow, OPERATOR, "441300", None, entry, now=now)
    directory.grant_role(
        uow,
        OPERATOR,
        SECRETARIAT,
        Role.CITY_SECRETARIAT,
        city,
        from_on=FIRST_ON,
        now=now,
    )
    places = []
    for code in ("441302", "441303", "441322", "441323", "441324", "441371", "441372"):
        entry = directory.AreaEntry(name=f"{code}区", federation="区志愿服务联合会")
        district = directory.add_area(uow, OPERATOR, code, city.id, entry, now=now)
        for n in range(SUBDISTRICTS // 7):
            entry = directory.AreaEntry(name=f"第{n + 1}街道", federation="")
            key = f"{code}-{n:02}"
            place = directory.add_area(uow, OPERATOR, key, district.id, entry, now=now)
            places.append(Place(place.id, (place.id, district.id, city.id)))
    return tuple(places)


def _campaign() -> UUID:
    text = (ROOT / "example_app" / "huizhou-2017.toml").read_text("utf-8")
    text = text.replace("starts_on = 2017-06-01", "starts_on = 2017-01-01")
    text = text.replace("ends_on = 2017-08-31", "ends_on = 2017-12-31")
    uow = current_unit_of_work()
    campaign, _ = publishing.load_campaign(uow, OPERATOR, text, now=start_of(0))
    return campaign.id


def ids_of(app: Flask) -> tuple[str, str, str]:
    """Return the code of the campaign, and the ids of the city and of a district."""
    with app.app_context():
        session = current_unit_of_work().session
        city = session.scalars(sa.select(Area.id).where(Area.parent_id.is_(None))).one()
        district = session.scalars(
            sa.select(Area.id).where(Area.parent_id == city).order_by(Area.code).limit(1)
        ).one()
        code = session.scalars(sa.select(Campaign.code)).one()
        return code, str(city), str(district)
