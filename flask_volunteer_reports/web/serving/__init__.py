"""Pages of a person as a volunteer: profile, activities, check-ins, hours, objections, proof."""

from __future__ import annotations

from flask import Blueprint

from . import calendar, certificates, check_in, objections, profile, sign_ups, views


def create_blueprint() -> Blueprint:
    """Make the blueprint of the volunteer's side of recording."""
    blueprint = Blueprint("serving", __name__, url_prefix="/my")
    for part in (views, profile, sign_ups, check_in, objections, certificates, calendar):
        part.register(blueprint)
    return blueprint
