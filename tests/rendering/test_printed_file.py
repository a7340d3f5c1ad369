"""What a finished paper is as a file: links, bookmarks, structure, claims, fonts."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from tests.rendering.sheets import SHEET, printed, report, text_of
from tests.rendering.test_printer import many


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
