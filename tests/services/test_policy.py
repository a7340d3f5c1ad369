from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.domain.register import PaperKind
from flask_volunteer_reports.models import (
    Area,
    CheckIn,
    CheckWay,
    DistrictSummary,
    Job,
    NilReturn,
    Objection,
    ObjectionGround,
    Organization,
    RoleGrant,
    ServiceCertificate,
    ServiceRecord,
    SignUp,
    VolunteerImport,
)
from flask_volunteer_reports.ports import Actor, Permission
from flask_volunteer_reports.services import directory, publishing, recording, reporting
from flask_volunteer_reports.services.archiving import Filer
from flask_volunteer_reports.services.policy import REACH, ROLES, TO_SEE
from tests.issued import issued
from tests.world import (
    CAST,
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    SECRETARIAT,
    local,
)

from .trying import newest_job, uploaded
from .watching import rows

LATER = local("2017-07-07 12:00")
VERA = Actor("vera", "Vera, a volunteer")
P = Permission
C, D, M, R = (
    Role.CITY_SECRETARIAT,
    Role.DISTRICT_OFFICE,
    Role.ORGANIZATION_MANAGER,
    Role.ORGANIZATION_RECORDER,
)
# Which role may do what, said a second time and by hand.
BY_HAND = {
    P.SEE_ORGANIZATION: {C, D, M, R},
    P.REGISTER_ORGANIZATION: {C, D},
    P.EDIT_ORGANIZATION: {C, D, M},
    P.EDIT_AREA: {C, D},
    P.GRANT_CITY_SECRETARIAT: {C},
    P.GRANT_DISTRICT_OFFICE: {C},
    P.GRANT_ORGANIZATION_MANAGER: {C, D},
    P.GRANT_ORGANIZATION_RECORDER: {C, D, M},
    P.SEE_PROJECT: {C, D, M, R},
    P.EDIT_PROJECT: {C, D, M},
    P.PUBLISH_PROJECT: {M},
    P.COMMISSION_PUBLICATION: {M},
    P.PUBLISH_ON_BEHALF: {C, D},
    P.SEE_RECORDS: {C, D, M, R},
    P.SEE_VOLUNTEER: {C, D, M, R},
    P.REGISTER_VOLUNTEER: {C, D, M, R},
    P.ENTER_RECORDS: {M, R},
    P.CONFIRM_RECORDS: {C, D, M},
    P.CONFIRM_LONG_RECORDS: {C, D},
    P.ANSWER_OBJECTION: {C, D, M},
    P.REVOKE_CERTIFICATE: {C, D},
    P.SEE_FIGURES: {C, D, M, R},
    P.SEE_REPORT: {C, D, M, R},
    P.WRITE_REPORT: {M},
    P.REVIEW_REPORT: {C, D},
    P.SUBMIT_DISTRICT_SUMMARY: {D},
    P.SEE_WEEK: {C, D},
    P.PRODUCE_PAPERS: {C, D},
    P.EDIT_FORMS: {C, D},
    P.SEE_JOB: {C, D, M},
    P.SEE_ARCHIVE: {C, D, M, R},
    P.FILE_DOCUMENT: {C, D, M},
    P.HAND_OVER: {D, M},
    P.RECEIVE_HAND_OVER: {C},
    P.MAKE_PACKAGE: {C, D, M},
}


def test_every_permission_belongs_to_the_roles_that_we_mean():
    assert {permission: set(roles) for permission, roles in ROLES.items()} == BY_HAND


