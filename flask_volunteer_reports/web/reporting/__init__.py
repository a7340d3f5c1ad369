"""Pages of reporting: reports, nil returns, district summaries, the week's papers."""

from __future__ import annotations

from flask import Blueprint

from . import papers, photos, views, weeks


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("reporting", __name__)
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    add("/reports", view_func=views.reports)
    add("/reports/new", view_func=views.new_report, methods=both)
    add("/reports/<uuid:report_id>", view_func=views.report)
    add("/reports/<uuid:report_id>/edit", view_func=views.edit, methods=both)
    add("/reports/<uuid:report_id>/submission", view_func=views.submit, methods=post)
    add("/reports/<uuid:report_id>/acceptance", view_func=views.accept, methods=post)
    add("/reports/<uuid:report_id>/return", view_func=views.return_, methods=post)
    add("/reports/<uuid:report_id>/void", view_func=views.void, methods=post)

    add("/reports/<uuid:report_id>/photos/<int:slot>", view_func=photos.upload, methods=post)
    add(
        "/reports/<uuid:report_id>/photos/<uuid:photo_id>/void",
        view_func=photos.void_photo,
        methods=post,
    )
    add("/photos/<uuid:photo_id>.jpg", view_func=photos.photo)

    add("/nil-returns", view_func=weeks.nil_returns)
    add("/nil-returns/new", view_func=weeks.new_nil_return, methods=both)
    add("/nil-returns/<uuid:nil_return_id>/void", view_func=weeks.void_nil_return, methods=post)
    week = "/campaigns/<campaign_code>/weeks/<week_key>/<area_code>"
    add(f"{week}/summary", view_func=weeks.summary, methods=both)

    add(f"{week}/papers", view_func=papers.request_papers, methods=post)
    add("/jobs/<uuid:job_id>", view_func=papers.job)
    return blueprint
