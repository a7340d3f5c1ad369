"""What every test of a use case asks: what was said, what was left alone, who else acts at once."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from flask_volunteer_reports import signals
from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.events import Event
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.errors import VolunteerReportsError
from flask_volunteer_reports.models import (
    ActivityReport,
    AuditEntry,
    DistrictSummary,
    RegistrationSummary,
    Volunteer,
)
from flask_volunteer_reports.ports import Actor, Host, Permission
from flask_volunteer_reports.services import directory, reporting
from flask_volunteer_reports.services.directory.import_check import count_verdicts
from flask_volunteer_reports.services.queries.papers import WeekFacts, gather_week
from flask_volunteer_reports.services.queries.volunteer_imports import preview
from flask_volunteer_reports.services.unit_of_work import UnitOfWork
from flask_volunteer_reports.state import State, current_unit_of_work
from tests.conftest import FakeRunner
from tests.world import (
    FIRST_DAY,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    RECORDER,
    Clock,
    World,
    local,
)

from .volunteering import quiet
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


@pytest.fixture
def registered(uow, world):
    """Registers a volunteer of the library."""

    def make(place="library", *, actor=RECORDER, area=None, **entry) -> Volunteer:
        return directory.register_volunteer(
            uow,
            actor,
            world.organization(place).id,
            VolunteerEntry(**{"name": "李雷", "phone": "13912345678", **entry}),
            area_id=world.area(area).id if area else None,
            volunteer_id=uuid4(),
            now=NOON,
        )

    return make


@pytest.fixture
def counts(uow, world):
    """How many volunteers organizations and areas have."""

    def read(*owners: str) -> list[int]:
        found = []
        for code in owners:
            of_area = code in ("city", "east", "west", "street", "quay")
            owner: UUID = (world.area(code) if of_area else world.organization(code)).id
            row = uow.session.scalar(
                select(RegistrationSummary.registered).where(RegistrationSummary.owner_id == owner)
            )
            found.append(row or 0)
        return found

    return read


@pytest.fixture
def upload(uow, world):
    """Uploads a file for the library; returns the id of the import."""

    def send(content: bytes, name: str = "名单.xlsx", *, actor=RECORDER, place="library"):
        return directory.upload_volunteers(
            uow,
            actor,
            world.organization(place).id,
            io.BytesIO(content),
            name,
            import_id=uuid4(),
            now=NOON,
        )

    return send


@pytest.fixture
def tried(uow, upload):
    """Uploads a file and tries it; returns the id of the import."""

    def run(content: bytes, **kwargs):
        import_id = upload(content, **kwargs)
        directory.check_import(
            uow, kwargs.get("actor", RECORDER), import_id, progress=quiet, now=NOON
        )
        return import_id

    return run


@pytest.fixture
def imported(uow, tried):
    """Uploads a file, tries it and imports it."""

    def run(content: bytes):
        import_id = tried(content)
        directory.request_import(uow, RECORDER, import_id, now=NOON)
        directory.apply_import(uow, RECORDER, import_id, progress=quiet, now=NOON)
        return import_id

    return run


@pytest.fixture
def verdicts(uow):
    """How many rows of an import are new, changed, known, wrong."""
    return lambda import_id: [*count_verdicts(uow.session, import_id).values()]


@pytest.fixture
def said(uow):
    """What is wrong, by the number of the row."""
    return lambda import_id: {
        row.number: " ".join(map(str, row.problems))
        for row in preview(uow.session, import_id, wrong=True, limit=100)
    }
