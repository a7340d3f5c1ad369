"""Pages of archiving: the register, the four classes, media coverage, packages, office forms."""

from __future__ import annotations

from flask import Blueprint

from . import checking, documents, hand_overs, media, packages, register, views


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("archiving", __name__)
    _add_register(blueprint)
    _add_documents(blueprint)
    _add_hand_overs(blueprint)
    _add_media(blueprint)
    return blueprint


def _add_register(blueprint: Blueprint) -> None:
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


def _add_documents(blueprint: Blueprint) -> None:
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    add("/archive", view_func=views.archive)
    add("/archive/explanation", view_func=views.explanation)
    add("/archive/documents/new", view_func=documents.new_document, methods=both)
    document = "/archive/documents/<uuid:document_id>"
    add(document, view_func=documents.filed_document)
    add(f"{document}/file", view_func=documents.filed_file)
    add(f"{document}/replacement", view_func=documents.replace_document, methods=both)
    add(f"{document}/void", view_func=documents.void_document, methods=post)
    add("/archive/packages/new", view_func=packages.new_package, methods=both)
    add("/archive/packages/<uuid:package_id>", view_func=packages.package)


def _add_hand_overs(blueprint: Blueprint) -> None:
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    add("/archive/hand-overs", view_func=hand_overs.hand_overs)
    add("/archive/hand-overs/new", view_func=hand_overs.new_hand_over, methods=both)
    hand_over = "/archive/hand-overs/<uuid:hand_over_id>"
    add(hand_over, view_func=hand_overs.hand_over)
    add(f"{hand_over}/receipt", view_func=hand_overs.receive, methods=post)
    add(f"{hand_over}/return", view_func=hand_overs.return_, methods=post)


def _add_media(blueprint: Blueprint) -> None:
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    add("/archive/media", view_func=media.media)
    add("/archive/media/new", view_func=media.new_media, methods=both)
    add("/archive/media/<uuid:coverage_id>/void", view_func=media.void_media, methods=post)
    add("/archive/media/<uuid:coverage_id>/scan", view_func=media.scan)
