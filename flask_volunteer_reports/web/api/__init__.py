"""Answers in JSON for scripts of a host's own pages: docs/hosts/api.md describes them."""

from __future__ import annotations

from flask import Blueprint

from . import figures, hours


def create_blueprint() -> Blueprint:
    """Make the blueprint of the API; what goes wrong in it is told as problem details."""
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    blueprint.add_url_rule("/figures", view_func=figures.figures)
    blueprint.add_url_rule("/hours/me", view_func=hours.my_hours)
    return blueprint
