from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from flask_volunteer_reports import jobs
from flask_volunteer_reports.domain.certificates import CertificateState
from flask_volunteer_reports.domain.events import (
    CertificateMade,
    CertificateRequested,
    CertificateRevoked,
)
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from flask_volunteer_reports.models import (
    CertifiedRecord,
    Job,
    JobStatus,
    ServiceCertificate,
    ServiceRecord,
    Volunteer,
)
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.rendering.certificate import certificate_from
from flask_volunteer_reports.services.queries.certificates import state_of
from flask_volunteer_reports.services.recording import (
    Wish,
    correct_record,
    make_again,
    request_certificate,
    revoke_certificate,
    void_record,
)
from flask_volunteer_reports.services.recording.checking import (
    find_by_code,
    may_try,
    note_wrong_try,
)
from flask_volunteer_reports.services.recording.ledger import Change
from flask_volunteer_reports.storage import paper_storage_name
from tests.proof import ENDED, served
from tests.world import (
    MANAGER,
    NOBODY,
    OFFICE_EAST,
    SECRETARIAT,
    local,
)

from .watching import later, rows

NOW = local("2017-09-01 09:00")


@pytest.fixture
def record(world):
    return served(world, 119)


@pytest.fixture
def ask(uow, record):
    def do(actor=NOBODY, now=NOW, own=uow, **wish):
        return request_certificate(own, actor, Wish(**wish), now=now)

    return do


def test_a_volunteer_asks_nobody(uow, record, happens, ask):
    with happens() as said:
        made = ask()

    assert made.certificate_no == "2017-000001"
    assert len(made.check_code) == 12
    assert (made.from_on, made.until_on) == (date(2017, 7, 7), date(2017, 7, 7))
    paper = certificate_from(made.facts)
    [line] = paper.content.lines
    assert (line.title, line.place) == ("Reading for everyone", "City library")
    assert line.organization == "Volunteers of the library"
    assert (line.check_in_minutes, line.other_minutes) == (0, 119)
    assert line.starts_at == local("2017-07-07 09:00")
    assert paper.issued_on == date(2017, 9, 1)
    assert rows(uow, CertifiedRecord)[0].record_id == record.id
    assert said == [
        CertificateRequested(subject_id=made.id, by="nan", at=NOW, number="2017-000001")
    ]
    [job] = rows(uow, Job, kind="certificate")
    assert (job.created_by_id, made.job_id) == ("nan", job.id)


def test_the_same_facts_are_the_same_certificate(uow, ask, runner):
    first = ask()
    woken = runner.woken
    second = ask(now=later(NOW))
    assert (second.id, second.issued_at) == (first.id, NOW)
    assert len(rows(uow, Job, kind="certificate")) == 1
    assert runner.woken == woken + 1  # its worker may have failed to start


def test_a_seal_makes_another_that_stands_for_the_first(uow, ask):
    first, second = ask(), ask(with_seal=True, now=later(NOW))
    uow.session.expire_all()
    assert second.certificate_no == "2017-000002"
    assert (first.superseded_at, second.superseded_at) == (later(NOW), None)


def test_other_days_leave_the_first_alone(uow, world, ask):
    first = ask()
    ask(from_on=date(2017, 7, 1), until_on=date(2017, 7, 31))
    uow.session.expire_all()
    assert first.superseded_at is None


@pytest.mark.parametrize(
    ("from_on", "until_on", "found"),
    [
        pytest.param("2017-07-07", "2017-07-07", True, id="just the day"),
        pytest.param(None, "2017-07-07", True, id="until the day"),
        pytest.param("2017-07-07", None, True, id="from the day"),
        pytest.param(None, "2017-07-06", False, id="until the day before"),
        pytest.param("2017-07-08", None, False, id="from the day after"),
    ],
)
def test_the_days_are_local_and_include_the_last(from_on, until_on, found, ask, refuses):
    wish = {
        name: day and date.fromisoformat(day)
        for name, day in (("from_on", from_on), ("until_on", until_on))
    }
    if found:
        ask(**wish)
    else:
        with refuses(InvalidEntry, "nothing to certify"):
            ask(**wish)


