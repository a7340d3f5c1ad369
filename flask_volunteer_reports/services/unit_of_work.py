"""One use case, one transaction; its audit entry inside it, its events and jobs after it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy import inspect as sa_inspect
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from ..config import Settings
from ..domain.events import Event
from ..errors import AlreadyDone, Busy, Conflict, NotAllowed, NotFound, StaleVersion
from ..models import AuditEntry, Base, Job
from ..ports import Actor, Host, Permission
from .policy import TO_SEE, Policy

_B = TypeVar("_B", bound=Base)
_CHANGED = "volunteer_reports_changed"
_BUSY = ("40001", "40P01", "55P03")
"""Serialization failure, deadlock, lock timeout: PostgreSQL asks to try again."""


class UnitOfWork:
    """What a use case works with: a session, the policy, and what to say afterwards.

    Args:
        session: The host's session.
        host: The host's side, for the policy.
        settings: For use cases that need a number or the time zone.
        today: The local day, for roles that run from one day to another.
        publish: Takes the events once they are true.
        wake: Called once a job has been queued.
    """

    def __init__(
        self,
        session: Session,
        host: Host,
        settings: Settings,
        *,
        today: Callable[[], date],
        publish: Callable[[Iterable[Event]], None],
        wake: Callable[[], None],
    ) -> None:
        self.session = session
        self.settings = settings
        self.host = host
        self.policy = Policy(session, host, today)
        self._publish = publish
        self._wake = wake
        self._events: list[Event] = []
        self._queued = False
        self._open = False

    @contextmanager
    def transaction(self, *, audited: bool = True) -> Iterator[Session]:
        """Commit on a clean exit, then publish; roll back on any error.

        Inside another transaction it is a part of that one: an error undoes the part, and nothing
        is committed or published before the whole.

        Args:
            audited: Refuse to commit a change that was not recorded. Off only for the bookkeeping
                of jobs, which are about nobody.
        """
        if self._open:
            with self._part():
                yield self.session
            return
        self._open = True
        try:
            self._begin()
            # Half-changed rows are not sent along with a question in between.
            with self.session.no_autoflush:
                yield self.session
            self.session.flush()
            changed = self.session.info.pop(_CHANGED, False)
            if audited and changed and not self._events:
                raise RuntimeError("A change without its audit entry.")
            self.session.commit()
        except StaleDataError as error:
            self._forget()
            raise StaleVersion(
                "Somebody else saved a change at the same moment. Look at it and save yours again."
            ) from error
        except OperationalError as error:
            self._forget()
            if not _is_busy(error):
                raise
            raise Busy(
                "Very many people are saving at this moment. Nothing was changed; try again."
            ) from error
        except IntegrityError as error:
            self._forget()
            if not _is_double(error):
                raise
            raise Conflict(
                "The same was saved a moment ago, by somebody else or by a second click. Look at "
                "it before you save again."
            ) from error
        except BaseException:
            self._forget()
            raise
        finally:
            self._open = False
        events, self._events = self._events, []
        queued, self._queued = self._queued, False
        self._publish(events)
        if queued:
            self._wake()

    @contextmanager
    def _part(self) -> Iterator[None]:
        self.session.flush()  # what was changed before belongs to the whole
        events, queued = len(self._events), self._queued
        changed = self.session.info.get(_CHANGED, False)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self._events[events:]
            self._queued = queued
            self.session.info[_CHANGED] = changed
            raise

    def require(self, actor: Actor, permission: Permission, subject: Base) -> None:
        """Raise NotAllowed unless *actor* may do it with *subject*."""
        if not self.policy.may(actor, permission, subject):
            raise NotAllowed("You have no right to do this here.")

    def find(
        self,
        actor: Actor,
        entity: type[_B],
        row_id: UUID,
        *,
        lock: bool = False,
        permission: Permission | None = None,
    ) -> _B:
        """Return the row with that id, fresh from the database.

        Args:
            permission: With which it must be in reach; by default the one to see such rows.
            lock: Hold it until the transaction ends, where the database can.

        Raises:
            NotFound: There is none, or it is outside what *actor* may see.
        """
        any_entity: Any = entity
        rows = (
            select(entity).where(any_entity.id == row_id).execution_options(populate_existing=True)
        )
        if lock:
            # Not against rows that merely refer to it: ids stay, and such a row would be a second
            # lock taken in no order.
            rows = rows.with_for_update(of=entity, key_share=True)
        row = self.session.scalars(rows).first()
        if row is None or not self.policy.may(actor, permission or TO_SEE[entity], row):
            raise NotFound("There is no such page, or it is not yours to see.")
        return row

    def record(self, actor: Actor, happened: Event) -> None:
        """Write *happened* to the audit log, and keep it until the transaction has committed."""
        details = {
            field.name: _plain(getattr(happened, field.name))
            for field in dataclasses.fields(happened)
            if field.name not in ("subject_id", "by", "at")
        }
        self.session.add(
            AuditEntry(
                at=happened.at,
                actor_id=actor.id,
                actor_name=actor.name,
                event=type(happened).__name__,
                subject=happened.subject,
                subject_id=happened.subject_id,
                details=details,
            )
        )
        self._events.append(happened)

    def queue(self, job: Job) -> None:
        """Add *job*; a worker is woken once it is committed."""
        self.session.add(job)
        self._queued = True

    def _begin(self) -> None:
        """Take SQLite's write lock now: a lock taken later fails instead of waiting its turn."""
        connection = self.session.connection()
        if connection.dialect.name == "sqlite":
            raw: Any = connection.connection.dbapi_connection
            if not raw.in_transaction:
                connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _forget(self) -> None:
        self._events.clear()
        self._queued = False
        self.session.info.pop(_CHANGED, None)
        self.session.rollback()


