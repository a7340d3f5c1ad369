"""Pages of recording: sign-ups, name lists, service records."""

from __future__ import annotations

from flask import Blueprint

from . import check_in, views


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("recording", __name__, url_prefix="/activities/<uuid:activity_id>")
    add, post = blueprint.add_url_rule, ["POST"]
    add("/name-list", view_func=views.name_list)
    add("/name-list", view_func=views.save, methods=post)
    add("/name-list/confirmation", view_func=views.confirm, methods=post)
    add("/sign-ups", view_func=views.sign_up, methods=post)
    add("/sign-ups/<uuid:sign_up_id>/cancellation", view_func=views.cancel, methods=post)
    add("/records/<uuid:record_id>/void", view_func=views.void, methods=post)
    check_in.add_views(blueprint)
    return blueprint
