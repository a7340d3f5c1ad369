"""Service certificates: how numbers look and are read, and what became of one."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

SERIAL_DIGITS = 6


class CertificateState(StrEnum):
    """Whether a certificate holds."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    """The records say something else by now, or a newer certificate speaks of the same days."""
    REVOKED = "revoked"


def certificate_number(year: int, serial: int) -> str:
    """Write the number of a certificate: ``2017-000042``.

    Args:
        serial: Counts from 1 in each year, without gaps.
    """
    return f"{year}-{serial:0{SERIAL_DIGITS}}"


def read_certificate_number(typed: str) -> str:
    """Read a number as people type it: with blanks, without zeros, with any dash.

    Returns:
        The number, or an empty text for what cannot be one.
    """
    text = unicodedata.normalize("NFKC", typed)
    found = re.fullmatch(r"\s*([0-9]{4})[\s‐–—_/-]*([0-9]{1,12})\s*", text)
    return certificate_number(int(found[1]), int(found[2])) if found else ""
