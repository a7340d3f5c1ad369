"""Pages of the directory: organizations, areas, pairings, roles."""

from __future__ import annotations

from flask import Blueprint

from . import areas, organizations, roles


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("directory", __name__)
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    organization = "/organizations/<uuid:organization_id>"
    add("/organizations", view_func=organizations.organizations)
    add("/organizations/new", view_func=organizations.new_organization, methods=both)
    add(organization, view_func=organizations.organization)
    add(f"{organization}/edit", view_func=organizations.edit_organization, methods=both)
    add(f"{organization}/pairings", view_func=organizations.make_pairing, methods=post)
    add(
        f"{organization}/pairings/<uuid:pairing_id>/end",
        view_func=organizations.end_pairing,
        methods=post,
    )

    add("/areas", view_func=areas.areas)
    add("/areas/new", view_func=areas.new_area, methods=both)
    add("/areas/<uuid:area_id>/edit", view_func=areas.edit_area, methods=both)

    add("/roles", view_func=roles.roles)
    add("/roles/new", view_func=roles.new_role, methods=both)
    add("/roles/<uuid:grant_id>/end", view_func=roles.end_role, methods=post)
    return blueprint
