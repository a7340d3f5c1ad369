"""The Flask adapter: pages, forms, answers."""

from __future__ import annotations

from importlib.resources import files

from flask import Blueprint, Flask

from . import (
    api,
    archiving,
    directory,
    oversight,
    proof,
    publishing,
    recording,
    reporting,
    serving,
)
from .access import BLUEPRINT, guard
from .errors import register_error_handlers
from .recording import check_in
from .templating import template_context


def create_blueprint() -> Blueprint:
    """Make the blueprint with all our pages; one for each application."""
    blueprint = Blueprint(
        BLUEPRINT,
        __name__,
        static_folder=str(files("flask_volunteer_reports") / "static"),
        template_folder=str(files("flask_volunteer_reports.templates")),
    )
    blueprint.before_request(guard)
    blueprint.context_processor(template_context)
    register_error_handlers(blueprint)
    for workflow in (
        oversight,
        publishing,
        recording,
        serving,
        proof,
        reporting,
        archiving,
        directory,
        api,
    ):
        blueprint.register_blueprint(workflow.create_blueprint())
    blueprint.register_blueprint(check_in.create_cards_blueprint())
    return blueprint


def keep_what_was_typed(app: Flask, blueprint: Blueprint) -> None:
    """Take our pages out of the host's CSRF check; every form of ours checks for itself.

    The host's check would answer an expired page with an error and lose what was typed; ours shows
    the form again.
    """
    protection = app.extensions.get("csrf")
    if protection is None:
        return
    for name, registered in app.blueprints.items():
        if name == blueprint.name or name.startswith(f"{blueprint.name}."):
            protection.exempt(registered)
