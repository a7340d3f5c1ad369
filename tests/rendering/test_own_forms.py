"""An office's own HTML forms: what they may, and what is said about what they may not."""

from __future__ import annotations

import gc
import re
import sys
from dataclasses import replace

import pytest

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.errors import FormFaulty
from flask_volunteer_reports.rendering import sandbox
from flask_volunteer_reports.rendering.annex1 import render_annex1
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.form_trial import try_form
from flask_volunteer_reports.rendering.orders import Order
from flask_volunteer_reports.rendering.press import Press
from tests.office_forms import ANNEX1, ANNEX2, STYLE, annex1, line_of
from tests.rendering.sheets import PHOTOS, SHEET, text_of

FONTS = PaperFonts.of(Settings())


def tried(layout, **templates: str):
    """Try forms; the first is the one in question."""
    files = {name.replace("_", "."): source for name, source in templates.items()}
    return try_form(next(iter(files)), files, None, layout, filename="preview.pdf")


def fault(layout, **templates: str):
    """What speaks against a form; the first fault."""
    with pytest.raises(FormFaulty) as refused:
        tried(layout, **templates)
    found = refused.value.faults[0]
    assert not found.warning
    return found


def test_our_own_forms_pass_and_the_preview_shows_both_samples(layout):
    first = tried(layout, annex1_html=ANNEX1)
    second = tried(layout, annex2_html=ANNEX2)

    assert first.warnings == second.warnings == ()
    text = text_of(first.content)
    assert "惠州市图书馆学雷锋志愿服务队" in text
    assert "阿依古丽·买买提𠮷䶮" in text
    assert "样张示例数据" in text
    assert second.pages >= 4


def test_the_same_form_gives_the_same_preview(layout):
    form = annex1("附件1（惠城区）：")
    assert tried(layout, annex1_html=form).content == tried(layout, annex1_html=form).content


def test_a_paper_is_made_with_the_form(layout):
    form = annex1("附件1（惠城区）：")
    file = render_annex1(SHEET, PHOTOS, layout, filename="a.pdf", templates={"annex1.html": form})
    assert "附件1（惠城区）：" in text_of(file.content)
    assert "附件1（惠城区）" not in text_of(
        render_annex1(SHEET, PHOTOS, layout, filename="a.pdf").content
    )


WRONG = {
    "a fact that is none": ("{{ sheet.leader }}", "no “leader”"),
    "a name that is none": ("{{ organisation }}", "no “organisation”"),
    "a tag that is not closed": ("{% if sheet.title %}", "“if” is opened|cannot stand|no tag"),
    "a half brace": ("{{ sheet.title }", "“}” cannot stand here"),
    "two names in a row": ("{{ sheet title }}", "“title” cannot stand here"),
    "an unknown filter": ("{{ sheet.title | shout }}", "filter “shout”"),
    "unescaped facts": ("{{ sheet.title | safe }}", "filter “safe”"),
    "escaping switched off": ("{% autoescape false %}x{% endautoescape %}", "autoescape"),
    "the inside of Python": ("{{ sheet.__class__.__mro__ }}", "may not use “__class__”"),
    "the inside by a subscript": ("{{ sheet['__class__'] }}", "may not use “__class__”"),
    "a method": ("{{ sheet.title.format(1) }}", "may not use “format”"),
    "a change of the facts": ("{{ fitted.rest.append(1) }}", "may not use “append”"),
    "the configuration": ("{{ config }}", "no “config”"),
    "another file": ("{% include '/etc/passwd' %}", "and nothing else"),
    "another file by a variable": ("{% include sheet.title %}", "and nothing else"),
    "a power": ("{{ 9 ** 9 ** 9 }}", "“\\*\\*” may not be used"),
    "a huge text": ("{{ 'x' * 999999999 }}", "very long text"),
    "a huge number of digits": ("{{ '%999999999d' % 1 }}", "“%” may not be used"),
    "a huge range": ("{{ range(999999999) | length }}", "1000 steps"),
    "a division by zero": ("{{ 1 // 0 }}", "divides by zero"),
    "a call of itself": ("{{ annex1(fitted) }}", "calls itself"),
    "a picture from the network": ("<img src='http://192.0.2.1/x.png'>", "photos only"),
    "a file as picture": ("<img src=file:///etc/passwd>", "photos only"),
    "a file in a style": ("<p style='background: url(file:///etc/passwd)'>x</p>", "reads no files"),
    "a style sheet of others": ("<link rel=stylesheet href='http://192.0.2.1/x.css'>", "load"),
    "a script": ("<script>alert(1)</script>", "load or run"),
    "a link that runs": ("<a href='javascript:alert(1)'>x</a>", "same paper only"),
    "a link to elsewhere": ("<a href=https://192.0.2.1/>x</a>", "same paper only"),
    "a control character": ("\x07", "cannot be read or seen"),
    "a direction character": ("\u202e", "cannot be read or seen"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_shown_with_its_line(case, layout):
    instead, said = WRONG[case]
    form = annex1(instead)

    found = fault(layout, annex1_html=form)

    assert found.template == "annex1.html"
    if "opened" not in said:  # what is never closed is seen where it could have been
        assert found.line == line_of(form, instead)
        assert f">{found.line:5}" in found.excerpt

    assert re.search(said, str(found.message)), found.message


@pytest.fixture
def nobody_counts():
    """Hypothesis looks on when garbage is collected, and Python ignores what is raised there."""
    lookers_on = gc.callbacks[:]
    gc.callbacks.clear()
    yield
    gc.callbacks[:] = lookers_on


@pytest.mark.parametrize("inside", ["", "{{ a }}"], ids=["silent", "writing"])
def test_a_loop_without_end_is_stopped_at_its_line(inside, layout, monkeypatch, nobody_counts):
    loop = "{% for a in range(1000) %}" * 4 + inside + "{% endfor %}" * 4
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 0.3)
    form = annex1(loop)

    found = fault(layout, annex1_html=form)

    assert "loop may have no end" in str(found.message)
    assert found.line == line_of(form, loop)


def test_a_stop_that_python_ignores_is_repeated(monkeypatch):
    ignored = []
    monkeypatch.setattr(sys, "unraisablehook", lambda said: ignored.append(said.exc_type))

    class Endless:
        def __del__(self):
            while True:
                pass

    def be_endless():
        Endless()
        while True:
            pass

    with pytest.raises(sandbox.TooSlow), sandbox.processor_limit(0.01):
        be_endless()
    assert ignored == [sandbox.TooSlow]


def test_a_form_that_eats_memory_ends_its_child_and_nobody_else():
    eats = (
        "{% set n = namespace(a='xxxxxxxxxx') %}{% for i in range(60) %}"
        "{% set n.a = n.a + n.a %}{% endfor %}"
    )
    form = annex1(eats)
    with Press(FONTS, seconds=60, megabytes=1024) as press:
        with pytest.raises(FormFaulty, match=f"line {line_of(form, eats)}.*more memory"):
            press.try_form("annex1.html", {"annex1.html": form}, None, filename="x.pdf")
        order = Order("annex1", SHEET, "a")
        ((place, pages),) = press.lay_out([order], PHOTOS.__getitem__)
    assert place == 0
    assert pages


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param("file:///etc/passwd", "reads no files", id="a file"),
        pytest.param("http://192.0.2.1/x.png", "reads no files", id="the network"),
    ],
)
def test_an_address_that_is_put_together_is_refused_by_the_layout(address, said, layout):
    form = annex1(f'{{% set where = "{address}" %}}<img alt="" src="{{{{ where }}}}">')

    found = fault(layout, annex1_html=form)

    assert said in str(found.message)
    assert address in str(found.message)
    assert found.line == line_of(form, address)


