"""Issued documents and their register, the four classes, media coverage, packages."""

from .scans import attach_scan
from .sign import certificate_of, request_signature
from .withdraw import withdraw_document

__all__ = ["attach_scan", "certificate_of", "request_signature", "withdraw_document"]
