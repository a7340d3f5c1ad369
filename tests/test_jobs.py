"""Jobs: done once, followed by a person, taken up again when a worker is lost."""

from __future__ import annotations

import io
from datetime import timedelta
from html import unescape

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, update

from flask_volunteer_reports import jobs
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.domain.register import PaperKind
from flask_volunteer_reports.errors import PaperFailed
from flask_volunteer_reports.models import FileFormat, IssuedDocument, Job, JobStatus
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services import directory, reporting
from tests.office_forms import annex1
from tests.services.trying import put_to_use
from tests.web.forms import press, words
from tests.world import MANAGER_EAST, OFFICE_EAST, OPERATOR, SECRETARIAT, local

HOME = "/volunteer-reports"
BOARD = f"{HOME}/campaigns/test-2017/weeks/2017-W27/city"
LATER = local("2017-07-12 10:00")


@pytest.fixture
def asked(world, clock):
    """A job for the papers of the week in which two reports were accepted."""
    world.accepted()
    world.accepted("school", actor=MANAGER_EAST, reviewer=OFFICE_EAST)
    clock.now = LATER
    return reporting.request_weekly_papers(
        world.uow,
        SECRETARIAT,
        "test-2017",
        "2017-W27",
        world.area("city").id,
        now=LATER,
    )


def read(world, job_id) -> Job:
    world.uow.session.rollback()
    world.uow.session.expire_all()
    return world.uow.session.get_one(Job, job_id)


def papers(world) -> list[IssuedDocument]:
    return list(world.uow.session.scalars(select(IssuedDocument).order_by(IssuedDocument.position)))


def address(paper) -> str:
    return f"{HOME}/documents/{paper.id}/files/{paper.files[0].id}"


def test_a_form_that_fails_stops_no_paper_and_the_page_says_why(app, world, asked, browser):
    faulty = annex1("{{ 1 / 0 }}").encode()
    put_to_use(world, SECRETARIAT, "city", FormName.ANNEX1_HTML, faulty)

    jobs.work_until_idle(app)

    assert read(world, asked).status is JobStatus.DONE
    (report,) = [each for each in papers(world) if each.kind is PaperKind.WEEKLY_REPORT]
    content = browser.as_("secretariat").get(address(report)).data
    assert "附件1" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    page = unescape(words(browser.as_("secretariat").get(f"{HOME}/jobs/{asked}").text))
    assert "These papers are not in the office's own form" in page
    assert "weekly-report.pdf was made with our form" in page
    assert "annex1.html" in page


def test_a_job_makes_the_papers_and_says_that_it_is_done(app, world, asked, state, browser):
    assert read(world, asked).status is JobStatus.QUEUED

    assert jobs.work_until_idle(app) == 1

    job = read(world, asked)
    assert job.status is JobStatus.DONE
    assert job.progress_done == job.progress_total > len(papers(world))
    made = papers(world)
    assert [paper.kind for paper in made] == [
        PaperKind.WEEKLY_REPORT,
        PaperKind.ANNEX1,
        PaperKind.ANNEX1,
        PaperKind.ANNEX2,
        PaperKind.ANNEX2,
    ]
    for paper in made:
        file = next(file for file in paper.files if file.format is FileFormat.PDF)
        pages = PdfReader(io.BytesIO(state.storage.read(file.storage_name))).pages
        assert len(pages) == file.pages >= 1
    page = browser.as_("secretariat").get(f"{HOME}/jobs/{asked}")
    assert "All files are done" in page.text
    answer = browser.as_("secretariat").get(address(made[0]))
    assert answer.mimetype == "application/pdf"
    assert "weekly-report.pdf" in answer.headers["Content-Disposition"]


def test_each_office_and_organization_downloads_its_own_papers_only(app, world, asked, browser):
    jobs.work_until_idle(app)
    report, library, school, east, west = papers(world)

    def may(person, paper):
        return browser.as_(person).get(address(paper)).status_code == 200

    assert [may("secretariat", p) for p in (report, library, school, east, west)] == [True] * 5
    assert [may("manager", p) for p in (report, library, school, east, west)] == [
        False,
        True,
        False,
        False,
        False,
    ]
    assert [may("office_east", p) for p in (report, library, school, east, west)] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_asked_twice_it_is_done_once(app, world, asked, browser, runner):
    again = reporting.request_weekly_papers(
        world.uow,
        SECRETARIAT,
        "test-2017",
        "2017-W27",
        world.area("city").id,
        now=LATER,
    )
    assert again == asked
    assert runner.woken == 2  # the first worker may have failed to start
    jobs.work_until_idle(app)
    assert world.uow.session.scalar(select(func.count()).select_from(Job)) == 1


