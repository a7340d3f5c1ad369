"""Objections, notices and certificates, as people meet them on pages."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from flask_volunteer_reports.models import (
    EntryState,
    Job,
    JobStatus,
    NameListEntry,
    Objection,
    ObjectionGround,
    ObjectionStatus,
    ServiceCertificate,
)
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.storage import paper_storage_name
from tests.proof import DUE, ENDED, served, with_rules
from tests.web.reading import HOME, alert, read, said
from tests.world import NOBODY, SECRETARIAT

CHECK = f"{HOME}/certificates/check"


@pytest.fixture(autouse=True)
def _later(clock):
    clock.now = ENDED


@pytest.fixture
def record(world):
    return served(world, 119)


@pytest.fixture
def certificate(world, record):
    return recording.request_certificate(world.uow, NOBODY, recording.Wish(), now=ENDED)


@pytest.fixture
def nan(browser):
    return browser.as_("nobody")


@pytest.fixture
def mia(browser):
    return browser.as_("manager")


def objection_of(world) -> Objection:
    world.uow.session.rollback()
    world.uow.session.expire_all()
    return world.uow.session.scalars(select(Objection)).one()


def test_an_objection_from_the_record_to_the_answer(world, record, nan, mia):
    address = f"{HOME}/my/records/{record.id}"
    assert "This record is wrong" in read(nan, address)
    wrong = nan.post(f"{address}/objection", data={"text": "Two hours."})
    assert wrong.status_code == 422
    assert "Choose what is wrong." in alert(wrong.text)
    assert "Two hours." in wrong.text

    sent = nan.post(f"{address}/objection", data={"ground": "too_few", "text": "Two hours."})
    assert sent.location.endswith("/my/objections")
    mine = read(nan, sent.location)
    assert "Your objection is with the organization." in mine
    assert "The organization has until" in mine

    assert "1 objection to answer" in read(mia, f"{HOME}/")
    waiting = read(mia, f"{HOME}/objections")
    assert "Nan: Too few hours" in waiting
    objection = objection_of(world)
    page = read(mia, f"{HOME}/objections/{objection.id}")
    assert "119 minutes" in page
    answered = mia.post(
        f"{HOME}/objections/{objection.id}/answer",
        data={
            "decision": "correct",
            "starts_at": "2017-07-07T09:00",
            "minutes": "120",
            "expected": "119",
            "text": "You are right.",
        },
    )
    assert answered.status_code == 302, alert(answered.text)
    assert objection_of(world).status is ObjectionStatus.CORRECTED
    assert "You are right." in read(nan, f"{HOME}/my/objections")
    assert "120 minutes" in read(nan, address)


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        pytest.param({}, "Choose one.", id="nothing chosen"),
        pytest.param({"decision": "correct"}, "Enter the minutes that are right.", id="no minutes"),
        pytest.param(
            {"decision": "correct", "minutes": "x"}, "Write a whole number.", id="letters"
        ),
        pytest.param(
            {"decision": "correct", "minutes": "-5"}, "Write a whole number.", id="below 0"
        ),
        pytest.param(
            {"decision": "correct", "minutes": "999999999999"}, "Write a whole number.", id="huge"
        ),
        pytest.param(
            {"decision": "correct", "minutes": "60", "starts_at": "soon"},
            "Write date and time like",
            id="no time",
        ),
        pytest.param(
            {"decision": "correct", "minutes": "121", "starts_at": "2017-07-07T09:00"},
            "outside the activity",
            id="too long",
        ),
        pytest.param({"decision": "explain", "text": ""}, "Tell the volunteer", id="no word"),
    ],
)
def test_a_wrong_answer_keeps_what_was_typed(typed, complaint, world, record, mia):
    raised = recording.object_to_record(
        world.uow, NOBODY, record.id, ObjectionGround.TOO_FEW, "x", now=ENDED
    )
    data = {"expected": "119", "text": "What I found", **typed}
    page = mia.post(f"{HOME}/objections/{raised.id}/answer", data=data)
    assert page.status_code == 422
    assert complaint in alert(page.text)
    if data["text"]:
        assert "What I found" in page.text
    assert objection_of(world).status is ObjectionStatus.OPEN


def test_missing_hours_are_claimed_and_taken_back(world, record, nan):
    other = world.published(
        starts="2017-07-07 08:00", ends="2017-07-07 08:50", title="Morning round"
    )
    page = read(nan, f"{HOME}/my/objections")
    assert "Morning round" in page
    assert "Reading for everyone" not in page  # hours are recorded there
    address = f"{HOME}/my/activities/{other.id}/objection"
    assert 'value="2017-07-07T08:00"' in nan.get(address).text
    wrong = nan.post(
        address,
        data={
            "starts_at": "2017-07-07T07:00",
            "ends_at": "2017-07-07T08:50",
            "text": "I was there",
        },
    )
    assert wrong.status_code == 422
    assert "I was there" in wrong.text
    nan.post(
        address,
        data={
            "starts_at": "2017-07-07T08:00",
            "ends_at": "2017-07-07T08:50",
            "text": "I was there",
        },
    )
    objection = objection_of(world)
    assert objection.ground is ObjectionGround.MISSING
    nan.post(f"{HOME}/my/objections/{objection.id}/withdrawal")
    assert objection_of(world).status is ObjectionStatus.WITHDRAWN
    again = nan.post(f"{HOME}/my/objections/{objection.id}/withdrawal", follow_redirects=True)
    assert "answered or taken back before" in said(again.text)


def test_past_the_days_the_office_is_asked_and_the_volunteer_is_told(
    world, record, nan, mia, browser, clock
):
    recording.object_to_record(
        world.uow, NOBODY, record.id, ObjectionGround.TOO_FEW, "x", now=ENDED
    )
    office = browser.as_("secretariat")
    assert "0 overdue objections" in read(office, f"{HOME}/")
    assert "Nothing waits for you." in read(office, f"{HOME}/objections")
    address = f"{HOME}/objections/{objection_of(world).id}"
    assert "Afterwards your office may." in read(office, address)
    clock.now = DUE
    assert "1 overdue objection" in read(office, f"{HOME}/")
    assert "Overdue" in read(office, f"{HOME}/objections")
    assert "Overdue" in read(mia, f"{HOME}/objections")
    assert "Its office is asked to answer now." in read(nan, f"{HOME}/my/objections")
    office.post(f"{address}/answer", data={"decision": "explain", "text": "We looked."})
    assert "We looked." in read(nan, f"{HOME}/my/objections")
    assert "Explained" in read(mia, f"{HOME}/objections?show=answered")


def test_the_public_notice_shows_no_whole_name_and_no_number(world, nan, mia, browser):
    with_rules(world, public_notice_days=7)
    world.recorded(world.published(), ("张小三", 60), ("李四", 90), now=ENDED)
    entry = world.uow.session.scalars(
        select(NameListEntry).where(NameListEntry.position == 0)
    ).one()
    world.known_as(entry.volunteer, NOBODY)
    address = f"{HOME}/notice/test-2017"

    page = browser.as_("").get(address).text

    assert "张*三" in page
    assert "李*" in page
    assert "张小三" not in page
    assert entry.volunteer.volunteer_no not in page
    assert "Take off" not in page
    assert "Public notice of hours" in read(browser.as_(""), f"{HOME}/projects")

    stop = f"{HOME}/my/notices/{entry.id}/stop"
    assert "Give the reason." in alert(nan.post(stop).text)
    nan.post(stop, data={"reason": "I was ill."})
    assert "I was ill." in read(nan, f"{HOME}/my/objections")
    assert "张*三" not in browser.as_("").get(address).text
    other = world.uow.session.scalars(
        select(NameListEntry).where(NameListEntry.position == 1)
    ).one()
    assert "Take off" in mia.get(address).text
    mia.post(f"{HOME}/notice/entries/{other.id}/stop", data={"reason": "Typed twice"})
    world.uow.session.expire_all()
    assert other.state is EntryState.WITHDRAWN


def test_looking_at_a_notice_that_has_ended_wakes_a_worker(world, browser, clock, runner):
    with_rules(world, public_notice_days=7)
    world.recorded(world.published(), ("张小三", 60), now=ENDED)
    woken = runner.woken
    read(browser.as_(""), f"{HOME}/notice/test-2017")
    assert runner.woken == woken
    clock.now = ENDED + timedelta(days=7)
    assert "Nothing is on notice now." in read(browser.as_(""), f"{HOME}/notice/test-2017")
    assert runner.woken == woken + 1


def test_a_campaign_without_a_notice_says_so(world, browser):
    assert "asks for no public notice" in read(browser.as_(""), f"{HOME}/notice/test-2017")
    assert browser.as_("").get(f"{HOME}/notice/none").status_code == 404


def test_a_volunteer_makes_a_certificate(world, record, nan):
    assert "1.9 hours are recorded for you" in read(nan, f"{HOME}/my/certificates")
    for typed in ({"from_on": "soon"}, {"from_on": "2017-07-08"}):
        wrong = nan.post(f"{HOME}/my/certificates", data=typed)
        assert wrong.status_code == 422, typed
    made = nan.post(f"{HOME}/my/certificates", data={"with_seal": "y"})
    page = read(nan, made.location)
    assert "2017-000001" in page
    assert "The work has not begun yet." in page
    told = nan.get(made.location, headers={"Accept": "application/json"}).json
    assert (told["status"], told["over"]) == ("queued", False)
    assert nan.get(f"{made.location}/file").status_code == 404


def test_a_certificate_that_failed_says_why_and_is_tried_again(world, certificate, nan):
    session = world.uow.session
    reason = {"text": "A photo of the paper cannot be read.", "values": {}}
    session.execute(
        update(Job)
        .where(Job.id == certificate.job_id)
        .values(status=JobStatus.FAILED, failure=reason, finished_at=ENDED)
    )
    session.commit()
    address = f"{HOME}/my/certificates/{certificate.id}"
    page = read(nan, address)
    assert "could not be made" in page
    assert "A photo of the paper cannot be read." in page
    assert nan.post(f"{address}/making").status_code == 302
    assert "The work has not begun yet." in read(nan, address)


def test_a_certificate_is_downloaded_and_its_file_is_checked(world, certificate, nan, browser):
    content = b"%PDF-1.7 the file"
    sha256 = hashlib.sha256(content).hexdigest()
    world.storage.save(paper_storage_name(sha256), content)
    world.uow.session.execute(update(ServiceCertificate).values(sha256=sha256, size=len(content)))
    world.uow.session.commit()

    file = nan.get(f"{HOME}/my/certificates/{certificate.id}/file")

    assert file.data == content
    assert "2017-000001.pdf" in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"] == "private, no-store"
    address = f"{CHECK}/{certificate.certificate_no}/{certificate.check_code}"
    public = browser.as_("")
    assert "This is the file that was issued." in said(
        public.get(f"{address}?digest={sha256}").text
    )
    assert "This is not the file" in said(public.get(f"{address}?digest={'0' * 64}").text)


def test_the_check_says_what_the_paper_says_and_only_with_both(world, certificate, browser):
    public = browser.as_("")
    number, code = certificate.certificate_no, certificate.check_code
    found = public.get(CHECK, query_string={"number": "2017 1", "code": code.lower()})
    page = said(found.text)
    assert "Genuine and current" in page
    assert "1.9 hours (119 minutes)" in page
    assert "Nan" in page
    assert "13800000000" not in found.text
    assert found.headers["Cache-Control"] == "private, no-store"

    wrong_code = public.get(CHECK, query_string={"number": number, "code": "0" * 12})
    wrong_number = public.get(CHECK, query_string={"number": "2017-000009", "code": code})
    for answer in (wrong_code, wrong_number):
        assert answer.status_code == 404
        assert "There is no certificate with this number and this code." in said(answer.text)
        assert "Nan" not in said(answer.text)
    assert said(public.get(CHECK).text).count("Genuine") == 0


def test_what_was_superseded_or_revoked_says_so(world, certificate, record, browser, nan):
    address = f"{CHECK}/{certificate.certificate_no}/{certificate.check_code}"
    public = browser.as_("")
    recording.void_record(world.uow, SECRETARIAT, record.activity_id, record.id, "wrong", now=ENDED)
    assert "Superseded" in said(public.get(address).text)
    office = browser.as_("secretariat")
    found = office.get(f"{HOME}/certificates?q=2017-1")
    assert found.location.endswith(f"/certificates/{certificate.id}")
    assert "Give the reason." in alert(office.post(f"{found.location}/revocation").text)
    office.post(f"{found.location}/revocation", data={"reason": "Sold."})
    page = said(public.get(address).text)
    assert "Revoked" in page
    assert "Sold." not in page
    assert "Sold." in read(nan, f"{HOME}/my/certificates/{certificate.id}")


def test_an_office_finds_only_its_own(world, certificate, browser):
    answer = browser.as_("office_east").get(f"{HOME}/certificates?q=2017-000001")
    assert answer.status_code == 404
    assert "There is no certificate" in alert(answer.text)


def test_guessing_is_limited(certificate, browser):
    public = browser.as_("")
    for _ in range(30):
        public.get(f"{CHECK}/{certificate.certificate_no}/000000000000")
    right = f"{CHECK}/{certificate.certificate_no}/{certificate.check_code}"
    answer = public.get(right)
    assert answer.status_code == 429
    assert "Wait ten minutes" in alert(answer.text)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("x" * 500, "y"),
        ("2017-1", "\u0000"),
        ("٢٠١٧-١", "一" * 12),
        ("%", "%25"),
        ("2017-1", "Ω" * 12),
    ],
)
def test_nonsense_is_answered_like_any_wrong_number(number, code, certificate, browser):
    answer = browser.as_("").get(CHECK, query_string={"number": number, "code": code})
    assert answer.status_code in (200, 404)
    assert "Nan" not in answer.text


def test_who_is_no_volunteer_learns_what_to_do(browser):
    for path in ("objections", "certificates"):
        answer = browser.as_("manager").get(f"{HOME}/my/{path}")
        assert answer.status_code == 200
    sent = browser.as_("manager").post(f"{HOME}/my/certificates")
    assert sent.status_code in (200, 409)


def test_the_job_page_of_the_office_knows_no_certificates(certificate, browser):
    answer = browser.as_("secretariat").get(f"{HOME}/jobs/{certificate.job_id}")
    assert answer.status_code == 404