@pytest.fixture
def city(uow, world, shelves):
    """One row of every kind for the library (city), the school (East) and the hikers (West)."""
    found = {f"area {area.code}": area for area in rows(uow, Area)}
    found |= {f"organization {org.code}": org for org in rows(uow, Organization)}
    found |= {f"role of {grant.person_id}": grant for grant in rows(uow, RoleGrant)}
    week = ("test-2017", "2017-W26")
    for code, manager, office in (
        ("library", MANAGER, "city"),
        ("school", MANAGER_EAST, "east"),
        ("hikers", OPERATOR, "west"),
    ):
        organization, area = world.organization(code).id, world.area(office).id
        draft = world.draft(code, actor=manager)
        found[f"project {code}"] = draft
        found[f"commission {code}"] = publishing.commission_publication(
            uow, manager, draft.id, area, "", now=NOON
        )
        found[f"report {code}"] = world.report(code, actor=manager, photos=0)
        found[f"nil {code}"] = reporting.file_nil_return(
            uow, manager, organization, *week, "", now=NOON
        )
        job = reporting.request_weekly_papers(uow, OPERATOR, *week, area, now=NOON)
        found[f"job {office}"] = uow.session.get_one(Job, job)
        found[f"paper {code}"] = issued(
            world, f"{code}〔2017〕1号", kind=PaperKind.ANNEX1, office=office, organization=code
        )
        form = uploaded(world, OPERATOR, office, FormName.ANNEX1_HTML, b"form")
        found[f"form {office}"] = form
        found[f"trial {office}"] = newest_job(world, form.id)
        found[f"paper {office}"] = issued(world, f"{office}〔2017〕1号", office=office)
        filer = Filer(organization_id=organization)
        found[f"document {code}"] = shelves.filed(code, actor=manager, filer=filer)
        found[f"media {code}"] = shelves.covered(actor=manager, filer=filer)
        package = shelves.packed(actor=manager, filer=filer)
        found[f"package {code}"] = package
        found[f"job {code}"] = uow.session.get_one(Job, package.job_id)
    found["hand-over east"] = shelves.handed_over(found["document school"])
    found["hand-over library"] = shelves.handed_over(found["document library"], actor=MANAGER)
    # The school asks the city as well: that one is not the East office's to answer.
    second = world.draft("school", actor=MANAGER_EAST)
    found["project school 2"] = second
    found["commission school 2"] = publishing.commission_publication(
        uow, MANAGER_EAST, second.id, world.area("city").id, "", now=NOON
    )
    found["summary east"] = reporting.submit_district_summary(
        uow, OFFICE_EAST, world.area("east").id, *week, "", after_number=0, now=NOON
    )
    found |= served(world, "library", MANAGER, person=VERA)
    found |= served(world, "school", MANAGER_EAST, person=CAST["nobody"])
    assert {type(row) for row in found.values()} == set(REACH)
    return found


def served(world, code, manager, *, person):
    """A volunteer of an organization, known to the host, and all that is the volunteer's own."""
    uow, activity = world.uow, world.published(code, actor=manager)
    recording.sign_up_volunteers(uow, manager, activity.id, world.listed((code, 1)), now=NOON)
    world.recorded(activity, (code, 60), actor=manager, now=LATER)
    with uow.transaction(audited=False) as session:
        [record] = rows(uow, ServiceRecord, activity_id=activity.id)
        [sign_up] = rows(uow, SignUp, activity_id=activity.id)
        record.volunteer.person_id = person.id
        of_volunteer = {"volunteer_id": record.volunteer_id}
        own = {
            f"project {code} served": activity.project,
            f"volunteer {code}": record.volunteer,
            f"sign-up {code}": sign_up,
            f"check-in {code}": CheckIn(
                id=uuid4(),
                activity_id=activity.id,
                **of_volunteer,
                checked_in_at=activity.starts_at,
                check_in_way=CheckWay.CODE,
                check_in_received_at=activity.starts_at,
                checked_in_by_id=person.id,
                checked_in_by=person.name,
            ),
            f"record {code}": record,
            f"import {code}": VolunteerImport(
                id=uuid4(),
                organization_id=record.organization_id,
                filename="names.csv",
                sha256="0" * 64,
                notes={"notes": []},
                uploaded_at=NOON,
                uploaded_by_id=manager.id,
                uploaded_by=manager.name,
            ),
            f"objection {code}": Objection(
                id=uuid4(),
                activity_id=activity.id,
                **of_volunteer,
                record_id=record.id,
                organization_id=record.organization_id,
                ground=ObjectionGround.TOO_FEW,
                text="I stayed longer.",
                raised_at=LATER,
                due_at=LATER + timedelta(days=15),
            ),
            f"certificate {code}": ServiceCertificate(
                id=uuid4(),
                certificate_no=f"{code}-1",
                check_code=code,
                **of_volunteer,
                from_on=date(2017, 7, 7),
                until_on=date(2017, 7, 7),
                facts={},
                facts_digest="0" * 64,
                issued_at=LATER,
            ),
        }
        session.add_all(own.values())
    return own


OF_EAST = {
    *("area east", "area street", "area quay"),
    *("organization school", "organization quay-team"),
    *("role of east", "role of ed", "role of ria"),
    *("project school", "project school 2", "commission school"),
    *("report school", "nil school", "summary east"),
    *("job east", "paper school", "paper east", "form east", "trial east"),
    *("document school", "media school", "hand-over east", "package school", "job school"),
    *("volunteer school", "record school", "objection school", "import school"),
    "project school served",
}
OF_WEST = {
    *("area west", "organization hikers", "role of west"),
    *("project hikers", "commission hikers", "report hikers", "nil hikers"),
    *("job west", "paper hikers", "paper west", "form west", "trial west"),
    *("document hikers", "media hikers", "package hikers", "job hikers"),
}
OF_LIBRARY = {
    *("organization library", "project library"),
    *("report library", "nil library", "paper library"),
    *("document library", "media library", "hand-over library"),
    *("project library served", "volunteer library", "record library", "import library"),
}
# Sign-ups, check-ins and certificates are looked up by volunteers themselves; an organization
# and an office reach them through the activity, or through the volunteer.
OWN_ALONE = {
    f"{kind} {code}"
    for kind in ("sign-up", "check-in", "certificate")
    for code in ("library", "school")
}
SEES = {
    "office_east": OF_EAST,
    "office_west": OF_WEST,
    "manager": {
        *OF_LIBRARY,
        *("role of mia", "role of rui", "package library", "job library", "objection library"),
    },
    "recorder": OF_LIBRARY,
    "manager_east": {
        *("organization school", "role of ed", "role of ria", "project school"),
        "project school 2",
        *("report school", "nil school", "paper school"),
        *("document school", "media school", "package school", "job school"),
        *("project school served", "volunteer school", "record school", "objection school"),
        "import school",
    },
    # Ria enters for the school; nobody else of the cast sees its volunteers.
    "recorder_east": {
        *("organization school", "project school", "project school 2"),
        *("report school", "nil school", "paper school"),
        *("document school", "media school"),
        *("project school served", "volunteer school", "record school", "import school"),
    },
    "nobody": {"sign-up school", "check-in school", "certificate school"},
}


