"""Putting an office's own form into use, and going back."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.events import FormPutIntoUse, FormWithdrawn
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import FormUse, JobStatus
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.archiving import (
    check_form_again,
    put_form_into_use,
    withdraw_form,
)
from tests.services.trying import FAULTY, newest_job, put_to_use, tried, uploaded
from tests.services.watching import later, outcomes, rows
from tests.world import OFFICE_EAST, OFFICE_WEST, SECRETARIAT

HTML, STYLE, DOCX = FormName.ANNEX1_HTML, FormName.STYLE, FormName.ANNEX1_DOCX


@pytest.fixture
def good(world):
    """A version that was tried with success."""
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    tried(world, OFFICE_EAST, form)
    return form


def use(uow, state, form, actor=OFFICE_EAST, *, after=0):
    """Put a version into use."""
    return put_form_into_use(uow, actor, state.storage, form.id, after_number=after, now=later())


def withdraw(uow, world, actor=OFFICE_EAST, *, after=1):
    """Go back."""
    area_id = world.area("east").id
    return withdraw_form(uow, actor, area_id, HTML, after_number=after, now=later())


def test_a_good_version_is_put_into_use(uow, state, good, happens):
    with happens() as said:
        made = use(uow, state, good)

    assert (made.form_id, made.number, made.by) == (good.id, 1, OFFICE_EAST.name)
    assert said == [
        FormPutIntoUse(subject_id=good.id, by="east", at=later(), form="annex1.html", number=1)
    ]


def test_an_untried_version_is_not(uow, world, state, refuses):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    with refuses(Conflict, "not been tried"):
        use(uow, state, form)


def test_a_version_with_mistakes_is_not(uow, world, state, refuses):
    form = uploaded(world, OFFICE_EAST, "east", HTML, b"a form")
    tried(world, OFFICE_EAST, form, FAULTY)
    with refuses(Conflict, "not been tried with success"):
        use(uow, state, form)


def test_the_newest_trial_decides(uow, world, state, good, refuses):
    newest_job(world, good.id).status = JobStatus.DONE
    with uow.transaction(audited=False):
        pass
    check_form_again(uow, OFFICE_EAST, good.id, now=later())
    tried(world, OFFICE_EAST, good, FAULTY, now=later())
    with refuses(Conflict):
        use(uow, state, good)


def test_a_version_that_was_tried_beside_other_forms_is_tried_again_first(
    uow, world, state, good, refuses
):
    put_to_use(world, SECRETARIAT, "city", STYLE, b"/* city */")
    with refuses(Conflict, "changed since"):
        use(uow, state, good)


def test_a_word_document_does_not_mind_the_other_forms(uow, world, state):
    form = uploaded(world, OFFICE_EAST, "east", DOCX, b"PK")
    tried(world, OFFICE_EAST, form)
    put_to_use(world, SECRETARIAT, "city", STYLE, b"/* city */")
    assert use(uow, state, form).form_id == form.id


def test_what_is_in_use_is_not_put_into_use_again(uow, state, good, refuses):
    use(uow, state, good)
    with refuses(AlreadyDone):
        use(uow, state, good, after=1)


def test_who_saw_another_decision_decides_nothing(uow, world, state, good, refuses):
    put_to_use(world, OFFICE_EAST, "east", HTML, b"another")
    with refuses(StaleVersion):
        use(uow, state, good)


def test_of_two_at_once_one_decides(world, state, good, at_once):
    other = uploaded(world, OFFICE_EAST, "east", HTML, b"another")
    tried(world, OFFICE_EAST, other)

    got = at_once(lambda uow: use(uow, state, good), lambda uow: use(uow, state, other))

    assert outcomes(got) == ["StaleVersion", "done"]
    assert len(rows(world.uow, FormUse)) == 1


def test_another_district_sees_no_version(uow, state, good, refuses):
    with refuses(NotFound):
        use(uow, state, good, OFFICE_WEST)


def test_without_the_permission_nothing_is_seen(state, good, vetoed, refuses):
    with refuses(NotFound):
        use(vetoed(Permission.EDIT_FORMS), state, good)


def test_going_back_keeps_every_version(uow, world, state, good, happens):
    use(uow, state, good)

    with happens() as said:
        made = withdraw(uow, world)

    assert (made.form_id, made.number) == (None, 2)
    assert said == [
        FormWithdrawn(subject_id=good.id, by="east", at=later(), form="annex1.html", number=1)
    ]
    assert use(uow, state, good, after=2).number == 3


def test_there_is_nothing_to_go_back_from(uow, world, refuses):
    with refuses(AlreadyDone, "no form of its own"):
        withdraw(uow, world, after=0)


def test_gone_back_already(uow, world, state, good, refuses):
    use(uow, state, good)
    withdraw(uow, world)
    with refuses(AlreadyDone):
        withdraw(uow, world, after=2)


def test_going_back_from_another_decision_than_seen(uow, world, state, good, refuses):
    use(uow, state, good)
    with refuses(StaleVersion):
        withdraw(uow, world, after=0)


def test_another_district_cannot_go_back(uow, world, state, good, refuses):
    use(uow, state, good)
    with refuses(NotFound):
        withdraw(uow, world, OFFICE_WEST)


def test_the_host_may_forbid_going_back(uow, world, state, good, vetoed, refuses):
    use(uow, state, good)
    with refuses(NotAllowed):
        withdraw(vetoed(Permission.EDIT_FORMS), world)
