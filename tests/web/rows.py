"""Lists of any length, made by the use cases: what the test of query counts looks at."""

from __future__ import annotations

import io
import itertools
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.models import (
    Volunteer,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import directory, publishing, reporting
from tests.archive import Shelves
from tests.services.trying import tried, uploaded
from tests.world import (
    FIRST_DAY,
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    SECRETARIAT,
    local,
)

HOME = "/volunteer-reports"


numbers = itertools.count()


def fresh(word: str) -> str:
    """A word that no other row has, of letters only."""
    number = next(numbers)
    return word + "".join(chr(97 + number // 26**place % 26) for place in (2, 1, 0))


def organizations(world, count):
    for n in range(count):
        directory.register_organization(
            world.uow,
            OPERATOR,
            directory.OrganizationEntry(
                code=fresh("unit"),
                name=f"Unit {n}",
                affiliation="municipal",
                kind="unit_team",
                specialty=None,
                area_id=world.area("city").id,
                registered_on=None,
                supervising_unit="",
                leader_name="",
                leader_mobile="",
            ),
            now=NOON,
        )


def areas(world, count):
    for _ in range(count):
        directory.add_area(
            world.uow,
            OPERATOR,
            fresh("street"),
            world.area("east").id,
            directory.AreaEntry(name="Street"),
            now=NOON,
        )


def roles(world, count):
    for _ in range(count):
        directory.grant_role(
            world.uow,
            OPERATOR,
            Actor(fresh("p"), "Person"),
            Role.ORGANIZATION_RECORDER,
            world.organization("library"),
            from_on=FIRST_DAY,
            now=NOON,
        )


def projects(world, count):
    for n in range(count):
        world.published(title=f"Project {n}", themes=("culture", "arts"))


def commissions(world, count):
    for _ in range(count):
        draft = world.draft("school", actor=MANAGER_EAST)
        publishing.commission_publication(
            world.uow, MANAGER_EAST, draft.id, world.area("east").id, "Please.", now=NOON
        )


def reports(world, count):
    for n in range(count):
        world.report(title=f"Report {n}", photos=0)


def submitted(world, count):
    for _ in range(count):
        world.submitted()


def nil_returns(world, count):
    weeks = ("2017-W22", "2017-W23", "2017-W24", "2017-W25")
    for n in range(count):
        filed = reporting.file_nil_return(
            world.uow,
            MANAGER,
            world.organization("library").id,
            world.campaign.code,
            weeks[n % len(weeks)],
            "",
            now=NOON,
        )
        reporting.void_nil_return(world.uow, MANAGER, filed.id, "mistake", now=NOON)


def office_forms(world, count):
    for _ in range(count):
        form = uploaded(world, SECRETARIAT, "city", FormName.ANNEX1_HTML, fresh("form ").encode())
        tried(world, SECRETARIAT, form)


def accepted_east(world, count):
    for _ in range(count):
        world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST)


def activities(world, count):
    project = world.draft()
    for n in range(count):
        start = local("2017-07-10 08:00") + timedelta(hours=n)
        publishing.add_activities(
            world.uow,
            MANAGER,
            project.id,
            publishing.ActivityEntry(
                starts_at=start,
                ends_at=start + timedelta(minutes=50),
                place="Here",
                area_id=world.area("city").id,
                capacity=None,
            ),
            activity_id=uuid4(),
            now=NOON,
        )
    return f"{HOME}/manage/projects/{project.id}"


def history(world, count):
    report = world.submitted()
    for n in range(count):
        reporting.return_report(
            world.uow, SECRETARIAT, report.id, report.version, reason=f"Again {n}", now=NOON
        )
        reporting.submit_report(world.uow, MANAGER, report.id, report.version, now=NOON)
    return f"{HOME}/reports/{report.id}"


def filed(world, count):
    for _ in range(count):
        Shelves(world).filed(fresh("Document "))


def filed_in_the_east(world, count):
    for _ in range(count):
        Shelves(world).filed(fresh("Document "), actor=MANAGER_EAST)


def covered(world, count):
    for _ in range(count):
        Shelves(world).covered(fresh("News "))


def handed_over(world, count):
    shelves = Shelves(world)
    for _ in range(count):
        shelves.handed_over(shelves.filed(fresh("Document "), actor=OFFICE_EAST))


def one_hand_over(world, count):
    shelves = Shelves(world)
    documents = [shelves.filed(fresh("Document "), actor=OFFICE_EAST) for _ in range(count)]
    return f"{HOME}/archive/hand-overs/{shelves.handed_over(*documents).id}"


def accepted(world, count):
    for _ in range(count):
        world.accepted()


def members(world, count):
    for _ in range(count):
        directory.register_volunteer(
            world.uow,
            MANAGER,
            world.organization("library").id,
            VolunteerEntry(name=fresh("Person ")),
            volunteer_id=uuid4(),
            now=NOON,
        )
    return f"{HOME}/volunteers?organization={world.organization('library').id}"


def residents(world, count):
    members(world, count)
    return f"{HOME}/volunteers?area={world.area('city').id}"


def one_volunteer(world, count):
    """A volunteer with many consents, sign-ups and records."""
    name = fresh("Person ")
    for n in range(count):
        day, hour = 3 + n // 20, n % 20
        activity = world.published(
            starts=f"2017-07-{day:02} {hour:02}:00", ends=f"2017-07-{day:02} {hour:02}:50"
        )
        world.recorded(activity, (name, 30), now=local("2017-07-08 10:00"))
    row = world.uow.session.scalars(select(Volunteer).where(Volunteer.name == name)).one()
    for _ in range(count):
        directory.record_paper_consent(
            world.uow, MANAGER, row.id, "Yes.", FIRST_DAY, consent_id=uuid4(), now=NOON
        )
    return f"{HOME}/volunteers/{row.id}"


def imported_rows(world, count):
    rows = "".join(f"{fresh('Person ')}\n{'=' * 3}\n" for _ in range(count))
    import_id = directory.upload_volunteers(
        world.uow,
        MANAGER,
        world.organization("library").id,
        io.BytesIO(f"name\n{rows}".encode()),
        "names.csv",
        import_id=uuid4(),
        now=NOON,
    )
    directory.check_import(
        world.uow, MANAGER, import_id, progress=lambda done, total: None, now=NOON
    )
    return f"{HOME}/volunteers/imports/{import_id}"


def earlier_imports(world, count):
    for _ in range(count):
        imported_rows(world, 1)
    return f"{HOME}/volunteers/imports/new?organization={world.organization('library').id}"
