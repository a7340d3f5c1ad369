"""The last place and the same check-in, fought for by hundreds of real processes."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports.domain.check_in import Purpose
from flask_volunteer_reports.errors import Busy
from flask_volunteer_reports.models import (
    Activity,
    CheckIn,
    ServiceEntry,
    ServiceRecord,
    SignUp,
    SignUpStatus,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import publishing, recording
from flask_volunteer_reports.services.unit_of_work import UnitOfWork
from flask_volunteer_reports.state import current_state, current_unit_of_work
from tests.conftest import FakeRunner, found_city, make_app
from tests.databases import Databases, SQLiteFiles, postgres_databases
from tests.services.at_the_place import came, shown, volunteer
from tests.world import MANAGER, NOON, Clock, World, local

PLACES, WISHES, COPIES = 50, 200, 500
DURING, AFTER = local("2017-07-07 09:30"), local("2017-07-07 10:30")


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def city(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The city, founded in both databases."""
    folder = tmp_path_factory.mktemp("city")
    if request.param == "SQLite":
        files = SQLiteFiles(folder)
        found_city(folder, files.founded())
        yield files
    else:
        with postgres_databases() as databases:
            found_city(folder, databases.founded())
            yield databases


class Site:
    """A database, and processes that act on it at the same moment."""

    def __init__(self, address: str, folder: Path) -> None:
        # Made once: a forked process has the application, and opens connections of its own.
        self._app = make_app(folder, Clock(NOON), FakeRunner(), SQLALCHEMY_DATABASE_URI=address)

    @contextmanager
    def world(self) -> Iterator[World]:
        """Open the database; nobody is connected afterwards."""
        with self._app.app_context():
            yield World(current_unit_of_work(), current_state().storage)
            current_state().db.session.remove()
            current_state().engine.dispose()

    def at_once(self, processes: int, act: Callable[[UnitOfWork, int], str]) -> Counter[str]:
        """Let so many processes act; count what each of them was told."""
        # What is here already stays shared: two hundred collectors would copy all of it.
        gc.collect()
        gc.freeze()
        context = get_context("fork")
        ready, told = context.Barrier(processes, timeout=240), context.SimpleQueue()

        def run(number: int) -> None:
            gc.disable()
            try:
                with self.world() as world:
                    world.uow.session.connection()  # is connected when it starts
                    world.uow.session.rollback()
                    ready.wait()
                    told.put(_patiently(act, world.uow, number))
            except Exception as error:
                told.put(repr(error))

        children = [context.Process(target=run, args=(number,)) for number in range(processes)]
        for child in children:
            child.start()
        answers = Counter(told.get() for _ in children)
        for child in children:
            child.join()
        gc.unfreeze()
        return answers


@pytest.fixture
def site(city: Databases, tmp_path: Path) -> Site:
    """A copy of the city."""
    return Site(city.copy(tmp_path), tmp_path)


def person(number: int) -> Actor:
    return Actor(f"person-{number}", f"Person {number}")


def test_fifty_places_are_given_to_fifty_of_two_hundred(site: Site) -> None:
    with site.world() as world:
        project = world.draft()
        activity_id = world.activity(project, capacity=PLACES).id
        publishing.publish_project(world.uow, MANAGER, project.id, project.version, now=NOON)
        for number in range(WISHES):
            volunteer(world, person(number))

    def sign_up(uow: UnitOfWork, number: int) -> str:
        made = recording.sign_up(uow, person(number), activity_id, sign_up_id=uuid4(), now=NOON)
        return made.status.value

    answers = site.at_once(WISHES, sign_up)

    assert answers == {"admitted": PLACES, "waiting": WISHES - PLACES}
    with site.world() as world:
        assert world.uow.session.get_one(Activity, activity_id).taken == PLACES
        statuses = Counter(world.uow.session.scalars(select(SignUp.status)))
        assert statuses == {
            SignUpStatus.ADMITTED: PLACES,
            SignUpStatus.WAITING: WISHES - PLACES,
        }


def test_five_hundred_copies_of_a_check_in_and_a_check_out_are_one_record(site: Site) -> None:
    with site.world() as world:
        activity = world.published()
        activity_id: UUID = activity.id
        volunteer(world)
        code = shown(world, activity, DURING)
        check_in_id, check_out_id = uuid4(), uuid4()

    def check_in(uow: UnitOfWork, _number: int) -> str:
        world = World(uow, current_state().storage)
        activity = uow.session.get_one(Activity, activity_id)
        return str(came(world, activity, DURING, code=code, id=check_in_id).id)

    assert site.at_once(COPIES // 4, lambda uow, n: _four_times(check_in, uow, n)) == {
        str(check_in_id): COPIES // 4
    }

    with site.world() as world:
        activity = world.uow.session.get_one(Activity, activity_id)
        code_out = shown(world, activity, AFTER, Purpose.OUT)

    def check_out(uow: UnitOfWork, _number: int) -> str:
        pair = recording.check_out_with_code(
            uow, Actor("vera", "Vera"), activity_id, code_out, check_out_id=check_out_id, now=AFTER
        )
        return str(pair.id)

    assert site.at_once(COPIES // 4, lambda uow, n: _four_times(check_out, uow, n)) == {
        str(check_in_id): COPIES // 4
    }

    with site.world() as world:
        session = world.uow.session
        counted = [
            session.scalar(select(func.count()).select_from(entity))
            for entity in (CheckIn, ServiceRecord, ServiceEntry)
        ]
        assert counted == [1, 1, 1]
        [record] = session.scalars(select(ServiceRecord))
        assert record.check_in_minutes == 60


def _patiently(act: Callable[[UnitOfWork, int], str], uow: UnitOfWork, number: int) -> str:
    """Try again where the site says that it is busy, as a person does."""
    for _ in range(20):
        with suppress(Busy):
            return act(uow, number)
    return "busy all the time"


def _four_times(act: Callable[[UnitOfWork, int], str], uow: UnitOfWork, number: int) -> str:
    """Send the same four times from one telephone."""
    [answer] = {act(uow, number) for _ in range(4)}
    return answer
