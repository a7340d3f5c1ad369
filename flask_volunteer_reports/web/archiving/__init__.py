"""Pages of archiving: the register, the four classes, media coverage, packages, office forms."""

from __future__ import annotations

from flask import Blueprint

from . import checking, register


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("archiving", __name__)
    add, post = blueprint.add_url_rule, ["POST"]
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
