"""What the permission walk makes before it calls a route, and what it sends."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.domain.register import PaperKind
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.models import (
    Commission,
    IssuedDocument,
    Membership,
    RoleGrant,
    Volunteer,
)
from flask_volunteer_reports.services import (
    directory,
    publishing,
    reporting,
)
from tests.archive import Shelves, pdf
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
)

OWN_MANAGER = {"library": MANAGER, "school": MANAGER_EAST}


OWN_OFFICE = {"library": SECRETARIAT, "school": OFFICE_EAST}


OWN_AREA = {"library": "city", "school": "east"}


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


def figures_owner(world: World, place: str) -> dict[str, Any]:
    return {"campaign_code": world.campaign.code, "owner_id": world.organization(place).id}


def figures_arguments(world: World, place: str) -> dict[str, Any]:
    return {"campaign": world.campaign.code, "owner": world.organization(place).id}


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


def owner(world: World, place: str) -> dict[str, Any]:
    return {"owner_id": world.organization(place).id}


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


def filed_document(world: World, place: str) -> dict[str, Any]:
    return {"document_id": Shelves(world).filed(actor=OWN_MANAGER[place]).id}


def media_coverage(world: World, place: str) -> dict[str, Any]:
    covered = Shelves(world).covered(actor=OWN_MANAGER[place], scan=pdf("scan"))
    return {"coverage_id": covered.id}


def hand_over(world: World, place: str) -> dict[str, Any]:
    """What the East handed over; it belongs to the East and to the city."""
    shelves = Shelves(world)
    return {
        "hand_over_id": shelves.handed_over(shelves.filed(actor=MANAGER_EAST)).id,
    }


def package(world: World, place: str) -> dict[str, Any]:
    return {"package_id": Shelves(world).packed(actor=OWN_MANAGER[place]).id}


def own_filer(world: World, place: str) -> dict[str, Any]:
    return {"organization": world.organization(place).id}


def volunteer(world: World, place: str) -> dict[str, Any]:
    made = directory.register_volunteer(
        world.uow,
        OWN_MANAGER[place],
        world.organization(place).id,
        VolunteerEntry(name="Ann"),
        volunteer_id=uuid4(),
        now=NOON,
    )
    return {"volunteer_id": made.id}


def membership(world: World, place: str) -> dict[str, Any]:
    """A membership that has ended before, of a volunteer who came back."""
    found = volunteer(world, place)
    session, organization = world.uow.session, world.organization(place)
    row = session.scalars(
        select(Membership).where(Membership.volunteer_id == found["volunteer_id"])
    ).one()
    directory.leave_organization(world.uow, OPERATOR, row.volunteer_id, row.id, now=NOON)
    number = session.get_one(Volunteer, row.volunteer_id).volunteer_no
    directory.join_organization(world.uow, OPERATOR, organization.id, number, "Ann", now=NOON)
    return {**found, "membership_id": row.id}


def volunteer_import(world: World, place: str) -> dict[str, Any]:
    import_id = directory.upload_volunteers(
        world.uow,
        OWN_MANAGER[place],
        world.organization(place).id,
        io.BytesIO(b"name\nAnn\n"),
        "names.csv",
        import_id=uuid4(),
        now=NOON,
    )
    directory.check_import(
        world.uow, OWN_MANAGER[place], import_id, progress=lambda done, total: None, now=NOON
    )
    return {"import_id": import_id}
