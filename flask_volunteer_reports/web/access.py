"""Every page states its permission; one that states none is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from ..errors import ConfigurationError, NotAllowed, SignInRequired
from ..ports import Permission
from ..state import current_unit_of_work
from .context import current_actor

BLUEPRINT = "volunteer_reports"

_View = TypeVar("_View", bound=Callable[..., Any])
_log = logging.getLogger(__name__)


def requires(permission: Permission) -> Callable[[_View], _View]:
    """Declare what a person must be allowed to do, anywhere, to be let into a view.

    Whether they may do it with the row in question the use case decides.
    """

    def declare(view: _View) -> _View:
        view.volunteer_reports_permission = permission  # type: ignore[attr-defined]  # read by guard
        return view

    return declare


def guard() -> None:
    """Let nobody in who does not hold the declared permission; runs before every view.

    Raises:
        SignInRequired: Nobody is signed in and the page is not for anyone.
        NotAllowed: The person holds the permission nowhere, or the view declares none.
    """
    permission = _declared(current_app, str(request.endpoint))
    if permission is None:
        _log.error("%s declares no permission and was refused.", request.endpoint)
        raise NotAllowed("You have no right to do this here.")
    if permission is Permission.ANYONE:
        return
    actor = current_actor()
    if actor is None:
        raise SignInRequired("Sign in to see this page.")
    if not current_unit_of_work().policy.scope(actor, permission):
        raise NotAllowed("You have no right to do this here.")


def check_declared(app: Flask) -> None:
    """Refuse to start while a view of ours declares no permission.

    Raises:
        ConfigurationError: Names the endpoints.
    """
    ours = [name for name in app.view_functions if name.startswith(f"{BLUEPRINT}.")]
    bare = [name for name in ours if _declared(app, name) is None]
    if bare:
        raise ConfigurationError(
            "These pages declare no permission: %(endpoints)s.", endpoints=", ".join(sorted(bare))
        )


def _declared(app: Flask, endpoint: str) -> Permission | None:
    if endpoint.rpartition(".")[2] == "static":
        return Permission.ANYONE
    view = app.view_functions.get(endpoint)
    return getattr(view, "volunteer_reports_permission", None)