def test_days_in_the_wrong_order(ask, refuses):
    with refuses(InvalidEntry, "before the first"):
        ask(from_on=date(2017, 7, 8), until_on=date(2017, 7, 7))


def test_who_is_no_volunteer_has_nothing_to_certify(ask, refuses):
    with refuses(Conflict, "not known as a volunteer"):
        ask(MANAGER)


def test_too_much_for_one_paper(ask, refuses, monkeypatch):
    monkeypatch.setattr(
        "flask_volunteer_reports.services.recording.certified_service.MOST_RECORDS", 0
    )
    with refuses(InvalidEntry, "Choose fewer days"):
        ask()


def test_a_corrected_record_supersedes_and_a_voided_one_too(uow, ask, record):
    first = ask()
    change = Change(
        time=Occasion(local("2017-07-07 09:00"), local("2017-07-07 10:00")),
        service_minutes=60,
        reason="Left early",
    )
    correct_record(
        uow, MANAGER, record.activity_id, record.id, change, expected_minutes=119, now=later(NOW)
    )
    uow.session.expire_all()
    assert state_of(first) is CertificateState.SUPERSEDED
    second = ask(now=later(NOW))
    assert second.certificate_no == "2017-000002"
    void_record(uow, MANAGER, record.activity_id, record.id, "Not there", now=later(NOW))
    uow.session.expire_all()
    assert state_of(second) is CertificateState.SUPERSEDED


def test_numbers_begin_again_each_year(ask):
    ask()
    assert ask(with_seal=True, now=local("2018-01-01 00:00")).certificate_no == "2018-000001"


def test_two_at_once_keep_the_numbers_without_gaps(uow, world, record, at_once):
    people = [Actor(f"p{n}", f"Person {n}") for n in range(6)]
    names = [f"Person{chr(65 + n)}" for n in range(6)]
    world.recorded(
        world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00"),
        *((name, 60) for name in names),
        now=local("2017-07-08 12:00"),
    )
    for name, person in zip(names, people, strict=True):
        volunteer = uow.session.scalars(select(Volunteer).where(Volunteer.name == name)).one()
        world.known_as(volunteer, person)
    # Half of them ask for nothing that there is, and give no number away.
    early = date(2017, 7, 1)
    wishes = [Wish(until_on=early) if n % 2 else Wish() for n in range(6)]
    works = [
        lambda own, who=person, what=wish: request_certificate(own, who, what, now=NOW)
        for person, wish in zip(people, wishes, strict=True)
    ]
    results = at_once(*works)
    numbers = sorted(row.certificate_no for row in rows(uow, ServiceCertificate))
    assert numbers == ["2017-000001", "2017-000002", "2017-000003"]
    assert sum(isinstance(result, InvalidEntry) for result in results) == 3


def test_the_same_volunteer_twice_at_once_gets_one(uow, record, at_once):
    works = [lambda own: request_certificate(own, NOBODY, Wish(), now=NOW)] * 2
    at_once(*works)
    assert len(rows(uow, ServiceCertificate)) == 1
    assert len(rows(uow, Job, kind="certificate")) == 1


def test_an_office_revokes_with_a_reason(uow, ask, happens):
    made = ask()
    with happens() as said:
        revoke_certificate(uow, SECRETARIAT, made.id, " Sold. ", now=later(NOW))
    assert state_of(made) is CertificateState.REVOKED
    assert (made.revoked_reason, made.revoked_by) == ("Sold.", SECRETARIAT.name)
    assert said == [
        CertificateRevoked(
            subject_id=made.id, by="sec", at=later(NOW), number="2017-000001", reason="Sold."
        )
    ]


def test_who_may_revoke(uow, ask, refuses):
    made = ask()
    for person in (MANAGER, NOBODY, OFFICE_EAST):
        with refuses(NotFound):
            revoke_certificate(uow, person, made.id, "x", now=later(NOW))
    with refuses(NotFound):
        revoke_certificate(uow, SECRETARIAT, uuid4(), "x", now=later(NOW))
    with refuses(InvalidEntry):
        revoke_certificate(uow, SECRETARIAT, made.id, " ", now=later(NOW))
    revoke_certificate(uow, SECRETARIAT, made.id, "x", now=later(NOW))
    with refuses(AlreadyDone):
        revoke_certificate(uow, SECRETARIAT, made.id, "x", now=later(NOW))