def test_a_link_that_is_put_together_is_refused(layout):
    form = annex1('{% set w = "java" ~ "script:alert(1)" %}<a hr{{ "" }}ef="{{ w }}">x</a>')
    found = fault(layout, annex1_html=form)
    assert "javascript:alert(1)" in str(found.message)


def test_a_form_that_needs_a_second_page_says_so(layout):
    form = annex1('class="r6" style="height: 200mm"', 'class="r6"').replace(
        'class="summary"', 'class="summary" style="height: 200mm"'
    )
    assert "more than one page" in str(fault(layout, annex1_html=form).message)


def test_the_ends_of_a_form_must_be_marked(layout):
    form = annex1("-finish", "-end")
    assert 'id="{{ … .id }}-end" is missing' in str(fault(layout, annex1_html=form).message)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        pytest.param("hello", "must define the macro “annex1”", id="no macro"),
        pytest.param(
            "{% macro annex1() %}{% endmacro %}", "must begin like this", id="another macro"
        ),
    ],
)
def test_the_macro_has_its_contract(form, said, layout):
    found = fault(layout, annex1_html=form)
    assert (found.line, said in str(found.message)) == (1, True)


def test_slips_in_a_style_sheet_are_shown_with_their_line_and_the_rest_goes_on(layout):
    style = STYLE + "\n.annex1 { colour: red }\n.form-title { letter-spacing: 1mm }\n"

    file = tried(layout, style_css=style)

    [slip] = file.warnings
    assert slip.template == "style.css"
    assert slip.line == line_of(style, "colour: red")
    assert "colour: red" in str(slip.message)
    assert slip.warning
    assert "各区开展活动情况汇总表" in text_of(file.content)


def test_a_slip_in_a_style_attribute_is_found_in_the_form(layout):
    form = annex1('class="r6" style="widht: 3mm"', 'class="r6"')
    [slip] = tried(layout, annex1_html=form).warnings
    assert (slip.template, slip.line) == ("annex1.html", line_of(form, "widht"))


def test_a_style_sheet_that_loads_something_is_refused_with_the_line(layout):
    style = (
        STYLE + "\n/* @import in a comment does nothing */\n@import url(http://192.0.2.1/x.css);"
    )
    found = fault(layout, style_css=style)
    assert (found.template, found.line) == ("style.css", line_of(style, "@import url"))


def test_what_people_wrote_stays_text(layout):
    form = annex1("{{ sheet.summary }}")
    hostile = replace(SHEET, summary="<img src=file:///etc/passwd> {{ 7*7 }}")
    file = render_annex1(hostile, PHOTOS, layout, filename="a.pdf", templates={"annex1.html": form})
    assert "{{7*7}}" in text_of(file.content)
    assert "<imgsrc=file:///etc/passwd>" in text_of(file.content)


def test_a_form_changes_nothing_for_the_others(layout):
    before = render_annex1(SHEET, PHOTOS, layout, filename="a.pdf").content
    tried(layout, annex1_html=annex1("{% set namespace = 1 %}附件1："))
    assert render_annex1(SHEET, PHOTOS, layout, filename="a.pdf").content == before
