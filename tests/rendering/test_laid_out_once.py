"""What the pages are taken out of: they look as WeasyPrint drew them; what is relied on holds."""

from __future__ import annotations

import gc
import io
import json
import weakref
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from weasyprint.pdf import fonts

from flask_volunteer_reports.rendering.annex1 import lay_out_annex1
from flask_volunteer_reports.rendering.annex2 import lay_out_annex2
from flask_volunteer_reports.rendering.extraction import KeptFaces, extract
from flask_volunteer_reports.rendering.faces import FaceProblem, faces_for, find_face, identity_of
from flask_volunteer_reports.rendering.font_view import fonts_in_place
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.laid_out import Head, LaidOut, Unexpected, not_laid_out
from flask_volunteer_reports.rendering.press import Press
from flask_volunteer_reports.rendering.printer import Printer
from tests.rendering.conftest import storage_in
from tests.rendering.sheets import (
    GOLDEN,
    PHOTOS,
    SHEET,
    TOLERANCE,
    cells_of,
    photos_of,
    pictures_of,
    printed,
    report,
    table,
    text_of,
)
from tests.rendering.test_foot import MARK

LONG = "".join(f"第{n}段：清扫街道，AVATAR fi 𠮷䶮。" for n in range(1, 120))


def facts():
    """A report with a continuation sheet, faces of fall-back, a table of several pages."""
    base = report(2)
    extreme = replace(SHEET, summary=LONG, leader_name="王𠮷䶮", title="Déjà vu в городе – ½ ①")
    return replace(base, annex1=(extreme, *base.annex1), annex2=(table(30, 20),))


class PlainPress(Press):
    """A press whose children's work cannot be used: every form says that it is unexpected."""

    def lay_out(self, *arguments, **options):
        for place, content in super().lay_out(*arguments, **options):
            pages = Head.from_file(content).pages
            yield place, not_laid_out("a test", pages).to_file()


@pytest.fixture
def plain_printer(press, tmp_path):
    """A printer that has to render every paper plainly."""
    with PlainPress(press.fonts, seconds=60, megabytes=2048) as plain:
        yield Printer(plain, storage_in(tmp_path / "plain"))


@pytest.mark.parametrize("mark", [None, MARK], ids=["unmarked", "marked"])
def test_every_page_looks_as_weasyprint_draws_it(printer, plain_printer, tmp_path, mark):
    assembled = pictures_of(printed(printer.weekly_report, facts(), mark=mark), tmp_path / "a")
    plain = pictures_of(printed(plain_printer.weekly_report, facts(), mark=mark), tmp_path / "b")

    assert len(assembled) > 8
    assert [a == b for a, b in zip(assembled, plain, strict=True)] == [True] * len(plain)


def test_a_face_that_only_lends_some_letters_looks_the_same_too(tmp_path):
    """Its widths are no whole thousandths, which WeasyPrint rounds form by form."""
    dejavu = ("DejaVu Serif",)
    sans = ("Noto Sans CJK SC",)
    fonts = PaperFonts(text=sans, titles=sans, headings=dejavu, wide=dejavu)
    base = facts()
    words = ("İstanbul", "Ağrı", "Iğdır", "Şişli")  # letters that it has to lend
    sheets = tuple(
        replace(sheet, leader_name=name, place=f"{name} İğış")
        for sheet, name in zip(base.annex1, words, strict=False)
    )
    made = []
    for kind in (Press, PlainPress):
        with kind(fonts, seconds=60, megabytes=2048) as press:
            printer = Printer(press, storage_in(tmp_path / f"storage-{kind.__name__}"))
            content = printed(printer.weekly_report, replace(base, annex1=sheets))
            made.append(pictures_of(content, tmp_path / kind.__name__))
    assert [a == b for a, b in zip(*made, strict=True)] == [True] * len(made[0])


def test_a_paper_that_cannot_be_assembled_is_rendered_plainly_and_says_the_same(
    printer, plain_printer, caplog
):
    plain = printed(plain_printer.weekly_report, facts(), mark=MARK)
    assembled = printed(printer.weekly_report, facts(), mark=MARK)

    assert "rendered plainly: a test" in caplog.text
    one, other = PdfReader(io.BytesIO(plain)), PdfReader(io.BytesIO(assembled))
    assert len(one.pages) == len(other.pages)
    for n in range(len(one.pages)):
        assert sorted(text_of(plain, n)) == sorted(text_of(assembled, n))
    assert [getattr(e, "title", len(e)) for e in one.outline] == [
        getattr(e, "title", len(e)) for e in other.outline
    ]
    assert (one.metadata.title, one.trailer["/Root"]["/Lang"]) == (other.metadata.title, "zh-Hans")
    assert set(photos_of(plain)) == set(photos_of(assembled))
    named = one.named_destinations
    places = {page.indirect_reference.idnum: n for n, page in enumerate(other.pages)}
    assert [
        one.get_destination_page_number(named[link.get_object()["/Dest"]])
        for link in one.pages[0]["/Annots"]
    ] == [places[link.get_object()["/Dest"][0].idnum] for link in other.pages[0]["/Annots"]]


