from __future__ import annotations

import sqlite3
from contextlib import closing
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.attributes import set_committed_value

from flask_volunteer_reports import signals
from flask_volunteer_reports.errors import Busy, Conflict, InvalidEntry, NotFound, StaleVersion
from flask_volunteer_reports.models import Area, AuditEntry, Job, ServiceEntry
from flask_volunteer_reports.services.directory import AreaEntry, edit_area
from tests.world import NOON, OFFICE_EAST, OPERATOR, SECRETARIAT, local

from .watching import a_job, area_edited, as_said, as_written, everything, rows


@pytest.fixture
def east(world):
    return world.area("east")


def rename(uow, area, name="New", *, error=None):
    """Change an area in a transaction of one's own, as a use case does."""
    with uow.transaction() as session:
        area.name = name
        uow.record(OPERATOR, area_edited(area))
        session.flush()
        if error:
            raise error


def test_a_change_its_audit_entry_and_its_event_belong_together(uow, east, happens):
    with happens() as said:
        rename(uow, east)
    assert (east.name, said) == ("New", [area_edited(east)])


def test_the_audit_entry_names_who_did_what_when_to_which_thing(uow, east):
    happened = area_edited(east, "federation", "name")
    with uow.transaction():
        uow.record(OPERATOR, happened)
    [entry] = rows(uow, AuditEntry, event="AreaEdited")
    assert as_written(entry) == as_said(happened)
    assert (entry.actor_name, entry.details) == ("operator", {"changed": ["federation", "name"]})


@pytest.mark.parametrize("flush", [False, True], ids=["at the end", "on the way"])
def test_a_change_without_an_audit_entry_is_refused(flush, uow, east, state, published):
    def change_unseen():
        with uow.transaction() as session:
            east.name = "Unseen"
            session.add(a_job(east))
            if flush:
                session.flush()

    before = everything(state)
    with pytest.raises(RuntimeError, match="audit"):
        change_unseen()
    assert (everything(state), published, east.name) == (before, [], "East district")


def test_looking_needs_no_audit_entry(uow, happens):
    with happens() as said, uow.transaction() as session:
        assert session.scalar(select(Area.id))
    assert said == []


def test_the_bookkeeping_of_jobs_needs_none(uow, east):
    with uow.transaction(audited=False) as session:
        session.add(a_job(east))
    assert len(rows(uow, Job)) == 1


def test_and_leaves_the_next_transaction_alone(uow, east):
    with uow.transaction(audited=False) as session:
        session.add(a_job(east))
    with uow.transaction() as session:  # changes nothing, so there is nothing to record
        assert session.scalar(select(Area.id))


def test_events_are_sent_after_the_commit_when_everybody_can_see_the_change(uow, east, state):
    seen = []

    def look(_app, event):
        with state.engine.connect() as another:
            seen.append(another.scalar(select(Area.name).where(Area.id == event.subject_id)))

    with signals.area_edited.connected_to(look):
        rename(uow, east)
    assert seen == ["New"]


def test_a_receiver_that_fails_harms_neither_the_change_nor_the_others(
    uow, east, published, caplog
):
    def fail(_app, event):
        raise ValueError("a receiver of the host")

    with signals.area_edited.connected_to(fail):
        rename(uow, east)
    assert (east.name, published) == ("New", [area_edited(east)])
    assert "AreaEdited" in caplog.text


def test_a_receiver_may_itself_run_a_use_case(uow, east, world):
    west = world.area("west")

    def also_the_west(_app, event):
        if event.subject_id == east.id:
            edit_area(uow, OPERATOR, west.id, 1, AreaEntry(name="New West"), now=NOON)

    with signals.area_edited.connected_to(also_the_west):
        rename(uow, east)
    uow.session.expire_all()
    assert (east.name, west.name) == ("New", "New West")


@pytest.mark.parametrize("error", [ValueError(), KeyboardInterrupt(), InvalidEntry("No.")])
def test_any_error_undoes_everything(error, uow, east, state, published, runner):
    before = everything(state)
    with pytest.raises(type(error)):
        rename(uow, east, error=error)
    assert everything(state) == before
    assert (published, runner.woken, east.name) == ([], 0, "East district")


def test_nothing_of_a_failed_transaction_comes_out_with_the_next(uow, east, happens, runner):
    def queue_and_fail():
        with uow.transaction():
            uow.record(OPERATOR, area_edited(east, "first"))
            uow.queue(a_job(east))
            raise InvalidEntry("No.")

    with pytest.raises(InvalidEntry):
        queue_and_fail()
    with happens() as said:
        rename(uow, east)
    assert (said, runner.woken) == ([area_edited(east)], 0)


