"""Pages of a person as a volunteer: own activities, hours and records."""

from __future__ import annotations

from flask import Blueprint

from . import certificates, objections, views


def create_blueprint() -> Blueprint:
    """Make the blueprint of the volunteer's side of recording."""
    blueprint = Blueprint("serving", __name__, url_prefix="/my")
    views.register(blueprint)
    objections.register(blueprint)
    certificates.register(blueprint)
    return blueprint
