"""What every test of a use case asks: what was said, what was left alone, who else acts at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from flask_volunteer_reports import signals
from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.events import Event
from flask_volunteer_reports.errors import VolunteerReportsError
from flask_volunteer_reports.models import ActivityReport, AuditEntry, DistrictSummary
from flask_volunteer_reports.ports import Actor, Host, Permission
from flask_volunteer_reports.services import directory, reporting
from flask_volunteer_reports.services.queries.papers import WeekFacts, gather_week
from flask_volunteer_reports.services.unit_of_work import UnitOfWork
from flask_volunteer_reports.state import State, current_unit_of_work
from tests.conftest import FakeRunner
from tests.world import (
    FIRST_DAY,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    Clock,
    World,
    local,
)

from .watching import COLLEAGUE, SECOND_REVIEWER, as_said, as_written, everything


@pytest.fixture
def happens(
    uow: UnitOfWork, published: list[Event]
) -> Callable[[], AbstractContextManager[list[Event]]]:
    """Collect the events of a block; each must stand in the audit log, and nothing else there.

    Afterwards every row is read afresh from the database.
    """

    @contextmanager
    def watch() -> Iterator[list[Event]]:
        before = set(uow.session.scalars(select(AuditEntry.id)))
        start = len(published)
        said: list[Event] = []
        yield said
        uow.session.expire_all()
        said.extend(published[start:])
        written = [e for e in uow.session.scalars(select(AuditEntry)) if e.id not in before]
        assert sorted(map(as_written, written), key=repr) == sorted(map(as_said, said), key=repr)

    return watch


@pytest.fixture
def refuses(
    uow: UnitOfWork, state: State, published: list[Event], runner: FakeRunner
) -> Callable[..., AbstractContextManager[Any]]:
    """Expect an error of exactly that class, nothing changed, nothing sent, nobody woken."""

    @contextmanager
    def expect(error: type[VolunteerReportsError], match: str | None = None) -> Iterator[Any]:
        before, sent, woken = everything(state), list(published), runner.woken
        with pytest.raises(error, match=match) as refused:
            yield refused
        assert type(refused.value) is error
        assert everything(state) == before
        assert published == sent
        assert runner.woken == woken

    return expect


@pytest.fixture
def hosted(app: Flask, state: State, clock: Clock) -> Callable[..., UnitOfWork]:
    """A unit of work on the same session for another host."""

    def make(**parts: Any) -> UnitOfWork:
        return UnitOfWork(
            state.db.session(),
            Host(**parts),
            state.settings,
            today=lambda: clock.now.astimezone(state.settings.zone).date(),
            publish=lambda events: signals.send(app, events),
            wake=state.runner.wake,
        )

    return make


@pytest.fixture
def vetoed(hosted: Callable[..., UnitOfWork]) -> Callable[..., UnitOfWork]:
    """A unit of work whose host forbids some permissions, whatever our roles say."""

    def make(*forbidden: Permission) -> UnitOfWork:
        return hosted(may=lambda actor, permission, subject: permission not in forbidden)

    return make


@pytest.fixture
def elsewhere(app: Flask, uow: UnitOfWork) -> Callable[[], AbstractContextManager[UnitOfWork]]:
    """Open the unit of work of a second person, with a session and a connection of its own."""

    @contextmanager
    def second() -> Iterator[UnitOfWork]:
        with app.app_context():
            yield current_unit_of_work()
        uow.session.expire_all()

    return second


@pytest.fixture
def at_once(app: Flask, uow: UnitOfWork) -> Callable[..., list[Any]]:
    """Let several people act at the same time, each in a thread with a session of its own.

    Returns what each of them got: a result, or the error of ours that was raised.
    """

    def run(*works: Callable[[UnitOfWork], Any]) -> list[Any]:
        ready = threading.Barrier(len(works), timeout=60)

        def act(work: Callable[[UnitOfWork], Any]) -> Any:
            with app.app_context():
                own = current_unit_of_work()
                ready.wait()
                try:
                    return work(own)
                except VolunteerReportsError as error:
                    return error

        with ThreadPoolExecutor(len(works)) as pool:
            results = list(pool.map(act, works))
        uow.session.expire_all()
        return results

    return run


@pytest.fixture
def colleague(world: World) -> Actor:
    """A second manager of the library."""
    return _granted(world, COLLEAGUE, Role.ORGANIZATION_MANAGER)


@pytest.fixture
def second_reviewer(world: World) -> Actor:
    """A second person of the secretariat."""
    return _granted(world, SECOND_REVIEWER, Role.CITY_SECRETARIAT)


def _granted(world: World, person: Actor, role: Role) -> Actor:
    subject = world.area("city") if role.area_level else world.organization("library")
    directory.grant_role(world.uow, OPERATOR, person, role, subject, from_on=FIRST_DAY, now=NOON)
    return person


@pytest.fixture
def gather(uow: UnitOfWork, world: World) -> Callable[..., WeekFacts]:
    """The facts of the papers of 2017-W27, for the city or a district."""

    def do(area: str = "city", week: str = "2017-W27") -> WeekFacts:
        uow.session.expire_all()
        campaign = world.campaign
        return gather_week(
            uow.session,
            campaign,
            campaign.rules.parse_week(week),
            area=world.area(area),
            now=local("2017-07-12 10:00"),
        )

    return do


@pytest.fixture
def of_east(world: World) -> Callable[..., ActivityReport]:
    """A report of the school, accepted by its district."""
    return lambda **content: world.accepted(
        "school", actor=MANAGER_EAST, reviewer=OFFICE_EAST, **content
    )


@pytest.fixture
def hand_in(uow: UnitOfWork, world: World) -> Callable[..., DistrictSummary]:
    """Hand in the Annex 2 of the East for 2017-W27, at the deadline."""
    return lambda unit="East office", after=0: reporting.submit_district_summary(
        uow,
        OFFICE_EAST,
        world.area("east").id,
        "test-2017",
        "2017-W27",
        unit,
        after_number=after,
        now=local("2017-07-11 17:30"),
    )