def test_a_worker_is_woken_once_a_job_is_committed(uow, east, runner):
    with uow.transaction():
        uow.record(OPERATOR, area_edited(east))
        uow.queue(a_job(east))
        assert runner.woken == 0
    assert runner.woken == 1


def test_the_write_lock_is_taken_at_the_beginning(uow, state):
    if state.engine.dialect.name != "sqlite":
        pytest.skip(
            "PostgreSQL has no lock of the whole database; test_lock_orders.py is about rows"
        )

    def write():
        with closing(sqlite3.connect(state.engine.url.database, timeout=0)) as another:
            another.execute("BEGIN IMMEDIATE")

    with uow.transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
        write()
    write()


def test_readers_are_not_kept_waiting_and_see_what_was_before(uow, east, state):
    with uow.transaction() as session:
        east.name = "New"
        uow.record(OPERATOR, area_edited(east))
        session.flush()
        with state.engine.connect() as another:
            names = another.scalars(select(Area.name)).all()
    assert "East district" in names


class Refused(Exception):
    """What PostgreSQL's driver raises: words in the language of the server, and a code."""

    def __init__(self, words, sqlstate):
        super().__init__(words)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(OperationalError("", {}, Refused("检测到死锁", "40P01")), Busy, id="deadlock"),
        pytest.param(
            OperationalError("", {}, sqlite3.OperationalError("database is locked")),
            Busy,
            id="SQLite is locked",
        ),
        pytest.param(
            IntegrityError("", {}, Refused("重复键违反唯一约束", "23505")), Conflict, id="twice"
        ),
        pytest.param(
            IntegrityError("", {}, sqlite3.IntegrityError("UNIQUE constraint failed")),
            Conflict,
            id="twice on SQLite",
        ),
        pytest.param(
            IntegrityError("", {}, Refused("违反检查约束 not_unique", "23514")),
            IntegrityError,
            id="a mistake of ours",
        ),
        pytest.param(
            OperationalError("", {}, Refused("服务器关闭", "57P01")), OperationalError, id="gone"
        ),
    ],
)
def test_what_the_database_refuses_is_known_in_any_language(error, told, uow, east, state):
    before = everything(state)
    with pytest.raises(told) as refused:
        rename(uow, east, error=error)
    assert type(refused.value) is told
    assert everything(state) == before


def test_half_changed_rows_are_not_sent_along_with_a_question(uow, east):
    with uow.transaction() as session:
        name, east.name = east.name, None  # the database would refuse it
        assert session.scalar(select(Area.id).where(Area.code == "west"))
        east.name = name
    assert east.version == 1


def test_who_holds_a_stale_row_is_told_that_somebody_was_faster(
    uow, world, east, elsewhere, refuses
):
    with elsewhere() as other:
        edit_area(other, OPERATOR, east.id, 1, AreaEntry(name="First"), now=NOON)
    stale = world.area("east")
    set_committed_value(stale, "version", 1)  # as it was before the other one saved
    with refuses(StaleVersion):
        rename(uow, stale, "Second")
    assert world.area("east").name == "First"


@pytest.mark.parametrize(
    ("entity", "column", "value"),
    [(AuditEntry, "actor_name", "Somebody else"), (ServiceEntry, "service_minutes", 600)],
)
def test_rows_that_are_written_once_are_not_changed(entity, column, value, uow, world, state):
    activity = world.published()
    world.recorded(activity, ("Ann", 60), now=local("2017-07-07 12:00"))

    def change():
        with uow.transaction():
            setattr(rows(uow, entity)[0], column, value)
            uow.record(OPERATOR, area_edited(world.area("east")))

    before = everything(state)
    with pytest.raises(RuntimeError, match="never changed"):
        change()
    assert everything(state) == before


def test_nothing_is_deleted(uow, world, state):
    def delete():
        with uow.transaction() as session:
            session.delete(world.area("quay"))
            uow.record(OPERATOR, area_edited(world.area("east")))

    before = everything(state)
    with pytest.raises(RuntimeError, match="deleted"):
        delete()
    assert everything(state) == before


def test_a_row_is_found_fresh_even_if_it_was_read_before(uow, east, elsewhere):
    assert east.name == "East district"
    with elsewhere() as other:
        edit_area(other, OPERATOR, east.id, 1, AreaEntry(name="New"), now=NOON)
    assert uow.find(OFFICE_EAST, Area, east.id).name == "New"


def test_what_is_not_there_and_what_is_not_yours_look_the_same(uow, world):
    answers = []
    for area_id in (uuid4(), world.area("west").id):
        with pytest.raises(NotFound) as refused:
            uow.find(OFFICE_EAST, Area, area_id)
        answers.append(str(refused.value))
    assert answers[0] == answers[1]
    assert uow.find(SECRETARIAT, Area, world.area("west").id)