def check_version(row: Any, version: int, *, changed: Collection[str] = ("?",)) -> None:
    """Hold that *row* is still the one that a form was opened with.

    Args:
        changed: What the form would change; when that is nothing, the same form was sent twice.

    Raises:
        StaleVersion: Somebody else saved in the meantime.
        AlreadyDone: The row already is as the form would have it.
    """
    if row.version == version:
        return
    if not changed:
        raise AlreadyDone("This was saved already. Nothing was changed.")
    raise StaleVersion(
        "Somebody else saved a change after you opened this page. Nothing was overwritten: "
        "compare, then save again."
    )


def changes_of(row: Base) -> tuple[str, ...]:
    """Name the columns of *row* that differ from the database, in alphabetical order."""
    state: Any = sa_inspect(row)
    return tuple(
        sorted(
            attribute.key
            for attribute in state.mapper.column_attrs
            if state.attrs[attribute.key].history.has_changes()
        )
    )


def _is_double(error: IntegrityError) -> bool:
    """Tell whether two rows would have been the same; other violations are mistakes of ours."""
    state = _sqlstate(error)
    return state == "23505" if state else "UNIQUE" in str(error.orig).upper()


def _is_busy(error: OperationalError) -> bool:
    """Tell whether the database gave up waiting for others; nothing is broken."""
    state = _sqlstate(error)
    return state in _BUSY if state else "database is locked" in str(error.orig)


def _sqlstate(error: DBAPIError) -> str | None:
    """Return PostgreSQL's code, whose words are in the language of the server; SQLite has none."""
    return getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, (UUID, datetime, date)):
        return str(value)
    return value


@event.listens_for(Session, "before_flush")
def _notice_changes(session: Session, _context: object, _instances: object) -> None:
    """Remember that rows of ours change, so that `transaction` can ask for the audit entry."""
    changed = [*session.new, *(row for row in session.dirty if session.is_modified(row))]
    if any(isinstance(row, Base) and not isinstance(row, AuditEntry) for row in changed):
        session.info[_CHANGED] = True