def test_what_was_revoked_is_not_handed_out_again(uow, ask):
    first = ask()
    revoke_certificate(uow, SECRETARIAT, first.id, "x", now=later(NOW))
    assert ask(now=later(NOW)).certificate_no == "2017-000002"


def test_number_and_code_together_and_nothing_else(uow, ask):
    made = ask()
    session, number, code = uow.session, made.certificate_no, made.check_code
    assert find_by_code(session, "2017-1", f"{code[:4]}-{code[4:8]} {code[8:].lower()}") is made
    other = "0" * 12
    for typed in (("2017-000002", code), (number, other), (number, ""), ("", ""), ("", code)):
        assert find_by_code(session, *typed) is None


def test_wrong_tries_are_limited_for_ten_minutes(uow):
    for n in range(30):
        assert may_try(uow, "here", now=NOW), n
        note_wrong_try(uow, "here", now=NOW)
    assert not may_try(uow, "here", now=NOW)
    assert may_try(uow, "elsewhere", now=NOW)
    after = NOW + timedelta(minutes=10)
    assert may_try(uow, "here", now=after)
    note_wrong_try(uow, "here", now=after)
    assert may_try(uow, "here", now=after)


def test_the_job_makes_the_file(app, uow, ask, clock, state, happens):
    made = ask()
    clock.now = NOW
    with happens() as said:
        assert jobs.work_until_idle(app) == 1

    [event] = said
    assert isinstance(event, CertificateMade)
    assert event.sha256 == made.sha256
    content = state.storage.read(paper_storage_name(made.sha256))
    assert content.startswith(b"%PDF-")
    assert len(content) == made.size
    assert rows(uow, Job, kind="certificate")[0].status is JobStatus.DONE


def test_a_job_whose_worker_was_killed_is_done_once(app, uow, ask, clock):
    made = ask()
    clock.now = NOW
    job = rows(uow, Job, kind="certificate")[0]
    uow.session.execute(
        update(Job)
        .where(Job.id == job.id)
        .values(status=JobStatus.RUNNING, attempt=1, lease_until=NOW - timedelta(seconds=1))
    )
    uow.session.commit()
    assert jobs.work_until_idle(app) == 1
    uow.session.expire_all()
    assert made.sha256
    assert jobs.work_until_idle(app) == 0


def test_what_failed_is_tried_again(app, uow, ask, clock, refuses, runner):
    made = ask()
    with refuses(AlreadyDone):
        make_again(uow, NOBODY, made.id, now=later(NOW))
    uow.session.execute(
        update(Job).values(status=JobStatus.FAILED, finished_at=NOW, lease_until=None)
    )
    uow.session.commit()
    uow.session.expire_all()
    with refuses(NotFound):
        make_again(uow, MANAGER, made.id, now=later(NOW))
    make_again(uow, NOBODY, made.id, now=later(NOW))
    clock.now = NOW
    assert jobs.work_until_idle(app) == 1
    uow.session.expire_all()
    assert made.sha256
    with refuses(AlreadyDone):
        make_again(uow, NOBODY, made.id, now=later(NOW))


def test_what_does_not_hold_any_more_is_not_made(app, uow, ask, clock, refuses):
    made = ask()
    revoke_certificate(uow, SECRETARIAT, made.id, "x", now=later(NOW))
    with refuses(Conflict, "does not hold"):
        make_again(uow, NOBODY, made.id, now=later(NOW))
    clock.now = NOW
    jobs.work_until_idle(app)
    uow.session.expire_all()
    assert made.sha256 is None
    [job] = rows(uow, Job, kind="certificate")
    assert job.status is JobStatus.FAILED
    assert "Ask for a new one" in job.failure["text"]
    assert len(rows(uow, ServiceRecord)) == 1
    assert ENDED < NOW
