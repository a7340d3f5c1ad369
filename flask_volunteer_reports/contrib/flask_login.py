"""The bridge to Flask-Login: who is signed in, and where to sign in."""

from __future__ import annotations

from typing import Any

from flask import current_app

from ..errors import ConfigurationError
from ..ports import Actor

_NAME_ATTRIBUTES = ("display_name", "full_name", "name", "username", "email")


def current_actor() -> Actor | None:
    """Return the person that Flask-Login has signed in, None for nobody.

    Raises:
        ConfigurationError: The application does not use Flask-Login and passed no Host.
    """
    _login_manager()
    from flask_login import current_user  # noqa: PLC0415 -- optional dependency

    if not current_user.is_authenticated:
        return None
    person_id = str(current_user.get_id())
    names = (getattr(current_user, name, None) for name in _NAME_ATTRIBUTES)
    return Actor(person_id, next((str(name) for name in names if name), person_id))


def sign_in() -> Any:
    """Return Flask-Login's answer to a visitor who is not signed in."""
    return _login_manager().unauthorized()


def _login_manager() -> Any:
    manager = getattr(current_app, "login_manager", None)
    if manager is None:
        raise ConfigurationError(
            "Volunteer Reports does not know who is signed in: set up Flask-Login on this "
            "application, or pass host=Host(current_actor=...) to VolunteerReports."
        )
    return manager
