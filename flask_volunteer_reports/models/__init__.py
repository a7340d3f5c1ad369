"""Tables; one aggregate a file. Constraints state the rules a second time."""

from .activity import Activity
from .activity_report import (
    ActivityReport,
    Outcome,
    ReportRevision,
    ScenePhoto,
)
from .archive import (
    FiledDocument,
    HandOver,
    HandOverEntry,
    HandOverReceipt,
    MediaCoverage,
    Package,
    PackageOrder,
)
from .area import Area
from .audit_entry import AuditEntry
from .base import TABLE_PREFIX, Base
from .campaign import Campaign
from .district_summary import DistrictSummary
from .issued_document import (
    DocumentCounter,
    DocumentWithdrawal,
    FileFormat,
    IssuedDocument,
    IssuedFile,
)
from .job import Job, JobStatus
from .nil_return import NilReturn
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
    "DocumentCounter",
    "DocumentWithdrawal",
    "EntryKind",
    "EntryState",
    "FileFormat",
    "FiledDocument",
    "HandOver",
    "HandOverEntry",
    "HandOverReceipt",
    "IssuedDocument",
    "IssuedFile",
    "Job",
    "JobStatus",
    "MediaCoverage",
    "NameListEntry",
    "NilReturn",
    "Organization",
    "Outcome",
    "Package",
    "PackageOrder",
    "Pairing",
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
]
