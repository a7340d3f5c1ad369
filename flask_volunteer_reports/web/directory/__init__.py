"""Pages of the directory: organizations, areas, pairings, roles, volunteers."""

from __future__ import annotations

from flask import Blueprint

from . import areas, imports, organizations, roles, volunteer_page, volunteers


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
    _add_volunteers(blueprint)
    return blueprint


def _add_volunteers(blueprint: Blueprint) -> None:
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    volunteer, upload = "/volunteers/<uuid:volunteer_id>", "/volunteers/imports/<uuid:import_id>"
    membership = f"{volunteer}/memberships/<uuid:membership_id>"
    add("/volunteers", view_func=volunteers.volunteers)
    add("/volunteers/new", view_func=volunteers.new_volunteer, methods=both)
    add("/organizations/<uuid:organization_id>/members", view_func=volunteers.join, methods=post)
    add(volunteer, view_func=volunteer_page.volunteer)
    add(f"{volunteer}/edit", view_func=volunteers.edit_volunteer, methods=both)
    add(f"{volunteer}/consents", view_func=volunteer_page.record_consent, methods=post)
    add(f"{volunteer}/claim-code", view_func=volunteer_page.make_claim_code, methods=post)
    add(f"{volunteer}/person", view_func=volunteer_page.link_person, methods=post)
    add(f"{membership}/end", view_func=volunteer_page.leave, methods=post)

    add("/volunteers/imports/new", view_func=imports.new_import, methods=both)
    add(upload, view_func=imports.volunteer_import)
    add(f"{upload}/application", view_func=imports.apply_import, methods=post)
    add(f"{upload}/trial", view_func=imports.try_import_again, methods=post)
    add(f"{upload}/failed-rows", view_func=imports.failed_rows)
