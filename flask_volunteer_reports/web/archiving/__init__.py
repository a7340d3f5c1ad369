"""Pages of archiving: the register, the four classes, media coverage, packages, office forms."""

from __future__ import annotations

from flask import Blueprint

from . import office_forms


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("archiving", __name__)
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    add("/forms", view_func=office_forms.form_offices)
    add("/forms/<area_code>", view_func=office_forms.forms)
    add("/forms/<area_code>/<name>", view_func=office_forms.form, methods=both)
    add("/forms/<area_code>/<name>/current", view_func=office_forms.form_in_use)
    add("/forms/<area_code>/<name>/withdrawal", view_func=office_forms.withdraw, methods=post)
    add("/form-versions/<uuid:form_id>", view_func=office_forms.version)
    add("/form-versions/<uuid:form_id>/file", view_func=office_forms.version_file)
    add("/form-versions/<uuid:form_id>/preview", view_func=office_forms.preview)
    add("/form-versions/<uuid:form_id>/trial", view_func=office_forms.try_again, methods=post)
    add("/form-versions/<uuid:form_id>/use", view_func=office_forms.put_into_use, methods=post)
    return blueprint
