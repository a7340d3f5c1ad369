"""Pages of recording: sign-ups, name lists, service records, and what hours are made of."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from . import check_in, hours, sign_ups, views


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("recording", __name__)

    def add(path: str, **options: Any) -> None:
        blueprint.add_url_rule(f"/activities/<uuid:activity_id>{path}", **options)

    post = ["POST"]
    add("/name-list", view_func=views.name_list)
    add("/name-list", view_func=views.save, methods=post)
    add("/name-list/confirmation", view_func=views.confirm, methods=post)
    add("/sign-ups", view_func=views.sign_up, methods=post)
    add("/sign-ups/<uuid:sign_up_id>/cancellation", view_func=views.cancel, methods=post)
    add("/sign-ups/<uuid:sign_up_id>/admission", view_func=sign_ups.admit, methods=post)
    add("/sign-ups/<uuid:sign_up_id>/refusal", view_func=sign_ups.decline, methods=post)
    add("/sign-ups/<uuid:sign_up_id>/no-show", view_func=sign_ups.no_show, methods=post)
    add("/sign-ups/<uuid:sign_up_id>/appearance", view_func=sign_ups.undo_no_show, methods=post)
    add("/records/<uuid:record_id>/void", view_func=views.void, methods=post)
    hours.register(blueprint)
    check_in.add_views(blueprint)
    return blueprint
