"""Which forms the papers of an office are made with."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.errors import Message, PaperFailed, StorageFailed
from flask_volunteer_reports.models import form_storage_name
from flask_volunteer_reports.services.archiving.falling_back import print_or_fall_back
from flask_volunteer_reports.services.archiving.form_use import withdraw_form
from flask_volunteer_reports.services.archiving.office_templates import (
    Origin,
    forms_in_use,
    templates_of,
)
from tests.services.trying import put_to_use
from tests.services.watching import later
from tests.world import OFFICE_EAST, SECRETARIAT

HTML, DOCX = FormName.ANNEX1_HTML, FormName.ANNEX1_DOCX


@pytest.fixture
def folder(tmp_path):
    """The host's folder, empty."""
    path = tmp_path / "forms"
    path.mkdir()
    return path


def of(world, state, area="east", folder=None):
    """The forms of an office."""
    settings = Settings(paper_templates=str(folder) if folder else None)
    return templates_of(world.uow.session, world.area(area), settings, state.storage)


def origin(world, area="east", folder=None, name=HTML):
    """Whose form an office uses."""
    settings = Settings(paper_templates=str(folder) if folder else None)
    return forms_in_use(world.uow.session, world.area(area), settings)[name].origin


def test_nobody_has_any_so_all_are_ours(world, state):
    templates = of(world, state)
    assert (dict(templates.html), dict(templates.docx), templates.digest) == ({}, {}, "")
    assert origin(world) is Origin.OURS


def test_the_form_of_the_city_holds_for_its_districts_until_they_have_their_own(world, state):
    put_to_use(world, SECRETARIAT, "city", HTML, b"of the city")
    assert of(world, state).html == of(world, state, "city").html == {HTML.value: "of the city"}
    assert (origin(world), origin(world, "city")) == (Origin.ABOVE, Origin.OWN)

    put_to_use(world, OFFICE_EAST, "east", HTML, b"of the East")
    assert of(world, state).html == {HTML.value: "of the East"}
    assert of(world, state, "west").html == {HTML.value: "of the city"}
    assert origin(world) is Origin.OWN


def test_after_going_back_the_office_above_counts_again(world, state):
    put_to_use(world, SECRETARIAT, "city", HTML, b"of the city")
    put_to_use(world, OFFICE_EAST, "east", HTML, b"of the East")

    withdraw_form(world.uow, OFFICE_EAST, world.area("east").id, HTML, after_number=1, now=later())

    assert of(world, state).html == {HTML.value: "of the city"}


def test_the_folder_of_the_host_counts_where_no_office_has_its_own(world, state, folder):
    (folder / "annex1.html").write_text("of the host")
    (folder / "style.css").write_bytes("\ufeff/* 宋 */\r\n".encode())
    (folder / "east").mkdir()
    (folder / "east" / "annex1.html").write_text("of the host for the East")

    assert of(world, state, folder=folder).html == {
        "annex1.html": "of the host for the East",
        "style.css": "/* 宋 */\n",
    }
    assert of(world, state, "west", folder=folder).html["annex1.html"] == "of the host"
    assert origin(world, folder=folder) is Origin.HOST
    put_to_use(world, SECRETARIAT, "city", HTML, b"of the city")
    assert of(world, state, folder=folder).html["annex1.html"] == "of the city"


def test_each_form_is_looked_for_by_itself(world, state):
    put_to_use(world, SECRETARIAT, "city", HTML, b"of the city")
    put_to_use(world, OFFICE_EAST, "east", DOCX, b"PK of the East")
    templates = of(world, state)
    assert (dict(templates.html), dict(templates.docx)) == (
        {HTML.value: "of the city"},
        {DOCX.value: b"PK of the East"},
    )


def test_the_digest_names_exactly_these_forms(world, state):
    seen = {of(world, state).digest}
    for content in (b"one", b"two"):
        put_to_use(world, OFFICE_EAST, "east", HTML, content)
        seen.add(of(world, state).digest)
        assert of(world, state).digest == of(world, state).digest
    assert len(seen) == 3


def test_a_form_that_cannot_be_read_is_an_error_and_not_another_form(world, state):
    version = put_to_use(world, OFFICE_EAST, "east", HTML, b"of the East")
    (state.storage.folder / form_storage_name(version.sha256)).unlink()
    with pytest.raises(StorageFailed):
        of(world, state)


def fails() -> bytes:
    """An own form that cannot be filled."""
    raise PaperFailed("Too long in %(name)s.", name="annex1.html")


def test_a_paper_whose_own_form_fails_is_made_with_ours_and_says_so():
    printed = print_or_fall_back(fails, lambda: b"ours")

    assert printed.result == b"ours"
    assert printed.failure == Message("Too long in %(name)s.", {"name": "annex1.html"})
    assert str(printed.note("annex1/a.pdf")) == (
        "annex1/a.pdf was made with our form, because the office's own failed. "
        "Too long in annex1.html."
    )


def test_a_paper_that_fails_with_our_form_too_fails():
    with pytest.raises(PaperFailed, match="Too long"):
        print_or_fall_back(fails, fails)


@pytest.mark.parametrize("own", [None, lambda: b"own"], ids=["none", "one that works"])
def test_where_nothing_fails_there_is_nothing_to_say(own):
    printed = print_or_fall_back(own, lambda: b"ours")
    assert printed.result == (b"own" if own else b"ours")
    assert printed.note("a.pdf") is None