def test_the_button_queues_the_job_wakes_the_worker_and_leads_to_the_progress(
    world, browser, runner, clock
):
    clock.now = LATER
    client = browser.as_("secretariat")

    answer = press(client, BOARD, "/papers")

    assert answer.status_code == 302
    assert runner.woken == 1
    address = answer.headers["Location"]
    assert "The work has not begun yet" in words(client.get(address).text)
    said = client.get(address, headers={"Accept": "application/json"}).json
    assert (said["status"], said["over"]) == ("queued", False)


def test_a_job_that_waits_wakes_the_worker_again_when_somebody_looks(world, asked, browser, runner):
    before = runner.woken
    browser.as_("secretariat").get(f"{HOME}/jobs/{asked}")
    assert runner.woken == before + 1


def test_a_lost_job_is_taken_up_again(app, world, asked, clock):
    world.uow.session.execute(
        update(Job)
        .where(Job.id == asked)
        .values(status=JobStatus.RUNNING, attempt=1, lease_until=LATER + timedelta(seconds=30))
    )
    world.uow.session.commit()
    assert jobs.work_until_idle(app) == 0  # somebody is at work

    clock.now = LATER + timedelta(minutes=2)

    assert jobs.work_until_idle(app) == 1
    job = read(world, asked)
    assert (job.status, job.attempt) == (JobStatus.DONE, 2)


def test_a_job_that_is_lost_again_and_again_is_given_up(app, world, asked, clock):
    world.uow.session.execute(
        update(Job)
        .where(Job.id == asked)
        .values(status=JobStatus.RUNNING, attempt=3, lease_until=LATER)
    )
    world.uow.session.commit()
    clock.now = LATER + timedelta(minutes=2)

    jobs.work_until_idle(app)

    job = read(world, asked)
    assert job.status is JobStatus.FAILED
    assert "given up" in job.failure["text"]


def test_a_worker_that_was_overtaken_changes_nothing(app, world, asked):
    with app.app_context():
        job_id, attempt = jobs._claim()
        jobs._update(job_id, attempt - 1, progress_done=99, progress_total=99)
    assert read(world, asked).progress_done == 0


def test_two_workers_never_take_the_same_job(app, world, asked):
    with app.app_context():
        first = jobs._claim()
    with app.app_context():
        second = jobs._claim()
    assert first == (asked, 1)
    assert second is None


def test_who_lost_the_right_meanwhile_gets_no_papers(app, world, asked):
    grants = world.uow.policy.grants(SECRETARIAT)
    assert grants
    from flask_volunteer_reports.models import RoleGrant  # noqa: PLC0415 -- here only

    row = world.uow.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == SECRETARIAT.id)
    ).one()
    directory.end_role(world.uow, OPERATOR, row.id, now=LATER)

    jobs.work_until_idle(app)

    assert read(world, asked).status is JobStatus.FAILED
    assert papers(world) == []


def test_a_paper_that_cannot_be_made_says_why_and_leaves_no_rows(app, world, asked, browser, state):
    next(p for p in state.storage.folder.rglob("*.jpg")).unlink()

    jobs.work_until_idle(app)

    job = read(world, asked)
    assert job.status is JobStatus.FAILED
    assert papers(world) == []
    page = browser.as_("secretariat").get(f"{HOME}/jobs/{asked}").text
    assert "A stored file cannot be read" in page
    assert "Try again" in page
    assert "Traceback" not in page
    assert "Traceback" in job.trace
    # And trying again makes another job.
    answer = press(browser.as_("secretariat"), f"{HOME}/jobs/{asked}", "/papers")
    assert answer.status_code == 302
    assert str(asked) not in answer.headers["Location"]


def test_an_error_nobody_thought_of_fails_the_job_and_keeps_the_worker(app, world, asked):
    def explode(_actor, _row, _progress):
        raise ZeroDivisionError

    kinds = dict(jobs.JOBS)
    jobs.JOBS["weekly_papers"] = jobs.JobKind(Permission.PRODUCE_PAPERS, explode)
    try:
        assert jobs.work_until_idle(app) == 1
    finally:
        jobs.JOBS.update(kinds)
    job = read(world, asked)
    assert job.status is JobStatus.FAILED
    assert "ZeroDivisionError" in job.trace


def test_a_failure_is_told_in_the_readers_language(app, world, asked, browser):
    def fail(_actor, _row, _progress):
        raise PaperFailed(
            "The fonts of the papers cannot draw “%(character)s” in the number of the paper. "
            "Change how the office numbers its papers: its area's page says it.",
            character="🫨",
        )

    kinds = dict(jobs.JOBS)
    jobs.JOBS["weekly_papers"] = jobs.JobKind(Permission.PRODUCE_PAPERS, fail)
    try:
        jobs.work_until_idle(app)
    finally:
        jobs.JOBS.update(kinds)
    client = browser.as_("secretariat")
    assert "cannot draw “🫨” in the number" in client.get(f"{HOME}/jobs/{asked}").text
    client.post(f"{HOME}/language", data={"locale": "zh_Hans_CN"})
    page = client.get(f"{HOME}/jobs/{asked}").text
    assert "🫨" in page
    assert "in the number" not in page
