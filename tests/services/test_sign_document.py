from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from flask_volunteer_reports import jobs
from flask_volunteer_reports.domain.events import DocumentSigned, SignatureRequested
from flask_volunteer_reports.errors import AlreadyDone, InvalidEntry, NotAllowed, PaperFailed
from flask_volunteer_reports.models import FileFormat, IssuedFile, Job, JobStatus
from flask_volunteer_reports.services.archiving import request_signature
from flask_volunteer_reports.services.archiving.sign import sign_document
from tests.issued import issued
from tests.world import NOON, OFFICE_EAST, SECRETARIAT

from .watching import rows


def certificate(passphrase: bytes | None) -> bytes:
    """Make a certificate with its key, as an office would bring it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "惠州市志愿服务联合会")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    secret = serialization.NoEncryption()
    if passphrase:
        secret = serialization.BestAvailableEncryption(passphrase)
    return pkcs12.serialize_key_and_certificates(b"office", key, signed, None, secret)


@pytest.fixture(scope="module")
def safe(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")
    (folder / "city.p12").write_bytes(certificate(b"open sesame"))
    return folder


@pytest.fixture
def config(safe):
    (safe / "city.passphrase").write_text("open sesame\n")
    return {"VOLUNTEER_REPORTS_SIGNING_FOLDER": str(safe)}


def a_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out)
    return out.getvalue()


@pytest.fixture
def report(world):
    return issued(world, content=a_pdf())


def test_a_document_is_signed_by_a_job_and_what_was_issued_stays(
    app, uow, world, report, runner, happens
):
    report_id, before = report.id, world.storage.read(report.files[0].storage_name)
    with happens() as said:
        job_id = request_signature(uow, SECRETARIAT, report_id, now=NOON)
    assert said == [SignatureRequested(subject_id=report_id, by="sec", at=NOON)]
    assert runner.woken == 1

    with happens() as said:
        jobs.work_until_idle(app)

    assert uow.session.get_one(Job, job_id).status is JobStatus.DONE
    [signed] = rows(uow, IssuedFile, format=FileFormat.SIGNED_PDF)
    content = world.storage.read(signed.storage_name)
    assert content.startswith(before)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        [field] = pdf.Root.AcroForm.Fields
        assert str(field.V.Reason) == report.number
        assert field.V.SubFilter == "/adbe.pkcs7.detached"
    assert said == [
        DocumentSigned(subject_id=report_id, by="sec", at=signed.added_at, sha256=signed.sha256)
    ]


def test_asked_twice_it_is_signed_once(app, uow, report, refuses):
    first = request_signature(uow, SECRETARIAT, report.id, now=NOON)
    assert request_signature(uow, SECRETARIAT, report.id, now=NOON) == first
    jobs.work_until_idle(app)
    with refuses(AlreadyDone):
        request_signature(uow, SECRETARIAT, report.id, now=NOON)
    assert len(rows(uow, IssuedFile, format=FileFormat.SIGNED_PDF)) == 1


def test_a_wrong_passphrase_is_said_on_the_page(app, uow, safe, report, browser):
    (safe / "city.passphrase").write_text("open barley\n")
    request_signature(uow, SECRETARIAT, report.id, now=NOON)
    jobs.work_until_idle(app)
    page = browser.as_("secretariat").get(f"/volunteer-reports/documents/{report.id}").text
    assert "the file or its passphrase is wrong" in page
    assert "Sign electronically" in page
    assert "open barley" not in page


def test_an_office_without_a_certificate_is_told_so(uow, world, refuses):
    other = issued(world, "East〔2017〕1号", office="east")
    with refuses(InvalidEntry, "no certificate"):
        request_signature(uow, OFFICE_EAST, other.id, now=NOON)


def test_only_the_office_that_issued_it_signs(uow, world, refuses):
    sheet = issued(world, "City〔2017〕2号", area="east", subject="east")
    with refuses(NotAllowed):
        request_signature(uow, OFFICE_EAST, sheet.id, now=NOON)
    with refuses(NotAllowed):
        sign_document(uow, OFFICE_EAST, world.storage, sheet.id, now=NOON)


def test_a_certificate_that_cannot_be_read_is_a_clear_failure(uow, world, safe, report, refuses):
    whole = (safe / "city.p12").read_bytes()
    (safe / "city.p12").write_bytes(whole[:100])
    try:
        with refuses(PaperFailed, "cannot be opened"):
            sign_document(uow, SECRETARIAT, world.storage, report.id, now=NOON)
    finally:
        (safe / "city.p12").write_bytes(whole)