def test_a_plain_paper_is_not_tried_again_and_gives_the_same_bytes(plain_printer):
    first = printed(plain_printer.annex1, SHEET)
    layouts = plain_printer.layouts
    assert printed(plain_printer.annex1, SHEET) == first
    assert plain_printer.layouts == layouts == 1


@pytest.mark.parametrize(
    ("variant", "claim"), [("pdf/ua-1", 'pdfuaid:part="1"'), ("pdf/a-2b", 'pdfaid:part="2"')]
)
def test_a_plain_paper_claims_the_same(press, tmp_path, variant, claim):
    with PlainPress(press.fonts, seconds=60, megabytes=2048) as plain:
        printer = Printer(plain, storage_in(tmp_path), variant=variant)
        with pikepdf.open(io.BytesIO(printed(printer.annex1, SHEET))) as file:
            assert claim in file.Root.Metadata.read_bytes().decode()


# ---- the contract


def lay_out(layout, **changes):
    return lay_out_annex1(replace(SHEET, **changes), PHOTOS, layout)


def test_a_form_is_taken_out_whole(layout):
    form = extract(lay_out(layout), PHOTOS)

    (page,) = form.pages
    assert form.unexpected == ""
    assert page.size == pytest.approx((595.28, 841.89), abs=0.01)
    assert sorted(picture.photo for picture in page.pictures.values()) == sorted(SHEET.photos)
    assert LaidOut.from_file(form.to_file()) == form
    assert Head.from_file(form.to_file()).pages == 1


def test_photos_are_not_in_the_laid_out_form(layout):
    assert len(extract(lay_out(layout), PHOTOS).to_file()) < 15_000
    assert sum(map(len, PHOTOS.values())) > 30_000


def test_glyphs_are_those_of_the_installed_faces(layout):
    """The number that stands in the page is the one that the font file itself has for the text."""
    form = extract(lay_out(layout, leader_name="王𠮷䶮"), PHOTOS)
    checked = 0
    for identity, glyphs in form.glyphs.items():
        face = find_face(identity)
        for number, (code, width) in glyphs.items():
            text = bytes.fromhex(code).decode("utf-16-be")
            if len(text) == 1 and ord(text) > 0x3000:
                assert face.glyph(text) == (number, pytest.approx(width, abs=0.5)), text
                checked += 1
    assert checked > 100


def test_weasyprint_keeps_its_fonts_as_we_know_it(layout):
    """Should this fail with a new WeasyPrint, papers are rendered plainly until it is mended."""
    (document,) = lay_out(layout)
    document.fonts = kept = KeptFaces()
    document.write_pdf(uncompressed_pdf=True)
    assert kept
    for font in kept.values():
        assert kept.faces[font.hash].count("/") == 2
        assert len(font.file_content) == 4


def broken(layout, change):
    """Extract from a PDF that *change* has made different from what WeasyPrint writes today."""
    (document,) = lay_out(layout)

    class Changed:
        fonts: dict = {}  # noqa: RUF012 -- stands in for WeasyPrint's

        def write_pdf(self, **options):
            document.fonts = self.fonts
            with pikepdf.open(io.BytesIO(document.write_pdf(**options))) as file:
                change(file)
                out = io.BytesIO()
                file.save(out)
                return out.getvalue()

    return extract([Changed()], PHOTOS)


def no_identity(file):
    for font in file.pages[0].obj.Resources.Font.values():
        font.Encoding = pikepdf.Name("/WinAnsiEncoding")


def unknown_operator(file):
    content = file.pages[0].obj.Contents
    content.write(content.read_bytes() + b"\n/Sh1 sh")


def no_tree(file):
    del file.Root.StructTreeRoot


def no_text(file):
    for font in file.pages[0].obj.Resources.Font.values():
        font.ToUnicode.write(b"")


def no_widths(file):
    for font in file.pages[0].obj.Resources.Font.values():
        del font.DescendantFonts[0].W


def other_photo(file):
    for image in file.pages[0].obj.Resources.XObject.values():
        image.write(b"\xff\xd8 encoded anew", filter=pikepdf.Name.DCTDecode)


def blend_mode(file):
    for state in file.pages[0].obj.Resources.ExtGState.values():
        state.BM = pikepdf.Name.Multiply


def turned(file):
    file.pages[0].obj.Rotate = 90


