"""The cases of the permission walk: how to call each route, and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.models import Commission
from flask_volunteer_reports.ports import Permission
from tests.web.walk_builders import (
    activity,
    area,
    code_of_document,
    commission,
    document,
    east_week,
    figures_arguments,
    figures_owner,
    file_of_document,
    filed_document,
    form_version,
    grant,
    hand_over,
    job,
    media_coverage,
    membership,
    nil_return,
    of_organization,
    office,
    office_form,
    organization,
    own_filer,
    owner,
    package,
    pairing,
    photo,
    photo_of_report,
    photo_slot,
    project,
    public_project,
    reason,
    report,
    submitted,
    volunteer,
    volunteer_import,
    week,
)
from tests.web.walk_builders_of_hours import (
    answer,
    card,
    code_of_certificate,
    correction,
    forgotten,
    overdue_objection,
    own_calendar,
    own_certificate,
    own_certificate_file,
    own_noticed_hours,
    own_objection,
    own_record,
    own_sign_up,
    record,
    sign_up,
)
from tests.world import World

# Who reaches what, said a second time and by hand: the library reports to the city, the school to
# the East district.
ROLE = {
    "secretariat": Role.CITY_SECRETARIAT,
    "office_east": Role.DISTRICT_OFFICE,
    "office_west": Role.DISTRICT_OFFICE,
    "manager": Role.ORGANIZATION_MANAGER,
    "recorder": Role.ORGANIZATION_RECORDER,
    "manager_east": Role.ORGANIZATION_MANAGER,
    "recorder_east": Role.ORGANIZATION_RECORDER,
    "nobody": None,
    "": None,
}
REACHES = {
    "library": {"secretariat", "manager", "recorder"},
    "school": {"secretariat", "office_east", "manager_east", "recorder_east"},
}
AREA_REACHES = {"city": {"secretariat"}, "east": {"secretariat", "office_east"}}


@dataclass(frozen=True)
class Case:
    """How to call one route about one place, and what it takes."""

    build: Callable[[World, str], dict[str, Any]] = lambda world, place: {}
    data: Callable[[World, str], dict[str, Any]] = lambda world, place: {}
    query: Callable[[World, str], dict[str, Any]] = lambda world, place: {}
    may: Permission | None = None
    """What the object asks for, where that is more than the door asks for."""
    see: Permission | None = None
    """What it takes to see the object; None where there is none."""
    of_area: bool = False
    """The object belongs to the area's office alone."""
    own: str | None = None
    """The person whose own it is, as a volunteer; nobody else knows of it."""
    only_own: bool = False
    """Nobody but the organization's own people may do it, whatever the reach of an office."""
    not_registered: bool = False
    """It is a volunteer's own; for the whole cast, of whom nobody is one, it is not there."""


