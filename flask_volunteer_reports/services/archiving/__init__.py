"""Issued documents and their register, the four classes, media coverage, packages, own forms."""

from .form_upload import check_form_again, upload_form
from .form_use import put_form_into_use, withdraw_form
from .scans import attach_scan
from .sign import certificate_of, request_signature
from .withdraw import withdraw_document

__all__ = [
    "attach_scan",
    "certificate_of",
    "check_form_again",
    "put_form_into_use",
    "request_signature",
    "upload_form",
    "withdraw_document",
    "withdraw_form",
]
