"""All that a host may listen to. Sent after the commit, with ``event`` as the only argument.

    from flask_volunteer_reports import signals

    @signals.report_accepted.connect
    def thank(app, event):
        ...

The sender is the Flask application. A receiver that fails is logged; the others still hear.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any

from blinker import Namespace, Signal

from .domain import events
from .domain.events import Event

_namespace = Namespace()
_log = logging.getLogger(__name__)


def _signal(event: type[Event]) -> Signal:
    name = re.sub(r"(?<!^)(?=[A-Z])", "-", event.__name__).lower()
    return _namespace.signal(f"volunteer-reports-{name}", doc=event.__doc__)


area_added = _signal(events.AreaAdded)
area_edited = _signal(events.AreaEdited)
organization_registered = _signal(events.OrganizationRegistered)
organization_edited = _signal(events.OrganizationEdited)
pairing_made = _signal(events.PairingMade)
pairing_ended = _signal(events.PairingEnded)
role_granted = _signal(events.RoleGranted)
role_ended = _signal(events.RoleEnded)

claim_code_made = _signal(events.ClaimCodeMade)
claim_failed = _signal(events.ClaimFailed)
consent_recorded = _signal(events.ConsentRecorded)
volunteer_claimed = _signal(events.VolunteerClaimed)
volunteer_edited = _signal(events.VolunteerEdited)
volunteer_import_checked = _signal(events.VolunteerImportChecked)
volunteer_import_refused = _signal(events.VolunteerImportRefused)
volunteer_import_requested = _signal(events.VolunteerImportRequested)
volunteer_import_uploaded = _signal(events.VolunteerImportUploaded)
volunteer_joined = _signal(events.VolunteerJoined)
volunteer_left = _signal(events.VolunteerLeft)
volunteer_linked = _signal(events.VolunteerLinked)
volunteer_refused = _signal(events.VolunteerRefused)
volunteer_registered = _signal(events.VolunteerRegistered)
volunteers_imported = _signal(events.VolunteersImported)

campaign_loaded = _signal(events.CampaignLoaded)
project_drafted = _signal(events.ProjectDrafted)
project_edited = _signal(events.ProjectEdited)
project_published = _signal(events.ProjectPublished)
project_withdrawn = _signal(events.ProjectWithdrawn)
project_finished = _signal(events.ProjectFinished)
project_cancelled = _signal(events.ProjectCancelled)
publication_commissioned = _signal(events.PublicationCommissioned)
commission_declined = _signal(events.CommissionDeclined)
commission_withdrawn = _signal(events.CommissionWithdrawn)
activities_added = _signal(events.ActivitiesAdded)
activity_edited = _signal(events.ActivityEdited)
activity_cancelled = _signal(events.ActivityCancelled)

volunteers_signed_up = _signal(events.VolunteersSignedUp)
volunteer_signed_up = _signal(events.VolunteerSignedUp)
sign_up_moved_up = _signal(events.SignUpMovedUp)
sign_up_admitted = _signal(events.SignUpAdmitted)
sign_up_declined = _signal(events.SignUpDeclined)
sign_up_cancelled = _signal(events.SignUpCancelled)
no_show_recorded = _signal(events.NoShowRecorded)
no_show_undone = _signal(events.NoShowUndone)
month_of_birth_stated = _signal(events.MonthOfBirthStated)
calendar_address_renewed = _signal(events.CalendarAddressRenewed)
name_list_saved = _signal(events.NameListSaved)
records_confirmed = _signal(events.RecordsConfirmed)
record_corrected = _signal(events.RecordCorrected)
record_voided = _signal(events.RecordVoided)
check_in_opened = _signal(events.CheckInOpened)
volunteer_checked_in = _signal(events.VolunteerCheckedIn)
volunteer_checked_out = _signal(events.VolunteerCheckedOut)
check_in_closed = _signal(events.CheckInClosed)

objection_raised = _signal(events.ObjectionRaised)
objection_answered = _signal(events.ObjectionAnswered)
objection_withdrawn = _signal(events.ObjectionWithdrawn)
objection_passed_on = _signal(events.ObjectionPassedOn)
notice_stopped = _signal(events.NoticeStopped)
notice_ended = _signal(events.NoticeEnded)
certificate_requested = _signal(events.CertificateRequested)
certificate_made = _signal(events.CertificateMade)
certificate_revoked = _signal(events.CertificateRevoked)

report_started = _signal(events.ReportStarted)
report_edited = _signal(events.ReportEdited)
photo_added = _signal(events.PhotoAdded)
photo_voided = _signal(events.PhotoVoided)
report_submitted = _signal(events.ReportSubmitted)
report_returned = _signal(events.ReportReturned)
report_accepted = _signal(events.ReportAccepted)
report_voided = _signal(events.ReportVoided)
nil_return_filed = _signal(events.NilReturnFiled)
nil_return_voided = _signal(events.NilReturnVoided)
district_summary_submitted = _signal(events.DistrictSummarySubmitted)
papers_requested = _signal(events.PapersRequested)

document_issued = _signal(events.DocumentIssued)
document_withdrawn = _signal(events.DocumentWithdrawn)
scan_attached = _signal(events.ScanAttached)
signature_requested = _signal(events.SignatureRequested)
document_signed = _signal(events.DocumentSigned)

form_uploaded = _signal(events.FormUploaded)
form_check_requested = _signal(events.FormCheckRequested)
form_checked = _signal(events.FormChecked)
form_put_into_use = _signal(events.FormPutIntoUse)
form_withdrawn = _signal(events.FormWithdrawn)

document_filed = _signal(events.DocumentFiled)
document_voided = _signal(events.DocumentVoided)
media_coverage_entered = _signal(events.MediaCoverageEntered)
media_coverage_voided = _signal(events.MediaCoverageVoided)
archive_handed_over = _signal(events.ArchiveHandedOver)
hand_over_received = _signal(events.HandOverReceived)
hand_over_returned = _signal(events.HandOverReturned)
package_requested = _signal(events.PackageRequested)
package_produced = _signal(events.PackageProduced)


def send(app: Any, happened: Iterable[Event]) -> None:
    """Send each event to whoever listens; a failing receiver is logged and passed over."""
    for event in happened:
        for receiver in _signal(type(event)).receivers_for(app):
            try:
                receiver(app, event=event)
            except Exception:
                _log.exception("A receiver of %s failed.", type(event).__name__)
