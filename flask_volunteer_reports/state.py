"""What init_app leaves on one application, and how the rest of us finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import current_app, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine

from . import signals
from .config import Settings
from .ports import Host, Storage, TaskRunner
from .rendering.fonts import PaperFonts
from .rendering.press import Press
from .rendering.printer import Printer
from .services.unit_of_work import UnitOfWork

KEY = "volunteer_reports"
_UNIT_OF_WORK = "volunteer_reports.unit_of_work"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Our side of one application; ``clock`` is the only place that tells the time."""

    settings: Settings
    host: Host
    db: SQLAlchemy
    storage: Storage
    runner: TaskRunner
    clock: Callable[[], datetime]

    @property
    def engine(self) -> Engine:
        """The engine on which our tables are."""
        return self.db.engines[self.settings.bind_key]

    def press(self, *, at_most_seconds: int | None = None) -> Press:
        """Return a press with this application's fonts and limits, or less time than those."""
        seconds = self.settings.paper_seconds
        return Press(
            PaperFonts.of(self.settings),
            seconds=min(seconds, at_most_seconds or seconds),
            megabytes=self.settings.paper_megabytes,
            processes=self.settings.paper_processes,
        )

    @contextmanager
    def printer(self) -> Iterator[Printer]:
        """Print with a press of its own, which ends with the work."""
        with self.press() as press:
            yield Printer(press, self.storage, variant=self.settings.paper_variant)


def current_state() -> State:
    """Return the state of the current application."""
    return cast("State", current_app.extensions[KEY])


def now() -> datetime:
    """Return the current instant, aware."""
    return current_state().clock()


def current_unit_of_work() -> UnitOfWork:
    """Return the unit of work of the current request, command or job."""
    # An application context may outlive a request: a host's tests push one around several.
    keep: Any = request.environ if has_request_context() else g.__dict__
    if _UNIT_OF_WORK not in keep:
        keep[_UNIT_OF_WORK] = new_unit_of_work()
    return cast("UnitOfWork", keep[_UNIT_OF_WORK])


def new_unit_of_work() -> UnitOfWork:
    """Make a unit of work on the session of the current application context."""
    state = current_state()
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- as documented by Flask
    return UnitOfWork(
        state.db.session(),
        state.host,
        state.settings,
        today=lambda: state.clock().astimezone(state.settings.zone).date(),
        publish=lambda events: signals.send(app, events),
        wake=state.runner.wake,
    )
