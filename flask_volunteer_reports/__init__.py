"""Volunteer projects, hours, activity reports and the week's official papers for Flask sites."""

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