@pytest.mark.parametrize("person", CAST)
def test_everybody_sees_what_is_theirs_and_nothing_else(person, uow, city):
    seen = {
        name for name, row in city.items() if uow.policy.may(CAST[person], TO_SEE[type(row)], row)
    }
    assert seen == (set(city) - OWN_ALONE if person == "secretariat" else SEES[person])


def test_a_volunteer_serves_in_their_own_name_and_nobody_else_does(uow, city):
    reached = {
        name
        for name, row in city.items()
        for actor in (VERA, SECRETARIAT, OFFICE_EAST, MANAGER)
        if uow.policy.may(actor, P.SERVE, row)
    }
    assert reached == {
        f"{kind} library"
        for kind in ("volunteer", "sign-up", "check-in", "record", "objection", "certificate")
    }


@pytest.mark.parametrize("person", [*CAST, "operator"])
def test_a_list_and_a_page_agree_on_every_kind_of_row_and_every_permission(person, uow, city):
    actor = CAST.get(person, OPERATOR)
    for entity in REACH:
        own = [row for row in city.values() if type(row) is entity]
        for permission in [None, *ROLES]:
            narrowed = uow.policy.narrow(actor, select(entity.id), entity, permission)
            listed = set(uow.session.scalars(narrowed))
            wanted = permission or TO_SEE[entity]
            assert listed == {row.id for row in own if uow.policy.may(actor, wanted, row)}, (
                entity,
                permission,
            )


def test_a_row_that_is_not_there_is_nobodys(uow):
    for actor in (SECRETARIAT, OPERATOR):
        assert not uow.policy.may(actor, P.SEE_REPORT, NilReturn(id=uuid4()))
        assert not uow.policy.may(actor, P.SEE_WEEK, DistrictSummary(id=uuid4()))


@pytest.mark.parametrize(
    ("first", "last", "runs"),
    [
        pytest.param(0, None, True, id="from today on"),
        pytest.param(0, 0, True, id="today alone"),
        pytest.param(-9, 0, True, id="until today"),
        pytest.param(1, None, False, id="from tomorrow on: not yet"),
        pytest.param(-9, -1, False, id="until yesterday: not any more"),
    ],
)
def test_a_role_runs_from_one_day_to_another(first, last, runs, uow, world, hosted):
    library, today = world.organization("library"), date(2017, 7, 6)
    directory.grant_role(
        uow,
        OPERATOR,
        CAST["nobody"],
        M,
        library,
        from_on=today + timedelta(days=first),
        until_on=None if last is None else today + timedelta(days=last),
        now=NOON,
    )
    assert hosted().policy.may(CAST["nobody"], P.EDIT_ORGANIZATION, library) is runs


@pytest.mark.parametrize(
    ("moment", "runs"),
    [("2017-07-06 23:59", False), ("2017-07-07 00:01", True), ("2017-07-07 07:59", True)],
)
def test_days_are_local_days(moment, runs, uow, world, clock, hosted):
    library = world.organization("library")
    first = date(2017, 7, 7)
    directory.grant_role(uow, OPERATOR, CAST["nobody"], M, library, from_on=first, now=NOON)
    clock.now = local(moment)
    assert hosted().policy.may(CAST["nobody"], P.EDIT_ORGANIZATION, library) is runs


def test_a_role_that_was_taken_away_runs_no_more_whatever_its_days_say(uow, world, hosted):
    [grant] = rows(uow, RoleGrant, person_id="mia")
    library = world.organization("library")
    assert hosted().policy.may(MANAGER, P.EDIT_ORGANIZATION, library)
    directory.end_role(uow, OPERATOR, grant.id, now=NOON)
    assert not hosted().policy.may(MANAGER, P.EDIT_ORGANIZATION, library)
