"""The cases of the permission walk: how to call each route, and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.domain.register import PaperKind
from flask_volunteer_reports.models import (
    Commission,
    IssuedDocument,
    NameListEntry,
    RoleGrant,
    ServiceRecord,
    SignUp,
)
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services import directory, publishing, recording, reporting
from tests.issued import issued
from tests.services.trying import tried, uploaded
from tests.world import (
    CAST,
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    SECRETARIAT,
    World,
    local,
)

# Who reaches what, said a second time and by hand: the library reports to the city, the school to
# the East district.
ROLE = {
    "secretariat": Role.CITY_SECRETARIAT,
    "office_east": Role.DISTRICT_OFFICE,
    "office_west": Role.DISTRICT_OFFICE,
    "manager": Role.ORGANIZATION_MANAGER,
    "recorder": Role.ORGANIZATION_RECORDER,
    "manager_east": Role.ORGANIZATION_MANAGER,
    "nobody": None,
    "": None,
}
REACHES = {
    "library": {"secretariat", "manager", "recorder"},
    "school": {"secretariat", "office_east", "manager_east"},
}
OWN_MANAGER = {"library": MANAGER, "school": MANAGER_EAST}
OWN_OFFICE = {"library": SECRETARIAT, "school": OFFICE_EAST}
OWN_AREA = {"library": "city", "school": "east"}
AREA_REACHES = {"city": {"secretariat"}, "east": {"secretariat", "office_east"}}

LATER = local("2017-07-12 10:00")


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


def project(world: World, place: str) -> dict[str, Any]:
    return {"project_id": world.draft(place, actor=OWN_MANAGER[place]).id}


def activity(world: World, place: str) -> dict[str, Any]:
    return {"activity_id": world.published(place, actor=OWN_MANAGER[place]).id}


def public_project(world: World, place: str) -> dict[str, Any]:
    return {"project_id": world.published(place, actor=OWN_MANAGER[place]).project_id}


def commission(world: World, place: str) -> dict[str, Any]:
    draft = world.draft(place, actor=OWN_MANAGER[place])
    office = world.area(OWN_AREA[place]).id
    asked = publishing.commission_publication(
        world.uow, OWN_MANAGER[place], draft.id, office, "", now=NOON
    )
    assert isinstance(asked, Commission)
    return {"commission_id": asked.id}


def sign_up(world: World, place: str) -> dict[str, Any]:
    standing = world.published(place, actor=OWN_MANAGER[place])
    rows = world.listed(("Ann", 1))
    recording.sign_up_volunteers(world.uow, OWN_MANAGER[place], standing.id, rows, now=NOON)
    row = world.uow.session.scalars(select(SignUp)).one()
    return {"activity_id": standing.id, "sign_up_id": row.id}


def record(world: World, place: str) -> dict[str, Any]:
    standing = world.published(place, actor=OWN_MANAGER[place])
    world.recorded(standing, ("Ann", 60), actor=OWN_MANAGER[place], now=LATER)
    assert world.uow.session.scalars(select(NameListEntry)).one()
    row = world.uow.session.scalars(select(ServiceRecord)).one()
    return {"activity_id": standing.id, "record_id": row.id}


def report(world: World, place: str) -> dict[str, Any]:
    return {"report_id": world.report(place, actor=OWN_MANAGER[place]).id}


def submitted(world: World, place: str) -> dict[str, Any]:
    return {"report_id": world.submitted(place, actor=OWN_MANAGER[place]).id}


def photo_slot(world: World, place: str) -> dict[str, Any]:
    return {**report(world, place), "slot": 1}


def photo(world: World, place: str) -> dict[str, Any]:
    standing = world.report(place, actor=OWN_MANAGER[place])
    return {"photo_id": standing.photos[0].id}


def photo_of_report(world: World, place: str) -> dict[str, Any]:
    standing = world.report(place, actor=OWN_MANAGER[place])
    return {"report_id": standing.id, "photo_id": standing.photos[0].id}


def nil_return(world: World, place: str) -> dict[str, Any]:
    filed = reporting.file_nil_return(
        world.uow,
        OWN_MANAGER[place],
        world.organization(place).id,
        world.campaign.code,
        "2017-W25",
        "",
        now=NOON,
    )
    return {"nil_return_id": filed.id}


def week(world: World, place: str) -> dict[str, Any]:
    return {
        "campaign_code": world.campaign.code,
        "week_key": "2017-W26",
        "area_code": OWN_AREA[place],
    }


def east_week(world: World, place: str) -> dict[str, Any]:
    return {**week(world, place), "area_code": "east"}


def job(world: World, place: str) -> dict[str, Any]:
    area = world.area(OWN_AREA[place]).id
    key = world.campaign.code
    return {
        "job_id": reporting.request_weekly_papers(
            world.uow, OWN_OFFICE[place], key, "2017-W26", area, now=NOON
        )
    }


def document(world: World, place: str) -> dict[str, Any]:
    row = issued(
        world,
        kind=PaperKind.ANNEX1,
        subject=place,
        office=OWN_AREA[place],
        organization=place,
    )
    return {"document_id": row.id}


def file_of_document(world: World, place: str) -> dict[str, Any]:
    found = document(world, place)
    row = world.uow.session.get_one(IssuedDocument, found["document_id"])
    return {**found, "file_id": row.files[0].id}


def code_of_document(world: World, place: str) -> dict[str, Any]:
    found = document(world, place)
    return {"code": world.uow.session.get_one(IssuedDocument, found["document_id"]).code}


def office(world: World, place: str) -> dict[str, Any]:
    return {"area_code": OWN_AREA[place]}


def office_form(world: World, place: str) -> dict[str, Any]:
    return {"area_code": OWN_AREA[place], "name": "annex1.html"}


def form_version(world: World, place: str) -> dict[str, Any]:
    form = uploaded(world, OWN_OFFICE[place], OWN_AREA[place], FormName.ANNEX1_HTML, b"a form")
    tried(world, OWN_OFFICE[place], form)
    return {"form_id": form.id}


def organization(world: World, place: str) -> dict[str, Any]:
    return {"organization_id": world.organization(place).id}


def pairing(world: World, place: str) -> dict[str, Any]:
    made = directory.make_pairing(
        world.uow,
        OPERATOR,
        world.organization(place).id,
        world.area("quay").id,
        from_on=NOON.date(),
        now=NOON,
    )
    return {"organization_id": world.organization(place).id, "pairing_id": made.id}


def area(world: World, place: str) -> dict[str, Any]:
    return {"area_id": world.area(OWN_AREA[place]).id}


def grant(world: World, place: str) -> dict[str, Any]:
    given = directory.grant_role(
        world.uow,
        OPERATOR,
        CAST["nobody"],
        Role.ORGANIZATION_RECORDER,
        world.organization(place),
        from_on=NOON.date(),
        now=NOON,
    )
    assert isinstance(given, RoleGrant)
    # Otherwise "nobody" would hold a role in this walk.
    directory.end_role(world.uow, OPERATOR, given.id, now=NOON)
    return {"grant_id": given.id}


def reason(world: World, place: str) -> dict[str, Any]:
    return {"reason": "because"}


def of_organization(world: World, place: str) -> dict[str, Any]:
    return {"organization": world.organization(place).id}


P = Permission
SEE_PROJECT = {"see": P.SEE_PROJECT}
SEE_REPORT = {"see": P.SEE_REPORT}
SEE_ORGANIZATION = {"see": P.SEE_ORGANIZATION}
CASES: dict[tuple[str, str], Case] = {
    ("GET", "oversight.home"): Case(),
    ("POST", "oversight.language"): Case(),
    ("GET", "oversight.weeks"): Case(),
    ("GET", "oversight.week"): Case(week, see=P.SEE_WEEK, of_area=True),
    ("GET", "publishing.public_projects"): Case(),
    ("GET", "publishing.public_project"): Case(public_project),
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
    ("POST", "recording.void"): Case(record, reason, **SEE_PROJECT),
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
    ("GET", "reporting.job"): Case(job, see=P.PRODUCE_PAPERS, of_area=True),
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
}
