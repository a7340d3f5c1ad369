"""What an uploaded document is by its content, and what is refused."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
import zlib
from contextlib import suppress

import pikepdf
import pytest

from flask_volunteer_reports.domain.archiving import FileKind
from flask_volunteer_reports.errors import InvalidEntry
from flask_volunteer_reports.rendering.filed_files import inspect_file
from tests.archive import docx, pdf, rezipped, xlsx
from tests.world import jpeg

MOST = 2 << 20
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def inspect(content: bytes, most: int = MOST):
    return inspect_file(io.BytesIO(content), max_bytes=most)


def acting_pdf(*, packed: bool) -> bytes:
    """A PDF with a script, in the open or in a stream that holds objects."""
    document = pikepdf.open(io.BytesIO(pdf()))
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode
    document.save(out, object_stream_mode=mode.generate if packed else mode.disable)
    return out.getvalue()


def spelled(packed: bytes) -> bytes:
    """The same with the type of its object streams in disguise."""
    return packed.replace(b"/ObjStm", b"/Obj#53tm")


def hidden_between_streams() -> bytes:
    """A PDF whose script stands where a careless reader sees a stream: after a comment."""
    return acting_pdf(packed=False).replace(b"1 0 obj", b"%stream\n1 0 obj", 1)


def with_password(user: str = "") -> bytes:
    """A PDF that is encrypted; with no password of the user's, everybody can open it."""
    out = io.BytesIO()
    pikepdf.open(io.BytesIO(pdf())).save(out, encryption=pikepdf.Encryption(owner="o", user=user))
    return out.getvalue()


def with_attachment() -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    document.attachments["a.exe"] = pikepdf.AttachedFileSpec(document, b"MZ", filename="a.exe")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_of_objects(unpacked: int) -> bytes:
    """A PDF whose stream of objects is as large as said, once it is unpacked."""
    packed = zlib.compress(b"\0" * unpacked)
    stream = b"<< /Type /ObjStm /Filter /FlateDecode >> stream\n" + packed + b"\nendstream\n"
    return pdf().replace(b"startxref", b"9 0 obj " + stream + b"endobj\nstartxref")


def related(kind: str, target: str, mode: str = "External") -> bytes:
    """A DOCX with one more relation."""
    text = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="x" Type="{RELATION}{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    )
    return rezipped(docx(), word___rels__settings_DOT_xml_DOT_rels=text.encode())


def bomb(parts: int = 1, size: int = 64 << 20) -> bytes:
    """A DOCX whose picture unpacks to as much as said."""
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(parts):
            archive.writestr(f"word/media/image{number}.bmp", b"\0" * size)
    return out.getvalue()


def lying() -> bytes:
    """A DOCX one of whose parts is larger than it says."""
    content = bytearray(bomb(size=1 << 20))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(docx())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def many_parts() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(5_100):
            archive.writestr(f"word/{number}", b"")
    return out.getvalue()


