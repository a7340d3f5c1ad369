"""Parts of the printing engine: sealed files, the PDF writer, bookmarks, fonts."""

from __future__ import annotations

import io

import pikepdf
import pytest

from flask_volunteer_reports.errors import StorageFailed
from flask_volunteer_reports.rendering.ink import Ink
from flask_volunteer_reports.rendering.outline import Bookmark, write_outline
from flask_volunteer_reports.rendering.pdf_file import PdfFile, text
from flask_volunteer_reports.rendering.sealed import seal, unseal
from flask_volunteer_reports.storage import FolderStorage


def test_a_sealed_file_gives_back_what_was_put_in():
    blobs = {"one": b"\x00\xff", "two": b""}
    assert unseal(seal({"name": "甲"}, blobs)) == ({"name": "甲"}, blobs)


@pytest.mark.parametrize("place", [0, 9, 20, 45, 60, -1])
def test_any_changed_byte_of_a_sealed_file_is_noticed(place):
    file = bytearray(seal({"name": "甲"}, {"one": b"\x00\xff" * 20}))
    file[place] ^= 4
    assert unseal(bytes(file)) is None


def test_a_file_of_many_objects_is_read_by_others_as_it_was_written():
    out = io.BytesIO()
    file = PdfFile(out)
    kids = [file.reserve() for _ in range(450)]
    pages = file.reserve()
    for number, kid in enumerate(kids):
        content = file.packed(b"", b"%d 0 m" % number)
        file.put(
            kid,
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents %d 0 R/N %d>>"
            % (pages, content, number),
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    file.put(pages, b"<</Type/Pages/Count 450/Kids[%b]>>" % listed)
    catalog = file.add(b"<</Type/Catalog/Pages %d 0 R>>" % pages)
    file.close(catalog, file.add(b"<</Title%b>>" % text("标题𠮷")), b"\x01" * 16)

    with pikepdf.open(io.BytesIO(out.getvalue())) as read:
        assert read.check_pdf_syntax() == []
        assert [int(page.obj.N) for page in read.pages] == list(range(450))
        assert read.pages[449].obj.Contents.read_bytes() == b"449 0 m"
        assert read.docinfo.Title == "标题𠮷"


def test_bookmarks_may_be_of_any_depth():
    out = io.BytesIO()
    file = PdfFile(out)
    page, pages = file.reserve(), file.reserve()
    levels = [1, 2, 3, 3, 2, 1, 1, 2]
    marks = [Bookmark(level, f"{n}", page) for n, level in enumerate(levels)]
    entries = write_outline(file, marks)
    file.put(page, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % pages)
    file.put(pages, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page)
    catalog = file.add(b"<</Type/Catalog/Pages %d 0 R%b>>" % (pages, entries))
    file.close(catalog, file.add(b"<<>>"), b"\x01" * 16)

    def shape(items):
        return [[item.title, *([shape(item.children)] if item.children else [])] for item in items]

    with pikepdf.open(io.BytesIO(out.getvalue())) as read, read.open_outline() as outline:
        assert shape(outline.root) == [
            ["0", [["1", [["2"], ["3"]]], ["4"]]],
            ["5"],
            ["6", [["7"]]],
        ]


def test_a_paper_without_forms_has_no_bookmarks():
    assert write_outline(PdfFile(io.BytesIO()), []) == b""


def test_a_face_has_a_second_font_only_where_widths_differ(tmp_path):
    ink = Ink(PdfFile(io.BytesIO()), FolderStorage(tmp_path), ())
    one = ink.use({"face": {1: ("0041", 500), 2: ("0042", 600)}})
    assert ink.use({"face": {2: ("0042", 600), 3: ("0043", 700)}}) == one
    other = ink.use({"face": {2: ("0042", 601)}})
    assert other != one
    assert ink.use({"face": {2: ("0042", 601), 3: ("0043", 700)}}) == other


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../x", "pages/../../x", "pages//x", "./x"])
def test_only_names_of_our_own_make_are_names_in_storage(tmp_path, name):
    with pytest.raises(StorageFailed, match="not the name"):
        FolderStorage(tmp_path).has(name)
