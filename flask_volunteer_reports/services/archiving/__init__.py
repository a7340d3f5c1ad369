"""Issued documents and their register, the four classes, media coverage, packages, own forms."""

from .filers import Filer
from .filing import DocumentEntry, file_document, void_document
from .form_upload import check_form_again, upload_form
from .form_use import put_form_into_use, withdraw_form
from .hand_overs import hand_over, receive_hand_over, return_hand_over
from .media import MediaEntry, enter_media_coverage, void_media_coverage
from .packages import request_package
from .scans import attach_scan
from .sign import certificate_of, request_signature
from .uploads import KeptFile, keep_upload
from .withdraw import withdraw_document

__all__ = [
    "DocumentEntry",
    "Filer",
    "KeptFile",
    "MediaEntry",
    "attach_scan",
    "certificate_of",
    "check_form_again",
    "enter_media_coverage",
    "file_document",
    "hand_over",
    "keep_upload",
    "put_form_into_use",
    "receive_hand_over",
    "request_package",
    "request_signature",
    "return_hand_over",
    "upload_form",
    "void_document",
    "void_media_coverage",
    "withdraw_document",
    "withdraw_form",
]
