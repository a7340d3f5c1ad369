"""The register: what its pages say, and what anyone may learn by checking a paper."""

from __future__ import annotations

import hashlib
import html
import io
import re

import pytest

from flask_volunteer_reports.domain.register import PaperKind
from flask_volunteer_reports.models import FileFormat, IssuedDocument
from flask_volunteer_reports.ports import OPERATOR_ID, Actor
from flask_volunteer_reports.services import archiving
from tests.archive import pdf
from tests.issued import issued
from tests.web.forms import opened, press, words
from tests.world import SECRETARIAT, local

HOME = "/volunteer-reports"
CHECK = f"{HOME}/check"
LATER = local("2017-07-12 10:00")
FIRST, SECOND = b"%PDF-1.7 the first", b"%PDF-1.7 the second"


@pytest.fixture
def sheet(world) -> IssuedDocument:
    """An Annex 1 of the library with a phone number in its facts."""
    return issued(
        world,
        "惠志联情况表〔2017〕3号",
        kind=PaperKind.ANNEX1,
        subject="x",
        organization="library",
        content=FIRST,
    )


@pytest.fixture
def superseding(world, sheet) -> IssuedDocument:
    return issued(
        world,
        sheet.number,
        2,
        kind=PaperKind.ANNEX1,
        subject="x",
        organization="library",
        content=SECOND,
        at=LATER,
    )


def check(browser, **query):
    return browser.as_("").get(CHECK, query_string=query, follow_redirects=True)


@pytest.mark.parametrize("typed", ["number", "other brackets", "code", "digest"])
def test_a_paper_is_found_by_what_stands_on_it(typed, sheet, browser):
    text = {
        "number": sheet.number,
        "other brackets": sheet.number.replace("〔", "[").replace("〕", "] "),
        "code": f"{sheet.code[:4]}-{sheet.code[4:8]}-{sheet.code[8:]}".lower(),
        "digest": hashlib.sha256(FIRST).hexdigest().upper(),
    }[typed]
    page = check(browser, q=text)
    assert page.status_code == 200
    said = words(page.text)
    assert "This number is genuine, and the document holds." in said
    assert sheet.number in said
    assert ("This is the issued file: PDF." in said) is (typed == "digest")


def test_a_superseded_paper_says_which_revision_holds(sheet, superseding, browser):
    old = words(browser.as_("").get(f"{CHECK}/{sheet.code}").text)
    assert "the paper is superseded: revision 2 of" in old
    new = words(browser.as_("").get(f"{CHECK}/{superseding.code}").text)
    assert "the document holds" in new
    # By its number one is led to what holds.
    assert "the document holds" in words(check(browser, q=sheet.number).text)


def test_a_withdrawn_paper_says_so_without_the_reason(uow, sheet, browser):
    archiving.withdraw_document(uow, SECRETARIAT, sheet.id, reason="Ms Li was not there", now=LATER)
    page = browser.as_("").get(f"{CHECK}/{sheet.code}").text
    assert "was withdrawn on" in words(page)
    assert "Ms Li" not in page


@pytest.mark.parametrize("typed", ["City〔2017〕99号", "0000-0000-0000", "f" * 64, "<script>", "é"])
def test_what_the_register_does_not_know_is_said_plainly(typed, sheet, browser):
    page = check(browser, q=typed)
    assert page.status_code == 404
    assert f"The register does not know “{html.escape(typed)}”." in page.text
    assert "the paper is not genuine" in words(page.text)


def test_a_wrong_code_in_the_address_is_the_same_answer(browser):
    page = browser.as_("").get(f"{CHECK}/NOSUCHCODE99")
    assert page.status_code == 404
    assert "The register does not know" in words(page.text)


def test_the_public_page_shows_no_person_and_no_title(sheet, browser):
    page = browser.as_("").get(f"{CHECK}/{sheet.code}").text
    for private in ("13800000001", SECRETARIAT.name, sheet.title, "files/"):
        assert private not in page


def test_a_file_is_compared_by_its_digest_without_scripts(sheet, browser):
    client = browser.as_("")
    digest = hashlib.sha256(FIRST).hexdigest()
    same = client.get(f"{CHECK}/{sheet.code}", query_string={"digest": f" {digest.upper()} "})
    assert "This is the issued file: PDF." in words(same.text)
    other = client.get(f"{CHECK}/{sheet.code}", query_string={"digest": "0" * 64})
    assert "This is none of the files" in words(other.text)


