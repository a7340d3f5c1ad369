"""Every list costs the same number of queries, whatever its length."""

from __future__ import annotations

import contextlib
import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select, update

from flask_volunteer_reports.domain.directory import Role
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.errors import Conflict
from flask_volunteer_reports.models import (
    Activity,
    Objection,
    ObjectionGround,
    Organization,
    Project,
    ServiceRecord,
    Volunteer,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import directory, publishing, recording, reporting
from flask_volunteer_reports.services.serving import own_volunteer, renew_calendar_address
from tests.archive import Shelves
from tests.ledgers import Ledgers
from tests.proof import with_rules
from tests.services.at_the_place import minutes, ticked, volunteer
from tests.services.trying import tried, uploaded
from tests.world import (
    FIRST_DAY,
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    RECORDER,
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


def at_the_place(world, count):
    activity = world.published()
    for n in range(count):
        row = volunteer(world, Actor(fresh("v"), fresh("Person ")))
        whom = recording.Whom(volunteer_id=row.id)
        ticked(world, activity, whom, minutes(n / 10))
        if n % 2:
            ticked(world, activity, whom, minutes(60), out=True)
    return f"{HOME}/activities/{activity.id}/check-in"


def own_check_ins(world, count):
    rui = world.uow.session.scalars(select(Volunteer).where(Volunteer.person_id == RECORDER.id))
    known = rui.first()
    own = known or volunteer(world, RECORDER)
    for n in range(count):
        start = f"2017-07-06 {8 + n % 3:02}:00"
        activity = world.published(starts=start, ends="2017-07-06 13:00", title=f"Project {n}")
        if not known and not n:
            ticked(world, activity, recording.Whom(volunteer_id=own.id), NOON, actor=MANAGER)


def cards(world, count):
    for n in range(count):
        world.published(starts="2017-07-06 11:00", ends="2017-07-06 13:00", title=f"Project {n}")
    vera = world.uow.session.scalars(select(Volunteer)).first() or volunteer(world)
    return f"{HOME}/cards/{vera.card_code}"


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


def explained(world, count):
    for _ in range(count):
        activity = world.published()
        world.recorded(activity, (fresh("Person "), 60), now=local("2017-07-08 10:00"))
    return f"{HOME}/hours/of/{world.organization('library').id}"


def explained_activity(world, count):
    activity = world.published()
    rows = [(fresh("Person "), 60) for _ in range(count)]
    world.recorded(activity, *rows, now=local("2017-07-08 10:00"))
    return f"{HOME}/hours/activities/{activity.id}"


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


def own_activities(world, count):
    """The volunteer without a role is signed up for all activities of one project."""
    path = activities(world, count)
    project = world.uow.session.get_one(Project, UUID(path.rpartition("/")[2]))
    publishing.publish_project(world.uow, MANAGER, project.id, project.version, now=NOON)
    if own_volunteer(world.uow, NOBODY) is None:
        world.volunteer(NOBODY)
    coming = select(Activity.id).where(Activity.project_id == project.id)
    for activity_id in world.uow.session.scalars(coming).all():
        with contextlib.suppress(Conflict):  # taken up by a project from before
            recording.sign_up(world.uow, NOBODY, activity_id, sign_up_id=uuid4(), now=NOON)
    return f"{HOME}/projects/{project.id}"


def own_calendar(world, count):
    own_activities(world, count)
    return f"{HOME}/my/calendar/{renew_calendar_address(world.uow, NOBODY, now=NOON).secret}.ics"


def public_calendar(world, count):
    projects(world, count)
    return f"{HOME}/organizations/{world.organization('library').id}/activities.ics"


def own_home(world, count):
    own_activities(world, count)
    return f"{HOME}/my/"


def asking(world, count):
    """A name list on which everybody asks to be admitted or waits."""
    draft = world.draft(needs_admission=True)
    activity = world.activity(draft, capacity=max(1, count // 2))
    publishing.publish_project(world.uow, MANAGER, draft.id, draft.version, now=NOON)
    for _ in range(count):
        person = Actor(fresh("p"), fresh("Person "))
        world.volunteer(person)
        recording.sign_up(world.uow, person, activity.id, sign_up_id=uuid4(), now=NOON)
    return f"{HOME}/activities/{activity.id}/name-list"


def with_hours(world, count):
    """Organizations with volunteers and hours of them."""
    ledgers = Ledgers(world)
    ledgers.made = next(_numbers) * 1000
    for _ in range(count):
        organizations(world, 1)
        newest = select(Organization.code).where(Organization.code.startswith("unit"))
        code = max(world.uow.session.scalars(newest))
        activity = ledgers.activity(code, "2017-06-05 09:00", "2017-06-05 11:00")
        [person] = ledgers.volunteers(code)
        ledgers.credited(activity, (person, 60, RecordSource.CHECK_IN))


def areas_with_residents(world, count):
    ledgers = Ledgers(world)
    ledgers.made = next(_numbers) * 1000
    areas(world, count)
    ledgers.volunteers("school", count)


def figures(owner, query):
    """The address of figures of an area or organization, known once the city stands."""

    def address(world):
        owner_id = (world.organization if owner == "library" else world.area)(owner).id
        return f"{HOME}/figures/test-2017/{owner_id}{query}"

    return address


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
    "my volunteer service": ("nobody", own_home, None),
    "a public project, as a volunteer": ("nobody", own_activities, None),
    "own calendar": ("", own_calendar, None),
    "calendar of an organization": ("", public_calendar, None),
    "sign-ups": ("manager", asking, None),
    "figures by organization": ("secretariat", with_hours, figures("city", "?by=organization")),
    "figures by organization, sorted": (
        "secretariat",
        with_hours,
        figures("city", "?by=organization&sort=hours_per_active&theme=culture&q=unit"),
    ),
    "figures by area": ("office_east", areas_with_residents, figures("east", "?by=area")),
    "figures by theme": ("secretariat", with_hours, figures("city", "?by=theme")),
    "figures by month": ("manager", names, figures("library", "?by=month")),
    "figures as a file": ("secretariat", with_hours, figures("city", "/workbook.xlsx")),
    "figures for scripts": (
        "secretariat",
        with_hours,
        lambda world: (
            f"{HOME}/api/figures?campaign=test-2017&owner={world.area('city').id}&by=organization"
        ),
    ),
    "members": ("recorder", members, None),
    "residents": ("secretariat", residents, None),
    "one volunteer": ("manager", one_volunteer, None),
    "rows to import": ("recorder", imported_rows, None),
    "earlier imports": ("manager", earlier_imports, None),
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
    "overdue hours": ("secretariat", needy, HOME + "/hours/open"),
    "home with overdue hours": ("manager", needy, HOME + "/"),
    "what hours are made of": ("manager", explained, None),
    "what the hours of an activity are made of": ("recorder", explained_activity, None),
    "commissions": ("office_east", commissions, HOME + "/commissions"),
    "name list": ("manager", names, None),
    "who is there": ("manager", at_the_place, None),
    "own check-ins": ("recorder", own_check_ins, HOME + "/my/check-in"),
    "a card that was scanned": ("recorder", cards, None),
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
    if "overdue" in name:
        clock.now = local("2017-08-10 10:00")

    def cost(built) -> int:
        path = address(world) if callable(address) else built or address
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
