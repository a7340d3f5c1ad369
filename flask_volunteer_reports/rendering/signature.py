"""Electronic signatures on PDFs, with a certificate file of the office (the extra ``sign``)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import PaperFailed


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key (PKCS #12), and the file that holds its passphrase, if any."""

    path: Path
    passphrase_path: Path


def sign_pdf(source: BinaryIO, out: BinaryIO, certificate: Certificate, *, reason: str) -> None:
    """Append a signature to a PDF; what was there stays byte for byte.

    Args:
        reason: Shown by readers with the signature; the document's number.

    Raises:
        PaperFailed: The extra is not installed, or the certificate cannot be used.
    """
    try:
        from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 -- optional, slow
            IncrementalPdfFileWriter,
        )
        from pyhanko.sign import signers  # noqa: PLC0415 -- optional, slow
    except ImportError as error:
        raise PaperFailed(
            "Signing needs “pip install flask-volunteer-reports[sign]”. Tell the people who run "
            "the site."
        ) from error
    passphrase = None
    if certificate.passphrase_path.is_file():
        passphrase = certificate.passphrase_path.read_bytes().rstrip(b"\r\n")
    load: Any = signers.SimpleSigner.load_pkcs12
    signer = load(str(certificate.path), passphrase=passphrase)
    if signer is None:
        raise PaperFailed(
            "The office's certificate cannot be opened: the file or its passphrase is wrong. Tell "
            "the people who run the site."
        )
    field = signers.PdfSignatureMetadata(field_name="Signature", reason=reason)
    # pyHanko runs an event loop of its own; another one in the same thread would be in its way.
    with ThreadPoolExecutor(1) as thread:
        writer = IncrementalPdfFileWriter(source)
        thread.submit(signers.sign_pdf, writer, field, signer=signer, output=out).result()
