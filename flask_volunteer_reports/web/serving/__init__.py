"""The volunteer's own pages: what concerns the signed-in person as a volunteer."""

from __future__ import annotations

from flask import Blueprint

from . import profile


def create_blueprint() -> Blueprint:
    """Make the blueprint of the volunteer's own pages."""
    blueprint = Blueprint("serving", __name__, url_prefix="/my")
    profile.register(blueprint)
    return blueprint
