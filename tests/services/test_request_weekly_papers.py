from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import PapersRequested
from flask_volunteer_reports.errors import InvalidEntry, NotAllowed, NotFound
from flask_volunteer_reports.models import Job, JobStatus
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.reporting import request_weekly_papers
from tests.world import (
    MANAGER,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    OPERATOR,
    SECRETARIAT,
)

from .watching import later, rows


@pytest.fixture
def request_(world):
    """Ask for the papers of a week, as somebody."""

    def do(uow, actor=SECRETARIAT, area="city", week="2017-W26", *, now=NOON):
        return request_weekly_papers(uow, actor, "test-2017", week, world.area(area).id, now=now)

    return do


def finish(uow, job_id, status):
    """Let a worker have ended with the job."""
    with uow.transaction(audited=False) as session:
        session.get_one(Job, job_id).status = status


def test_a_job_is_queued_and_a_worker_woken(uow, world, request_, runner, happens):
    with happens() as said:
        job_id = request_(uow)

    [job] = rows(uow, Job)
    assert (job.id, job.kind, job.status) == (job_id, "weekly_papers", JobStatus.QUEUED)
    assert job.key == "test-2017/2017-W26/city"
    assert job.arguments == {"campaign": "test-2017", "week": "2017-W26", "area": "city"}
    assert (job.area_id, job.attempt, job.lease_until) == (world.area("city").id, 0, None)
    assert (job.created_at, job.created_by_id, job.created_by) == (
        NOON,
        "sec",
        SECRETARIAT.name,
    )
    assert runner.woken == 1
    assert said == [
        PapersRequested(subject_id=job_id, by="sec", at=NOON, week="2017-W26", area="city")
    ]


def test_asked_again_while_it_waits_it_is_the_same_job(uow, request_, happens):
    first = request_(uow)
    with happens() as said:
        assert request_(uow, now=later()) == first
    assert (said, len(rows(uow, Job))) == ([], 1)


@pytest.mark.parametrize("status", [JobStatus.DONE, JobStatus.FAILED])
def test_once_it_has_ended_it_can_be_asked_for_again(status, uow, request_):
    first = request_(uow)
    finish(uow, first, status)
    assert request_(uow) != first


def test_other_weeks_and_areas_are_other_jobs(uow, request_):
    jobs = {
        request_(uow),
        request_(uow, week="2017-W25"),
        request_(uow, area="east"),
        request_(uow, OFFICE_WEST, "west"),
    }
    assert len(jobs) == len(rows(uow, Job)) == 4


def test_asked_twice_at_once_they_are_made_once(uow, world, second_reviewer, at_once, runner):
    city = world.area("city").id

    def by(actor):
        return lambda own: request_weekly_papers(
            own, actor, "test-2017", "2017-W26", city, now=NOON
        )

    first, second = at_once(by(SECRETARIAT), by(second_reviewer))
    assert first == second
    assert len(rows(uow, Job)) == 1
    assert runner.woken


def test_a_worker_is_woken_again_for_a_job_that_still_waits(uow, request_, runner):
    """The first worker may have failed to start; a person who asks again must not wait in vain."""
    request_(uow)
    request_(uow, now=later(hours=1))
    assert runner.woken == 2


@pytest.mark.parametrize("area", ["street", "quay"])
def test_papers_are_made_where_there_is_an_office(area, uow, request_, refuses):
    with refuses(InvalidEntry) as refused:
        request_(uow, area=area)
    assert refused.value.field == "area"


@pytest.mark.parametrize("week", ["2017-W36", "2017-W21", "last week"])
def test_it_must_be_a_week_of_the_campaign(week, uow, request_, refuses):
    with refuses(InvalidEntry) as refused:
        request_(uow, week=week)
    assert refused.value.field == "week"


def test_who_sees_the_area_but_makes_no_papers_is_told_so(vetoed, request_, refuses):
    uow = vetoed(Permission.PRODUCE_PAPERS)
    with refuses(NotAllowed):
        request_(uow)


def test_what_is_out_of_reach_is_not_found(uow, world, request_, refuses):
    for actor, area in ((OFFICE_EAST, "city"), (OFFICE_EAST, "west"), (MANAGER, "city")):
        with refuses(NotFound):
            request_(uow, actor, area)
    city = world.area("city").id
    for campaign, area_id in (("test-2018", city), ("test-2017", uuid4())):
        with refuses(NotFound):
            request_weekly_papers(uow, OPERATOR, campaign, "2017-W26", area_id, now=NOON)
