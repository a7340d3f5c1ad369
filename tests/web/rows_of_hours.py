"""Lists of hours and of what belongs to a volunteer, of any length."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from flask_volunteer_reports.domain.ledger import RecordSource
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
from flask_volunteer_reports.services import publishing, recording
from flask_volunteer_reports.services.serving import own_volunteer, renew_calendar_address
from tests.ledgers import Ledgers
from tests.proof import with_rules
from tests.services.at_the_place import minutes, ticked, volunteer
from tests.web.rows import HOME, activities, areas, fresh, numbers, organizations, projects
from tests.world import (
    FIRST_DAY,
    MANAGER,
    NOBODY,
    NOON,
    RECORDER,
    local,
)


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
    ledgers.made = next(numbers) * 1000
    for _ in range(count):
        organizations(world, 1)
        newest = select(Organization.code).where(Organization.code.startswith("unit"))
        code = max(world.uow.session.scalars(newest))
        activity = ledgers.activity(code, "2017-06-05 09:00", "2017-06-05 11:00")
        [person] = ledgers.volunteers(code)
        ledgers.credited(activity, (person, 60, RecordSource.CHECK_IN))


def areas_with_residents(world, count):
    ledgers = Ledgers(world)
    ledgers.made = next(numbers) * 1000
    areas(world, count)
    ledgers.volunteers("school", count)


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
            recording.Wish(until_on=FIRST_DAY + timedelta(days=60 + next(numbers))),
            now=local("2017-07-08 11:00") + timedelta(minutes=n),
        )
    assert volunteer
