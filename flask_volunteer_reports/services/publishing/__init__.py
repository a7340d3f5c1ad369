"""Campaigns, projects, activities; publication by the organization or on its behalf."""

from .activities import (
    ActivityEntry,
    Repetition,
    add_activities,
    cancel_activity,
    edit_activity,
)
from .campaigns import load_campaign
from .commissions import commission_publication, decline_commission, withdraw_commission
from .projects import ProjectEntry, copy_project, draft_project, edit_project
from .publication import (
    cancel_project,
    finish_project,
    publish_on_behalf,
    publish_project,
    withdraw_project,
)

__all__ = [
    "ActivityEntry",
    "ProjectEntry",
    "Repetition",
    "add_activities",
    "cancel_activity",
    "cancel_project",
    "commission_publication",
    "copy_project",
    "decline_commission",
    "draft_project",
    "edit_activity",
    "edit_project",
    "finish_project",
    "load_campaign",
    "publish_on_behalf",
    "publish_project",
    "withdraw_commission",
    "withdraw_project",
]