def test_the_register_is_searched_and_narrowed(world, sheet, superseding, browser):
    issued(world, "惠志联周报〔2017〕27号", content=b"%PDF weekly")
    issued(world, "East〔2017〕1号", kind=PaperKind.ANNEX2, subject="east", office="east")
    client = browser.as_("secretariat")

    def listed(**query):
        page = client.get(f"{HOME}/documents", query_string=query).text
        return re.findall(r'class="vr-list-title" href="[^"]+">([^<]+)<', page)

    assert len(listed()) == 4
    assert listed(q="周报[2017]27号") == ["惠志联周报〔2017〕27号"]
    assert listed(kind="annex2") == ["East〔2017〕1号"]
    assert listed(q="情况表") == [sheet.number, sheet.number]
    assert listed(office=str(world.area("east").id)) == ["East〔2017〕1号"]
    assert listed(week="2017-W26") == []
    assert listed(kind="nonsense", week="soon", office="x") == listed()
    # A manager finds what is about the own organization, and nothing else.
    page = browser.as_("manager").get(f"{HOME}/documents").text
    assert words(page).count("Paper of library") == 2
    assert "周报" not in page


def test_a_document_tells_what_became_of_it(sheet, superseding, browser):
    page = words(browser.as_("secretariat").get(f"{HOME}/documents/{sheet.id}").text)
    assert "A later revision stands in its place: revision 2" in page
    assert "SHA-256 " + hashlib.sha256(FIRST).hexdigest() in page


def test_what_was_issued_at_the_terminal_names_the_operator_in_the_language_of_the_page(
    uow, world, secretariat
):
    operator = Actor(OPERATOR_ID, "operator", is_operator=True)
    document = issued(world, "惠志联周报〔2017〕27号", by=operator)
    archiving.withdraw_document(uow, operator, document.id, reason="重复", now=LATER)
    page = secretariat.get(f"{HOME}/documents/{document.id}")
    shown = page.text.partition("操作记录")[0]
    assert shown.count("运维人员") == 2
    assert "operator" not in shown


def test_a_file_of_another_document_is_not_handed_out(world, sheet, browser):
    other = issued(world, "City〔2017〕9号", content=b"%PDF other")
    client = browser.as_("secretariat")
    address = f"{HOME}/documents/{sheet.id}/files/"
    assert client.get(address + str(sheet.files[0].id)).data == FIRST
    assert client.get(address + str(other.files[0].id)).status_code == 404


def test_a_file_that_is_lost_is_a_clear_error(world, state, sheet, browser):
    (state.storage.folder / sheet.files[0].storage_name).unlink()
    answer = browser.as_("secretariat").get(
        f"{HOME}/documents/{sheet.id}/files/{sheet.files[0].id}"
    )
    assert answer.status_code == 507
    assert "A stored file cannot be read" in answer.text


def test_the_facts_are_for_the_office_that_issued_it(world, browser):
    sheet = issued(world, office="city", area="east")
    facts = f"{HOME}/documents/{sheet.id}/facts.json"
    assert browser.as_("secretariat").get(facts).json == {"leader_mobile": "13800000001"}
    assert browser.as_("office_east").get(facts).status_code == 403


def test_the_office_withdraws_with_a_reason(sheet, browser):
    client = browser.as_("secretariat")
    address = f"{HOME}/documents/{sheet.id}"
    without = press(client, address, "/withdrawal", reason="")
    assert without.status_code == 422
    assert "Give the reason." in words(without.text)
    done = press(client, address, "/withdrawal", reason="Wrong figures")
    assert done.status_code == 302
    page = words(client.get(address).text)
    assert "Wrong figures" in page
    assert "Withdraw the document" not in page


def test_a_scan_is_attached_and_what_is_none_is_refused_at_its_field(sheet, browser):
    client = browser.as_("secretariat")
    address = f"{HOME}/documents/{sheet.id}"
    nothing = client.post(f"{address}/scans", data={})
    assert nothing.status_code == 422
    assert "Choose the file of the scan." in words(nothing.text)
    wrong = client.post(f"{address}/scans", data={"scan": (io.BytesIO(b"PK"), "stamp.docx")})
    assert wrong.status_code == 422
    done = client.post(f"{address}/scans", data={"scan": (io.BytesIO(pdf("scan")), "盖章件.pdf")})
    assert done.status_code == 302
    assert "Scan of the stamped sheet (PDF)" in words(client.get(address).text)
    # It can be checked like any other file, and the public page offers nothing to download.
    page = browser.as_("").get(f"{CHECK}/{sheet.code}").text
    assert FileFormat.SCAN_PDF.value not in page
    assert "Scan of the stamped sheet (PDF)" in words(page)


def test_numbers_are_set_on_the_page_of_the_area(world, browser):
    client = browser.as_("secretariat")
    address = f"{HOME}/areas/{world.area('city').id}/edit"
    wrong = opened(client, address, "annex1_number")(annex1_number="情况表〔{year}〕{week}号")
    assert wrong.status_code == 422
    assert "Two papers would have the same number." in words(wrong.text)
    assert "情况表〔{year}〕{week}号" in wrong.text
    done = opened(client, address, "annex1_number")(annex1_number="情况表[{year}]{serial}号")
    assert done.status_code == 302
    world.uow.session.expire_all()
    assert world.area("city").annex1_number == "情况表〔{year}〕{serial}号"
