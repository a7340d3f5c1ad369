"""Volunteer projects, hours, activity reports and the week's official papers for Flask sites."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import errors, signals
    from .database import prepare_sqlite
    from .extension import VolunteerReports
    from .ports import Actor, Grant, Host, Permission, Storage, TaskRunner

__all__ = [
    "Actor",
    "Grant",
    "Host",
    "Permission",
    "Storage",
    "TaskRunner",
    "VolunteerReports",
    "errors",
    "prepare_sqlite",
    "signals",
]

_HOMES = {
    "Actor": "ports",
    "Grant": "ports",
    "Host": "ports",
    "Permission": "ports",
    "Storage": "ports",
    "TaskRunner": "ports",
    "VolunteerReports": "extension",
    "prepare_sqlite": "database",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for.

    The processes that lay papers out import this package too; they need neither Flask nor a
    database, and their memory is counted.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name not in _HOMES:
        return import_module(f".{name}", __name__)
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
