"""Areas, organizations, the roles of people, and volunteers."""

from .areas import AreaEntry, add_area, edit_area
from .claims import claim_volunteer, link_person, make_claim_code
from .consents import (
    accept_registration,
    record_paper_consent,
    refuse_registration,
    register_self_with_consent,
)
from .import_apply import apply_import
from .import_check import check_import
from .imports import request_check, request_import, upload_volunteers
from .organizations import (
    OrganizationEntry,
    edit_organization,
    end_pairing,
    make_pairing,
    register_organization,
)
from .roles import end_role, grant_role
from .volunteers import (
    edit_volunteer,
    join_organization,
    leave_organization,
    register_volunteer,
)

__all__ = [
    "AreaEntry",
    "OrganizationEntry",
    "accept_registration",
    "add_area",
    "apply_import",
    "check_import",
    "claim_volunteer",
    "edit_area",
    "edit_organization",
    "edit_volunteer",
    "end_pairing",
    "end_role",
    "grant_role",
    "join_organization",
    "leave_organization",
    "link_person",
    "make_claim_code",
    "make_pairing",
    "record_paper_consent",
    "refuse_registration",
    "register_organization",
    "register_self_with_consent",
    "register_volunteer",
    "request_check",
    "request_import",
    "upload_volunteers",
]
