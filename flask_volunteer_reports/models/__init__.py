"""Tables; one aggregate a file. Constraints state the rules a second time."""

from .activity import Activity
from .activity_report import (
    ActivityReport,
    Outcome,
    ReportRevision,
    ScenePhoto,
    photo_storage_name,
)
from .area import Area
from .audit_entry import AuditEntry
from .base import TABLE_PREFIX, Base
from .campaign import Campaign
from .district_summary import DistrictSummary
from .job import Job, JobStatus, Paper, PaperKind, paper_storage_name
from .nil_return import NilReturn
from .office_form import FormCheck, FormUse, OfficeForm, form_storage_name
from .organization import Organization, Pairing
from .project import Commission, Project, ProjectTheme, PublicationBasis
from .role_grant import RoleGrant
from .service_record import EntryKind, EntryState, NameListEntry, RecordSource, ServiceRecord
from .sign_up import SignUp
from .volunteer import Volunteer

__all__ = [
    "TABLE_PREFIX",
    "Activity",
    "ActivityReport",
    "Area",
    "AuditEntry",
    "Base",
    "Campaign",
    "Commission",
    "DistrictSummary",
    "EntryKind",
    "EntryState",
    "FormCheck",
    "FormUse",
    "Job",
    "JobStatus",
    "NameListEntry",
    "NilReturn",
    "OfficeForm",
    "Organization",
    "Outcome",
    "Pairing",
    "Paper",
    "PaperKind",
    "Project",
    "ProjectTheme",
    "PublicationBasis",
    "RecordSource",
    "ReportRevision",
    "RoleGrant",
    "ScenePhoto",
    "ServiceRecord",
    "SignUp",
    "Volunteer",
    "form_storage_name",
    "paper_storage_name",
    "photo_storage_name",
]
