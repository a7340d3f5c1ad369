from __future__ import annotations

import io

import pytest
from PIL import Image

from flask_volunteer_reports.domain.events import ScanAttached
from flask_volunteer_reports.domain.register import PaperKind
from flask_volunteer_reports.errors import AlreadyDone, InvalidEntry, NotAllowed, NotFound
from flask_volunteer_reports.models import FileFormat, IssuedFile
from flask_volunteer_reports.services.archiving import attach_scan
from tests.archive import pdf
from tests.issued import issued
from tests.world import MANAGER, NOON, OFFICE_EAST, SECRETARIAT, jpeg

from .watching import rows

PDF = pdf("scan")


@pytest.fixture
def sheet(world):
    return issued(
        world, kind=PaperKind.ANNEX1, subject="x", office="city", area="east", organization="school"
    )


@pytest.fixture
def attach(uow, world):
    def do(document, upload=PDF, actor=SECRETARIAT):
        return attach_scan(uow, actor, world.storage, document.id, upload, now=NOON)

    return do


def test_a_pdf_is_kept_as_it_is(uow, world, sheet, attach, happens):
    with happens() as said:
        row = attach(sheet)
    assert (row.format, row.filename) == (FileFormat.SCAN_PDF, f"scan-{sheet.code}-1.pdf")
    assert world.storage.read(row.storage_name) == PDF
    assert (row.size, row.added_at, row.added_by_id) == (len(PDF), NOON, "sec")
    assert said == [ScanAttached(subject_id=sheet.id, by="sec", at=NOON, sha256=row.sha256)]


def test_a_jpeg_is_kept_upright_and_without_what_the_phone_wrote(world, sheet, attach):
    image = Image.new("RGB", (600, 400), "white")
    exif = image.getexif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x9286] = "where I live"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)

    row = attach(sheet, out.getvalue())

    kept = world.storage.read(row.storage_name)
    assert row.format is FileFormat.SCAN_JPEG
    assert Image.open(io.BytesIO(kept)).size == (400, 600)
    assert b"where I live" not in kept


def test_a_document_may_have_several_scans_each_once(uow, sheet, attach, refuses):
    attach(sheet)
    second = attach(sheet, jpeg())
    assert second.filename == f"scan-{sheet.code}-2.jpg"
    with refuses(AlreadyDone):
        attach(sheet)
    assert len(rows(uow, IssuedFile, document_id=sheet.id)) == 3


@pytest.mark.parametrize(
    "upload",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 a Word file", id="neither PDF nor JPEG"),
        pytest.param(b"%PDF-1.4 and then the line went dead", id="half a PDF"),
        pytest.param(PDF.replace(b"/Lang", b"/JavaScript"), id="a PDF with a script"),
        pytest.param(jpeg()[:900], id="half a JPEG"),
    ],
)
def test_what_is_no_scan_is_refused_at_its_field(upload, sheet, attach, refuses):
    with refuses(InvalidEntry) as refused:
        attach(sheet, upload)
    assert refused.value.field == "scan"


def test_a_pdf_that_is_too_large_is_refused(app, sheet, attach, refuses, uow):
    large = PDF + b" " * uow.settings.photo_max_bytes
    with refuses(InvalidEntry, "at most 20 MB"):
        attach(sheet, large)


def test_only_the_office_that_issued_it_attaches_scans(sheet, attach, refuses):
    with refuses(NotAllowed):
        attach(sheet, actor=OFFICE_EAST)
    with refuses(NotFound):
        attach(sheet, actor=MANAGER)
