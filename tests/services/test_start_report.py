from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import ReportStarted
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.statuses import ReportStatus
from flask_volunteer_reports.errors import AlreadyDone, InvalidEntry, NotAllowed, NotFound
from flask_volunteer_reports.models import ActivityReport
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.services.reporting import start_report, void_report
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    local,
)

from .watching import outcomes, rows

AFTERWARDS = local("2017-07-07 12:00")


@pytest.fixture
def start(world):
    """Begin a report as somebody; free-standing unless an activity is given."""

    def do(uow, activity=None, *, actor=MANAGER, code="library", report_id=None):
        return start_report(
            uow,
            actor,
            world.organization(code).id,
            report_id=report_id or uuid4(),
            activity_id=activity.id if activity else None,
            campaign_id=None if activity else world.campaign.id,
            now=NOON,
        )

    return do


def test_a_free_standing_report_begins_empty(uow, world, start, happens):
    report_id = uuid4()

    with happens() as said:
        report = start(uow, report_id=report_id)

    assert (report.id, report.status, report.version) == (report_id, ReportStatus.DRAFT, 1)
    assert (report.organization.code, report.campaign_id) == ("library", world.campaign.id)
    assert (report.activity_id, report.title, report.summary) == (None, "", "")
    assert (report.starts_at, report.week_starts_on, report.volunteer_count) == (None, None, None)
    assert (report.created_at, report.created_by_id) == (NOON, "mia")
    assert (report.edited_at, report.edited_by) == (NOON, MANAGER.name)
    assert (report.first_submitted_at, report.accepted_number) == (None, None)
    assert said == [ReportStarted(subject_id=report_id, by="mia", at=NOON)]


def test_a_report_of_an_activity_knows_what_is_known(uow, world, start, happens):
    activity = world.published()
    with happens():
        report = start(uow, activity)
    assert (report.activity_id, report.title) == (activity.id, "Reading for everyone")
    assert (report.starts_at, report.ends_at) == (activity.starts_at, activity.ends_at)
    assert (report.place, report.summary) == ("City library", "")
    assert f"{report.week_starts_on}" == "2017-07-03"
    assert report.volunteer_count is None


def sign_up(uow, world, activity):
    names = world.listed(("Ann", 1), ("Bob", 1), ("Cid", 1))
    recording.sign_up_volunteers(uow, MANAGER, activity.id, names, now=NOON)


def enter(uow, world, activity):
    names = world.listed(("Ann", 60), ("Bob", 60))
    recording.save_name_list(
        uow, RECORDER, activity.id, 0, names, RecordSource.MANUAL, now=AFTERWARDS
    )


def confirm(uow, world, activity):
    recording.confirm_name_list(uow, MANAGER, activity.id, 1, now=AFTERWARDS)


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        pytest.param([], None, id="nobody is known"),
        pytest.param([sign_up], 3, id="those who signed up"),
        pytest.param([sign_up, enter], 2, id="rather those on the name list"),
        pytest.param([sign_up, enter, confirm], 2, id="those who were confirmed"),
    ],
)
def test_the_number_of_volunteers_is_proposed(steps, count, uow, world, start):
    activity = world.published()
    for step in steps:
        step(uow, world, activity)
    uow.session.expire_all()
    assert start(uow, activity).volunteer_count == count


@pytest.mark.parametrize(
    ("code", "area"),
    [
        pytest.param("library", "city", id="municipal: the city"),
        pytest.param("clinic", "city", id="stationed: the city"),
        pytest.param("school", "east", id="of a district: that district"),
        pytest.param("quay-team", "east", id="of a street: its district"),
        pytest.param("hikers", "west", id="social: its district"),
    ],
)
def test_the_report_goes_to_the_office_that_receives_it(code, area, uow, start):
    assert start(uow, actor=OPERATOR, code=code).receiving_area.code == area


def test_a_draft_that_never_was_published_can_be_reported(uow, world, start):
    assert start(uow, world.activity(world.draft())).status is ReportStatus.DRAFT


def test_a_second_click_begins_no_second_report(uow, world, start, refuses):
    report_id = uuid4()
    start(uow, report_id=report_id)
    with refuses(AlreadyDone):
        start(uow, report_id=report_id)


def test_one_activity_has_one_report(uow, world, start, refuses):
    activity = world.published()
    start(uow, activity)
    with refuses(AlreadyDone):
        start(uow, activity)


def test_unless_the_first_was_voided(uow, world, start):
    activity = world.published()
    first = start(uow, activity)
    void_report(uow, MANAGER, first.id, first.version, reason="Mistake", now=NOON)
    assert start(uow, activity).status is ReportStatus.DRAFT


def test_two_at_once_begin_one_report(uow, world, colleague, at_once):
    library, activity = world.organization("library").id, world.published().id

    def by(actor):
        return lambda own: start_report(
            own, actor, library, report_id=uuid4(), activity_id=activity, now=NOON
        )

    assert outcomes(at_once(by(MANAGER), by(colleague))) == ["AlreadyDone", "done"]
    assert len(rows(uow, ActivityReport)) == 1


@pytest.mark.parametrize("campaign_id", [None, uuid4()], ids=["none", "unknown"])
def test_a_free_standing_report_needs_its_campaign(campaign_id, uow, world, refuses):
    library = world.organization("library").id
    with refuses(InvalidEntry) as refused:
        start_report(uow, MANAGER, library, report_id=uuid4(), campaign_id=campaign_id, now=NOON)
    assert refused.value.field == "campaign_id"


def test_an_activity_of_another_organization_is_not_found(uow, world, start, refuses):
    activity = world.published("school", actor=MANAGER_EAST)
    for actor in (OPERATOR, MANAGER):
        with refuses(NotFound):
            start(uow, activity, actor=actor, code="library")


def test_what_is_out_of_reach_is_not_found(uow, world, start, refuses):
    for actor, code in ((MANAGER, "school"), (OFFICE_EAST, "library")):
        with refuses(NotFound):
            start(uow, actor=actor, code=code)
    for organization, activity in ((uuid4(), None), (world.organization("library").id, uuid4())):
        with refuses(NotFound):
            start_report(
                uow,
                MANAGER,
                organization,
                report_id=uuid4(),
                activity_id=activity,
                campaign_id=world.campaign.id,
                now=NOON,
            )


def test_offices_and_recorders_write_no_reports(uow, start, refuses):
    for actor in (SECRETARIAT, RECORDER):
        with refuses(NotAllowed):
            start(uow, actor=actor)
