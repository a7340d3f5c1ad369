"""Areas, organizations, pairings, and the roles of people."""

from .areas import AreaEntry, add_area, edit_area
from .organizations import (
    OrganizationEntry,
    edit_organization,
    end_pairing,
    make_pairing,
    register_organization,
)
from .roles import end_role, grant_role

__all__ = [
    "AreaEntry",
    "OrganizationEntry",
    "add_area",
    "edit_area",
    "edit_organization",
    "end_pairing",
    "end_role",
    "grant_role",
    "make_pairing",
    "register_organization",
]
