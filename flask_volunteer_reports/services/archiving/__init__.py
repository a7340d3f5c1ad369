"""The archive: documents in four classes, media coverage, hand-overs, packages."""

from .filers import Filer
from .filing import DocumentEntry, file_document, void_document
from .hand_overs import hand_over, receive_hand_over, return_hand_over
from .media import MediaEntry, enter_media_coverage, void_media_coverage
from .packages import request_package
from .uploads import KeptFile, keep_upload

__all__ = [
    "DocumentEntry",
    "Filer",
    "KeptFile",
    "MediaEntry",
    "enter_media_coverage",
    "file_document",
    "hand_over",
    "keep_upload",
    "receive_hand_over",
    "request_package",
    "return_hand_over",
    "void_document",
    "void_media_coverage",
]
