"""``preview-forms``: the forms of the host's folder, tried before papers are made with them."""

from __future__ import annotations

import pytest

from tests.cli.terminal import done, refused, run
from tests.office_forms import ANNEX1, LINE, STYLE, annex1, docx


@pytest.fixture
def folder(tmp_path):
    """The host's folder."""
    path = tmp_path / "forms"
    path.mkdir()
    return path


@pytest.fixture
def config(folder):
    """A host with a folder of forms."""
    return {"VOLUNTEER_REPORTS_PAPER_TEMPLATES": str(folder)}


def test_what_works_is_written_to_look_at(app, folder, tmp_path):
    (folder / "annex1.html").write_text(ANNEX1.replace("附件1：", "附件1（本市）："))
    (folder / "annex1.docx").write_bytes(docx("{{ organization_name }}"))
    (folder / "style.css").write_text(f".annex1 {{ colour: red }}\n{STYLE}")

    said = done(app, "preview-forms", "city", "--out", tmp_path / "out")

    assert "annex1.html works" in said
    assert "style.css:1: Passed over: Ignored `colour: red" in said
    assert (tmp_path / "out/preview-annex1-html.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "out/preview-annex1-docx.docx").read_bytes().startswith(b"PK")


def test_a_mistake_is_shown_with_its_line_and_the_rest_goes_on(app, folder, tmp_path):
    (folder / "annex1.html").write_text(annex1("{{ sheet.leader }}"))
    (folder / "annex1.docx").write_bytes(docx("{{ organization_name }}"))

    answer = run(app, "preview-forms", "city", "--out", tmp_path / "out")

    said = answer.output
    assert answer.exit_code == 1
    assert f"annex1.html:{LINE}: The form knows no “leader”" in said
    assert "1 forms have mistakes" in said
    assert not (tmp_path / "out/preview-annex1-html.pdf").exists()
    assert (tmp_path / "out/preview-annex1-docx.docx").exists()


def test_without_own_forms_there_is_nothing_to_try(app, tmp_path):
    said = done(app, "preview-forms", "east", "--out", tmp_path / "out")
    assert said.strip() == "The papers of East district are made with our forms."


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("nowhere", "no area with the code nowhere", id="unknown"),
        pytest.param("street", "for the city or for a district", id="no office"),
    ],
)
def test_an_area_without_an_office(app, code, reason, tmp_path):
    assert reason in refused(app, "preview-forms", code, "--out", tmp_path / "out")