TYPES_OF_MACROS = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    b'PartName="/word/document.xml" '
    b'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(pdf(), FileKind.PDF, id="PDF"),
        pytest.param(b"\n" * 9 + pdf(), FileKind.PDF, id="PDF with blank lines in front"),
        pytest.param(docx(), FileKind.DOCX, id="DOCX"),
        pytest.param(xlsx(), FileKind.XLSX, id="XLSX"),
        pytest.param(jpeg(), FileKind.JPEG, id="JPEG"),
        pytest.param(
            related("hyperlink", "https://example.org"), FileKind.DOCX, id="DOCX with a link"
        ),
        pytest.param(
            related("attachedTemplate", "file:///C:/Users/a/Normal.dotm"),
            FileKind.DOCX,
            id="DOCX that names a template of its own machine",
        ),
    ],
)
def test_the_content_decides(content, kind):
    found = inspect(content)
    assert (found.kind, found.size) == (kind, len(content))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"MZ\x90", "none of them", id="a program"),
        pytest.param(b"<html>", "none of them", id="a page"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "no JPEG", id="a PNG"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word or Excel", id="an old DOC"),
        pytest.param(pdf() + b"x" * MOST, "larger than 2 MB", id="too large"),
        pytest.param(pdf()[:300], "damaged", id="half a PDF"),
        pytest.param(pdf() + docx(), "an archive at once", id="a PDF that is a ZIP as well"),
        pytest.param(acting_pdf(packed=False), "scripts", id="a PDF with a script"),
        pytest.param(acting_pdf(packed=True), "scripts", id="a PDF with a hidden script"),
        pytest.param(
            acting_pdf(packed=False).replace(b"/JavaScript", b"/Java#53cript"),
            "scripts",
            id="a PDF with a script in disguise",
        ),
        pytest.param(
            spelled(acting_pdf(packed=True)), "scripts", id="a PDF with a script hidden in disguise"
        ),
        pytest.param(
            hidden_between_streams(), "scripts", id="a PDF with a script in what seems a stream"
        ),
        pytest.param(
            acting_pdf(packed=True).replace(b"stream\nx", b"stream\nz"),
            "unusual way",
            id="a PDF whose objects are packed in another way",
        ),
        pytest.param(with_password(), "password", id="an encrypted PDF that opens without one"),
        pytest.param(with_password("u"), "password", id="a PDF with a password"),
        pytest.param(with_attachment(), "other files", id="a PDF with a program in it"),
        pytest.param(pdf_of_objects(40 << 20), "unusual way", id="a PDF that is a bomb"),
        pytest.param(
            rezipped(docx(), word__vbaProject_DOT_bin=b"x"), "macros", id="DOCX with macros"
        ),
        pytest.param(
            rezipped(docx(), **{"[Content_Types]_DOT_xml": TYPES_OF_MACROS}),
            "macros",
            id="DOCM named DOCX",
        ),
        pytest.param(
            rezipped(xlsx(), xl__activeX__activeX1_DOT_xml=b"<a/>"), "macros", id="ActiveX"
        ),
        pytest.param(
            related("attachedTemplate", "https://example.org/t.dotm"),
            "fetches a part of itself from https://example.org",
            id="a template from elsewhere",
        ),
        pytest.param(related("oleObject", "\\\\host\\share"), "fetches", id="an object of a share"),
        pytest.param(bomb(), "far larger", id="a ZIP bomb"),
        pytest.param(many_parts(), "far larger", id="thousands of parts"),
        pytest.param(lying(), "damaged", id="a part larger than it says"),
        pytest.param(encrypted(), "password", id="encrypted"),
        pytest.param(docx()[:-100], "damaged", id="half a DOCX"),
        pytest.param(
            docx().replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged", id="a broken list of parts"
        ),
        pytest.param(
            rezipped(xlsx(), xl__workbook_DOT_xml=b"<", _rels___DOT_rels=b"<!DOCTYPE a>"),
            "damaged",
            id="XML with a type of its own",
        ),
    ],
)
def test_what_cannot_be_filed_is_explained_at_its_field(content, told):
    with pytest.raises(InvalidEntry, match=told) as refused:
        inspect(content)
    assert refused.value.field == "file"


def test_any_other_archive_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(InvalidEntry, match="an archive, or a kind of Office file"):
        inspect(out.getvalue())


@pytest.mark.parametrize("content", [bomb(), pdf_of_objects(200 << 20)], ids=["ZIP", "PDF"])
def test_a_bomb_does_not_go_off(content):
    tracemalloc.start()
    try:
        with pytest.raises(InvalidEntry):
            inspect(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 << 20


def repeated(unit: bytes, size: int) -> bytes:
    return b"%PDF-1.4\n" + unit * (size // len(unit)) + b"\nstartxref\n0\n%%EOF"


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param(b"stream\n", id="streams without end"),
        pytest.param(b"/ObjStm ", id="object streams without content"),
        pytest.param(b"/ObjStm stream\n\x78\x9c", id="object streams in one another"),
        pytest.param(
            b"/ObjStm stream\n\x78\x9c" + b"\0\0\0\xff\xff" * 9_000,
            id="object streams that hold nothing",
        ),
        pytest.param(b"/J#53x#41", id="names in disguise"),
    ],
)
def test_what_is_built_to_keep_the_server_busy_does_not(unit):
    """Twice the file may take twice the time, and not four times."""
    spent = []
    for size in (2 << 20, 8 << 20):
        start = time.process_time()
        with suppress(InvalidEntry):
            inspect(repeated(unit, size), most=16 << 20)
        spent.append(time.process_time() - start)
    assert spent[1] < max(8 * spent[0], 3)


def test_letters_in_a_picture_are_no_script():
    document = pikepdf.open(io.BytesIO(pdf()))
    document.Root.Picture = document.make_stream(b"\0/JS \0/XFA /J#53 ")
    out = io.BytesIO()
    document.save(out, compress_streams=False)
    assert inspect(out.getvalue()).kind is FileKind.PDF
