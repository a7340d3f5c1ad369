"""What the members of our enumerations are called, in English; the catalogues translate them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from .domain.archiving import Answer, DocumentClass, HandOverStatus, MediaKind
from .domain.campaign import Bearer, Counts, Period, Strength
from .domain.certificates import CertificateState
from .domain.directory import Affiliation, AreaLevel, OrganizationKind, Role, Specialty
from .domain.figures import FigureName
from .domain.ledger import Channel, EntryKind, RecordSource
from .domain.office_forms import FormName
from .domain.register import DocumentState, PaperKind
from .domain.statuses import ActivityStatus, CommissionStatus, ProjectStatus, ReportStatus
from .domain.weeks import Timeliness
from .errors import Message
from .models import (
    CheckWay,
    FileFormat,
    ImportState,
    JobStatus,
    ObjectionGround,
    ObjectionStatus,
    Outcome,
    PublicationBasis,
    SignUpStatus,
    Verdict,
)
from .services.archiving.office_templates import Origin
from .services.queries.activities import Needs
from .services.queries.figures_by_organization import FigureSort
from .services.queries.figures_page import FigureBy
from .services.queries.office_forms import VersionState
from .services.queries.week_board import WeekState

# By type first: members of two enumerations with the same value are equal to Python.
LABELS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    AreaLevel: {
        AreaLevel.CITY: Message("City"),
        AreaLevel.DISTRICT: Message("County or district"),
        AreaLevel.SUBDISTRICT: Message("Subdistrict or town"),
        AreaLevel.COMMUNITY: Message("Community"),
    },
    Affiliation: {
        Affiliation.MUNICIPAL: Message("Municipal unit"),
        Affiliation.DISTRICT: Message("District unit"),
        Affiliation.STATIONED: Message("Stationed unit"),
        Affiliation.SUBDISTRICT: Message("Of a subdistrict"),
        Affiliation.SOCIAL: Message("Social organization"),
    },
    OrganizationKind: {
        OrganizationKind.UNIT_TEAM: Message("Team of a unit"),
        OrganizationKind.WINDOW_UNIT: Message("Window unit"),
        OrganizationKind.CULTURAL_VENUE: Message("Cultural venue"),
        OrganizationKind.PROFESSIONAL_TEAM: Message("Professional team"),
        OrganizationKind.COMMUNITY: Message("Community team"),
        OrganizationKind.PARTY_BRANCH: Message("Community party branch"),
        OrganizationKind.SOCIAL: Message("Social group"),
    },
    Specialty: {
        Specialty.CULTURE: Message("Culture"),
        Specialty.MEDICAL: Message("Medicine and health"),
        Specialty.LEGAL: Message("Law"),
        Specialty.ENVIRONMENT: Message("Environment"),
        Specialty.FIRE: Message("Fire protection"),
        Specialty.OTHER: Message("Other specialty"),
    },
    Role: {
        Role.CITY_SECRETARIAT: Message("City secretariat"),
        Role.DISTRICT_OFFICE: Message("District office"),
        Role.ORGANIZATION_MANAGER: Message("Organization manager"),
        Role.ORGANIZATION_RECORDER: Message("Organization recorder"),
    },
    FigureName: {
        FigureName.HOURS_PER_REGISTERED: Message("Hours per registered volunteer"),
        FigureName.HOURS_PER_ACTIVE: Message("Hours per volunteer with records"),
        FigureName.SHARE_WITH_RECORDS: Message("Share of the registered with records"),
    },
    FigureBy: {
        FigureBy.AREA: Message("By area"),
        FigureBy.ORGANIZATION: Message("By organization"),
        FigureBy.THEME: Message("By theme"),
        FigureBy.MONTH: Message("By month"),
    },
    FigureSort: {
        FigureSort.HOURS: Message("Hours in all"),
        FigureSort.HOURS_PER_REGISTERED: Message("Hours per registered volunteer"),
        FigureSort.HOURS_PER_ACTIVE: Message("Hours per volunteer with records"),
        FigureSort.SHARE_WITH_RECORDS: Message("Share of the registered with records"),
        FigureSort.NAME: Message("By name"),
    },
    ProjectStatus: {
        ProjectStatus.DRAFT: Message("Draft"),
        ProjectStatus.PUBLISHED: Message("Published"),
        ProjectStatus.FINISHED: Message("Finished"),
        ProjectStatus.CANCELLED: Message("Cancelled"),
    },
    ActivityStatus: {
        ActivityStatus.PLANNED: Message("Planned"),
        ActivityStatus.CANCELLED: Message("Cancelled"),
    },
    CommissionStatus: {
        CommissionStatus.OPEN: Message("Waiting for the office"),
        CommissionStatus.FULFILLED: Message("Published on commission"),
        CommissionStatus.DECLINED: Message("Declined"),
        CommissionStatus.WITHDRAWN: Message("Withdrawn"),
    },
    ReportStatus: {
        ReportStatus.DRAFT: Message("Draft"),
        ReportStatus.SUBMITTED: Message("Submitted"),
        ReportStatus.RETURNED: Message("Returned"),
        ReportStatus.ACCEPTED: Message("Accepted"),
        ReportStatus.VOID: Message("Voided"),
    },
    Outcome: {
        Outcome.PENDING: Message("Waiting for review"),
        Outcome.RETURNED: Message("Returned"),
        Outcome.ACCEPTED: Message("Accepted"),
    },
    Timeliness: {
        Timeliness.ON_TIME: Message("On time"),
        Timeliness.LATE: Message("Late"),
    },
    WeekState: {
        WeekState.ACCEPTED: Message("Accepted"),
        WeekState.IN_REVIEW: Message("In review"),
        WeekState.RETURNED: Message("Returned"),
        WeekState.NIL_RETURN: Message("Nil return"),
        WeekState.MISSING: Message("Missing"),
        WeekState.NOTHING: Message("Nothing handed in"),
    },
    Needs: {
        Needs.HOURS: Message("activities without hours"),
        Needs.CONFIRMATION: Message("activities with hours to confirm"),
        Needs.REPORT: Message("activities without a report"),
    },
    PublicationBasis: {
        PublicationBasis.OWN: Message("By the organization itself"),
        PublicationBasis.COMMISSION: Message("On behalf, commissioned"),
        PublicationBasis.INITIATIVE: Message("On behalf, at the office's initiative"),
    },
    RecordSource: {
        RecordSource.CHECK_IN: Message("Check-in"),
        RecordSource.MANUAL: Message("Typed in"),
        RecordSource.IMPORTED: Message("Pasted from a spreadsheet"),
        RecordSource.BACKFILL: Message("Entered late"),
    },
    EntryKind: {
        EntryKind.CREDIT: Message("Credit"),
        EntryKind.CORRECTION: Message("Correction"),
        EntryKind.VOID: Message("Void"),
    },
    Channel: {
        Channel.NAME_LIST: Message("Name list"),
        Channel.CODE: Message("Code on the volunteer's telephone"),
        Channel.ORGANIZER: Message("Organizer at the place"),
        Channel.RECORD_PAGE: Message("By hand, on the page of the hours"),
        Channel.OBJECTION: Message("In answer to an objection"),
    },
    ImportState: {
        ImportState.READING: Message("Being read"),
        ImportState.READ: Message("Read, not imported"),
        ImportState.IMPORTING: Message("Being imported"),
        ImportState.IMPORTED: Message("Imported"),
        ImportState.UNREADABLE: Message("Not readable"),
    },
    Verdict: {
        Verdict.NEW: Message("New"),
        Verdict.CHANGED: Message("Changes something"),
        Verdict.KNOWN: Message("Known already"),
        Verdict.WRONG: Message("Wrong"),
    },
    SignUpStatus: {
        SignUpStatus.APPLIED: Message("Asks to be admitted"),
        SignUpStatus.WAITING: Message("On the waiting list"),
        SignUpStatus.ADMITTED: Message("Has a place"),
        SignUpStatus.DECLINED: Message("Not admitted"),
        SignUpStatus.CANCELLED: Message("Taken back"),
        SignUpStatus.NO_SHOW: Message("Did not come"),
    },
    CheckWay: {
        CheckWay.CODE: Message("with the code"),
        CheckWay.TICKED: Message("ticked off"),
        CheckWay.SCANNED: Message("card scanned"),
        CheckWay.WALK_IN: Message("walked in"),
    },
    JobStatus: {
        JobStatus.QUEUED: Message("Waiting"),
        JobStatus.RUNNING: Message("Running"),
        JobStatus.DONE: Message("Done"),
        JobStatus.FAILED: Message("Failed"),
    },
    FormName: {
        FormName.ANNEX1_HTML: Message("Annex 1 (PDF)"),
        FormName.ANNEX2_HTML: Message("Annex 2 (PDF)"),
        FormName.STYLE: Message("Fonts, sizes and lines (PDF)"),
        FormName.ANNEX1_DOCX: Message("Annex 1 (Word)"),
        FormName.ANNEX2_DOCX: Message("Annex 2 (Word)"),
    },
    Origin: {
        Origin.OWN: Message("own form"),
        Origin.ABOVE: Message("form of the office above"),
        Origin.HOST: Message("form of this site"),
        Origin.OURS: Message("standard form"),
    },
    VersionState: {
        VersionState.TRYING: Message("Being tried"),
        VersionState.USABLE: Message("Usable"),
        VersionState.FAULTY: Message("Has mistakes"),
        VersionState.STOPPED: Message("Trial did not come to an end"),
    },
    PaperKind: {
        PaperKind.WEEKLY_REPORT: Message("Weekly report"),
        PaperKind.ANNEX1: Message("Annex 1"),
        PaperKind.ANNEX2: Message("Annex 2"),
    },
    DocumentClass: {
        DocumentClass.REGULATION: Message("Regulations"),
        DocumentClass.EXPLANATION: Message("Explanatory reports"),
        DocumentClass.PHOTO: Message("Scene photos"),
        DocumentClass.STATISTICS: Message("Statistics"),
    },
    MediaKind: {
        MediaKind.TV: Message("Television"),
        MediaKind.RADIO: Message("Radio"),
        MediaKind.NEWSPAPER: Message("Newspaper"),
        MediaKind.WEB: Message("Website"),
        MediaKind.SMS: Message("Text message"),
        MediaKind.WECHAT: Message("WeChat"),
        MediaKind.WEIBO: Message("Weibo"),
    },
    HandOverStatus: {
        HandOverStatus.HANDED_OVER: Message("With the city"),
        HandOverStatus.RECEIVED: Message("Received"),
        HandOverStatus.RETURNED: Message("Sent back"),
    },
    Answer: {
        Answer.RECEIVED: Message("Received"),
        Answer.RETURNED: Message("Sent back"),
    },
    DocumentState: {
        DocumentState.CURRENT: Message("Current"),
        DocumentState.SUPERSEDED: Message("Superseded"),
        DocumentState.WITHDRAWN: Message("Withdrawn"),
    },
    FileFormat: {
        FileFormat.PDF: Message("PDF"),
        FileFormat.DOCX: Message("Word"),
        FileFormat.XLSX: Message("Excel"),
        FileFormat.SIGNED_PDF: Message("PDF with electronic signature"),
        FileFormat.SCAN_PDF: Message("Scan of the stamped sheet (PDF)"),
        FileFormat.SCAN_JPEG: Message("Scan of the stamped sheet (JPEG)"),
    },
    ObjectionGround: {
        ObjectionGround.MISSING: Message("Hours are missing"),
        ObjectionGround.TOO_FEW: Message("Too few hours"),
        ObjectionGround.TOO_MANY: Message("Too many hours"),
        ObjectionGround.NOT_ME: Message("It was not me"),
    },
    ObjectionStatus: {
        ObjectionStatus.OPEN: Message("Waiting for an answer"),
        ObjectionStatus.CORRECTED: Message("Put right"),
        ObjectionStatus.EXPLAINED: Message("Explained"),
        ObjectionStatus.WITHDRAWN: Message("Taken back"),
    },
    CertificateState: {
        CertificateState.CURRENT: Message("Genuine and current"),
        CertificateState.SUPERSEDED: Message("Superseded"),
        CertificateState.REVOKED: Message("Revoked"),
    },
    Strength: {
        Strength.MUST: Message("must"),
        Strength.SHOULD: Message("should"),
        Strength.MAY: Message("may"),
    },
    Period: {
        Period.WEEK: Message("a week"),
        Period.PROJECT: Message("per project"),
        Period.ACTIVITY: Message("per activity"),
        Period.STANDING: Message("standing"),
        Period.ON_REQUEST: Message("on request"),
    },
    Bearer: {
        Bearer.ORGANIZATION: Message("each organization"),
        Bearer.PAIRING: Message("each pairing"),
        Bearer.AREA: Message("each county or district"),
        Bearer.OFFICE: Message("the offices"),
        Bearer.EVERYONE: Message("everyone"),
    },
    Counts: {
        Counts.PROJECT_PUBLISHED_BEFOREHAND: Message("project published beforehand"),
        Counts.COMMISSIONED_PUBLICATION: Message("publication on commission"),
        Counts.SUMMARY_WITH_PHOTOS: Message("summary with photos"),
        Counts.ACTIVITY_AT_PAIRED_COMMUNITY: Message("activity at the paired community"),
        Counts.ACTIVITY_IN_COMMUNITY: Message("activity in a community"),
        Counts.ACTIVITY_LED_BY_COMMUNITY: Message("activity led by the community"),
        Counts.PARTY_POST_ACTIVITY: Message("activity of the party post"),
        Counts.WORKING_STATION: Message("working service station"),
        Counts.ANNEX1: Message("Annex 1"),
        Counts.ANNEX2: Message("Annex 2"),
        Counts.COMPILED_CLASSES: Message("the four document classes"),
        Counts.ASSESSMENT: Message("assessment and supervision"),
        Counts.PUBLICITY: Message("publicity"),
    },
}
