"""Pages of oversight: what waits for a person, and how a week stands."""

from __future__ import annotations

from flask import Blueprint

from . import views


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("oversight", __name__)
    blueprint.add_url_rule("/", view_func=views.home)
    blueprint.add_url_rule("/language", view_func=views.language, methods=["POST"])
    blueprint.add_url_rule("/weeks", view_func=views.weeks)
    blueprint.add_url_rule(
        "/campaigns/<campaign_code>/weeks/<week_key>/<area_code>", view_func=views.week
    )
    return blueprint
