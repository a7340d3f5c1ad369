"""Every list costs the same number of queries, whatever its length."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, select, update

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.models import (
    Objection,
    ObjectionGround,
    ServiceRecord,
    Volunteer,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import directory, publishing, recording, reporting
from tests.archive import Shelves
from tests.proof import with_rules
from tests.services.trying import tried, uploaded
from tests.world import (
    FIRST_DAY,
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    SECRETARIAT,
    local,
)

HOME = "/volunteer-reports"


@pytest.fixture
def config():
    return {"VOLUNTEER_REPORTS_PAGE_SIZE": 60}


_numbers = itertools.count()


def fresh(word: str) -> str:
    """A word that no other row has, of letters only."""
    number = next(_numbers)
    return word + "".join(chr(97 + number // 26**place % 26) for place in (2, 1, 0))


@contextmanager
def counted(engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


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


def names(world, count):
    activity = world.published()
    rows = world.listed(*((fresh("Person "), 60) for _ in range(count)))
    recording.sign_up_volunteers(world.uow, MANAGER, activity.id, rows, now=NOON)
    world.recorded(activity, *((row.name, 60) for row in rows), now=local("2017-07-08 10:00"))
    return f"{HOME}/activities/{activity.id}/name-list"


def needy(world, count):
    for _ in range(count):
        activity = world.published()
        recording.save_name_list(
            world.uow,
            MANAGER,
            activity.id,
            0,
            world.listed((fresh("Person "), 60)),
            RecordSource.MANUAL,
            now=local("2017-07-08 10:00"),
        )


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


def people_of_one(world, count):
    """Records of the person without a role, one an activity; returns them."""
    records = []
    for _ in range(count):
        activity = world.published()
        world.recorded(activity, (fresh("Person "), 60), now=local("2017-07-08 10:00"))
        records.append(
            world.uow.session.scalars(
                select(ServiceRecord).where(ServiceRecord.activity_id == activity.id)
            ).one()
        )
    return records


def nan_of(world):
    """Who the person without a role is as a volunteer."""
    session = world.uow.session
    known = select(Volunteer).where(Volunteer.person_id == NOBODY.id)
    return session.scalars(known).first() or world.known_as(
        people_of_one(world, 1)[0].volunteer, NOBODY
    )


def all_of_nan(world, *tables):
    """Let everything be the person's."""
    volunteer_id = nan_of(world).id
    for table in tables:
        world.uow.session.execute(update(table).values(volunteer_id=volunteer_id))
    world.uow.session.commit()


def objections(world, count):
    nan_of(world)
    for record in people_of_one(world, count):
        who = Actor(fresh("p"), "Person")
        world.known_as(record.volunteer, who)
        recording.object_to_record(
            world.uow, who, record.id, ObjectionGround.TOO_FEW, "x", now=local("2017-07-08 11:00")
        )


def own_objections(world, count):
    objections(world, count)
    all_of_nan(world, Objection)


def noticed(world, count):
    with_rules(world, public_notice_days=7)
    world.recorded(
        world.published(),
        *((fresh("Person "), 60) for _ in range(count)),
        now=local("2017-07-08 10:00"),
    )


def certificates(world, count):
    volunteer = nan_of(world)
    for n in range(count):
        recording.request_certificate(
            world.uow,
            NOBODY,
            recording.Wish(until_on=FIRST_DAY + timedelta(days=60 + next(_numbers))),
            now=local("2017-07-08 11:00") + timedelta(minutes=n),
        )
    assert volunteer


LISTS = {
    "own objections": ("nobody", own_objections, HOME + "/my/objections"),
    "objections to answer": ("manager", objections, HOME + "/objections"),
    "overdue objections": ("secretariat", objections, HOME + "/objections"),
    "home with objections": ("manager", objections, HOME + "/"),
    "public notice": ("", noticed, HOME + "/notice/test-2017"),
    "public notice of the own": ("manager", noticed, HOME + "/notice/test-2017"),
    "own certificates": ("nobody", certificates, HOME + "/my/certificates"),
    "archive": ("manager", filed, HOME + "/archive"),
    "photos of the archive": ("secretariat", accepted, HOME + "/archive?class=photo"),
    "media coverage": ("manager", covered, HOME + "/archive/media"),
    "hand-overs": ("secretariat", handed_over, HOME + "/archive/hand-overs"),
    "one hand-over": ("secretariat", one_hand_over, None),
    "what can be handed over": (
        "office_east",
        filed_in_the_east,
        HOME + "/archive/hand-overs/new",
    ),
    "home": ("manager", submitted, HOME + "/"),
    "home of an office": ("secretariat", submitted, HOME + "/"),
    "weeks": ("secretariat", projects, HOME + "/weeks"),
    "week": ("secretariat", organizations, HOME + "/campaigns/test-2017/weeks/2017-W26/city"),
    "week with reports": (
        "secretariat",
        submitted,
        HOME + "/campaigns/test-2017/weeks/2017-W27/city",
    ),
    "public projects": ("", projects, HOME + "/projects"),
    "public projects, filtered": (
        "",
        projects,
        HOME + "/projects?q=project&theme=arts&from=2017-07-01&until=2017-07-30",
    ),
    "projects": ("manager", projects, HOME + "/manage/projects"),
    "one project": ("manager", activities, None),
    "what activities need": (
        "manager",
        needy,
        HOME + "/manage/activities?needs=confirmation",
    ),
    "commissions": ("office_east", commissions, HOME + "/commissions"),
    "name list": ("manager", names, None),
    "reports": ("manager", reports, HOME + "/reports"),
    "one report": ("manager", history, None),
    "nil returns": ("manager", nil_returns, HOME + "/nil-returns"),
    "Annex 2": (
        "office_east",
        accepted_east,
        HOME + "/campaigns/test-2017/weeks/2017-W27/east/summary",
    ),
    "offices with forms": ("secretariat", office_forms, HOME + "/forms"),
    "own forms": ("secretariat", office_forms, HOME + "/forms/city"),
    "versions of a form": ("secretariat", office_forms, HOME + "/forms/city/annex1.html"),
    "organizations": ("secretariat", organizations, HOME + "/organizations"),
    "areas": ("secretariat", areas, HOME + "/areas"),
    "roles": ("secretariat", roles, HOME + "/roles"),
    "one organization": ("secretariat", roles, "organization"),
}


@pytest.mark.parametrize("name", LISTS)
def test_one_row_and_fifty_cost_the_same(name, world, browser, state, clock):
    person, build, address = LISTS[name]
    client = browser.as_(person)

    def cost(built) -> int:
        path = built or address
        if path == "organization":
            path = f"{HOME}/organizations/{world.organization('library').id}"
        with counted(state.engine) as statements:
            answer = client.get(path)
        assert answer.status_code == 200
        return len(statements)

    cost(build(world, 1))  # the first request also reads what is cached for the process
    one = cost(build(world, 1))
    fifty = cost(build(world, 50))

    assert one == fifty
