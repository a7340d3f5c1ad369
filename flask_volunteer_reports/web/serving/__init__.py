"""Pages of a person as a volunteer: own profile, activities, check-ins, hours and records."""

from __future__ import annotations

from flask import Blueprint

from . import calendar, check_in, profile, sign_ups, views


def create_blueprint() -> Blueprint:
    """Make the blueprint of the volunteer's side of recording."""
    blueprint = Blueprint("serving", __name__, url_prefix="/my")
    views.register(blueprint)
    profile.register(blueprint)
    sign_ups.register(blueprint)
    check_in.register(blueprint)
    calendar.register(blueprint)
    return blueprint
