"""Trying an office's own form, as the job does."""

from __future__ import annotations

from flask_volunteer_reports.domain.events import FormChecked
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.errors import NotFound, PaperFailed, StorageFailed
from flask_volunteer_reports.models import form_storage_name
from flask_volunteer_reports.services.archiving.form_check import faults_of
from tests.services.trying import FAULT, FAULTY, SLIP, FakePress, put_to_use, tried, uploaded
from tests.world import NOON, OFFICE_EAST, OFFICE_WEST, SECRETARIAT

HTML, STYLE, DOCX = FormName.ANNEX1_HTML, FormName.STYLE, FormName.ANNEX1_DOCX


def test_a_form_that_works_has_a_preview_and_its_slips(world, state, happens):
    form = uploaded(world, OFFICE_EAST, "east", HTML, "表样".encode())

    with happens() as said:
        check = tried(world, OFFICE_EAST, form)

    assert check.usable
    assert state.storage.read(check.preview_storage_name) == b"%PDF preview of annex1.html"
    [slip] = faults_of(check)
    assert (slip.template, slip.line, slip.warning) == (SLIP.template, SLIP.line, True)
    assert slip.message == SLIP.message
    assert said == [
        FormChecked(
            subject_id=form.id, by="east", at=NOON, form="annex1.html", number=1, usable=True
        )
    ]


def test_a_form_with_a_mistake_is_a_result_with_its_line(world, happens):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")

    with happens() as said:
        check = tried(world, OFFICE_EAST, form, FAULTY)

    assert (check.usable, check.preview_sha256) == (False, None)
    assert list(faults_of(check)) == [FAULT]
    assert [event.usable for event in said] == [False]


def test_a_trial_that_was_stopped_says_so(world):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    slow = FakePress(PaperFailed("%(filename)s took too long.", filename="preview"))

    check = tried(world, OFFICE_EAST, form, slow)

    assert not check.usable
    assert [str(fault.message)[:24] for fault in faults_of(check)] == [
        "The trial was stopped: a",
        "preview took too long.",
    ]


def test_it_is_tried_beside_the_forms_that_are_in_use(world):
    put_to_use(world, SECRETARIAT, "city", STYLE, b"/* city */")
    put_to_use(world, OFFICE_EAST, "east", DOCX, b"PK")
    press = FakePress()

    tried(world, OFFICE_EAST, uploaded(world, OFFICE_EAST, "east", HTML, b"a form"), press)

    assert press.asked == [
        ("annex1.html", {"annex1.html": "a form", "style.css": "/* city */"}, None)
    ]


def test_a_word_document_is_tried_alone(world):
    put_to_use(world, OFFICE_EAST, "east", HTML, b"a form")
    press = FakePress()
    tried(world, OFFICE_EAST, uploaded(world, OFFICE_EAST, "east", DOCX, b"PK"), press)
    assert press.asked == [("annex1.docx", {}, b"PK")]


def test_a_stranger_tries_nothing(world, refuses):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    with refuses(NotFound):
        tried(world, OFFICE_WEST, form)


def test_a_file_that_is_gone_is_a_failure_of_the_job(world, state, refuses):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    (state.storage.folder / form_storage_name(form.sha256)).unlink()
    with refuses(StorageFailed):
        tried(world, OFFICE_EAST, form)