P = Permission
SEE_ARCHIVE = {"see": Permission.SEE_ARCHIVE}
SEE_PROJECT = {"see": P.SEE_PROJECT}
SEE_REPORT = {"see": P.SEE_REPORT}
SEE_ORGANIZATION = {"see": P.SEE_ORGANIZATION}
SEE_VOLUNTEER = {"see": P.SEE_VOLUNTEER}
CASES: dict[tuple[str, str], Case] = {
    ("GET", "oversight.home"): Case(),
    ("POST", "oversight.language"): Case(),
    ("GET", "oversight.weeks"): Case(),
    ("GET", "oversight.week"): Case(week, see=P.SEE_WEEK, of_area=True),
    ("GET", "oversight.figures"): Case(),
    ("GET", "oversight.figures_of"): Case(figures_owner, see=P.SEE_FIGURES),
    ("GET", "oversight.figures_file"): Case(figures_owner, see=P.SEE_FIGURES),
    ("GET", "api.figures"): Case(query=figures_arguments, see=P.SEE_FIGURES),
    ("GET", "api.my_hours"): Case(),
    ("GET", "publishing.public_projects"): Case(),
    ("GET", "publishing.public_project"): Case(public_project),
    ("GET", "publishing.calendar"): Case(organization),
    ("GET", "publishing.campaigns"): Case(),
    ("GET", "publishing.campaign"): Case(lambda w, p: {"campaign_code": w.campaign.code}),
    ("GET", "publishing.projects"): Case(),
    ("GET", "publishing.new_project"): Case(query=of_organization, **SEE_ORGANIZATION),
    ("POST", "publishing.new_project"): Case(query=of_organization, **SEE_ORGANIZATION),
    ("GET", "publishing.project"): Case(project, **SEE_PROJECT),
    ("GET", "publishing.edit"): Case(project, **SEE_PROJECT),
    ("POST", "publishing.edit"): Case(project, **SEE_PROJECT),
    ("GET", "publishing.copy"): Case(project, **SEE_PROJECT),
    ("POST", "publishing.copy"): Case(project, **SEE_PROJECT),
    ("POST", "publishing.publish"): Case(project, **SEE_PROJECT),
    ("POST", "publishing.publish_on_behalf"): Case(project, **SEE_PROJECT),
    ("POST", "publishing.withdraw"): Case(public_project, **SEE_PROJECT),
    ("POST", "publishing.finish"): Case(public_project, **SEE_PROJECT),
    ("POST", "publishing.cancel"): Case(project, reason, **SEE_PROJECT),
    ("POST", "publishing.commission"): Case(
        project,
        lambda w, p: {"office_area_id": w.area("city").id},
        **SEE_PROJECT,
    ),
    ("POST", "publishing.withdraw_commission"): Case(
        lambda w, p: {
            "project_id": w.uow.session.get_one(
                Commission, commission(w, p)["commission_id"]
            ).project_id
        },
        **SEE_PROJECT,
    ),
    ("GET", "publishing.commissions"): Case(),
    ("POST", "publishing.decline"): Case(commission, reason, see=P.PUBLISH_ON_BEHALF, of_area=True),
    ("GET", "publishing.activities"): Case(),
    ("GET", "publishing.new_activity"): Case(project, **SEE_PROJECT),
    ("POST", "publishing.new_activity"): Case(project, **SEE_PROJECT),
    ("GET", "publishing.edit_activity"): Case(activity, **SEE_PROJECT),
    ("POST", "publishing.edit_activity"): Case(activity, **SEE_PROJECT),
    ("POST", "publishing.cancel_activity"): Case(activity, reason, **SEE_PROJECT),
    ("GET", "recording.name_list"): Case(activity, **SEE_PROJECT),
    ("POST", "recording.save"): Case(activity, **SEE_PROJECT),
    ("POST", "recording.confirm"): Case(activity, **SEE_PROJECT),
    ("POST", "recording.sign_up"): Case(activity, lambda w, p: {"names": "Ann"}, **SEE_PROJECT),
    ("POST", "recording.cancel"): Case(sign_up, **SEE_PROJECT),
    ("POST", "recording.admit"): Case(sign_up, **SEE_PROJECT),
    ("POST", "recording.decline"): Case(sign_up, reason, **SEE_PROJECT),
    ("POST", "recording.no_show"): Case(sign_up, **SEE_PROJECT),
    ("POST", "recording.undo_no_show"): Case(sign_up, **SEE_PROJECT),
    ("POST", "recording.void"): Case(record, reason, **SEE_PROJECT),
    ("POST", "recording.correct"): Case(record, correction, **SEE_PROJECT),
    ("GET", "recording.explain"): Case(owner, see=P.SEE_FIGURES),
    ("GET", "recording.explain_activity"): Case(activity, **SEE_PROJECT),
    ("GET", "recording.overdue"): Case(),
    ("GET", "serving.home"): Case(),
    ("POST", "serving.renew_calendar"): Case(),
    ("GET", "serving.month_of_birth"): Case(),
    ("POST", "serving.month_of_birth"): Case(),
    ("GET", "serving.calendar"): Case(own_calendar),
    ("GET", "serving.activity"): Case(activity),
    ("POST", "serving.sign_up"): Case(activity),
    ("POST", "serving.cancel"): Case(own_sign_up, own="nobody"),
    ("GET", "serving.record"): Case(own_record, own="nobody"),
    ("GET", "recording.check_in"): Case(activity, **SEE_PROJECT),
    ("GET", "recording.check_in_code"): Case(activity, **SEE_PROJECT),
    ("POST", "recording.tick"): Case(activity, lambda w, p: {"name": "Ann"}, **SEE_PROJECT),
    ("POST", "recording.ticks"): Case(activity, lambda w, p: {"ticks": "[]"}, **SEE_PROJECT),
    ("POST", "recording.close"): Case(forgotten, reason, **SEE_PROJECT),
    ("GET", "cards.card"): Case(card),
    ("GET", "serving.check_in"): Case(),
    ("POST", "serving.check_in"): Case(),
    ("GET", "serving.card"): Case(),
    ("GET", "serving.objections"): Case(),
    ("GET", "serving.object_to_record"): Case(own_record, own="nobody"),
    ("POST", "serving.object_to_record"): Case(own_record, own="nobody"),
    ("GET", "serving.claim_hours"): Case(activity),
    ("POST", "serving.claim_hours"): Case(activity),
    ("POST", "serving.withdraw_objection"): Case(own_objection, own="nobody"),
    ("POST", "serving.stop_notice"): Case(own_noticed_hours, reason, own="nobody"),
    ("GET", "serving.certificates"): Case(),
    ("POST", "serving.request_certificate"): Case(),
    ("GET", "serving.certificate"): Case(own_certificate, own="nobody"),
    ("GET", "serving.certificate_file"): Case(own_certificate_file, own="nobody"),
    ("POST", "serving.make_again"): Case(own_certificate, own="nobody"),
    ("GET", "proof.objections"): Case(),
    ("GET", "proof.objection"): Case(own_objection, see=P.ANSWER_OBJECTION),
    ("POST", "proof.answer"): Case(overdue_objection, answer, see=P.ANSWER_OBJECTION),
    ("GET", "proof.notice"): Case(lambda w, p: {"campaign_code": w.campaign.code}),
    ("POST", "proof.stop"): Case(own_noticed_hours, reason, see=P.CONFIRM_RECORDS),
    ("GET", "proof.certificates"): Case(),
    ("GET", "proof.certificate"): Case(own_certificate, see=P.REVOKE_CERTIFICATE, of_area=True),
    ("POST", "proof.revoke"): Case(own_certificate, reason, see=P.REVOKE_CERTIFICATE, of_area=True),
    ("GET", "proof.check"): Case(),
    ("GET", "proof.check_code"): Case(code_of_certificate),
    ("GET", "reporting.reports"): Case(),
    ("GET", "reporting.new_report"): Case(query=of_organization, **SEE_ORGANIZATION),
    ("POST", "reporting.new_report"): Case(query=of_organization, **SEE_ORGANIZATION),
    ("GET", "reporting.report"): Case(report, **SEE_REPORT),
    ("GET", "reporting.edit"): Case(report, **SEE_REPORT),
    ("POST", "reporting.edit"): Case(report, **SEE_REPORT),
    ("POST", "reporting.submit"): Case(report, **SEE_REPORT),
    ("POST", "reporting.accept"): Case(submitted, **SEE_REPORT),
    ("POST", "reporting.return_"): Case(submitted, reason, **SEE_REPORT),
    ("POST", "reporting.void"): Case(submitted, reason, may=P.REVIEW_REPORT, **SEE_REPORT),
    ("POST", "reporting.upload"): Case(photo_slot, **SEE_REPORT),
    ("POST", "reporting.void_photo"): Case(photo_of_report, **SEE_REPORT),
    ("GET", "reporting.photo"): Case(photo, **SEE_REPORT),
    ("GET", "reporting.nil_returns"): Case(),
    ("GET", "reporting.new_nil_return"): Case(),
    ("POST", "reporting.new_nil_return"): Case(),
    ("POST", "reporting.void_nil_return"): Case(nil_return, reason, **SEE_REPORT),
    ("GET", "reporting.summary"): Case(east_week, see=P.SEE_WEEK, of_area=True),
    ("POST", "reporting.summary"): Case(
        east_week,
        lambda w, p: {"filled_by_unit": "East", "version": "0"},
        may=P.SUBMIT_DISTRICT_SUMMARY,
        see=P.SEE_WEEK,
        of_area=True,
    ),
    ("POST", "reporting.request_papers"): Case(week, see=P.SEE_WEEK, of_area=True),
    ("GET", "reporting.job"): Case(job, see=P.SEE_JOB, of_area=True),
    ("GET", "archiving.documents"): Case(),
    ("GET", "archiving.document"): Case(document, **SEE_REPORT),
    ("GET", "archiving.file"): Case(file_of_document, **SEE_REPORT),
    ("GET", "archiving.facts"): Case(document, **SEE_REPORT),
    ("POST", "archiving.withdraw"): Case(document, reason, **SEE_REPORT),
    ("POST", "archiving.attach_scan"): Case(document, **SEE_REPORT),
    ("POST", "archiving.sign"): Case(document, **SEE_REPORT),
    ("GET", "archiving.check"): Case(),
    ("GET", "archiving.check_code"): Case(code_of_document),
    ("GET", "directory.organizations"): Case(),
    ("GET", "directory.new_organization"): Case(),
    ("POST", "directory.new_organization"): Case(),
    ("GET", "directory.organization"): Case(organization, **SEE_ORGANIZATION),
    ("GET", "directory.edit_organization"): Case(organization, **SEE_ORGANIZATION),
    ("POST", "directory.edit_organization"): Case(organization, **SEE_ORGANIZATION),
    ("POST", "directory.make_pairing"): Case(
        organization,
        owner,
        lambda w, p: {"community_id": w.area("quay").id, "from_on": "2017-07-01"},
        **SEE_ORGANIZATION,
    ),
    ("POST", "directory.end_pairing"): Case(
        pairing, lambda w, p: {"until_on": "2017-08-01"}, **SEE_ORGANIZATION
    ),
    ("GET", "directory.areas"): Case(),
    ("GET", "directory.new_area"): Case(),
    ("POST", "directory.new_area"): Case(),
    ("GET", "directory.edit_area"): Case(area, see=P.SEE_WEEK, of_area=True),
    ("POST", "directory.edit_area"): Case(
        area, lambda w, p: {"name": "New name", "version": "1"}, see=P.SEE_WEEK, of_area=True
    ),
    ("GET", "directory.roles"): Case(),
    ("GET", "directory.new_role"): Case(),
    ("POST", "directory.new_role"): Case(),
    ("POST", "directory.end_role"): Case(grant, see=P.GRANT_ORGANIZATION_RECORDER),
    ("GET", "directory.volunteers"): Case(query=of_organization, **SEE_ORGANIZATION),
    ("GET", "directory.new_volunteer"): Case(query=of_organization, **SEE_ORGANIZATION),
    ("POST", "directory.new_volunteer"): Case(query=of_organization, **SEE_ORGANIZATION),
    ("POST", "directory.join"): Case(organization, **SEE_ORGANIZATION),
    ("GET", "directory.volunteer"): Case(volunteer, **SEE_VOLUNTEER),
    ("GET", "directory.edit_volunteer"): Case(volunteer, **SEE_VOLUNTEER),
    ("POST", "directory.edit_volunteer"): Case(volunteer, **SEE_VOLUNTEER),
    ("POST", "directory.record_consent"): Case(volunteer, **SEE_VOLUNTEER),
    ("POST", "directory.make_claim_code"): Case(volunteer, **SEE_VOLUNTEER),
    ("POST", "directory.link_person"): Case(volunteer, **SEE_VOLUNTEER),
    ("POST", "directory.leave"): Case(membership, **SEE_VOLUNTEER),
    ("GET", "directory.new_import"): Case(query=of_organization, **SEE_ORGANIZATION),
    ("POST", "directory.new_import"): Case(query=of_organization, **SEE_ORGANIZATION),
    ("GET", "directory.volunteer_import"): Case(volunteer_import, see=P.REGISTER_VOLUNTEER),
    ("POST", "directory.apply_import"): Case(volunteer_import, see=P.REGISTER_VOLUNTEER),
    ("POST", "directory.try_import_again"): Case(volunteer_import, see=P.REGISTER_VOLUNTEER),
    ("GET", "directory.failed_rows"): Case(volunteer_import, see=P.REGISTER_VOLUNTEER),
    ("GET", "serving.profile"): Case(),
    ("POST", "serving.correct"): Case(not_registered=True),
    ("POST", "serving.register_self"): Case(),
    ("POST", "serving.accept"): Case(not_registered=True),
    ("POST", "serving.refuse"): Case(not_registered=True),
    ("GET", "serving.claim"): Case(),
    ("POST", "serving.claim"): Case(),
    ("POST", "serving.leave"): Case(
        lambda w, p: {"membership_id": membership(w, p)["membership_id"]}, not_registered=True
    ),
    ("GET", "archiving.form_offices"): Case(),
    ("GET", "archiving.forms"): Case(office, see=P.SEE_WEEK, of_area=True),
    ("GET", "archiving.form"): Case(office_form, see=P.SEE_WEEK, of_area=True),
    ("POST", "archiving.form"): Case(office_form, see=P.SEE_WEEK, of_area=True),
    ("GET", "archiving.form_in_use"): Case(office_form, see=P.SEE_WEEK, of_area=True),
    ("POST", "archiving.withdraw_form"): Case(office_form, see=P.SEE_WEEK, of_area=True),
    ("GET", "archiving.version"): Case(form_version, see=P.EDIT_FORMS, of_area=True),
    ("GET", "archiving.version_file"): Case(form_version, see=P.EDIT_FORMS, of_area=True),
    ("GET", "archiving.preview"): Case(form_version, see=P.EDIT_FORMS, of_area=True),
    ("POST", "archiving.try_again"): Case(form_version, see=P.EDIT_FORMS, of_area=True),
    ("POST", "archiving.put_into_use"): Case(form_version, see=P.EDIT_FORMS, of_area=True),
    ("GET", "archiving.archive"): Case(),
    ("GET", "archiving.explanation"): Case(query=own_filer, see=P.SEE_ORGANIZATION, only_own=True),
    ("GET", "archiving.new_document"): Case(),
    ("POST", "archiving.new_document"): Case(),
    ("GET", "archiving.filed_document"): Case(filed_document, **SEE_ARCHIVE),
    ("GET", "archiving.filed_file"): Case(filed_document, **SEE_ARCHIVE),
    ("GET", "archiving.replace_document"): Case(filed_document, **SEE_ARCHIVE),
    ("POST", "archiving.replace_document"): Case(filed_document, **SEE_ARCHIVE),
    ("POST", "archiving.void_document"): Case(filed_document, reason, **SEE_ARCHIVE),
    ("GET", "archiving.new_package"): Case(query=own_filer, **SEE_ORGANIZATION),
    ("POST", "archiving.new_package"): Case(),
    ("GET", "archiving.package"): Case(package, see=P.MAKE_PACKAGE),
    ("GET", "archiving.hand_overs"): Case(),
    ("GET", "archiving.new_hand_over"): Case(),
    ("POST", "archiving.new_hand_over"): Case(),
    ("GET", "archiving.hand_over"): Case(hand_over, of_area=True, **SEE_ARCHIVE),
    ("POST", "archiving.receive"): Case(hand_over, of_area=True, **SEE_ARCHIVE),
    ("POST", "archiving.return_"): Case(hand_over, reason, of_area=True, **SEE_ARCHIVE),
    ("GET", "archiving.media"): Case(),
    ("GET", "archiving.new_media"): Case(),
    ("POST", "archiving.new_media"): Case(),
    ("POST", "archiving.void_media"): Case(media_coverage, reason, **SEE_ARCHIVE),
    ("GET", "archiving.scan"): Case(media_coverage, **SEE_ARCHIVE),
}
