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
from .certificate import (
    CertificateAttempt,
    CertificateCounter,
    CertifiedRecord,
    ServiceCertificate,
)
from .check_in import CheckIn, CheckInAttempt, CheckInSecret, CheckWay
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
from .objection import Objection, ObjectionGround, ObjectionStatus
from .office_form import FormCheck, FormUse, OfficeForm, form_storage_name
from .organization import Organization, OrganizationMove, Pairing
from .project import Commission, Project, ProjectTheme, PublicationBasis
from .role_grant import RoleGrant
from .service_record import EntryState, LedgerHead, NameListEntry, ServiceEntry, ServiceRecord
from .sign_up import HOLDING, STANDING, CalendarAddress, SignUp, SignUpStatus
from .summary import WHOLE, HoursSummary, RegistrationSummary
from .volunteer import ClaimAttempt, Consent, Membership, Volunteer
from .volunteer_import import ImportRow, ImportState, Verdict, VolunteerImport

__all__ = [
    "HOLDING",
    "STANDING",
    "TABLE_PREFIX",
    "WHOLE",
    "Activity",
    "ActivityReport",
    "Area",
    "AuditEntry",
    "Base",
    "CalendarAddress",
    "Campaign",
    "CertificateAttempt",
    "CertificateCounter",
    "CertifiedRecord",
    "CheckIn",
    "CheckInAttempt",
    "CheckInSecret",
    "CheckWay",
    "ClaimAttempt",
    "Commission",
    "Consent",
    "DistrictSummary",
    "DocumentCounter",
    "DocumentWithdrawal",
    "EntryState",
    "FileFormat",
    "FiledDocument",
    "FormCheck",
    "FormUse",
    "HandOver",
    "HandOverEntry",
    "HandOverReceipt",
    "HoursSummary",
    "ImportRow",
    "ImportState",
    "IssuedDocument",
    "IssuedFile",
    "Job",
    "JobStatus",
    "LedgerHead",
    "MediaCoverage",
    "Membership",
    "NameListEntry",
    "NilReturn",
    "Objection",
    "ObjectionGround",
    "ObjectionStatus",
    "OfficeForm",
    "Organization",
    "OrganizationMove",
    "Outcome",
    "Package",
    "PackageOrder",
    "Pairing",
    "Project",
    "ProjectTheme",
    "PublicationBasis",
    "RegistrationSummary",
    "ReportRevision",
    "RoleGrant",
    "ScenePhoto",
    "ServiceCertificate",
    "ServiceEntry",
    "ServiceRecord",
    "SignUp",
    "SignUpStatus",
    "Verdict",
    "Volunteer",
    "VolunteerImport",
    "form_storage_name",
]
