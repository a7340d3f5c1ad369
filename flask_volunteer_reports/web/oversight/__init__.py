"""Pages of oversight: what waits for a person, and how a week stands."""

from __future__ import annotations

from flask import Blueprint

from . import figures, views


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("oversight", __name__)
    blueprint.add_url_rule("/", view_func=views.home)
    blueprint.add_url_rule("/language", view_func=views.language, methods=["POST"])
    blueprint.add_url_rule("/weeks", view_func=views.weeks)
    blueprint.add_url_rule(
        "/campaigns/<campaign_code>/weeks/<week_key>/<area_code>", view_func=views.week
    )
    blueprint.add_url_rule("/figures", view_func=figures.figures)
    of_owner = "/figures/<campaign_code>/<uuid:owner_id>"
    blueprint.add_url_rule(of_owner, view_func=figures.figures_of)
    blueprint.add_url_rule(f"{of_owner}/workbook.xlsx", view_func=figures.figures_file)
    return blueprint
