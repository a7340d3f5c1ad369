"""Issued documents and their register, the four classes, media coverage, packages."""

from .filers import Filer
from .filing import DocumentEntry, file_document, void_document
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
    "enter_media_coverage",
    "file_document",
    "hand_over",
    "keep_upload",
    "receive_hand_over",
    "request_package",
    "request_signature",
    "return_hand_over",
    "void_document",
    "void_media_coverage",
    "withdraw_document",
]
