"""Pages of publishing: the public list, campaigns, projects, activities, commissions."""

from __future__ import annotations

from flask import Blueprint

from . import activities, calendar, public, views


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    blueprint = Blueprint("publishing", __name__)
    add, both, post = blueprint.add_url_rule, ["GET", "POST"], ["POST"]
    add("/projects", view_func=public.public_projects)
    add("/projects/<uuid:project_id>", view_func=public.public_project)
    add("/organizations/<uuid:organization_id>/activities.ics", view_func=calendar.calendar)
    add("/campaigns", view_func=public.campaigns)
    add("/campaigns/<campaign_code>", view_func=public.campaign)

    add("/manage/projects", view_func=views.projects)
    add("/manage/projects/new", view_func=views.new_project, methods=both)
    add("/manage/projects/<uuid:project_id>", view_func=views.project)
    add("/manage/projects/<uuid:project_id>/edit", view_func=views.edit, methods=both)
    add("/manage/projects/<uuid:project_id>/copy", view_func=views.copy, methods=both)
    add("/manage/projects/<uuid:project_id>/publication", view_func=views.publish, methods=post)
    add(
        "/manage/projects/<uuid:project_id>/publication-on-behalf",
        view_func=views.publish_on_behalf,
        methods=post,
    )
    add("/manage/projects/<uuid:project_id>/withdrawal", view_func=views.withdraw, methods=post)
    add("/manage/projects/<uuid:project_id>/completion", view_func=views.finish, methods=post)
    add("/manage/projects/<uuid:project_id>/cancellation", view_func=views.cancel, methods=post)
    add("/manage/projects/<uuid:project_id>/commission", view_func=views.commission, methods=post)
    add(
        "/manage/projects/<uuid:project_id>/commission-withdrawal",
        view_func=views.withdraw_commission,
        methods=post,
    )
    add("/commissions", view_func=views.commissions)
    add("/commissions/<uuid:commission_id>/refusal", view_func=views.decline, methods=post)

    add("/manage/activities", view_func=activities.activities)
    add(
        "/manage/projects/<uuid:project_id>/activities/new",
        view_func=activities.new_activity,
        methods=both,
    )
    add(
        "/manage/activities/<uuid:activity_id>/edit",
        view_func=activities.edit_activity,
        methods=both,
    )
    add(
        "/manage/activities/<uuid:activity_id>/cancellation",
        view_func=activities.cancel_activity,
        methods=post,
    )
    return blueprint
