"""The printer: laid out once, put together from pages, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.errors import StorageFailed
from flask_volunteer_reports.rendering import faces
from flask_volunteer_reports.rendering.press import Press
from flask_volunteer_reports.rendering.printer import Printer
from flask_volunteer_reports.storage import photo_storage_name
from tests.rendering.conftest import storage_in
from tests.rendering.sheets import (
    LANDSCAPE,
    PHOTOS,
    PORTRAIT,
    SHEET,
    photos_of,
    printed,
    report,
    table,
    text_of,
)

FONTS = Settings().paper_fonts

LONG = "".join(f"第{n}段：志愿者清扫街道，劝导文明。" for n in range(1, 60))


def many(count=12):
    """A report with sheets of different make: long ones, rare names, kerned Latin."""
    facts = report(count)
    sheets = list(facts.annex1)
    sheets[1] = replace(sheets[1], summary=LONG)
    sheets[3] = replace(sheets[3], leader_name="王𠮷䶮")
    sheets[4] = replace(sheets[4], place="AVATAR Tower, 5 fi", photos=(PORTRAIT, LANDSCAPE))
    return replace(facts, annex1=tuple(sheets), annex2=(table(20, 3), table(area_name="惠阳区")))


def kept(storage, kind):
    return [path for path in (storage.folder / kind).rglob("*") if path.is_file()]


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def laid_out_with(tmp_path, facts, **options):
    """The digest of the report when everything is laid out by a new press in a new storage."""
    folder = tmp_path / "-".join(f"{key}-{value}" for key, value in options.items())
    with Press(FONTS, seconds=60, megabytes=2048, **options) as press:
        return sha256(printed(Printer(press, storage_in(folder)).weekly_report, facts))


@pytest.fixture(scope="module")
def digest_of_many(press, tmp_path_factory):
    """What everything else has to equal: laid out one by one."""
    printer = Printer(press, storage_in(tmp_path_factory.mktemp("one-by-one")))
    for sheet in many().annex1:
        printer.lay_out([sheet])
    return sha256(printed(printer.weekly_report, many()))


@pytest.mark.parametrize(("batch", "processes"), [(1, 1), (10, 1), (25, 1), (10, 2), (2, 2)])
def test_batch_and_processes_change_no_byte(digest_of_many, tmp_path, batch, processes):
    made = laid_out_with(tmp_path, many(), batch=batch, processes=processes)
    assert made == digest_of_many


def test_the_order_in_which_forms_are_laid_out_changes_no_byte(digest_of_many, printer):
    sheets = list(many().annex1)
    random.Random(5).shuffle(sheets)  # noqa: S311 -- an order, no secret
    printer.lay_out(sheets, many().annex2[::-1])
    assert sha256(printed(printer.weekly_report, many())) == digest_of_many


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Asia/Tokyo"},
    ],
    ids=lambda environment: environment["LC_ALL"],
)
def test_locale_zone_and_hash_seed_change_no_byte(digest_of_many, tmp_path, environment):
    code = (
        "import sys, pathlib, locale; locale.setlocale(locale.LC_ALL, '')\n"
        "from tests.rendering import test_printer as t\n"
        "print(t.laid_out_with(pathlib.Path(sys.argv[1]), t.many(), batch=5))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == digest_of_many


def test_what_was_laid_out_is_never_laid_out_again(new_printer):
    first, second = new_printer(), new_printer()
    made = printed(first.weekly_report, many())

    assert first.layouts == 14
    assert printed(second.weekly_report, many()) == made
    assert second.layouts == 0
    assert printed(second.annex1, many().annex1[2]).startswith(b"%PDF")
    assert second.layouts == 0


@pytest.mark.parametrize("changed", [1, 3])
def test_only_what_changed_is_laid_out(new_printer, changed):
    facts = many()
    new_printer().lay_out(facts.annex1, facts.annex2)
    sheets = list(facts.annex1)
    for n in range(changed):
        sheets[n + 5] = replace(sheets[n + 5], volunteer_count=77)

    printer = new_printer()
    content = printed(printer.weekly_report, replace(facts, annex1=tuple(sheets)))

    assert printer.layouts == changed
    assert text_of(content).count("参加活动志愿者人数77") == changed


def test_other_templates_have_pages_of_their_own(new_printer):
    office = {
        "annex1_paper.html": "{% extends 'frame.html' %}{% block body %}本局用表{% endblock %}"
    }
    ours, theirs = new_printer(), new_printer(templates=office)

    assert ours.template_version != theirs.template_version
    assert "市直和驻惠单位" in text_of(printed(ours.annex2, table())) + text_of(
        printed(ours.annex1, SHEET)
    )
    with pytest.raises(Exception, match="came out wrong"):  # the form's own anchors are missing
        printed(theirs.annex1, SHEET)


def test_progress_counts_forms(new_printer):
    facts, seen = many(), []
    new_printer().lay_out(facts.annex1[:5])
    new_printer().lay_out(facts.annex1, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (5, 12)
    assert seen[-1] == (12, 12)
    assert [done for done, _ in seen] == list(range(5, 13))


# ---- photos


def test_photos_stand_byte_for_byte_as_they_were_kept_and_each_once(printer):
    content = printed(printer.weekly_report, many())
    assert sorted(photos_of(content)) == sorted([PHOTOS[LANDSCAPE], PHOTOS[PORTRAIT]])


def test_a_photo_that_changed_in_storage_stops_the_paper(new_printer, storage):
    new_printer().lay_out([SHEET])
    path = storage.folder / photo_storage_name(LANDSCAPE)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StorageFailed):
        printed(new_printer().annex1, SHEET)


# ---- storage


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="cut short"),
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[:-1] + bytes([content[-1] ^ 1]), id="one bit"),
        pytest.param(lambda content: b"\x80\x05cposix\nsystem\n", id="a pickle"),
    ],
)
def test_damaged_pages_are_laid_out_anew(new_printer, storage, damage):
    made = printed(new_printer().annex1, SHEET)
    (path,) = kept(storage, "pages")
    path.write_bytes(damage(path.read_bytes()))

    printer = new_printer()
    assert printed(printer.annex1, SHEET) == made
    assert printer.layouts == 1
    later = new_printer()
    assert printed(later.annex1, SHEET) == made
    assert later.layouts == 0


def test_pages_that_are_damaged_while_a_paper_is_made_are_laid_out_anew(new_printer, storage):
    made = printed(new_printer().annex1, SHEET)
    printer = new_printer()
    printer.lay_out([SHEET])
    for path in kept(storage, "pages"):
        path.write_bytes(b"gone")
    assert printed(printer.annex1, SHEET) == made


def test_a_damaged_subset_of_a_font_is_cut_anew(new_printer, storage):
    made = printed(new_printer().annex1, SHEET)
    for path in kept(storage, "fonts"):
        path.write_bytes(path.read_bytes()[:-50])
    assert printed(new_printer().annex1, SHEET) == made


def test_pages_in_a_font_that_is_gone_are_laid_out_anew(new_printer, monkeypatch):
    new_printer().lay_out([SHEET])

    def gone(identity):
        raise faces.FaceProblem(identity)

    monkeypatch.setattr("flask_volunteer_reports.rendering.printer.find_face", gone)
    printer = new_printer()
    printer.lay_out([SHEET])
    assert printer.layouts == 1


def test_the_hot_way_imports_neither_weasyprint_nor_a_pdf_library(new_printer, storage, tmp_path):
    made = printed(new_printer().weekly_report, report(2))
    code = (
        "import io, pathlib, pickle, sys\n"
        "from flask_volunteer_reports.rendering.press import Press\n"
        "from flask_volunteer_reports.rendering.printer import Printer\n"
        "from flask_volunteer_reports.storage import FolderStorage\n"
        "facts, fonts, folder, out = pickle.load(open(sys.argv[1], 'rb'))\n"
        "with Press(fonts, seconds=9, megabytes=2048) as press, open(out, 'wb') as file:\n"
        "    printer = Printer(press, FolderStorage(pathlib.Path(folder)))\n"
        "    printer.weekly_report(facts, file)\n"
        "names = ('weasyprint', 'pikepdf', 'uharfbuzz', 'PIL', 'jinja2', 'flask', 'sqlalchemy')\n"
        "print([name for name in names if name in sys.modules])"
    )
    order, out = tmp_path / "order", tmp_path / "out.pdf"
    order.write_bytes(pickle.dumps((report(2), FONTS, str(storage.folder), str(out))))
    answer = subprocess.run(
        [sys.executable, "-c", code, str(order)], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
    assert out.read_bytes() == made


# ---- what the file says


def test_contents_lead_to_their_pages(printer):
    content = printed(printer.weekly_report, many())
    reader = PdfReader(io.BytesIO(content))
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    links = [
        annotation.get_object() for page in reader.pages for annotation in page.get("/Annots", [])
    ]
    targets = [pages[link["/Dest"][0].idnum] for link in links]

    assert len(links) == 2 * (12 + 2 + 1)  # the words and the number of each line
    assert targets == sorted(targets)
    assert [text_of(content, page)[:4] for page in targets[::2]] == [
        *["附件1："] * 12,
        "附件2各",
        "附件2各",
        "未报、逾",
    ]
    assert [link["/Contents"] for link in links] == [f"第 {page + 1} 页" for page in targets]


def test_bookmarks_have_two_levels_and_lead_to_the_forms(printer):
    facts = many()
    content = printed(printer.weekly_report, replace(facts, annex1=facts.annex1[:3]))
    reader = PdfReader(io.BytesIO(content))

    def entries(outline):
        return [
            entries(item)
            if isinstance(item, list)
            else (item.title.split("　")[0], reader.get_destination_page_number(item))
            for item in outline
        ]

    assert entries(reader.outline) == [
        ("封面", 0),
        ("附件1", 1),
        [("第1志愿服务队", 1), ("第2志愿服务队", 2), ("第3志愿服务队", 4)],
        ("附件2", 5),
        [("惠城区", 5), ("惠阳区", 7)],
        ("未报、逾期和零报告名单", 8),
    ]


@pytest.fixture
def tree(printer):
    """The structure tree of a report, as nested lists of its elements."""
    content = printed(printer.weekly_report, many(6))
    with pikepdf.open(io.BytesIO(content)) as file:
        yield file


def elements(element):
    yield element
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def test_every_piece_of_content_belongs_to_an_element_of_the_structure_tree(tree):
    numbers = {}
    for leaf in tree.Root.StructTreeRoot.ParentTree.Kids:
        for n in range(0, len(leaf.Nums), 2):
            numbers[int(leaf.Nums[n])] = leaf.Nums[n + 1]
    assert len(numbers) == tree.Root.StructTreeRoot.ParentTreeNextKey
    found = list(elements(tree.Root.StructTreeRoot.K[0]))
    marked = {(e.Pg.objgen, kid) for e in found for kid in e.K if isinstance(kid, int)}
    for page in tree.pages:
        owners = numbers[int(page.obj.StructParents)]
        for mark, owner in enumerate(owners):
            assert mark in [kid for kid in owner.K if isinstance(kid, int)]
        assert {mark for p, mark in marked if p == page.obj.objgen} == set(range(len(owners)))
        for annotation in page.obj.get("/Annots", []):
            owner = numbers[int(annotation.StructParent)]
            references = [kid.Obj.objgen for kid in owner.K if not isinstance(kid, int)]
            assert owner.S == "/Link"
            assert annotation.objgen in references


def test_headers_have_a_scope_photos_their_words_and_parents_their_children(tree):
    found = list(elements(tree.Root.StructTreeRoot.K[0]))
    headers = [str(e.A.Scope) for e in found if e.S == "/TH"]
    figures = [str(e.Alt) for e in found if e.S == "/Figure"]

    assert set(headers) == {"/Row", "/Column"}
    assert len(headers) == len([e for e in found if e.S == "/TH"])
    assert figures[0] == "“书香惠州”图书整理与导读，实景图片1"
    assert len(figures) == 12
    assert {str(e.S) for e in found} >= {"/Document", "/Sect", "/H1", "/P", "/Table", "/TD"}
    for element in found:
        for kid in element.K:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen


@pytest.mark.parametrize(
    ("variant", "claim", "intents"),
    [
        ("pdf/ua-1", "<pdfuaid:part>1</pdfuaid:part>", 0),
        ("pdf/a-2b", "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B", 1),
    ],
)
def test_the_file_says_what_it_is_and_what_it_claims(new_printer, variant, claim, intents):
    content = printed(new_printer(variant=variant).weekly_report, report(1))
    with pikepdf.open(io.BytesIO(content)) as file:
        root = file.Root
        assert claim in root.Metadata.read_bytes().decode()
        assert "学雷锋志愿服务活动周报 2017-W27" in root.Metadata.read_bytes().decode()
        assert (root.Lang, root.MarkInfo.Marked) == ("zh-Hans", True)
        assert root.ViewerPreferences.DisplayDocTitle
        assert file.docinfo.Title == "学雷锋志愿服务活动周报 2017-W27"
        assert file.docinfo.CreationDate == "D:20170712000000Z"
        assert len(root.get("/OutputIntents", [])) == intents
        for intent in root.get("/OutputIntents", []):
            assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert all(page.obj.Tabs == "/S" for page in file.pages)


@pytest.mark.parametrize("variant", ["pdf/ua-1", "pdf/a-2b"])
def test_qpdf_has_nothing_to_say(new_printer, tmp_path, variant):
    path = tmp_path / "paper.pdf"
    path.write_bytes(printed(new_printer(variant=variant).weekly_report, many()))
    answer = subprocess.run(
        ["qpdf", "--check", str(path)], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    with pikepdf.open(path) as file:
        assert file.check_pdf_syntax() == []


def test_the_identifier_names_the_content(new_printer):
    def identifier(content):
        with pikepdf.open(io.BytesIO(content)) as file:
            return bytes(file.trailer.ID[0])

    one = identifier(printed(new_printer().annex1, SHEET))
    assert one == identifier(printed(new_printer().annex1, SHEET))
    assert one != identifier(printed(new_printer().annex1, replace(SHEET, volunteer_count=9)))


def test_each_face_stands_in_the_file_once(printer):
    content = printed(printer.weekly_report, many())
    with pikepdf.open(io.BytesIO(content)) as file:
        fonts = [
            str(item.FontName).partition("+")[2]
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
    assert sorted(fonts) == sorted(set(fonts))
    assert 2 <= len(fonts) <= 4
