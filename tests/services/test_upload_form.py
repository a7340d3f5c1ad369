"""Uploading an office's own form, and having it tried again."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.events import FormCheckRequested, FormUploaded
from flask_volunteer_reports.domain.office_forms import MOST_BYTES_TEXT, FormName
from flask_volunteer_reports.errors import AlreadyDone, InvalidEntry, NotAllowed, NotFound
from flask_volunteer_reports.models import Job, JobStatus, OfficeForm
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.archiving import check_form_again, upload_form
from tests.services.trying import newest_job, tried, uploaded
from tests.services.watching import later, outcomes, rows
from tests.world import MANAGER, NOON, OFFICE_EAST, OFFICE_WEST, SECRETARIAT

HTML = FormName.ANNEX1_HTML


def upload(uow, world, state, actor=OFFICE_EAST, content=b"a form", *, area="east", name=HTML):
    """Upload a form for an area."""
    return upload_form(
        uow, actor, state.storage, world.area(area).id, name, content, "wider", now=NOON
    )


def test_a_version_is_kept_and_its_trial_waits(uow, world, state, runner, happens):
    with happens() as said:
        form = upload(uow, world, state, content="\ufeff甲\r\n乙\r".encode())

    assert state.storage.read(form.storage_name) == "甲\n乙\n".encode()
    assert (form.number, form.note, form.uploaded_by) == (1, "wider", OFFICE_EAST.name)
    [job] = rows(uow, Job)
    assert (job.kind, job.key, job.status) == ("form_check", str(form.id), JobStatus.QUEUED)
    assert runner.woken == 1
    assert said == [
        FormUploaded(subject_id=form.id, by="east", at=NOON, form="annex1.html", number=1)
    ]


def test_another_file_is_the_next_version_of_its_own_form(uow, world, state):
    upload(uow, world, state)
    assert upload(uow, world, state, content=b"another").number == 2
    assert upload(uow, world, state, name=FormName.ANNEX2_HTML).number == 1
    assert upload(uow, world, state, SECRETARIAT, area="city").number == 1


def test_the_city_may_keep_the_forms_of_its_districts(uow, world, state):
    assert upload(uow, world, state, SECRETARIAT).area_id == world.area("east").id


def test_the_same_file_again_is_no_new_version(uow, world, state, refuses):
    upload(uow, world, state)
    with refuses(AlreadyDone, "version 1 already"):
        upload(uow, world, state)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param(HTML, b" \n", "Choose the file", id="nothing"),
        pytest.param(HTML, b"x" * (MOST_BYTES_TEXT + 1), "more than 512 KB", id="too large"),
        pytest.param(HTML, "好\n惠州".encode("gbk"), "UTF-8: line 1", id="another encoding"),
        pytest.param(
            FormName.ANNEX1_DOCX, b"x" * 8_388_609, "more than 8192 KB", id="a huge document"
        ),
    ],
)
def test_what_cannot_be_a_form_is_refused(name, content, said, uow, world, state, refuses):
    with refuses(InvalidEntry, said) as refused:
        upload(uow, world, state, content=content, name=name)
    assert refused.value.field == "file"


def test_a_subdistrict_has_no_office(uow, world, state, refuses):
    with refuses(InvalidEntry, "city or for a district"):
        upload(uow, world, state, SECRETARIAT, area="street")


def test_another_district_is_not_there(uow, world, state, refuses):
    with refuses(NotFound):
        upload(uow, world, state, OFFICE_WEST)


def test_a_manager_of_an_organization_sees_no_office(uow, world, state, refuses):
    with refuses(NotFound):
        upload(uow, world, state, MANAGER)


def test_the_host_may_forbid_it(world, state, vetoed, refuses):
    with refuses(NotAllowed):
        upload(vetoed(Permission.EDIT_FORMS), world, state)


def test_two_uploads_at_once_are_two_versions(world, state, at_once):
    area_id = world.area("east").id

    def send(content):
        return lambda uow: upload_form(
            uow, OFFICE_EAST, state.storage, area_id, HTML, content, "", now=NOON
        )

    assert outcomes(at_once(send(b"one"), send(b"two"))) == ["done", "done"]
    assert sorted(form.number for form in rows(world.uow, OfficeForm)) == [1, 2]


def test_a_version_can_be_tried_again(uow, world, happens):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    tried(world, OFFICE_EAST, form)
    first = newest_job(world, form.id)
    first.status = JobStatus.DONE
    with uow.transaction(audited=False):
        pass

    with happens() as said:
        check_form_again(uow, OFFICE_EAST, form.id, now=later())

    assert newest_job(world, form.id).id != first.id
    assert said == [
        FormCheckRequested(subject_id=form.id, by="east", at=later(), form="annex1.html", number=1)
    ]


def test_what_waits_is_not_queued_twice(uow, world, refuses):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    with refuses(AlreadyDone, "being tried"):
        check_form_again(uow, OFFICE_EAST, form.id, now=later())


def test_the_version_of_another_district_is_not_there(uow, world, refuses):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    with refuses(NotFound):
        check_form_again(uow, OFFICE_WEST, form.id, now=later())


def test_without_the_permission_nothing_is_seen(world, vetoed, refuses):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    with refuses(NotFound):
        check_form_again(vetoed(Permission.EDIT_FORMS), OFFICE_EAST, form.id, now=later())
