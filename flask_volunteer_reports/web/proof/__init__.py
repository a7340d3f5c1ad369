"""Pages of proof: objections to answer, public notices, certificates to check and to revoke."""

from __future__ import annotations

from flask import Blueprint

from . import certificates, notices, objections


def create_blueprint() -> Blueprint:
    """Make the blueprint of these pages."""
    blueprint = Blueprint("proof", __name__)
    add, post = blueprint.add_url_rule, ["POST"]
    add("/objections", view_func=objections.objections)
    add("/objections/<uuid:objection_id>", view_func=objections.objection)
    add("/objections/<uuid:objection_id>/answer", view_func=objections.answer, methods=post)

    add("/notice/<campaign_code>", view_func=notices.notice)
    add("/notice/entries/<uuid:entry_id>/stop", view_func=notices.stop, methods=post)

    add("/certificates", view_func=certificates.certificates)
    add("/certificates/<uuid:certificate_id>", view_func=certificates.certificate)
    add(
        "/certificates/<uuid:certificate_id>/revocation",
        view_func=certificates.revoke,
        methods=post,
    )
    add("/certificates/check", view_func=certificates.check)
    add("/certificates/check/<number>/<code>", view_func=certificates.check_code)
    return blueprint