@pytest.mark.parametrize(
    "change",
    [
        no_identity,
        unknown_operator,
        no_tree,
        no_text,
        no_widths,
        other_photo,
        blend_mode,
        turned,
    ],
)
def test_what_is_not_as_expected_is_noticed(layout, change):
    with pytest.raises(Unexpected):
        broken(layout, change)


def test_without_a_change_nothing_is_noticed(layout):
    assert broken(layout, lambda file: None).count == 1


def test_fonts_kept_in_another_way_are_noticed(layout):
    documents = lay_out(layout)
    documents[0].fonts = ()
    with pytest.raises(Unexpected):
        extract(documents, PHOTOS)


def test_links_lead_to_forms_or_to_the_web_and_nowhere_else(layout):
    html = (
        "<html lang=zh><style>a{{}}</style><p style='font-family: Noto Serif CJK SC'>"
        "<a href='{}'>去</a>"
    )
    good = extract([layout.lay_out(html.format("form:cover"))], {})
    assert [link.target for link in good.pages[0].links] == ["cover"]
    web = extract([layout.lay_out(html.format("https://example.org/"))], {})
    assert [link.target for link in web.pages[0].links] == ["https://example.org/"]
    for address in ("javascript:alert(1)", "file:///etc/passwd", "mailto:a@example.org"):
        with pytest.raises(Unexpected):
            extract([layout.lay_out(html.format(address))], {})


def test_pages_of_other_sizes_keep_theirs(layout):
    html = (
        "<html lang=zh><style>@page wide { size: A4 landscape } div { page: wide }"
        "html { font-family: Noto Serif CJK SC }</style><p>甲</p><div>乙</div>"
    )
    form = extract([layout.lay_out(html)], {})
    assert [tuple(map(round, page.size)) for page in form.pages] == [(595, 842), (842, 595)]


def test_several_documents_make_one_form(layout):
    one, two = lay_out(layout), lay_out(layout, summary=LONG)
    form = extract([*one, *two], PHOTOS)
    assert form.count == 4
    assert max(form.references) < form.element_count + form.count
    assert len(form.tops) == 4


def test_a_font_file_tells_what_it_is(press):
    face = next(iter(faces_for(press.families)))
    assert identity_of(Path(face.path).read_bytes(), face.index) == face.identity
    assert find_face(face.identity) == face
    with pytest.raises(FaceProblem):
        identity_of(b"no font at all", 0)


def test_cells_of_an_assembled_form_are_those_of_the_notice(printer):
    approved = json.loads((GOLDEN / "annex1-usual.json").read_text("utf-8"))
    cells = cells_of(printed(printer.annex1, SHEET))

    assert [cell["text"] for cell in cells] == [cell["text"] for cell in approved[0]["cells"]]
    for cell, wanted in zip(cells, approved[0]["cells"], strict=True):
        assert cell["box"] == pytest.approx(wanted["box"], abs=TOLERANCE)


def test_font_files_are_read_in_place_and_tell_the_same(layout):
    found = []

    class Noting(KeptFaces):
        def __setitem__(self, key, font):
            found.append(type(font.file_content))
            super().__setitem__(key, font)

    (document,) = lay_out(layout)
    document.fonts = copied = Noting()
    document.write_pdf(uncompressed_pdf=True)
    assert set(found) == {bytes}

    found.clear()
    document.fonts = in_place = Noting()
    with fonts_in_place():
        document.write_pdf(uncompressed_pdf=True)
    assert found
    assert bytes not in found
    assert in_place.faces == copied.faces


def test_weasyprint_that_takes_font_files_otherwise_goes_on_copying(layout, monkeypatch):
    with fonts_in_place():
        assert fonts.get_hb_object_data.__module__ != "weasyprint.text.fonts"
    assert fonts.get_hb_object_data.__module__ == "weasyprint.text.fonts"
    monkeypatch.delattr(fonts, "get_hb_object_data")
    with fonts_in_place():
        assert not hasattr(fonts, "get_hb_object_data")


def test_a_long_table_is_let_go_before_its_next_pages_are_laid_out(layout):
    """Nobody on the way from the layout to the extraction holds what was passed on."""
    alive = []

    def noting(document):
        assert [earlier() for earlier in alive] == [None] * len(alive)
        alive.append(weakref.ref(document))
        return document

    assert extract(map(noting, lay_out_annex2(table(60, 40), layout)), {}).count > 4
    assert len(alive) > 2


def test_documents_may_come_one_by_one_and_are_let_go(layout):
    """A table of 5,000 rows is never in memory whole."""
    alive = []

    def one_by_one():
        for _ in range(3):
            (document,) = lay_out(layout)
            alive.append(weakref.ref(document))
            yield document
            del document

    assert extract(one_by_one(), PHOTOS).count == 3
    gc.collect()
    assert [document() for document in alive] == [None, None, None]
