"""Papers issued in an office's own forms, laid out for real."""

from __future__ import annotations

import io

import pytest
from docx import Document
from pypdf import PdfReader
from sqlalchemy import select

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.domain.register import PaperKind
from flask_volunteer_reports.models import FileFormat, IssuedDocument
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.press import Press
from flask_volunteer_reports.rendering.printer import Printer
from flask_volunteer_reports.services.archiving.issue import Order, issue_week
from tests.office_forms import annex1, docx
from tests.world import OFFICE_EAST, local

from .trying import put_to_use

WEDNESDAY = local("2017-07-12 10:00")
OWN = annex1("本局用表：")
# No trial has a sheet of this title, so the form was found to be usable.
FAILS_AT_ALGEBRA = annex1(
    "{% if fitted.facts.title == 'Algebra' %}{{ 1 / 0 }}{% endif %}本局用表："
)


@pytest.fixture(scope="module")
def press():
    with Press(PaperFonts.of(Settings()), seconds=60, megabytes=2048) as press:
        yield press


@pytest.fixture
def issue(uow, world, press):
    """Issue the papers of the East, with a printer of its own each time; what was told."""

    def do():
        order = Order(
            actor=OFFICE_EAST,
            campaign_id=world.campaign.id,
            week=world.campaign.rules.parse_week("2017-W27"),
            office_id=world.area("east").id,
            now=WEDNESDAY,
        )
        notes = []
        printer = Printer(press, world.storage)
        issue_week(
            uow, world.storage, printer, order, progress=lambda *_: None, remark=notes.append
        )
        return [str(note) for note in notes]

    return do


def put(world, name, content):
    put_to_use(world, OFFICE_EAST, "east", name, content)


def issued(world, kind=PaperKind.ANNEX1):
    rows = select(IssuedDocument).where(IssuedDocument.kind == kind)
    return {
        (row.facts.get("title", row.subject), row.revision): row
        for row in world.uow.session.scalars(rows)
    }


def content(world, document, file_format=FileFormat.PDF):
    (name,) = [file.storage_name for file in document.files if file.format is file_format]
    return io.BytesIO(world.storage.read(name))


def text(world, document):
    return "".join(page.extract_text() for page in PdfReader(content(world, document)).pages)


def test_a_paper_is_issued_in_the_offices_own_form(world, of_east, issue):
    of_east(title="Geometry")
    put(world, FormName.ANNEX1_HTML, OWN.encode())
    put(world, FormName.ANNEX1_DOCX, docx("本局文档 {{ title }}"))

    assert issue() == []

    paper = issued(world)["Geometry", 1]
    assert "本局用表" in text(world, paper)
    written = Document(content(world, paper, FileFormat.DOCX))
    assert [part.text for part in written.paragraphs] == ["本局文档 Geometry"]
    (table,) = issued(world, PaperKind.ANNEX2).values()
    assert "附件2" in text(world, table)


def test_a_form_that_fails_with_one_paper_leaves_that_one_in_ours(world, of_east, issue):
    of_east(title="Algebra")
    of_east(title="Geometry")
    put(world, FormName.ANNEX1_HTML, FAILS_AT_ALGEBRA.encode())

    (note,) = issue()

    papers = issued(world)
    assert "本局用表" not in text(world, papers["Algebra", 1])
    assert "附件1" in text(world, papers["Algebra", 1])
    assert "本局用表" in text(world, papers["Geometry", 1])
    stem = next(f.filename for f in papers["Algebra", 1].files if f.format is FileFormat.PDF)
    assert note.startswith(f"{stem} was made with our form")
    assert "annex1.html" in note
    assert "zero" in note


def test_a_word_form_that_fails_leaves_the_document_in_ours(world, of_east, issue):
    of_east(title="Algebra")
    put(world, FormName.ANNEX1_DOCX, docx("本局文档 {{ 1 // 0 }}"))

    (note,) = issue()

    written = Document(content(world, issued(world)["Algebra", 1], FileFormat.DOCX))
    assert "本局文档" not in "".join(part.text for part in written.paragraphs)
    assert written.tables
    assert ".docx was made with our form" in note


def test_the_same_forms_issue_nothing_again_and_other_forms_a_revision(world, of_east, issue):
    of_east(title="Algebra")
    put(world, FormName.ANNEX1_HTML, FAILS_AT_ALGEBRA.encode())
    issue()
    assert issue() == []
    assert list(issued(world)) == [("Algebra", 1)]

    put(world, FormName.ANNEX1_DOCX, docx("本局文档 {{ title }}"))
    issue()

    papers = issued(world)
    assert set(papers) == {("Algebra", 1), ("Algebra", 2)}
    versions = {paper.template_version for paper in papers.values()}
    assert len(versions) == 2
