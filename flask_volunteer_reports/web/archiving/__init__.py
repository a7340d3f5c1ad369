"""Pages of archiving: the register, the four classes, media coverage, packages, office forms."""

from __future__ import annotations

from flask import Blueprint

from . import checking, office_forms, register


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("archiving", __name__)
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    add("/forms", view_func=office_forms.form_offices)
    add("/forms/<area_code>", view_func=office_forms.forms)
    add("/forms/<area_code>/<name>", view_func=office_forms.form, methods=both)
    add("/forms/<area_code>/<name>/current", view_func=office_forms.form_in_use)
    add("/forms/<area_code>/<name>/withdrawal", view_func=office_forms.withdraw_form, methods=post)
    add("/form-versions/<uuid:form_id>", view_func=office_forms.version)
    add("/form-versions/<uuid:form_id>/file", view_func=office_forms.version_file)
    add("/form-versions/<uuid:form_id>/preview", view_func=office_forms.preview)
    add("/form-versions/<uuid:form_id>/trial", view_func=office_forms.try_again, methods=post)
    add("/form-versions/<uuid:form_id>/use", view_func=office_forms.put_into_use, methods=post)
    document = "/documents/<uuid:document_id>"
    add("/documents", view_func=register.documents)
    add(document, view_func=register.document)
    add(f"{document}/files/<uuid:file_id>", view_func=register.file)
    add(f"{document}/facts.json", view_func=register.facts)
    add(f"{document}/withdrawal", view_func=register.withdraw, methods=post)
    add(f"{document}/scans", view_func=register.attach_scan, methods=post)
    add(f"{document}/signature", view_func=register.sign, methods=post)

    add("/check", view_func=checking.check)
    add("/check/<code>", view_func=checking.check_code)
    return blueprint
